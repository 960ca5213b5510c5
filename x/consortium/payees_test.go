package consortium

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// invite invites Ohio with the key of a name.
func invite(name string) *MsgInvitePayee {
	return &MsgInvitePayee{Payee: ohio, Name: "State of Ohio", Key: address(name)}
}

func TestInvitePayee(t *testing.T) {
	with := func(spoil func(*MsgInvitePayee)) *MsgInvitePayee {
		m := invite("ohio")
		spoil(m)
		return m
	}
	charter := func(most uint32) func(h house) {
		return func(h house) {
			c := DefaultCharter()
			c.OpenInvitations = most
			h.does(resolution, &MsgAmendCharter{Charter: c})
		}
	}
	play(t, []row{
		{name: "lawful", by: "ada", msg: invite("ohio")},
		{name: "by no administrator", by: "ida", msg: invite("ohio"), want: ErrNoDuty, found: "ida is no administrator"},
		{name: "by a payee", by: "texas", msg: invite("ohio"), want: ErrNoDuty, found: "is no administrator"},
		{name: "by somebody invited", by: "florida", msg: invite("ohio"), want: ErrOnlyConfirmation, found: "invited by fema"},
		{name: "with a bad UEI", by: "ada", msg: with(func(m *MsgInvitePayee) { m.Payee = "VN1AJFAD19J8" }), want: ErrMalformedUEI,
			found: "its check digit is 9"},
		{name: "without a name", by: "ada", msg: with(func(m *MsgInvitePayee) { m.Name = "" }), want: ErrMalformedPerson,
			found: "name empty"},
		{name: "with no address", by: "ada", msg: with(func(m *MsgInvitePayee) { m.Key = "" }), want: ErrMalformedPerson,
			found: "is no address"},
		{name: "who is a payee", by: "ada", msg: with(func(m *MsgInvitePayee) { m.Payee = acme }), want: ErrPayeeExists,
			found: "Acme, UEI VN1AJFAD19J9"},
		{name: "who is invited, with another key", by: "adam", msg: with(func(m *MsgInvitePayee) { m.Payee = florida })},
		{name: "with an officer's key", by: "ada", msg: invite("bo"), want: ErrKeyTaken, found: "is or was a key of bo"},
		{name: "with an officer's former key", by: "ada", msg: invite("bo once"), want: ErrKeyTaken, found: "is or was a key of bo"},
		{name: "with a payee's key", by: "ada", msg: invite("acme"), want: ErrKeyTaken, found: "is or was a key of " + acme},
		{name: "with an invited key", by: "ada", msg: invite("florida"), want: ErrKeyTaken, found: "by fema until 2017-10-31"},
		{name: "with one invited by another member", by: "adam", msg: invite("florida"), want: ErrKeyTaken, found: "invited by fema"},
		{name: "with one whose invitation has expired", by: "ada", msg: invite("florida"),
			before: func(h house) { h.on("2017-11-01") }},
		{name: "with one whose invitation by another has expired", by: "adam", msg: invite("florida"),
			before: func(h house) { h.on("2017-11-01") }},
		{name: "with one whose invitation was withdrawn", by: "adam", msg: invite("florida"),
			before: func(h house) { h.does("abe", &MsgWithdrawInvitation{Key: address("florida")}) }},
		{name: "one more than the charter allows", by: "ada", msg: invite("ohio"), before: charter(1), want: ErrTooManyInvitations,
			found: "fema has 1 open, at most 1"},
		{name: "as many as the charter allows", by: "ada", msg: invite("ohio"), before: charter(2)},
		{name: "each member has its own", by: "adam", msg: invite("ohio"), before: charter(1)},
		{name: "what has expired does not count", by: "ada", msg: invite("ohio"), before: func(h house) {
			charter(1)(h)
			h.on("2017-11-01")
		}},
		{name: "what was confirmed does not count", by: "ada", msg: invite("ohio"), before: func(h house) {
			charter(1)(h)
			h.does("florida", &MsgConfirmInvitation{Payee: florida})
		}},
	})
}

