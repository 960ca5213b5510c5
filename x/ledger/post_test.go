package ledger

import (
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/history"
)

const fund = "070-X-0702-000"

func newKeeper(t testing.TB) (Keeper, sdk.Context) {
	keys := storetypes.NewKVStoreKeys(StoreKey, history.StoreKey)
	outbox := storetypes.NewTransientStoreKey(history.OutboxKey)
	ctx := testutil.DefaultContextWithKeys(keys, map[string]*storetypes.TransientStoreKey{history.OutboxKey: outbox}, nil)
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	h := history.NewKeeper(cdc, runtime.NewKVStoreService(keys[history.StoreKey]), outbox, dbm.NewMemDB())
	return NewKeeper(cdc, runtime.NewKVStoreService(keys[StoreKey]), h), ctx.WithBlockHeight(1)
}

// post posts an event from one subject to another; subjects that are obligations carry all attributes.
func post(t require.TestingT, k Keeper, ctx sdk.Context, e Event, from, to string, amount money.Amount) error {
	subject := func(id string) Subject {
		if id[0] == 'O' {
			return Subject{id, Attributes{Defc: "A", ProgramActivity: "0001", ObjectClass: "410"}}
		}
		return Subject{id, Attributes{Defc: "A"}}
	}
	return k.Post(ctx, Entry{
		Event: e, Fund: fund, From: subject(from), To: subject(to), Amount: amount,
		On: "2017-10-01", By: "ann", Reference: "PL 115-56",
	})
}

func TestADollarFromLawToPayment(t *testing.T) {
	k, ctx := newKeeper(t)
	for _, step := range []struct {
		event    Event
		from, to string
		amount   money.Amount
	}{
		{Enact, "A", "A", 10000}, {Apportion, "A", "P", 9000}, {Allot, "P", "L", 8000}, {Obligate, "L", "O1", 7000},
		{Accrue, "O1", "O1", 6000}, {Pay, "O1", "O1", 5000}, {ComeBack, "O1", "O1", 1000},
	} {
		require.NoError(t, post(t, k, ctx, step.event, step.from, step.to, step.amount), step.event)
		require.NoError(t, k.CheckInvariants(ctx), step.event)
	}
	for account, want := range map[Account]money.Amount{
		OtherAppropriations: 10000, UnapportionedAuthority: -1000, Apportionments: -1000, Allotments: -1000,
		UndeliveredOrders: -1000, DeliveredOrdersUnpaid: -2000, DeliveredOrdersPaid: -4000,
		FundBalanceWithTreasury: 6000, AccountsPayable: -2000, AppropriationsReceived: -10000,
		AppropriationsUsed: 6000, ExpendedAppropriations: -6000, OperatingProgramExpenses: 6000,
	} {
		got, err := k.Total(ctx, fund, account)
		require.NoError(t, err)
		require.Equal(t, want, got, account)
	}
}

func TestNothingGivesMoreThanItHas(t *testing.T) {
	k, ctx := newKeeper(t)
	require.NoError(t, post(t, k, ctx, Enact, "A", "A", 10000))
	err := post(t, k, ctx, Apportion, "A", "P", 10001)
	require.ErrorIs(t, err, ErrOverAvailable)
	require.ErrorContains(t, err, "over available: available 100.00, asked 100.01, unapportioned authority of A (L1)")
	// What one subject has, another cannot give.
	require.NoError(t, post(t, k, ctx, Apportion, "A", "P", 10000))
	require.ErrorIs(t, post(t, k, ctx, Allot, "Q", "L", 1), ErrOverAvailable)
}

func TestABalanceOfZeroIsNotStored(t *testing.T) {
	k, ctx := newKeeper(t)
	require.NoError(t, post(t, k, ctx, Enact, "A", "A", 100))
	require.NoError(t, post(t, k, ctx, Apportion, "A", "P", 100))
	balances, _, err := k.all(ctx)
	require.NoError(t, err)
	for _, b := range balances {
		require.NotZero(t, b.Amount)
		require.NotEqual(t, string(UnapportionedAuthority), b.Account)
	}
}

// plain is a second, plain implementation of the ledger: it keeps the journal, and adds it up when asked.
type plain struct{ lines []plainLine }

