package main

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	authcli "github.com/cosmos/cosmos-sdk/x/auth/client/cli"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/form"
)

// queryCmd has a command for every question of every module.
func queryCmd(enc app.Encoding) (*cobra.Command, error) {
	verbs, err := form.Queries()
	if err != nil {
		return nil, err
	}
	cmd := family("query", "Ask: "+modules(verbs)+", tx, block")
	cmd.Aliases = []string{"q"}
	addVerbs(cmd, verbs, func(v form.Verb) *cobra.Command { return askCmd(enc, v) })
	cmd.AddCommand(authcli.QueryTxCmd(), authcli.QueryTxsByEventsCmd(), blockCmd(), server.QueryBlockResultsCmd())
	return cmd, nil
}

// pageFlags stand for the fields of a pagination.
var pageFlags = []struct{ flag, field, help string }{
	{"limit", "pagination.limit", "how many to answer at once: 100 if not given"},
	{"page-key", "pagination.key", "where the next page begins, as the page before said"},
	{"reverse", "pagination.reverse", "true for the last first"},
}

func askCmd(enc app.Encoding, v form.Verb) *cobra.Command {
	cmd := &cobra.Command{Use: v.Name, Short: v.Doc(), Args: cobra.MaximumNArgs(len(v.Args))}
	for _, a := range v.Args {
		cmd.Use += " " + place(a)
	}
	cmd.Flags().SortFlags = false
	fields := addFields(cmd, v)
	if v.Paged {
		for _, p := range pageFlags {
			cmd.Flags().String(p.flag, "", p.help)
		}
	}
	flags.AddQueryFlagsToCmd(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var all []form.Field
		for i, text := range args {
			all = append(all, form.Field{Name: v.Args[i].Name, Value: text})
		}
		all = append(all, fields()...)
		if v.Paged {
			for _, p := range pageFlags {
				if cmd.Flags().Changed(p.flag) {
					text, _ := cmd.Flags().GetString(p.flag)
					all = append(all, form.Field{Name: p.field, Value: text})
				}
			}
		}
		return ask(cmd, enc, v, all)
	}
	return cmd
}

// place is how an argument stands on a command's line; one in brackets can be left out.
func place(a form.Argument) string {
	name := strings.ToUpper(flagOf(a.Name))
	if a.Optional {
		return "[" + name + "]"
	}
	return name
}

// blockCmd takes a height or a hash as it is given. The SDK's takes everything for a hash unless a flag says otherwise.
func blockCmd() *cobra.Command {
	cmd := server.QueryBlockCmd()
	cmd.Use, cmd.Example = "block [HEIGHT|HASH]", ""
	query := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !cmd.Flags().Changed("type") && (len(args) == 0 || len(args[0]) != 2*sha256.Size) {
			if err := cmd.Flags().Set("type", "height"); err != nil {
				return err
			}
		}
		return query(cmd, args)
	}
	cmd.Flag("type").Usage = "what is given, height or hash; found out if not said"
	cmd.Flag("type").DefValue = ""
	return cmd
}

// ask sends one question to the node, and prints the answer for people or for programs.
func ask(cmd *cobra.Command, enc app.Encoding, v form.Verb, fields []form.Field) error {
	request, err := form.Fill(enc.Codec, v.Request, fields, nil)
	if err != nil {
		return err
	}
	if missing := v.Missing(fields); len(missing) > 0 {
		names := make([]string, len(missing))
		for i, a := range missing {
			names[i] = place(a)
		}
		return form.ErrMissing.Refuse("%s; write: %s", strings.Join(names, ", "), strings.TrimSuffix(cmd.UseLine(), " [flags]"))
	}
	answer, err := form.New(v.Response)
	if err != nil {
		return err
	}
	ctx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return err
	}
	if err := ctx.Invoke(cmd.Context(), v.Method, request, answer); err != nil {
		return err
	}
	switch ctx.OutputFormat {
	case flags.OutputFormatJSON:
		return ctx.PrintProto(answer)
	case flags.OutputFormatText:
		if of, is := request.(interface{ GetLog() string }); is {
			return form.PrintEntries(cmd.OutOrStdout(), enc.Codec, of.GetLog(), answer)
		}
		return form.Print(cmd.OutOrStdout(), enc.Codec, answer)
	}
	return fmt.Errorf("--output %q is neither text nor json", ctx.OutputFormat)
}
