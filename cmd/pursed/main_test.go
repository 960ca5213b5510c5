package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
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

// Errors of the engine reach people without its wrapping, and refusals with the name of their rule.
func TestPlain(t *testing.T) {
	for _, test := range []struct{ engine, want string }{
		{"over available: x (A2). Ask.", "over available: x (A2). Ask."},
		{"rpc error: code = Unknown desc = failed to execute message; message index: 0: over available: x (A2). Ask. " +
			"with gas used: '123'", "over available: x (A2). Ask."},
		{"unknown fund: x (A2). List.: invalid request", "unknown fund: x (A2). List."},
		{"nobody.info: key not found [cosmos/cosmos-sdk@v0.55.0/crypto/keyring/keyring.go:549]", "nobody.info: key not found"},
		{"line one\n", "line one"},
	} {
		if got := plain(fmt.Errorf("%s", test.engine)); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}
