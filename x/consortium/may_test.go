package consortium

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
)

// budgeting is an act of bo's, of so many cents.
func budgeting(amount money.Amount) Act {
	return Act{Duty: BudgetOfficer, Member: "fema", Scopes: []Scope{{"", fund}}, Amount: amount}
}

func TestAuthorise(t *testing.T) {
	for _, row := range []struct {
		name, by string
		act      Act
		with     func(*GenesisState)
		want     error
		found    string
	}{
		{"lawful", "bo", budgeting(50000), asIs, nil, ""},
		{"one person, whichever key signs", "bo 2", budgeting(50000), asIs, nil, ""},
		{"a stranger", "eve", budgeting(1), asIs, ErrUnknownSigner, address("eve")},
		{"a payee", "texas", budgeting(1), asIs, ErrNoDuty, "payee N4YFFGL4CDX5 is no budget officer"},
		{"somebody invited", "florida", budgeting(1), asIs, ErrOnlyConfirmation, "is invited by fema"},
		{"another officer", "adam", budgeting(1), asIs, ErrNoDuty, "adam is no budget officer"},
		{"by a former key", "bo once", budgeting(1), asIs, ErrKeyRevoked, address("bo once")},
		{"by a key on its last day", "bo 2", budgeting(1), func(g *GenesisState) { bo(g).Keys[1].LastDay = "2017-10-01" }, nil, ""},
		{"by a key whose last day is past", "bo 2", budgeting(1), func(g *GenesisState) { bo(g).Keys[1].LastDay = "2017-09-30" },
			ErrKeyRevoked, "signed until 2017-09-30, today is 2017-10-01"},
		{"above the limit", "bo", budgeting(50001), asIs, ErrOverLimit, "up to 500.00, asked 500.01"},
		{"of a suspended member", "bo", budgeting(1), func(g *GenesisState) { g.Members[0].Suspended = true },
			ErrMemberSuspended, "bo of fema"},
		{"by the day of the calendar, not of the block", "bo", budgeting(1), func(g *GenesisState) { g.Date = "2018-10-01" },
			ErrDutyExpired, "today is 2018-10-01"},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := open(t, row.with)
			officer, err := h.Authorise(h.ctx, address(row.by), row.act)
			refused(t, err, row.want, row.found)
			if err == nil {
				require.Equal(t, "bo", officer.Id)
			}
		})
	}
}

