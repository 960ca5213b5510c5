// Command pursed is the whole of Purse in one program: a node of the consortium, the officers' and payees' way to act, and
// anyone's way to ask.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"
	servercmd "github.com/cosmos/cosmos-sdk/server/cmd"
	"github.com/cosmos/cosmos-sdk/version"

	"github.com/pursechain/purse/app"
)

func main() {
	root, err := newRoot()
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %s\n", app.Name, err)
		os.Exit(1)
	}
	if cmd, err := root.ExecuteContextC(servercmd.CreateExecuteContext(context.Background())); err != nil {
		complain(cmd, os.Stderr, err)
		os.Exit(1)
	}
}

// newRoot builds the tree of commands.
func newRoot() (*cobra.Command, error) {
	app.SealConfig()
	version.Name, version.AppName = "purse", app.Name
	if version.Version == "" {
		version.Version = "unreleased"
	}
	enc, err := app.NewEncoding()
	if err != nil {
		return nil, err
	}
	cobra.EnableCommandSorting = false
	root := &cobra.Command{
		Use:           app.Name,
		Short:         "Purse records public money from the law that grants it to the bank statement that proves it was paid",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetOut(os.Stdout)
	root.PersistentFlags().String(flags.FlagHome, app.DefaultHome, "where a node's files and the keys are kept")
	tx, err := txCmd(enc)
	if err != nil {
		return nil, err
	}
	query, err := queryCmd(enc)
	if err != nil {
		return nil, err
	}
	report, err := reportCmd(enc)
	if err != nil {
		return nil, err
	}
	root.AddGroup(
		&cobra.Group{ID: "act", Title: "To act and to ask:"},
		&cobra.Group{ID: "node", Title: "To run a node:"},
		&cobra.Group{ID: "stopped", Title: "On the data of a stopped node:"},
	)
	add(root, "act", withClient(enc), tx, query, report, reconcileCmd(), fileCmd(), accountCmd(), bidCmd(), termsCmd(), rollCmd(), keysCmd(), statusCmd())
	add(root, "node", withClient(enc), genesisCmd(enc))
	add(root, "node", withNode(enc), initCmd(enc), startCmd(enc), cometCmd())
	add(root, "stopped", withNode(enc), exportCmd(), invariantsCmd(), historyCmd())
	root.AddCommand(demoCmd(enc), version.NewVersionCommand())
	return root, nil
}

// add puts commands under a heading and gives every command without sub-commands its preparation. A command that only lists
// others needs none, and leaves no file behind.
func add(root *cobra.Command, group string, prepare func(*cobra.Command, []string) error, cmds ...*cobra.Command) {
	var each func(*cobra.Command)
	each = func(c *cobra.Command) {
		if !c.HasSubCommands() {
			c.PersistentPreRunE = prepare
		}
		for _, sub := range c.Commands() {
			each(sub)
		}
	}
	for _, c := range cmds {
		each(c)
		c.GroupID = group
		root.AddCommand(c)
	}
}
