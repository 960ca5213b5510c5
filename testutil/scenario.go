package testutil

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/ledger"
)

// cast are the people whom every scenario knows.
//
//go:embed cast.txt
var cast []byte

// RunScenarios runs every *.txtar of a folder as a test: each on a chain of its own, with the people of cast.txt and those it adds.
//
//	officer|payee|member|stranger …   adds to the cast, before the first act
//	charter BOUND=NUMBER …            changes the charter of the genesis, before the first act
//	on DATE                           sets the date before the first act, moves it after
//	VERB by=NAME field=value …        an act, which must be taken; with ! it must be refused
//	refused RULE ['TEXT']             the rule that refused the last act, and a part of what it said
//	untouched                         the last refusal changed no store
//	blocks N [down=KEY,KEY]           N blocks go by, with the votes of all but the validators with these keys
//	equivocates KEY                   evidence comes that the key signed two blocks of one height
//	power KEY NUMBER                  what the key votes with
//	ask MODULE QUERY field=value …    prints a query's answer, for cmp stdout
//	balances FUND                     prints the accounts of a fund that are not zero, budgetary first, for cmp stdout
//	invariants                        all invariants of all modules hold
//
// With update, what a scenario compares is written as it came out.
func RunScenarios(t *testing.T, dir string, update bool) {
	testscript.Run(t, testscript.Params{
		Dir: dir, RequireExplicitExec: true, RequireUniqueNames: true, UpdateScripts: update,
		Setup: func(env *testscript.Env) error {
			env.Values[stageKey{}] = &stage{cast: scenario.NewCast(Key)}
			return nil
		},
		Cmds: commands(t),
	})
}

type stageKey struct{}

// stage is where one scenario is played.
type stage struct {
	cast      *scenario.Cast
	chain     *Chain
	player    *scenario.Player
	last      scenario.Outcome
	untouched bool
}

func commands(t testing.TB) map[string]func(*testscript.TestScript, bool, []string) {
	cmds := make(map[string]func(*testscript.TestScript, bool, []string))
	add := func(name string, do func(s *stage, ts *testscript.TestScript, refused bool, args []string)) {
		cmds[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			do(ts.Value(stageKey{}).(*stage), ts, neg, args)
		}
	}
	for _, name := range []string{"member", "officer", "payee", "stranger", "charter"} {
		add(name, func(s *stage, ts *testscript.TestScript, _ bool, args []string) {
			if s.chain != nil {
				ts.Fatalf("%s after the first act", name)
			}
			_, err := s.cast.Add(append([]string{name}, args...))
			ts.Check(err)
		})
	}
	verbs, err := form.Messages()
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range verbs {
		add(verb.Name, func(s *stage, ts *testscript.TestScript, refused bool, args []string) {
			s.act(t, ts, refused, append([]string{verb.Name}, args...))
		})
	}
	add("on", func(s *stage, ts *testscript.TestScript, _ bool, args []string) {
		if s.chain != nil {
			s.act(t, ts, false, []string{"move-date", "by=clock", "date=" + args[0]})
			ts.Check(s.turn(t, args[0]))
			return
		}
		var err error
		s.cast.Date, err = date.Parse(args[0])
		ts.Check(err)
	})
	add("refused", func(s *stage, ts *testscript.TestScript, _ bool, args []string) {
		if !s.last.Refused() || s.last.Rule() != args[0] {
			ts.Fatalf("refused by %s, not by %s: %s", s.last.Rule(), args[0], s.last.Log)
		}
		for _, text := range args[1:] {
			if !strings.Contains(s.last.Log, text) {
				ts.Fatalf("refused without saying %q: %s", text, s.last.Log)
			}
		}
	})
	add("untouched", func(s *stage, ts *testscript.TestScript, _ bool, _ []string) {
		if !s.last.Refused() || !s.untouched {
			ts.Fatalf("the last act changed the state")
		}
	})
	add("invariants", func(s *stage, ts *testscript.TestScript, _ bool, _ []string) { ts.Check(s.chain.CheckInvariants()) })
	add("blocks", func(s *stage, ts *testscript.TestScript, _ bool, args []string) { s.beat(t, ts, args) })
	add("equivocates", func(s *stage, ts *testscript.TestScript, _ bool, args []string) {
		s.started(t, ts).Equivocate(t, args[0])
		ts.Check(s.chain.CheckInvariants())
	})
	add("power", func(s *stage, ts *testscript.TestScript, _ bool, args []string) {
		if got := fmt.Sprint(s.started(t, ts).Power(args[0])); got != args[1] {
			ts.Fatalf("%s votes with %s, not with %s", args[0], got, args[1])
		}
	})
	add("ask", func(s *stage, ts *testscript.TestScript, refused bool, args []string) { s.ask(ts, refused, args) })
	add("balances", func(s *stage, ts *testscript.TestScript, _ bool, args []string) { s.balances(ts, args[0]) })
	return cmds
}