// Bo may spend 500.00 an act and 800.00 a day; the steps follow one another.
func TestADaysActsCountTogether(t *testing.T) {
	h := open(t, asIs)
	replace := func(daily money.Amount, fund string) func() {
		return func() {
			m := &MsgAppoint{Officer: "bo", Duty: BudgetOfficer, Fund: fund, Limit: 50000, DailyLimit: daily, Expires: "2018-09-30"}
			h.does("ada", m)
			h.does("abe", m)
		}
	}
	for _, step := range []struct {
		name  string
		then  func()
		by    string
		act   Act
		want  error
		found string
	}{
		{"what was used yesterday is free again", nil, "bo", budgeting(50000), nil, ""},
		{"a second act, by the other key", nil, "bo 2", budgeting(30001), ErrOverDailyLimit, "used 500.00, asked 300.01"},
		{"what was refused does not count", nil, "bo 2", budgeting(30000), nil, ""},
		{"the day is used up", nil, "bo", budgeting(1), ErrOverDailyLimit, "up to 800.00 a day, used 800.00, asked 0.01"},
		{"but not for what carries no money", nil, "bo", budgeting(0), nil, ""},
		{"a replaced appointment has used what the old one had", replace(100000, fund), "bo", budgeting(20001), ErrOverDailyLimit,
			"up to 1,000.00 a day, used 800.00"},
		{"and the rest", nil, "bo", budgeting(20000), nil, ""},
		{"a lower limit leaves nothing", replace(60000, fund), "bo", budgeting(1), ErrOverDailyLimit,
			"up to 600.00 a day, used 1,000.00"},
		{"dismissed and appointed again, the day stays used", func() {
			h.does("al", &MsgDismiss{Officer: "bo", Duty: BudgetOfficer, Fund: fund})
			replace(100000, fund)()
		}, "bo", budgeting(1), ErrOverDailyLimit, "used 1,000.00"},
		{"the next day is free", func() { h.on("2017-10-02") }, "bo", budgeting(50000), nil, ""},
		{"two funds in one act count once for one appointment", replace(80000, ""), "bo",
			Act{Duty: BudgetOfficer, Scopes: []Scope{{"", flood}, {"region-6", "070-X-0413-000"}}, Amount: 40000}, nil, ""},
		{"so that as much again is free", nil, "bo",
			Act{Duty: BudgetOfficer, Scopes: []Scope{{"", flood}, {"region-6", "070-X-0413-000"}}, Amount: 40001}, ErrOverDailyLimit,
			"used 400.00, asked 400.01"},
		{"two funds by two appointments count whole for each", nil, "bo",
			Act{Duty: BudgetOfficer, Scopes: []Scope{{"", fund}, {"", flood}}, Amount: 40000}, nil, ""},
		{"so that of the second nothing is left", nil, "bo",
			Act{Duty: BudgetOfficer, Scopes: []Scope{{"", flood}}, Amount: 1}, ErrOverDailyLimit, "used 800.00, asked 0.01"},
		{"and of the first, 100.00", nil, "bo", budgeting(10001), ErrOverDailyLimit, "used 900.00, asked 100.01"},
	} {
		if step.then != nil {
			step.then()
		}
		t.Run(step.name, func(t *testing.T) {
			_, err := h.Authorise(h.ctx, address(step.by), step.act)
			refused(t, err, step.want, step.found)
			require.NoError(t, h.CheckInvariants(h.ctx))
		})
	}
}

func TestAdmit(t *testing.T) {
	confirm := &MsgConfirmInvitation{Signer: address("florida"), Payee: florida}
	for _, row := range []struct {
		name, who string
		msgs      []sdk.Msg
		with      func(*GenesisState)
		want      error
		found     string
	}{
		{"an officer", "bo", nil, asIs, nil, ""},
		{"an officer's second key", "bo 2", nil, asIs, nil, ""},
		{"an officer without a duty", "cy", nil, asIs, nil, ""},
		{"a payee", "texas", nil, asIs, nil, ""},
		{"a stranger", "eve", nil, asIs, ErrUnknownSigner, address("eve")},
		{"a stranger, to confirm", "eve", []sdk.Msg{confirm}, asIs, ErrUnknownSigner, address("eve")},
		{"a former key", "bo once", nil, asIs, ErrKeyRevoked, address("bo once")},
		{"an officer of a suspended member", "bo", nil, func(g *GenesisState) { g.Members[0].Suspended = true },
			ErrMemberSuspended, "fema"},
		{"a suspended payee", "texas", nil, func(g *GenesisState) { g.Payees[0].SuspendedBy = "gao" }, ErrPayeeSuspended,
			"State of Texas, UEI N4YFFGL4CDX5, by gao"},
		{"an invited one, to confirm", "florida", []sdk.Msg{confirm}, asIs, nil, ""},
		{"to confirm as another", "florida", []sdk.Msg{&MsgConfirmInvitation{Signer: address("florida"), Payee: ohio}}, asIs,
			ErrNotInvited, "as UEI " + florida + ", confirmed " + ohio},
		{"too late", "florida", []sdk.Msg{confirm},
			func(g *GenesisState) { g.Date = "2017-11-01" }, ErrNotInvited, "expired on 2017-10-31, today is 2017-11-01"},
		{"an invited one, for anything else", "florida", []sdk.Msg{&MsgAddKey{}}, asIs, ErrOnlyConfirmation, "is invited by fema"},
		{"for more than to confirm", "florida", []sdk.Msg{confirm, confirm}, asIs, ErrOnlyConfirmation, "is invited by fema"},
		{"for nothing", "florida", nil, asIs, ErrOnlyConfirmation, "is invited by fema"},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := open(t, row.with)
			refused(t, h.Admit(h.ctx, signer(row.who), row.msgs), row.want, row.found)
		})
	}
	h := open(t, asIs)
	require.ErrorIs(t, h.Admit(h.ctx, nil, nil), ErrUnknownSigner)
	require.ErrorIs(t, h.Admit(h.ctx, Authority(), nil), ErrUnknownSigner, "no transaction has the members' authority")
}

