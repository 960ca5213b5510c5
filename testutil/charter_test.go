package testutil_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/x/consortium"
)

// Every sentence of the charter names what proves it, and every number in it is that of the chain.
func TestTheCharterIsProved(t *testing.T) {
	bz, err := os.ReadFile("../docs/charter.md")
	require.NoError(t, err)
	text, _, found := strings.Cut(string(bz), "## What the chain cannot see")
	require.True(t, found)
	clause, proof := regexp.MustCompile(`(?m)^\d+\. .*$`), regexp.MustCompile(`\. \[proof\]\(([^)]+)\)$`)
	clauses := clause.FindAllString(text, -1)
	require.Greater(t, len(clauses), 30)
	for _, c := range clauses {
		link := proof.FindStringSubmatch(c)
		require.NotNil(t, link, "no proof of: %s", c)
		_, err := os.Stat(filepath.Join("../docs", link[1]))
		require.NoError(t, err, "%s", c)
		require.NotContains(t, strings.TrimPrefix(proof.ReplaceAllString(c, ""), c[:3]), ". ", "two sentences and one proof: %s", c)
	}
	charter := reflect.ValueOf(consortium.DefaultCharter())
	fields := charter.Type()
	for i := range fields.NumField() {
		name, _, _ := strings.Cut(strings.TrimPrefix(fields.Field(i).Tag.Get("protobuf"), ""), ",proto3")
		name = name[strings.Index(name, "name=")+len("name="):]
		name, _, _ = strings.Cut(name, ",")
		if f, is := charter.Field(i).Interface().(consortium.Fraction); is {
			require.Regexp(t, `(?m)^\| `+name+` \|.*\| `+regexp.QuoteMeta(string(f))+` \|$`, text)
			continue
		}
		require.Contains(t, text, "| "+name+" | "+strconv.FormatUint(charter.Field(i).Uint(), 10)+" |")
	}
}
