package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtjson "github.com/cometbft/cometbft/libs/json"
	"github.com/spf13/cobra"

	"cosmossdk.io/math/unsafe"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/cosmos/cosmos-sdk/version"
	"github.com/cosmos/cosmos-sdk/x/genutil"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/pursechain/purse/app"
)

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
			if why := chainIDFault(chainID); why != "" {
				return fmt.Errorf("--chain-id %q: %s", chainID, why)
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