func TestConfirmInvitation(t *testing.T) {
	confirm := &MsgConfirmInvitation{Payee: florida}
	play(t, []row{
		{name: "lawful", by: "florida", msg: confirm},
		{name: "on its last day", by: "florida", msg: confirm, before: func(h house) { h.on("2017-10-31") }},
		{name: "a day late", by: "florida", msg: confirm, before: func(h house) { h.on("2017-11-01") }, want: ErrNotInvited,
			found: "the invitation expired on 2017-10-31, today is 2017-11-01"},
		{name: "a day late, when it was dropped", by: "florida", msg: confirm, before: func(h house) {
			h.on("2017-11-01")
			h.does("ada", invite("ohio"))
		}, want: ErrUnknownSigner, found: address("florida")},
		{name: "withdrawn", by: "florida", msg: confirm, before: func(h house) {
			h.does("ada", &MsgWithdrawInvitation{Key: address("florida")})
		}, want: ErrUnknownSigner, found: address("florida")},
		{name: "as another", by: "florida", msg: &MsgConfirmInvitation{Payee: ohio}, want: ErrNotInvited,
			found: "as UEI " + florida + ", confirmed " + ohio},
		{name: "as nobody", by: "florida", msg: &MsgConfirmInvitation{Payee: "x"}, want: ErrMalformedUEI, found: "has the character"},
		{name: "by a stranger", by: "eve", msg: confirm, want: ErrUnknownSigner, found: address("eve")},
		{name: "by an officer", by: "ada", msg: confirm, want: ErrNotInvited, found: "is a key of ada"},
		{name: "by a payee", by: "texas", msg: confirm, want: ErrNotInvited, found: "is a key of " + texas},
		{name: "twice", by: "florida", msg: confirm, before: func(h house) { h.does("florida", &MsgConfirmInvitation{Payee: florida}) },
			want: ErrNotInvited, found: "is a key of " + florida},
		{name: "the second of two keys invited for one payee", by: "florida", msg: confirm, before: func(h house) {
			h.does("adam", &MsgInvitePayee{Payee: florida, Name: "Florida", Key: address("miami")})
			h.does("miami", &MsgConfirmInvitation{Payee: florida})
		}, want: ErrPayeeExists, found: "Florida, UEI " + florida},
	})
}

// From invitation to payee: the key does nothing before, and is the payee's for ever after.
func TestAnInvitedPayee(t *testing.T) {
	h := open(t, func(g *GenesisState) { g.Charter.InvitationDays = 3 })
	require.Equal(t, &PayeeInvited{Payee: ohio, Key: address("ohio"), Member: "gao", Expires: "2017-10-04", By: "adam"},
		h.does("adam", invite("ohio")))
	require.True(t, h.accounts.HasAccount(h.ctx, signer("ohio")))
	_, err := h.send("ohio", &MsgAddKey{Key: address("ohio 2")})
	refused(t, err, ErrOnlyConfirmation, "is invited by gao")
	_, err = h.ActivePayee(h.ctx, ohio)
	refused(t, err, ErrUnknownPayee, ohio)
	require.Equal(t, &PayeeConfirmed{Payee: ohio, Key: address("ohio"), Member: "gao"},
		h.does("ohio", &MsgConfirmInvitation{Payee: ohio}))
	payee, err := h.PayeeOf(h.ctx, address("ohio"))
	require.NoError(t, err)
	require.Equal(t, Payee{Uei: ohio, Name: "State of Ohio", Member: "gao", Keys: keys("ohio")}, payee)
	h.on("2017-11-01")
	_, err = h.send("adam", &MsgRegisterOfficer{Officer: "eve", Title: "Clerk", Key: address("ohio")})
	refused(t, err, ErrKeyTaken, "is or was a key of "+ohio)
	require.NoError(t, h.CheckInvariants(h.ctx))
}

