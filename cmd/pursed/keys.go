package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/keys"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/pursechain/purse/app"
)

// keysCmd are the SDK's commands for the keyring.
func keysCmd() *cobra.Command {
	cmd := keys.Commands()
	for _, sub := range cmd.Commands() {
		if sub.Name() == "add" {
			add := sub.RunE
			sub.RunE = func(cmd *cobra.Command, args []string) error { return keyExists(cmd, args[0], add(cmd, args)) }
		}
	}
	return cmd
}

// keyExists explains the error of a new key whose name is taken: nobody was there to say whether the old one is to go.
func keyExists(cmd *cobra.Command, name string, err error) error {
	if !errors.Is(err, io.EOF) {
		return err
	}
	ctx, failed := client.GetClientQueryContext(cmd)
	if failed != nil {
		return failed
	}
	if _, absent := ctx.Keyring.Key(name); absent != nil {
		return fmt.Errorf("no key was added: the input ended before every question was answered (%w)", err)
	}
	return fmt.Errorf("the keyring has a key named %q already, and nobody answered whether to replace it. Choose another name, or "+
		"delete it first: %s keys delete %s", name, app.Name, name)
}

var keyringBackends = []string{
	keyring.BackendOS, keyring.BackendFile, keyring.BackendKWallet, keyring.BackendPass, keyring.BackendTest, keyring.BackendMemory,
}

// checkBackend refuses a kind of keyring that there is not. The SDK names only the value, and not what it is of.
func checkBackend(cmd *cobra.Command) error {
	f := cmd.Flags().Lookup(flags.FlagKeyringBackend)
	if f == nil || !f.Changed || slices.Contains(keyringBackends, f.Value.String()) {
		return nil
	}
	return fmt.Errorf("--%s %q is not one of %s", f.Name, f.Value, strings.Join(keyringBackends, ", "))
}

// signer prepares an act, and says what is wrong with --from if nobody can sign.
func signer(cmd *cobra.Command) (client.Context, error) {
	ctx, err := client.GetClientTxContext(cmd)
	if !errors.Is(err, sdkerrors.ErrKeyNotFound) {
		return ctx, err
	}
	from, failed := cmd.Flags().GetString(flags.FlagFrom)
	if failed != nil {
		return ctx, failed
	}
	const next = "List the keys with: pursed keys list; make one with: pursed keys add NAME"
	_, malformed := sdk.AccAddressFromBech32(from)
	switch {
	case malformed == nil:
		return ctx, fmt.Errorf("--from %s: the keyring has no key with this address. %s", from, next)
	case strings.HasPrefix(from, app.Prefix+"1"):
		return ctx, fmt.Errorf("--from %q is no address (%w), and the keyring has no key of that name. %s", from, malformed, next)
	}
	return ctx, fmt.Errorf("--from %q: the keyring has no key of that name. %s", from, next)
}
