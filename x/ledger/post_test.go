package ledger

import (
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

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
	k := NewKeeper(cdc, runtime.NewKVStoreService(keys[StoreKey]), h)
	ctx = ctx.WithBlockHeight(1)
	require.NoError(t, k.Open(ctx, fund, 2018))
	return k, ctx
}

// post posts an event from one subject to another; subjects that are obligations carry all attributes.
func post(t require.TestingT, k Keeper, ctx sdk.Context, e Event, from, to string, amount money.Amount) error {
	subject := func(id string) Subject {
		if id[0] == 'O' {
			return Subject{id, Attributes{Defc: "A", ProgramActivity: "0001", ObjectClass: "410"}}
		}
		return Subject{id, Attributes{Defc: "A"}}
	}
	entry := Entry{
		Event: e, Fund: fund, From: subject(from), To: subject(to), Amount: amount,
		On: "2017-10-01", By: "ann", Reference: "PL 115-56",
	}
	if may := postings[e].held; len(may) > 0 {
		entry.Held = may[0]
	}
	return k.Post(ctx, entry)
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
		got, err := k.LifeInFund(ctx, fund, Net{Accounts: []Account{account}, Debit: true})
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

// An adjustment of a prior year stands in an account of its own, so that each raw account may be above zero while the obligation
// is overspent: only the net refuses it.
func TestAnAdjustedObligationIsGuardedByItsNet(t *testing.T) {
	k, ctx := newKeeper(t)
	for _, step := range []struct {
		event    Event
		from, to string
		amount   money.Amount
	}{
		{Enact, "A", "A", 10000}, {Apportion, "A", "P", 10000}, {Allot, "P", "L", 10000}, {Obligate, "L", "O1", 10000},
		{Recover, "O1", "A", 7000},
	} {
		require.NoError(t, post(t, k, ctx, step.event, step.from, step.to, step.amount), step.event)
	}
	raw, err := k.Balance(ctx, fund, "O1", UndeliveredOrders)
	require.NoError(t, err)
	require.Equal(t, money.Amount(-10000), raw.Amount, "raw 4801 would still cover it")
	err = post(t, k, ctx, Accrue, "O1", "O1", 6000)
	require.ErrorIs(t, err, ErrOverAvailable)
	require.ErrorContains(t, err, "available 30.00, asked 60.00, obligated of O1")
	require.NoError(t, post(t, k, ctx, Accrue, "O1", "O1", 3000))
	require.NoError(t, post(t, k, ctx, RecoverOwed, "O1", "A", 1000))
	require.ErrorIs(t, post(t, k, ctx, Pay, "O1", "O1", 2001), ErrOverAvailable)
	require.NoError(t, post(t, k, ctx, Pay, "O1", "O1", 2000))
	require.NoError(t, k.CheckInvariants(ctx))
}

// The end of a year closes the totals, and leaves to every subject what it has.
func TestCloseClosesTheTotalsOnly(t *testing.T) {
	k, ctx := newKeeper(t)
	for _, step := range []struct {
		event    Event
		from, to string
		amount   money.Amount
	}{
		{Enact, "A", "A", 10000}, {Apportion, "A", "P", 9000}, {Allot, "P", "L", 8000}, {Obligate, "L", "O1", 7000},
		{Accrue, "O1", "O1", 6000}, {Pay, "O1", "O1", 5000}, {Carry, "P", "A", 1000},
	} {
		if step.event == Carry {
			require.NoError(t, k.Post(ctx, Entry{Event: Carry, Held: Apportionments, Fund: fund, Amount: step.amount,
				From: Subject{"P", Attributes{Defc: "A"}}, To: Subject{"A", Attributes{Defc: "A"}},
				On: "2018-09-30", By: "calendar", Reference: "year-end"}))
			continue
		}
		require.NoError(t, post(t, k, ctx, step.event, step.from, step.to, step.amount), step.event)
	}
	entries, err := k.Close(ctx, fund, "2018-09-30", "calendar")
	require.NoError(t, err)
	require.Equal(t, 6, entries) // 3101, 3107, 4119, 4902, 5700, 6100
	require.NoError(t, k.CheckInvariants(ctx))
	year, err := k.Year(ctx, fund)
	require.NoError(t, err)
	require.EqualValues(t, 2019, year)
	got := map[string]string{}
	totals, err := k.TotalsOf(ctx, fund)
	require.NoError(t, err)
	for _, total := range totals {
		if total.Amount != 0 {
			got[total.Account] = total.Amount.String()
		}
	}
	require.Equal(t, map[string]string{ // 4201 ties to what is left: 100.00 less 50.00 paid
		"1010": "50.00", "2110": "-10.00", "3100": "-40.00", "4201": "50.00",
		"4450": "-20.00", "4610": "-10.00", "4801": "-10.00", "4901": "-10.00",
	}, got)
	paid, err := k.Left(ctx, fund, "O1", Paid)
	require.NoError(t, err)
	require.Equal(t, money.Amount(5000), paid)
	// What the new year moves, it moves from where the old one ended.
	require.NoError(t, post(t, k, ctx, Pay, "O1", "O1", 400))
	s, err := k.Balance(ctx, fund, "O1", DeliveredOrdersPaid)
	require.NoError(t, err)
	require.Equal(t, money.Amount(-5400), s.Amount)
	require.Equal(t, money.Amount(-5000), s.At(2019))
	require.Equal(t, money.Amount(-5400), s.At(2020))
}

// Money that a customer has not paid yet may be obligated, and not spent.
func TestCashOfCustomersIsSpentWhenItIsThere(t *testing.T) {
	k, ctx := newKeeper(t)
	r := func(id string) Subject { return Subject{id, Attributes{Defc: "Q", Reimbursable: true}} }
	do := func(e Event, from, to string, amount money.Amount) error {
		entry := Entry{Event: e, Fund: fund, From: r(from), To: r(to), Amount: amount, On: "2017-10-01", By: "bea", Reference: "IAA-1"}
		if e == Obligate {
			entry.Held = Allotments
		}
		cached, write := ctx.CacheContext() // as in a transaction, what is refused leaves nothing
		err := k.Post(cached, entry)
		if err == nil {
			write()
		}
		return err
	}
	require.NoError(t, post(t, k, ctx, Enact, "A", "A", 10000)) // a law's cash does not help
	for _, step := range []struct {
		e        Event
		from, to string
	}{{Order, "R", "R"}, {Apportion, "R", "P"}, {Allot, "P", "L"}, {Obligate, "L", "D"}, {Accrue, "D", "D"}} {
		require.NoError(t, do(step.e, step.from, step.to, 5000), step.e)
	}
	err := do(Pay, "D", "D", 1)
	require.ErrorIs(t, err, ErrOverAvailable)
	require.ErrorContains(t, err, "available 0.00, asked 0.01, collected from customers of "+fund)
	require.NoError(t, do(Collect, "R", "R", 3000))
	require.ErrorIs(t, do(Collect, "R", "R", 2001), ErrOverAvailable)
	require.NoError(t, do(Order, "S", "S", 700))
	require.NoError(t, k.Post(ctx, Entry{Event: Order, Reversed: true, Corrects: 8, Fund: fund, From: r("S"), To: r("S"), Amount: 700,
		On: "2017-10-01", By: "bea", Reference: "a slip of the pen"}))
	require.NoError(t, do(Pay, "D", "D", 3000))
	require.NoError(t, k.CheckInvariants(ctx))
}

// Collections are no appropriation: when what is left of them is canceled, the results of operations lose it, and no account of
// unexpended appropriations moves.
func TestCanceledCollectionsLeaveAppropriationsAlone(t *testing.T) {
	k, ctx := newKeeper(t)
	r := Subject{"R", Attributes{Defc: "Q", Reimbursable: true}}
	entry := Entry{Fund: fund, From: r, To: r, Amount: 5000, On: "2017-10-01", By: "bea", Reference: "IAA-1"}
	for _, e := range []Event{Order, Collect} {
		entry.Event = e
		require.NoError(t, k.Post(ctx, entry), e)
	}
	entry.Event, entry.Held = Expire, UnapportionedAuthority
	require.NoError(t, k.Post(ctx, entry))
	_, err := k.Close(ctx, fund, "2018-09-30", "calendar")
	require.NoError(t, err)
	entry.Event, entry.Held = Cancel, ""
	require.ErrorIs(t, k.Post(ctx, entry), ErrMalformedAttributes)
	entry.Event = CancelCollected
	require.NoError(t, k.Post(ctx, entry))
	require.NoError(t, k.CheckInvariants(ctx))
	_, err = k.Close(ctx, fund, "2019-09-30", "calendar")
	require.NoError(t, err)
	require.NoError(t, k.CheckInvariants(ctx))
	totals, err := k.TotalsOf(ctx, fund)
	require.NoError(t, err)
	for _, total := range totals {
		require.Zero(t, total.Amount, total.Account)
		require.NotContains(t, unexpended, Account(total.Account))
	}
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
