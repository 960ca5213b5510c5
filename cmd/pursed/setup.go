package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cosmos/cosmos-sdk/client"
	clientcfg "github.com/cosmos/cosmos-sdk/client/config"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	servercfg "github.com/cosmos/cosmos-sdk/server/config"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/pursechain/purse/app"
)

// envPrefix begins the environment variables that stand for flags: PURSED_HOME for --home.
const envPrefix = "PURSED"

// fromEnvironment sets each flag that was not given from its environment variable, if there is one.
func fromEnvironment(cmd *cobra.Command) error {
	var faults []error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		name := envPrefix + "_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if value, ok := os.LookupEnv(name); ok && !f.Changed {
			if err := cmd.Flags().Set(f.Name, value); err != nil {
				faults = append(faults, fmt.Errorf("%s: %w", name, err))
			}
		}
	})
	return errors.Join(faults...)
}

// withClient prepares a command that acts or asks: keyring, node's address and form of output from the flags, then the
// environment, then client.toml.
func withClient(enc app.Encoding) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, _ []string) error {
		if err := fromEnvironment(cmd); err != nil {
			return err
		}
		if err := checkBackend(cmd); err != nil {
			return err
		}
		ctx := client.Context{}.
			WithCodec(enc.Codec).WithInterfaceRegistry(enc.Registry).WithTxConfig(enc.Tx).WithLegacyAmino(enc.Amino).
			WithAccountRetriever(authtypes.AccountRetriever{}).WithViper(envPrefix).WithCmdContext(cmd.Context()).
			WithInput(cmd.InOrStdin()).WithOutput(cmd.OutOrStdout())
		home, err := cmd.Flags().GetString(flags.FlagHome)
		if err != nil {
			return err
		}
		if ctx, err = clientcfg.ReadFromClientConfig(ctx.WithHomeDir(home)); err != nil {
			return err
		}
		return client.SetCmdClientContextHandler(ctx, cmd)
	}
}

// withNode prepares a command that reads or makes a node's files. Only init makes them; the others want them to be there.
func withNode(enc app.Encoding) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if err := fromEnvironment(cmd); err != nil {
			return err
		}
		home, err := cmd.Flags().GetString(flags.FlagHome)
		if err != nil {
			return err
		}
		config := filepath.Join(home, "config", "config.toml")
		switch _, err := os.Stat(config); {
		case errors.Is(err, fs.ErrNotExist) && cmd.Name() == "init":
			writeDefaults(home)
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%s holds no node; make one with %s init, or name another with --home", home, app.Name)
		case err != nil:
			return err
		}
		if err := withClient(enc)(cmd, args); err != nil {
			return err
		}
		return server.InterceptConfigsPreRunHandler(cmd, "", nil, app.NodeConfig())
	}
}

// writeDefaults writes config.toml and app.toml as the safety rules want them. The SDK would write its own, with other times.
func writeDefaults(home string) {
	cmtcfg.EnsureRoot(home)
	cmtcfg.WriteConfigFile(filepath.Join(home, "config", "config.toml"), app.NodeConfig())
	servercfg.WriteConfigFile(filepath.Join(home, "config", "app.toml"), app.ServerConfig())
}

var chainIDLine = regexp.MustCompile(`(?m)^chain-id = .*$`)

// setClientChain writes the chain's id into client.toml, so that acts from this home are signed for that chain.
func setClientChain(home, chainID string) error {
	file := filepath.Join(home, "config", "client.toml")
	bz, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, chainIDLine.ReplaceAllLiteral(bz, fmt.Appendf(nil, "chain-id = %q", chainID)), 0o600)
}

// family is a command that only lists others.
func family(use, short string, cmds ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short, SuggestionsMinimumDistance: 2, RunE: client.ValidateCmd}
	cmd.AddCommand(cmds...)
	return cmd
}
