package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/client/localnet"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/contracts"
)

//go:embed demo/relief.txt
var relief []byte

// What went to the bank in the story, and what came back.
//
//go:embed demo/meals.xml demo/word.csv
var bankFiles embed.FS

// The fund whose story the demo tells, and the agencies that validate it.
const demoFund = "070-X-0702-000"

var demoValidators = []string{"treasury", "omb", "fema", "gao"}

const demoHelp = `Starts four validators on this machine, each a process of its own: the Treasury, the budget office, FEMA and the
audit office. On them it plays what became of a part of Public Law 115-56 of 2017, from the law to the bank's word that the
money arrived: an award with a contract that binds it and a county to which a part is passed on, and two orders of relief goods
of which only what came is paid. On the way are twelve wrongs that the validators refuse. Keys and chain id are new in every run;
nothing is left behind.

Without --once the network stays up until Ctrl-C.`

func demoCmd(enc app.Encoding) *cobra.Command {
	once := false
	cmd := &cobra.Command{
		Use: "demo", Short: "Play a relief dollar from law to bank on four validators", Long: demoHelp, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
			defer stop()
			ctx, gone := context.WithCancel(ctx)
			defer gone()
			// A reader that goes away would end the program where it stands, unless somebody asks for the signal.
			signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
			return runDemo(ctx, listener{cmd.OutOrStdout(), gone}, enc, once)
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "stop the network after the story; fail if a step went otherwise than written")
	return cmd
}

// listener is where the story goes. When nobody reads it any more, the story ends.
type listener struct {
	io.Writer
	gone context.CancelFunc
}

func (l listener) Write(bz []byte) (int, error) {
	n, err := l.Writer.Write(bz)
	if err != nil {
		l.gone()
	}
	return n, err
}

// runDemo tells the story from the first process to the last, and leaves nothing behind whatever happens.
func runDemo(ctx context.Context, out io.Writer, enc app.Encoding, once bool) (err error) {
	dir, err := os.MkdirTemp("", "purse-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	lines, err := demoLines(dir)
	if err != nil {
		return err
	}
	story, err := scenario.NewStory(lines, scenario.NewCast(func(string) cryptotypes.PrivKey { return secp256k1.GenPrivKey() }))
	if err != nil {
		return err
	}
	network, err := demoNetwork(dir, enc, story.Cast)
	if err != nil {
		return err
	}
	if err := network.Start(); err != nil {
		return err
	}
	defer func() {
		stopped := network.Stop()
		if errors.Is(err, context.Canceled) { // how a node ended that had hardly begun is nobody's concern then
			err, stopped = errors.New("interrupted before the end of the story"), nil
		}
		err = errors.Join(err, stopped)
	}()
	teller := &teller{out: out, cast: story.Cast}
	if err := teller.rise(ctx, network); err != nil {
		return err
	}
	chain := network.Chain(network.Nodes[0], enc)
	player, err := scenario.NewPlayer(story.Cast, chain, enc.Codec, enc.Tx)
	if err != nil {
		return err
	}
	if err := story.Play(ctx, player, teller.tell); err != nil {
		return err
	}
	for _, told := range []func(context.Context, scenario.Chain) error{teller.paid, teller.orders, teller.exceptions, teller.open} {
		if err := told(ctx, chain); err != nil {
			return err
		}
	}
	if err := teller.books(ctx, chain, enc); err != nil {
		return err
	}
	if err := teller.submission(ctx, chain, filepath.Join(dir, "submission")); err != nil {
		return err
	}
	if err := teller.agreement(ctx, network); err != nil {
		return err
	}
	if err := teller.wrongs(); err != nil || once {
		return err
	}
	people := filepath.Join(dir, "people")
	if err := story.Cast.Keep(people, enc.Codec); err != nil {
		return err
	}
	teller.stay(network, people)
	<-ctx.Done()
	fmt.Fprintln(out, "\nStopping the network.")
	return nil
}

// demoLines are the lines of the story, with the contract that it publishes as a file in the directory, and the hashes of the bank's files.
func demoLines(dir string) ([]scenario.Line, error) {
	const contract = "cost-share.contract"
	text, err := contracts.Files.ReadFile(contract)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, contract)
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return nil, err
	}
	story := bytes.ReplaceAll(relief, []byte("text="+contract), []byte("text="+file))
	for _, name := range []string{"meals.xml", "word.csv"} {
		sent, err := bankFiles.ReadFile("demo/" + name)
		if err != nil {
			return nil, err
		}
		story = bytes.ReplaceAll(story, []byte(name), fmt.Appendf(nil, "%x", sha256.Sum256(sent)))
	}
	return scenario.Read(bytes.NewReader(story))
}

// demoNetwork lays out four validators of equal power with the cast in their genesis.
func demoNetwork(dir string, enc app.Encoding, cast *scenario.Cast) (*localnet.Network, error) {
	binary, err := os.Executable()
	if err != nil {
		return nil, err
	}
	id := make([]byte, 3)
	if _, err := rand.Read(id); err != nil {
		return nil, err
	}
	chainID := "purse-demo-" + hex.EncodeToString(id)
	genesis := func(keys []cryptotypes.PubKey) (json.RawMessage, error) {
		state := app.Basics().DefaultGenesis(enc.Codec)
		if err := cast.Genesis(enc.Codec, state, demoValidators, keys); err != nil {
			return nil, err
		}
		if err := app.Basics().ValidateGenesis(enc.Codec, enc.Tx, state); err != nil {
			return nil, err
		}
		return json.Marshal(state)
	}
	return localnet.New(dir, binary, chainID, demoValidators, 300*time.Millisecond, genesis)
}
