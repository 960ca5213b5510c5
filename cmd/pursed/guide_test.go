package main

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/form"
)

// Every command of the guide is one that the program takes: its name, its arguments, its flags, and what an act or question cannot
// do without. What it would come to, scenarios show.
func TestTheGuidesCommandsAreTaken(t *testing.T) {
	page, err := os.ReadFile("../../docs/agencies.md")
	require.NoError(t, err)
	enc, err := app.NewEncoding()
	require.NoError(t, err)
	verbs, err := form.Messages()
	require.NoError(t, err)
	acts := make(map[string]form.Verb)
	for _, v := range verbs {
		acts[v.Module+" "+v.Name] = v
	}
	given := make(map[string]bool)
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("details.age", []byte("age-encryption.org/v1\n"), 0o600)) // what the guide has sealed before
	for _, line := range guideLines(string(page)) {
		root, err := newRoot()
		require.NoError(t, err)
		cmd, args, err := root.Find(line[1:])
		require.NoError(t, err, line)
		err = cmd.ParseFlags(args)
		if errors.Is(err, pflag.ErrHelp) {
			continue
		}
		require.NoError(t, err, line)
		if cmd.HasSubCommands() { // it shows what there is, and takes nothing
			require.Empty(t, cmd.Flags().Args(), line)
			continue
		}
		require.NoError(t, cmd.ValidateArgs(cmd.Flags().Args()), line)
		given[cmd.CommandPath()] = true
		v, is := acts[cmd.Parent().Name()+" "+cmd.Name()]
		if !is {
			continue
		}
		var fields []form.Field
		cmd.Flags().Visit(func(f *pflag.Flag) {
			if values, is := f.Value.(*values); is {
				for _, text := range *values {
					fields = append(fields, form.Field{Name: strings.ReplaceAll(f.Name, "-", "_"), Value: text})
				}
			}
		})
		_, err = form.Fill(enc.Codec, v.Request, fields, nil)
		require.NoError(t, err, line)
		require.Empty(t, v.Missing(fields), line)
		require.True(t, cmd.Flags().Changed("from"), line)
	}
	for _, name := range []string{"enact", "rescind", "transfer", "defer", "accept-order"} {
		require.True(t, given["pursed tx appropriation "+name], "the guide has no %s", name)
	}
	for _, name := range []string{"grant make-award", "grant record-refund", "payment recall", "payment charge-current",
		"payment import", "payment send", "payment load", "payment register-account", "payment owe-interest",
		"procurement place-order", "procurement receive", "procurement approve-invoice", "procurement take-over"} {
		require.True(t, given["pursed tx "+name], "the guide has no %s", name)
	}
	require.True(t, given["pursed report sf133"])
	require.Contains(t, string(page), "--replaces ")
}

var word = regexp.MustCompile(`'([^']*)'|"([^"]*)"|(\S+)`)

// guideLines are the commands of a page, in words as a shell takes them apart: a line that ends with \ goes on in the next, and what
// follows # or > is not the program's.
func guideLines(page string) (all [][]string) {
	for line := range strings.Lines(strings.ReplaceAll(page, "\\\n", " ")) {
		if !strings.HasPrefix(line, "pursed ") {
			continue
		}
		var words []string
		for _, m := range word.FindAllStringSubmatch(line, -1) {
			if m[3] == "#" || m[3] == ">" {
				break
			}
			words = append(words, m[1]+m[2]+m[3])
		}
		all = append(all, words)
	}
	return all
}