// begin starts the chain with the cast as it stands.
func (s *stage) begin(t testing.TB, ts *testscript.TestScript) {
	base := scenario.NewCast(Key)
	lines, err := scenario.Read(bytes.NewReader(cast))
	ts.Check(err)
	for _, l := range lines {
		_, err := base.Add(l.Words)
		ts.Check(err)
	}
	s.cast.Before(base)
	s.cast.VoterKey = voterKey
	if s.cast.Date == "" {
		s.cast.Date = "2017-10-01"
	}
	s.chain = New(t, Genesis(t, s.cast))
	s.player, err = scenario.NewPlayer(s.cast, s.chain, s.chain.Codec, s.chain.Tx)
	ts.Check(err)
}

// started is the chain, which begins with the first act.
func (s *stage) started(t testing.TB, ts *testscript.TestScript) *Chain {
	if s.chain == nil {
		s.begin(t, ts)
	}
	return s.chain
}

// beat commits blocks with votes: blocks 12 down=hud,fema.
func (s *stage) beat(t testing.TB, ts *testscript.TestScript, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	var down []string
	for _, a := range args[1:] {
		down = strings.Split(strings.TrimPrefix(a, "down="), ",")
	}
	s.started(t, ts).Beat(t, n, down...)
	ts.Check(s.chain.CheckInvariants())
}

func (s *stage) act(t testing.TB, ts *testscript.TestScript, refused bool, words []string) {
	before := s.started(t, ts).StateHash(t)
	for i, w := range words {
		for _, field := range []string{"text=", "sealed="} { // those that are given as files
			if file, is := strings.CutPrefix(w, field); is {
				words[i] = field + ts.MkAbs(file)
			}
		}
	}
	var err error
	s.last, err = s.player.Act(context.Background(), words)
	ts.Check(err)
	s.untouched = s.chain.StateHash(t) == before
	if s.last.Refused() != refused {
		ts.Fatalf("%s: refused is %t, not %t: %s %s", words[0], s.last.Refused(), refused, s.last.Rule(), s.last.Log)
	}
	ts.Check(s.chain.CheckInvariants())
}

// ask prints the answer of a query, laid out as the command line lays it out.
func (s *stage) ask(ts *testscript.TestScript, refused bool, args []string) {
	queries, err := form.Queries()
	ts.Check(err)
	i := slices.IndexFunc(queries, func(v form.Verb) bool { return v.Module == args[0] && v.Name == args[1] })
	if i < 0 {
		ts.Fatalf("no query %s %s", args[0], args[1])
	}
	var fields []form.Field
	for _, a := range args[2:] {
		name, value, _ := strings.Cut(a, "=")
		fields = append(fields, form.Field{Name: name, Value: value})
	}
	request, err := form.Fill(s.chain.Codec, queries[i].Request, fields, nil)
	ts.Check(err)
	answer := reflect.New(proto.MessageType(queries[i].Response).Elem()).Interface().(proto.Message)
	err = s.chain.Invoke(context.Background(), queries[i].Method, request, answer)
	if refused {
		if err == nil {
			ts.Fatalf("answered")
		}
		fmt.Fprintln(ts.Stdout(), err)
		return
	}
	ts.Check(err)
	ts.Check(form.Print(ts.Stdout(), s.chain.Codec, answer))
}

// balances prints the accounts of a fund that are not zero with their credit or debit balance.
func (s *stage) balances(ts *testscript.TestScript, fund string) {
	request := &ledger.QueryTrialBalanceRequest{Fund: fund}
	if strings.Count(fund, "-") == 2 {
		request.Fund += "-000"
	}
	answer := &ledger.QueryTrialBalanceResponse{}
	ts.Check(s.chain.Invoke(context.Background(), "/purse.ledger.v1.Query/TrialBalance", request, answer))
	sums := make(map[string]money.Amount)
	for _, row := range answer.Rows {
		sums[row.Account] += row.Debit - row.Credit
	}
	for _, row := range ledger.Chart {
		side, amount := "Dr", sums[string(row.Account)]
		if amount < 0 {
			side, amount = "Cr", -amount
		}
		if amount != 0 {
			fmt.Fprintf(ts.Stdout(), "%s  %-52s %20s %s\n", row.Account, row.Title, amount, side)
		}
	}
}

// turn commits blocks until all is done that a new day brings.
func (s *stage) turn(t testing.TB, day string) error {
	for {
		s.chain.NextBlock(t)
		if err := s.chain.CheckInvariants(); err != nil {
			return err
		}
		agenda, err := appropriation.NewQueryClient(s.chain).Agenda(context.Background(), &appropriation.QueryAgendaRequest{})
		if err != nil || len(agenda.Agenda) == 0 || string(agenda.Agenda[0].On) > day {
			return err
		}
	}
}
