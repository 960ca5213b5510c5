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

// charterText is the charter down to what the chain cannot see.
func charterText(t *testing.T) string {
	bz, err := os.ReadFile("../docs/charter.md")
	require.NoError(t, err)
	text, _, found := strings.Cut(string(bz), "## What the chain cannot see")
	require.True(t, found)
	return text
}

// Every sentence of the charter names what proves it.
func TestTheCharterIsProved(t *testing.T) {
	link := regexp.MustCompile(`\[proof\]\(([^)]+)\)`)
	clause := regexp.MustCompile(`^(\d+)\. (.*?)\.((?: \[proof\]\([^)]+\))+)$`)
	clauses, numbered := 0, regexp.MustCompile(`^\d+\. `)
	for _, line := range strings.Split(charterText(t), "\n") {
		if !numbered.MatchString(line) {
			continue
		}
		parts := clause.FindStringSubmatch(line)
		require.NotNil(t, parts, "no proof of: %s", line)
		require.NotContains(t, parts[2], ". ", "two sentences in one: %s", line)
		for _, proof := range link.FindAllStringSubmatch(parts[3], -1) {
			_, err := os.Stat(filepath.Join("../docs", proof[1]))
			require.NoError(t, err, "%s", line)
		}
		clauses++
	}
	require.Greater(t, clauses, 35)
}

// Every number in the charter's text is that of the default charter, and its bounds are those that a charter is held to.
func TestTheCharterHasItsNumbers(t *testing.T) {
	text := charterText(t)
	charter := consortium.DefaultCharter()
	fields := reflect.TypeOf(charter)
	for i := range fields.NumField() {
		_, name, _ := strings.Cut(fields.Field(i).Tag.Get("protobuf"), "name=")
		name, _, _ = strings.Cut(name, ",")
		if f, is := reflect.ValueOf(charter).Field(i).Interface().(consortium.Fraction); is {
			require.Regexp(t, `(?m)^\| `+name+` \|.*\| `+regexp.QuoteMeta(string(f))+` \|$`, text)
			continue
		}
		row := regexp.MustCompile(`(?m)^\| [^|]+ \| [^|]+ \| [^|]+ \| (\d+) \| (\d+) to (\d+) \| ` + name + ` \|$`).FindStringSubmatch(text)
		require.NotNil(t, row, "no number %s, with words, unit, value and bounds", name)
		number := func(s string) uint64 {
			n, err := strconv.ParseUint(s, 10, 32)
			require.NoError(t, err)
			return n
		}
		require.Equal(t, number(row[1]), reflect.ValueOf(charter).Field(i).Uint(), name)
		for value, lawful := range map[uint64]bool{
			number(row[2]): true, number(row[3]): true, number(row[2]) - 1: false, number(row[3]) + 1: false,
		} {
			amended := charter
			if name == "min_voting_days" {
				amended.MaxVotingDays = 365
			}
			reflect.ValueOf(&amended).Elem().Field(i).SetUint(value)
			err := (&consortium.MsgAmendCharter{Charter: amended}).ValidateBasic()
			require.Equal(t, lawful, err == nil, "%s=%d: %v", name, value, err)
		}
	}
}
