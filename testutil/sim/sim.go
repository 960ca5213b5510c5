// Package sim plays random acts on the real application across simulated fiscal years: the messages of appropriations, grants, orders
// and payments, and what else a room may ask of the keepers, lawful and not. It owns the driver and the checks after each
// block; which rules hold is the application's business alone, so the driver keeps no amounts: it remembers what was made, and
// reads what is left of it from the ledger.
//
// A block is made by hand on the application's own stores: the calendar turns, as in BeginBlock; each act runs through the
// message router, with the checks without state that it does first, in a copy of the block's state that is kept only if the act
// is accepted; the history is written as by the precommiter, then the stores are committed. So everything is the chain's own code
// but the door: no transaction is encoded, signed or charged, and no validator votes.
//
// What holds always: an act is accepted, or refused by a rule; the calendar never fails; the books of every fund that a block
// touched balance after it. Everything random comes from the seed, so that a seed and a number of acts are one run.
package sim

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	pruning "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
)

// begins is the day on which every run begins.
const begins date.Date = "2018-10-15"

// Sim is a run.
type Sim struct {
	Seed       uint64
	Acts       int        // how many to play
	Dir        string     // where the files that agencies submit are written
	Identities []Identity // what the reports must keep, for every fund that a block touched
	Say        func(format string, args ...any)

	chain  *testutil.Chain
	rand   *rand.Rand
	block  storetypes.CacheMultiStore
	ctx    sdk.Context // of the block under way
	today  date.Date
	year   uint32
	years  map[uint32]bool
	blocks int
	played int
	tally  tally

	explain, review bool // the last award, or approval, was refused for want of a reason: the next has one
	people
	books
	market
	bank
}

// New makes the chain and its people. What a run does follows from the seed and the number of acts.
func New(t testing.TB, seed uint64, acts int) *Sim {
	people := newPeople(t)
	s := &Sim{
		Seed: seed, Acts: acts, Dir: t.TempDir(), Say: t.Logf, people: people, today: begins, years: make(map[uint32]bool), tally: newTally(),
		rand: rand.New(rand.NewPCG(seed, uint64(acts))),
	}
	s.chain = testutil.New(t, testutil.Genesis(t, people.cast))
	// A database in memory does not bear that the state is pruned behind the run's back while it is read.
	reopened, err := app.New(log.NewNopLogger(), s.chain.DB, s.chain.HistoryDB, sims.EmptyAppOptions{},
		baseapp.SetChainID(testutil.ChainID), baseapp.SetIAVLSyncPruning(true),
		baseapp.SetPruning(pruning.NewPruningOptions(pruning.PruningEverything)))
	require.NoError(t, err)
	s.chain.App = reopened
	require.Equal(t, s.chain.Height, s.chain.CommitMultiStore().LastCommitID().Version)
	s.Identities = []Identity{s.addUp}
	s.newYear()
	return s
}

// Run plays the acts. An error is a fault of the chain, or of the simulator, and says where it was found.
func (s *Sim) Run() error {
	if err := s.found(); err != nil {
		return fmt.Errorf("founding: %w", err)
	}
	for s.played < s.Acts {
		if err := s.playBlock(s.size()); err != nil {
			return fmt.Errorf("block %d, act %d, %s: %w", s.chain.Height, s.played, s.today, err)
		}
		if s.blocks%s.every() == 0 {
			if err := s.audit(); err != nil {
				return fmt.Errorf("after block %d, act %d, %s: %w", s.chain.Height, s.played, s.today, err)
			}
			s.Say("%d acts, %d blocks, %s, %s", s.played, s.blocks, s.today, s.tally.pace(s.played))
		}
	}
	return errors.Join(s.audit(), s.chain.VerifyHistory())
}

// size is the number of acts in a block: few while the calendar has work left, so that the day does not wait for long.
func (s *Sim) size() int {
	size := 40
	if s.Acts > 100_000 {
		size = 200
	}
	if s.closing() {
		size /= 10
	}
	return min(size, s.Acts-s.played)
}

// every is how many blocks lie between two checks of everything.
func (s *Sim) every() int { return max(100, s.Acts/200/8) }

func (s *Sim) playBlock(acts int) error {
	if err := s.begin(); err != nil {
		return err
	}
	moves := acts // the day ends with the block, or in its midst
	if s.chance(1, 5) {
		moves = s.rand.IntN(acts + 1)
	}
	for i := range acts {
		if i == moves {
			if err := s.moveDate(); err != nil {
				return err
			}
		}
		if err := s.act(); err != nil {
			return err
		}
	}
	if moves == acts {
		if err := s.moveDate(); err != nil {
			return err
		}
	}
	return s.commit()
}

