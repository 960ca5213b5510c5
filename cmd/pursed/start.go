package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/cometbft/cometbft/consensus"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cast"
	"github.com/spf13/cobra"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"

	"github.com/pursechain/purse/app"
)

// cannotStart carries the reason for which the application could not be built past the engine, whose constructor returns no
// error.
type cannotStart struct{ error }

// newApp builds the application of a running node.
func newApp(logger log.Logger, db dbm.DB, opts servertypes.AppOptions) servertypes.Application {
	home := cast.ToString(opts.Get(flags.FlagHome))
	history, err := dbm.NewDB("history", server.GetAppDBBackend(opts), filepath.Join(home, "data"))
	if err != nil {
		panic(cannotStart{err})
	}
	a, err := app.New(logger, db, history, opts, server.DefaultBaseappOptions(opts)...)
	if err != nil {
		panic(cannotStart{err})
	}
	return a
}

func startCmd(enc app.Encoding) *cobra.Command {
	cmd := server.StartCmd(newApp, app.DefaultHome)
	cmd.Short = "Run this node until it is told to stop (SIGINT, SIGTERM)"
	addLogFlags(cmd)
	start := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		defer func() {
			p := recover()
			if reason, is := p.(cannotStart); is {
				err, p = reason.error, nil
			}
			if p == nil && !ofGenesis(err) {
				return
			}
			if fault := genesisFault(enc, server.GetServerContextFromCmd(cmd).Config.GenesisFile()); fault != nil {
				err, p = fault, nil
			}
			if p != nil {
				panic(p) // a fault of the program, whose place must be seen
			}
		}()
		return explain(start(cmd, args))
	}
	return cmd
}

var genesisWords = regexp.MustCompile(`(?i)genesis|handshake`)

// ofGenesis says that a node may have failed at its genesis. The engine has no error of its own for it.
func ofGenesis(err error) bool { return err != nil && genesisWords.MatchString(err.Error()) }

// shownFaults is how many faults of a genesis fit into a line; validate lists all.
const shownFaults = 3

// genesisFault is why no node can start from a genesis, in a line, or nil. It is looked for when a start has failed: modules can
// refuse a genesis by a panic only, and the engine passes it on with its stack.
func genesisFault(enc app.Encoding, file string) error {
	var found []string
	if e, err := examine(enc, file); err != nil {
		found = []string{err.Error()}
	} else {
		found = e.faults
	}
	if len(found) == 0 {
		return nil
	}
	for i, fault := range found { // each is a part of one sentence in one line
		found[i] = strings.TrimSuffix(strings.Join(strings.Fields(fault), " "), ".")
	}
	more := ""
	if n := len(found) - shownFaults; n > 0 {
		found, more = found[:shownFaults], fmt.Sprintf("; and %d more", n)
	}
	return fmt.Errorf("not started, the genesis is unfinished or broken: %s%s. Fill it in with %s genesis, and check it with: "+
		"%s genesis validate", strings.Join(found, "; "), more, app.Name, app.Name)
}

// explain says what to do about a refusal of the engine that looks like a fault.
func explain(err error) error {
	if errors.Is(err, consensus.ErrSignatureFoundInPastBlocks) {
		return fmt.Errorf("this validator's key signed one of the last blocks, so it may be running elsewhere, and two would be "+
			"taken for fraud; if it is not, wait until the others have made 10 blocks, or start once with "+
			"--consensus.double_sign_check_height=0 (%w)", err)
	}
	return err
}
