package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/consensus"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtjson "github.com/cometbft/cometbft/libs/json"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cast"
	"github.com/spf13/cobra"

	"cosmossdk.io/log/v2"
	"cosmossdk.io/math/unsafe"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/cosmos/cosmos-sdk/version"
	"github.com/cosmos/cosmos-sdk/x/genutil"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

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

func startCmd() *cobra.Command {
	cmd := server.StartCmd(newApp, app.DefaultHome)
	cmd.Short = "Run this node until it is told to stop (SIGINT, SIGTERM)"
	addLogFlags(cmd)
	start := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		defer func() {
			switch p := recover().(type) {
			case nil:
			case cannotStart:
				err = p.error
			default:
				panic(p)
			}
		}()
		return explain(start(cmd, args))
	}
	return cmd
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

func addLogFlags(cmd *cobra.Command) {
	cmd.Flags().String(flags.FlagLogLevel, "info", "debug, info, warn, error, or a level for each module: consensus:debug,*:info")
	cmd.Flags().String(flags.FlagLogFormat, "plain", "plain, or json for programs")
	cmd.Flags().Bool(flags.FlagLogNoColor, false, "log without colours")
}

func cometCmd() *cobra.Command {
	return family("comet", "The consensus engine's own commands: this node's id, its validator key, state sync",
		server.ShowNodeIDCmd(), server.ShowValidatorCmd(), server.ShowAddressCmd(), server.VersionCmd(),
		server.BootstrapStateCmd(newApp))
}

func initCmd(enc app.Encoding) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init MONIKER",
		Short: "Make a node's files: its keys, its configuration, and a genesis to be filled in",
		Long: `Make a node's files: its keys, its configuration, and a genesis to be filled in.

The genesis has no members yet: add them with "pursed genesis", or put the genesis of an existing chain in its place.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			chainID, _ := cmd.Flags().GetString(flags.FlagChainID)
			overwrite, _ := cmd.Flags().GetBool("overwrite")
			keyType, _ := cmd.Flags().GetString("consensus-key-algo")
			if chainID == "" {
				chainID = "purse-test-" + strings.ToLower(unsafe.Str(6))
			}
			config := server.GetServerContextFromCmd(cmd).Config
			if _, err := os.Stat(config.GenesisFile()); err == nil && !overwrite {
				return fmt.Errorf("%s is there already; --overwrite writes it anew", config.GenesisFile())
			}
			nodeID, _, err := genutil.InitializeNodeValidatorFilesFromMnemonicWithKeyType(config, "", keyType)
			if err != nil {
				return err
			}
			config.Moniker = args[0]
			cmtcfg.WriteConfigFile(filepath.Join(config.RootDir, "config", "config.toml"), config)
			if err := setClientChain(config.RootDir, chainID); err != nil {
				return err
			}
			if err := emptyGenesis(enc, chainID).SaveAs(config.GenesisFile()); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "chain    %s\nnode     %s\nfiles    %s\n", chainID, nodeID, config.RootDir)
			return err
		},
	}
	cmd.Flags().String(flags.FlagChainID, "", "the chain's id; if none is given, purse-test- and six random characters")
	cmd.Flags().BoolP("overwrite", "o", false, "write a genesis that is there already anew")
	cmd.Flags().String("consensus-key-algo", ed25519.KeyType, "the kind of the validator's key: ed25519 or ml_dsa_65")
	return cmd
}

// emptyGenesis is a genesis with every module's default and nobody in it.
func emptyGenesis(enc app.Encoding, chainID string) *genutiltypes.AppGenesis {
	state, err := json.MarshalIndent(app.Basics().DefaultGenesis(enc.Codec), "", "  ")
	if err != nil {
		panic(err) // JSON made here a moment ago
	}
	doc := genutiltypes.NewAppGenesisWithVersion(chainID, state)
	doc.AppVersion = version.Version
	doc.GenesisTime = time.Now().UTC().Truncate(time.Second)
	doc.InitialHeight = 1
	doc.Consensus.Params = app.ConsensusParams()
	return doc
}

func statusCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Ask a node how it is: its chain, height, app hash, and whether it is still catching up",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			s, err := cmtservice.GetNodeStatus(cmd.Context(), ctx)
			if err != nil {
				return err
			}
			if ctx.OutputFormat == flags.OutputFormatJSON {
				bz, err := cmtjson.Marshal(s)
				if err != nil {
					return err
				}
				return ctx.PrintRaw(bz)
			}
			return printPairs(cmd.OutOrStdout(),
				"chain", s.NodeInfo.Network,
				"node", s.NodeInfo.DefaultNodeID,
				"moniker", s.NodeInfo.Moniker,
				"height", s.SyncInfo.LatestBlockHeight,
				"app hash", s.SyncInfo.LatestAppHash,
				"block time", s.SyncInfo.LatestBlockTime.UTC().Format(time.RFC3339),
				"catching up", s.SyncInfo.CatchingUp,
				"voting power", s.ValidatorInfo.VotingPower)
		},
	}
	cmd.Flags().String(flags.FlagNode, "tcp://localhost:26657", "the node's RPC address")
	cmd.Flags().StringP(flags.FlagOutput, "o", "text", "text, or json for programs")
	return cmd
}

// printPairs writes names and values, one pair a line.
func printPairs(w io.Writer, namesAndValues ...any) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i := 0; i < len(namesAndValues); i += 2 {
		fmt.Fprintf(t, "%v\t%v\n", namesAndValues[i], namesAndValues[i+1])
	}
	return t.Flush()
}