// A person stands in one place, whichever key signs; the keys that a member has invited stand in one together.
func TestLane(t *testing.T) {
	h := open(t, asIs)
	for who, want := range map[string][2]string{
		"bo": {"fema", "bo"}, "bo 2": {"fema", "bo"}, "adam": {"gao", "adam"},
		"texas": {"", texas}, "florida": {"", "those invited by fema"},
	} {
		lane, holder, err := h.Lane(h.ctx, signer(who))
		require.NoError(t, err)
		require.Equal(t, want, [2]string{lane, holder}, who)
	}
	_, _, err := h.Lane(h.ctx, signer("eve"))
	require.ErrorIs(t, err, ErrUnknownSigner)
}

func TestPayees(t *testing.T) {
	h := open(t, func(g *GenesisState) { g.Payees[1].SuspendedBy = "gao" })
	payee, err := h.PayeeOf(h.ctx, address("texas"))
	require.NoError(t, err)
	require.Equal(t, texas, payee.Uei)
	_, err = h.PayeeOf(h.ctx, address("bo"))
	refused(t, err, ErrNotPayee, "bo is an officer")
	_, err = h.PayeeOf(h.ctx, address("eve"))
	require.ErrorIs(t, err, ErrUnknownSigner)
	_, err = h.PayeeOf(h.ctx, address("florida"))
	require.ErrorIs(t, err, ErrOnlyConfirmation)
	_, err = h.PayeeOf(h.ctx, address("acme"))
	refused(t, err, ErrPayeeSuspended, "Acme, UEI VN1AJFAD19J9, by gao")
	_, err = h.ActivePayee(h.ctx, acme)
	require.ErrorIs(t, err, ErrPayeeSuspended)
	_, err = h.ActivePayee(h.ctx, florida)
	refused(t, err, ErrUnknownPayee, florida)
}

func TestActiveMember(t *testing.T) {
	h := open(t, func(g *GenesisState) { g.Members[0].Suspended = true })
	m, err := h.ActiveMember(h.ctx, "gao")
	require.NoError(t, err)
	require.Equal(t, "Audit office", m.Name)
	_, err = h.ActiveMember(h.ctx, "fema")
	require.ErrorIs(t, err, ErrMemberSuspended)
	_, err = h.ActiveMember(h.ctx, "hud")
	refused(t, err, ErrUnknownMember, `"hud"`)
	active, err := h.ActiveMembers(h.ctx)
	require.NoError(t, err)
	require.Equal(t, genesis().Members[1:], active)
}

func TestTodayIsTheBlocksDayInUTC(t *testing.T) {
	h := open(t, func(g *GenesisState) { g.Calendar, g.Date = BlockTime, "" })
	east := time.FixedZone("east", 3600)
	for at, want := range map[time.Time]date.Date{
		h.ctx.BlockTime():                         "2020-11-01",
		h.ctx.BlockTime().Add(time.Hour):          "2020-11-02",
		time.Date(2020, 11, 2, 0, 30, 0, 0, east): "2020-11-01",
		time.Date(2020, 11, 2, 1, 30, 0, 0, east): "2020-11-02",
	} {
		today, err := h.Today(h.ctx.WithBlockTime(at))
		require.NoError(t, err)
		require.Equal(t, want, today)
	}
}

// Absent is refused with a rule; what cannot be read is no refusal, and passes up.
func TestBrokenIsNotAbsent(t *testing.T) {
	h := empty(t)
	_, err := h.Today(h.ctx)
	require.ErrorIs(t, err, collections.ErrNotFound, "a chain without a calendar is broken")
	_, err = h.Member(h.ctx, "fema")
	require.ErrorIs(t, err, ErrUnknownMember)
}
