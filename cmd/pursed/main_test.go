package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/pursechain/purse/client/form"
)

var golden = flag.Bool("golden", false, "write what the scripts compare with anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"pursed": main})
}

// The scripts in testdata run the program as people run it; each has a home of its own.
//
//	awaitnode     waits until the node at $PURSED_NODE has made a block
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata", UpdateScripts: *golden, RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			address, err := freeAddress()
			if err != nil {
				return err
			}
			env.Setenv("PURSED_HOME", env.WorkDir+"/home")
			env.Setenv("PURSED_KEYRING_BACKEND", "test")
			env.Setenv("PURSED_NODE", "tcp://"+address)
			env.Values[nodeAddress{}] = address
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"awaitnode": awaitNode},
		Condition: func(name string) (bool, error) {
			if name == "long" {
				return !testing.Short(), nil
			}
			return false, fmt.Errorf("no condition is named %q", name)
		},
	})
}

type nodeAddress struct{}

// freeAddress is one on loopback that nothing listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func awaitNode(ts *testscript.TestScript, _ bool, _ []string) {
	url := fmt.Sprintf("http://%s/block?height=1", ts.Value(nodeAddress{}))
	for range 300 {
		if res, err := http.Get(url); err == nil {
			ts.Check(res.Body.Close())
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Fatalf("the node made no block within 30 s")
}

// A refusal is a line for people, and an object for a program that asked for JSON; what no rule refuses is a line only.
func TestComplain(t *testing.T) {
	missing := form.ErrMissing.Refuse("--fain")
	const line = "pursed: refused: missing: --fain (F6). Give each of them; --help says what each takes. [form/missing]\n"
	const object = `{"refused":{"rule":"F6","name":"form/missing","text":"missing: --fain",` +
		`"next":"Give each of them; --help says what each takes."}}` + "\n"
	for _, test := range []struct {
		err            error
		output         string
		stdout, stderr string
	}{
		{missing, "text", "", line},
		{missing, "json", object, line},
		{refused(7, missing), "json", strings.Replace(object, `takes."}`, `takes.","height":7}`, 1),
			strings.Replace(line, "refused", "refused at height 7", 1)},
		{refused(0, errors.New("mempool is full")), "json",
			`{"refused":{"rule":"","name":"","text":"mempool is full","next":""}}` + "\n", "pursed: refused: mempool is full\n"},
		{errors.New("not sent"), "json", "", "pursed: not sent\n"},
		{errors.New("no key a\x1b[31m\n\tshow"), "text", "", `pursed: no key a\x1b[31m` + "\n    show\n"},
		{form.ErrValue.Refuse("%q is not UTF-8", "a\xff"), "text", "", `pursed: refused: malformed value: "a\xff" is not UTF-8 (F3). ` +
			"Correct the value; --help says what each field takes. [form/malformed-value]\n"},
	} {
		var stdout, stderr bytes.Buffer
		cmd := &cobra.Command{}
		cmd.SetOut(&stdout)
		cmd.Flags().String(flags.FlagOutput, "text", "")
		if err := cmd.Flags().Set(flags.FlagOutput, test.output); err != nil {
			t.Fatal(err)
		}
		complain(cmd, &stderr, test.err)
		if stdout.String() != test.stdout || stderr.String() != test.stderr {
			t.Errorf("%v as %s: got %q and %q, want %q and %q", test.err, test.output, &stdout, &stderr, test.stdout, test.stderr)
		}
	}
}

// Errors of the engine reach people without its wrapping, and refusals with the name of their rule.
func TestPlain(t *testing.T) {
	for _, test := range []struct{ engine, want string }{
		{"over available: x (A2). Ask.", "over available: x (A2). Ask."},
		{"rpc error: code = Unknown desc = failed to execute message; message index: 0: over available: x (A2). Ask. " +
			"with gas used: '123'", "over available: x (A2). Ask."},
		{"unknown fund: x (A2). List.: invalid request", "unknown fund: x (A2). List."},
		{"nobody.info: key not found [cosmos/cosmos-sdk@v0.55.0/crypto/keyring/keyring.go:549]",
			`the keyring has no key named "nobody". List them with: pursed keys list.`},
		{"out of gas in location: ReadFlat; gasWanted: 5, gasUsed: 7: out of gas",
			"out of gas: the act may cost 5 and came to 7 when it was stopped. Leave --gas at auto, or allow more."},
		{"account sequence mismatch, expected 4, got 3: incorrect account sequence",
			"wrong sequence: signed with 3, and the account's next is 4. It was sent before, or another act of the same key came " +
				"between: if it still has to be done, sign it anew."},
		{"tx already in mempool", "sent before: the node has had this very transaction. Ask what became of it: pursed query tx HASH."},
		{"line one\n", "line one"},
	} {
		if got := plain(fmt.Errorf("%s", test.engine)); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}