// begin begins a block with the work of the calendar.
func (s *Sim) begin() error {
	s.chain.Height++
	s.chain.Time = s.chain.Time.Add(time.Second)
	s.block = s.chain.CommitMultiStore().CacheMultiStore()
	header := cmtproto.Header{ChainID: testutil.ChainID, Height: s.chain.Height, Time: s.chain.Time}
	var told strings.Builder
	s.ctx = sdk.NewContext(s.block, header, false, log.NewLogger(&told, log.OutputJSONOption()))
	if err := appropriation.NewAppModule(s.chain.Appropriation).BeginBlock(s.ctx); err != nil {
		return fmt.Errorf("the calendar failed the block: %w", err)
	}
	for _, e := range s.ctx.EventManager().Events() {
		if strings.HasSuffix(e.Type, "CalendarWorkFailed") {
			return fmt.Errorf("work of the calendar failed: %s", told.String())
		}
	}
	return s.turnBooks()
}

// commit ends a block, and checks what it did.
func (s *Sim) commit() error {
	if err := s.chain.History.Precommit(s.ctx); err != nil {
		return err
	}
	s.block.Write()
	if id := s.chain.CommitMultiStore().Commit(); id.Version != s.chain.Height {
		return fmt.Errorf("committed version %d at height %d", id.Version, s.chain.Height)
	}
	s.blocks++
	return s.auditBlock()
}

// An attempt is an act that somebody tries: a message, or a call that a room would make.
type attempt struct {
	msg     sdk.Msg
	call    func(ctx sdk.Context) error
	done    func(answer any) // what to remember of it, once it is accepted
	refused func(r *rule.Rule)
}

// act plays one act of a kind that there is something to do for.
func (s *Sim) act() error {
	for range 50 {
		k := s.kind()
		if a := k.try(s); a != nil {
			if a.msg != nil && s.chance(1, 16) {
				s.twist(a.msg)
			}
			return s.play(k.name, a)
		}
	}
	return errors.New("there is nothing left to do")
}

// faults are the refusals that no act may meet: they say that the program is at fault.
var faults = []*rule.Rule{
	ledger.ErrBroken, appropriation.ErrCalendarStuck, history.ErrBrokenLog, history.ErrNotHeld, history.ErrDiffers,
}

// play plays an attempt in a copy of the block's state, which is kept if the act is accepted.
func (s *Sim) play(kind string, a *attempt) error {
	s.played++
	ctx, write := s.ctx.CacheContext()
	answer, err := s.run(ctx, a)
	for _, fault := range faults {
		if errors.Is(err, fault) {
			return fmt.Errorf("%s %s: %w", kind, describe(a), err)
		}
	}
	var refusal *rule.Refusal
	switch {
	case err == nil:
		write()
		s.tally.accepted[name(kind, a)]++
		if a.done != nil {
			a.done(answer)
		}
	case errors.As(err, &refusal):
		s.tally.refused[name(kind, a)]++
		s.tally.refusals[refusal.Rule.Name()]++
		if a.refused != nil {
			a.refused(refusal.Rule)
		}
	default:
		return fmt.Errorf("%s %s: %w", kind, describe(a), err)
	}
	return nil
}

// run does what is tried, and makes a fault of a panic.
func (s *Sim) run(ctx sdk.Context, a *attempt) (answer any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if a.msg == nil {
		return nil, a.call(ctx)
	}
	result, err := s.chain.MsgServiceRouter().Handler(a.msg)(ctx, a.msg)
	if err != nil {
		return nil, err
	}
	return result.MsgResponses[0].GetCachedValue(), nil
}

// name is what the tally counts an attempt under: the message, or the kind of a call.
func name(kind string, a *attempt) string {
	if a.msg == nil {
		return kind
	}
	return strings.TrimPrefix(strings.Replace(sdk.MsgTypeURL(a.msg), ".v1.Msg", ".", 1), "/purse.")
}

func describe(a *attempt) string {
	if a.msg == nil {
		return "by a call"
	}
	return fmt.Sprintf("%T %+v", a.msg, a.msg)
}

func (s *Sim) chance(n, of int) bool { return s.rand.IntN(of) < n }

// pick is one of a list, or the zero value if it is empty.
func pick[T any](s *Sim, list []T) (one T) {
	if len(list) == 0 {
		return one
	}
	return list[s.rand.IntN(len(list))]
}
