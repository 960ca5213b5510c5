package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cobra"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/form"
)

// withApp opens the application on the data of a stopped node, does something with it, and closes it.
func withApp(cmd *cobra.Command, do func(*app.App, *genutiltypes.AppGenesis) error) error {
	node := server.GetServerContextFromCmd(cmd)
	data := filepath.Join(node.Config.RootDir, "data")
	if _, err := os.Stat(filepath.Join(data, "application.db")); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s holds no state; the node has never run", data)
	}
	doc, err := genutiltypes.AppGenesisFromFile(node.Config.GenesisFile())
	if err != nil {
		return err
	}
	backend := server.GetAppDBBackend(node.Viper)
	db, err := dbm.NewDB("application", backend, data)
	if err != nil {
		return fmt.Errorf("%w; is the node still running?", err)
	}
	history, err := dbm.NewDB("history", backend, data)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	a, err := app.New(log.NewNopLogger(), db, history, node.Viper, baseapp.SetChainID(doc.ChainID))
	if err != nil {
		return errors.Join(err, db.Close(), history.Close())
	}
	return errors.Join(do(a, doc), a.Close())
}

func exportCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the state as a genesis from which a new chain can start, and its history beside it",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			height, _ := cmd.Flags().GetInt64(flags.FlagHeight)
			document, _ := cmd.Flags().GetString(flags.FlagOutputDocument)
			history, _ := cmd.Flags().GetString("history")
			return withApp(cmd, func(a *app.App, doc *genutiltypes.AppGenesis) error {
				exported, err := a.Export(height)
				if err != nil {
					return err
				}
				doc.AppState, doc.InitialHeight = exported.AppState, exported.Height
				doc.Consensus = genutiltypes.NewConsensusGenesis(exported.ConsensusParams, exported.Validators)
				if err := doc.SaveAs(document); err != nil {
					return err
				}
				if history == "" {
					return nil
				}
				return form.ToFile(history, func(w io.Writer) error { return a.ExportHistory(height, w) })
			})
		},
	}
	cmd.Flags().String(flags.FlagOutputDocument, "", "the file to write the genesis to")
	cmd.Flags().String("history", "", "the file to write the history to; none if not given")
	cmd.Flags().Int64(flags.FlagHeight, -1, "the height whose state to write; -1 for the last")
	if err := cmd.MarkFlagRequired(flags.FlagOutputDocument); err != nil {
		panic(err) // a flag named two lines above
	}
	return cmd
}

func invariantsCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "invariants",
		Short: "Check every invariant of every module on the last committed state",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withApp(cmd, func(a *app.App, _ *genutiltypes.AppGenesis) error {
				found := faults(a.CheckInvariants())
				return report(cmd.OutOrStdout(), found, fmt.Sprintf("every invariant holds at height %d", a.LastBlockHeight()))
			})
		},
	}
}

func historyCmd() *cobra.Command {
	verify := &cobra.Command{
		Use:   "verify",
		Short: "Recompute the root of every log from its entries, and compare it with the state",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withApp(cmd, func(a *app.App, _ *genutiltypes.AppGenesis) error {
				found := faults(a.VerifyHistory())
				return report(cmd.OutOrStdout(), found, fmt.Sprintf("every log is whole at height %d", a.LastBlockHeight()))
			})
		},
	}
	imported := &cobra.Command{
		Use:   "import FILE",
		Short: "Take the entries of an exported history, after checking them against the state",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := os.Open(args[0])
			if err != nil {
				return err
			}
			defer f.Close()
			return withApp(cmd, func(a *app.App, _ *genutiltypes.AppGenesis) error { return a.ImportHistory(f) })
		},
	}
	return family("history", "The logs that this node keeps beside the state", verify, imported)
}

// faults takes joined errors apart.
func faults(err error) []string {
	if err == nil {
		return nil
	}
	var each []string
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			each = append(each, faults(e)...)
		}
		return each
	}
	return []string{err.Error()}
}

// report writes every fault, one a line, or says that all is well.
func report(w io.Writer, found []string, well string) error {
	if len(found) == 0 {
		_, err := fmt.Fprintln(w, well)
		return err
	}
	for _, fault := range found {
		fmt.Fprintln(w, fault)
	}
	if len(found) == 1 {
		return errors.New("1 fault")
	}
	return fmt.Errorf("%d faults", len(found))
}