func TestWithdrawInvitation(t *testing.T) {
	lawful := &MsgWithdrawInvitation{Key: address("florida")}
	play(t, []row{
		{name: "lawful", by: "abe", msg: lawful},
		{name: "by an administrator of another member", by: "adam", msg: lawful, want: ErrNotInvited, found: "by gao"},
		{name: "by no administrator", by: "bo", msg: lawful, want: ErrNoDuty, found: "bo is no administrator"},
		{name: "of nobody", by: "ada", msg: &MsgWithdrawInvitation{Key: address("eve")}, want: ErrNotInvited, found: "by fema"},
		{name: "of no address", by: "ada", msg: &MsgWithdrawInvitation{}, want: ErrMalformedPerson, found: "is no address"},
		{name: "of a payee's key", by: "ada", msg: &MsgWithdrawInvitation{Key: address("texas")}, want: ErrNotInvited},
		{name: "twice", by: "ada", msg: lawful, before: func(h house) { h.does("abe", lawful) }, want: ErrNotInvited},
		{name: "confirmed", by: "ada", msg: lawful, before: func(h house) { h.does("florida", &MsgConfirmInvitation{Payee: florida}) },
			want: ErrNotInvited},
	})
	h := open(t, asIs)
	require.Equal(t, &InvitationWithdrawn{Payee: florida, Key: address("florida"), By: "abe"}, h.does("abe", lawful))
	_, err := h.holder(h.ctx, address("florida"))
	refused(t, err, ErrUnknownSigner, address("florida"))
}

func TestSuspendAndReinstatePayee(t *testing.T) {
	suspend := &MsgSuspendPayee{Payee: acme, Reason: "Debarred"}
	reinstate := &MsgReinstatePayee{Payee: acme, Reason: "Cleared"}
	suspended := func(h house) { h.does("ida", suspend) }
	play(t, []row{
		{name: "suspended by any inspector general", by: "ida", msg: suspend},
		{name: "suspended by an administrator", by: "ada", msg: suspend, want: ErrNoDuty, found: "ada is no inspector general"},
		{name: "suspended by a payee", by: "texas", msg: suspend, want: ErrNoDuty, found: "is no inspector general"},
		{name: "suspended twice", by: "ike", msg: suspend, before: suspended, want: ErrStanding,
			found: "VN1AJFAD19J9 is suspended by fema already"},
		{name: "suspended, and nobody", by: "ida", msg: &MsgSuspendPayee{Payee: ohio, Reason: "x"}, want: ErrUnknownPayee, found: ohio},
		{name: "suspended, with a bad UEI", by: "ida", msg: &MsgSuspendPayee{Payee: "x", Reason: "x"}, want: ErrMalformedUEI},
		{name: "suspended without a reason", by: "ida", msg: &MsgSuspendPayee{Payee: acme}, want: ErrMalformedPerson,
			found: "reason empty"},
		{name: "suspended for too long a reason", by: "ida", msg: &MsgSuspendPayee{Payee: acme, Reason: strings.Repeat("x", 257)},
			want: ErrMalformedPerson, found: "reason 257 bytes, at most 256"},

		{name: "reinstated", by: "ida", msg: reinstate, before: suspended},
		{name: "reinstated by another member's inspector general", by: "ike", msg: reinstate, before: suspended, want: ErrWrongMember,
			found: "ike is inspector general of gao, the act is of fema"},
		{name: "reinstated by an administrator", by: "ada", msg: reinstate, before: suspended, want: ErrNoDuty},
		{name: "reinstated in good standing", by: "ida", msg: reinstate, want: ErrStanding, found: "VN1AJFAD19J9 is not suspended"},
		{name: "reinstated, and nobody", by: "ida", msg: &MsgReinstatePayee{Payee: ohio, Reason: "x"}, want: ErrUnknownPayee},
		{name: "reinstated without a reason", by: "ida", msg: &MsgReinstatePayee{Payee: acme}, want: ErrMalformedPerson,
			found: "reason empty"},
	})
	h := open(t, asIs)
	require.Equal(t, &PayeeSuspended{Payee: acme, Reason: "Debarred", Member: "fema", By: "ida"}, h.does("ida", suspend))
	refused(t, h.Admit(h.ctx, signer("acme"), nil), ErrPayeeSuspended, "Acme, UEI VN1AJFAD19J9, by fema")
	require.Equal(t, &PayeeReinstated{Payee: acme, Reason: "Cleared", By: "ida"}, h.does("ida", reinstate))
	require.NoError(t, h.Admit(h.ctx, signer("acme"), nil))
	h.does("ike", suspend)
}