type plainLine struct {
	account, subject string
	amount           money.Amount // debit positive
}

func (p *plain) post(event Event, from, to string, amount money.Amount) {
	add := func(debit, of, credit, creditOf string) {
		p.lines = append(p.lines, plainLine{debit, of, amount}, plainLine{credit, creditOf, -amount})
	}
	switch event {
	case Enact:
		add("4119", to, "4450", to)
		add("1010", to, "3101", to)
	case Apportion:
		add("4450", from, "4510", to)
	case Allot:
		add("4510", from, "4610", to)
	case Obligate:
		add("4610", from, "4801", to)
	case Accrue:
		add("4801", to, "4901", to)
		add("6100", to, "2110", to)
		add("3107", to, "5700", to)
	case Pay:
		add("4901", to, "4902", to)
		add("2110", to, "1010", to)
	case ComeBack:
		add("4902", to, "4901", to)
		add("1010", to, "2110", to)
	}
}

func (p *plain) balance(account, subject string) (sum money.Amount) {
	for _, l := range p.lines {
		if l.account == account && (subject == "" || l.subject == subject) {
			sum += l.amount
		}
	}
	return sum
}

func TestAgreesWithAPlainLedger(t *testing.T) {
	// Which account each event takes from: an event is lawful if that account of the subject has enough.
	takes := map[Event]string{
		Apportion: "4450", Allot: "4510", Obligate: "4610", Accrue: "4801", Pay: "4901", ComeBack: "4902",
	}
	level := map[Event][2]string{
		Enact: {"A", "A"}, Apportion: {"A", "P"}, Allot: {"P", "L"}, Obligate: {"L", "O"},
		Accrue: {"O", "O"}, Pay: {"O", "O"}, ComeBack: {"O", "O"},
	}
	events := []Event{Enact, Apportion, Allot, Obligate, Accrue, Pay, ComeBack}
	rapid.Check(t, func(rt *rapid.T) {
		k, ctx := newKeeper(t)
		var p plain
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			e := rapid.SampledFrom(events).Draw(rt, "event")
			number := rapid.SampledFrom([]string{"1", "2"})
			from := level[e][0] + number.Draw(rt, "from")
			to := from
			if level[e][0] != level[e][1] {
				to = level[e][1] + number.Draw(rt, "to")
			}
			amount := money.Amount(rapid.IntRange(1, 300).Draw(rt, "amount"))
			lawful := e == Enact || -p.balance(takes[e], from) >= amount
			cached, write := ctx.CacheContext()
			err := post(rt, k, cached, e, from, to, amount)
			if !lawful {
				require.ErrorIs(rt, err, ErrOverAvailable)
				continue
			}
			require.NoError(rt, err)
			write()
			p.post(e, from, to, amount)
		}
		require.NoError(rt, k.CheckInvariants(ctx))
		for _, row := range Chart {
			total, err := k.Total(ctx, fund, row.Account)
			require.NoError(rt, err)
			require.Equal(rt, p.balance(string(row.Account), ""), total, row.Account)
			for _, subject := range []string{"A1", "A2", "P1", "P2", "L1", "L2", "O1", "O2"} {
				got, err := k.Balance(ctx, fund, subject, row.Account)
				require.NoError(rt, err)
				require.Equal(rt, p.balance(string(row.Account), subject), got, "%s of %s", row.Account, subject)
			}
		}
	})
}

func TestGenesisComesBackUnchanged(t *testing.T) {
	k, ctx := newKeeper(t)
	require.NoError(t, k.InitGenesis(ctx, DefaultGenesis()))
	require.NoError(t, post(t, k, ctx, Enact, "A", "A", 10000))
	require.NoError(t, post(t, k, ctx, Apportion, "A", "P", 1))
	first, err := k.ExportGenesis(ctx)
	require.NoError(t, err)
	require.NoError(t, first.Validate())
	other, otherCtx := newKeeper(t)
	require.NoError(t, other.InitGenesis(otherCtx, first))
	second, err := other.ExportGenesis(otherCtx)
	require.NoError(t, err)
	require.Equal(t, first, second)
}
