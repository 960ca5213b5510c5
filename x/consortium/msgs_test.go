package consortium

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/date"
)

// The message is lawful; each row breaks one thing. What is refused leaves the date where it was.
func TestMoveDate(t *testing.T) {
	for _, row := range []struct {
		name  string
		by    string
		to    date.Date
		with  func(*GenesisState)
		want  error
		found string
	}{
		{"the next day", "adam", "2017-10-02", asIs, nil, ""},
		{"ten years", "adam", "2027-10-01", asIs, nil, ""},
		{"by a stranger", "eve", "2017-10-02", asIs, ErrUnknownSigner, address("eve")},
		{"by a payee", "texas", "2017-10-02", asIs, ErrNoDuty, "payee N4YFFGL4CDX5 is no administrator"},
		{"without the duty", "bo", "2017-10-02", asIs, ErrNoDuty, "bo is no administrator"},
		{"of a suspended member", "adam", "2017-10-02", func(g *GenesisState) { g.Members[1].Suspended = true },
			ErrMemberSuspended, "adam"},
		{"after the duty's end", "adam", "2028-02-01", func(g *GenesisState) { g.Date = "2028-01-01" }, ErrDutyExpired,
			"until 2027-12-31, today is 2028-01-01"},
		{"by the blocks' calendar", "adam", "2020-11-02", func(g *GenesisState) { g.Calendar, g.Date = BlockTime, "" },
			ErrCalendar, "2020-11-02"},
		{"the same day", "adam", "2017-10-01", asIs, ErrDate, "today is 2017-10-01, asked 2017-10-01"},
		{"backwards", "adam", "2017-09-30", asIs, ErrDate, "today is 2017-10-01, asked 2017-09-30"},
		{"more than ten years", "adam", "2027-10-02", asIs, ErrDate, "today is 2017-10-01, asked 2027-10-02"},
		{"to no day", "adam", "2018-02-29", asIs, ErrDate, `"2018-02-29" is not a date`},
		{"to no date", "adam", date.Date(strings.Repeat("2", 99)), asIs, ErrDate, "22222222222222222222…"},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := open(t, row.with)
			before, err := h.Today(h.ctx)
			require.NoError(t, err)
			_, err = NewMsgServer(h.Keeper).MoveDate(h.ctx, &MsgMoveDate{Signer: address(row.by), Date: row.to})
			refused(t, err, row.want, row.found)
			after, todayErr := h.Today(h.ctx)
			require.NoError(t, todayErr)
			if err != nil {
				require.Equal(t, before, after)
				return
			}
			require.Equal(t, row.to, after)
		})
	}
	h := open(t, asIs)
	require.Equal(t, &DateMoved{Date: "2017-10-02", By: "adam"}, h.does("adam", &MsgMoveDate{Date: "2017-10-02"}))
}

func TestMoveDateValidateBasic(t *testing.T) {
	require.NoError(t, (&MsgMoveDate{Date: "2018-02-28"}).ValidateBasic())
	for _, bad := range []date.Date{"", "2018-02-29", "2018-2-1", "tomorrow", "１018-02-01"} {
		require.ErrorIs(t, (&MsgMoveDate{Date: bad}).ValidateBasic(), ErrDate, "%q", bad)
	}
}

func TestQueriesOfPersons(t *testing.T) {
	h := open(t, asIs)
	q := NewQueryServer(h.Keeper)
	first, err := q.Members(h.ctx, &QueryMembersRequest{Pagination: &query.PageRequest{Limit: 2}})
	require.NoError(t, err)
	require.Len(t, first.Members, 2)
	rest, err := q.Members(h.ctx, &QueryMembersRequest{Pagination: &query.PageRequest{Key: first.Pagination.NextKey}})
	require.NoError(t, err)
	require.Equal(t, "omb", rest.Members[0].Id)

	officers, err := q.Officers(h.ctx, &QueryOfficersRequest{})
	require.NoError(t, err)
	require.Equal(t, len(genesis().Officers), len(officers.Officers))
	officer, err := q.Officer(h.ctx, &QueryOfficerRequest{Id: "bo"})
	require.NoError(t, err)
	require.Equal(t, "fema", officer.Officer.Member)
	_, err = q.Officer(h.ctx, &QueryOfficerRequest{Id: strings.Repeat("x", 9999)})
	require.ErrorIs(t, err, ErrUnknownOfficer)
	require.Less(t, len(err.Error()), 200, "what came from outside is clipped")

	payees, err := q.Payees(h.ctx, &QueryPayeesRequest{})
	require.NoError(t, err)
	require.Equal(t, genesis().Payees, payees.Payees)
	payee, err := q.Payee(h.ctx, &QueryPayeeRequest{Uei: acme})
	require.NoError(t, err)
	require.Equal(t, "Acme", payee.Payee.Name)
}

func TestQueriesOfTheRest(t *testing.T) {
	h := open(t, asIs)
	q := NewQueryServer(h.Keeper)
	today, err := q.Date(h.ctx, &QueryDateRequest{})
	require.NoError(t, err)
	require.Equal(t, &QueryDateResponse{Date: "2017-10-01", Calendar: Manual}, today)
	charter, err := q.Charter(h.ctx, &QueryCharterRequest{})
	require.NoError(t, err)
	require.Equal(t, DefaultCharter(), charter.Charter)

	invitations, err := q.Invitations(h.ctx, &QueryInvitationsRequest{})
	require.NoError(t, err)
	require.Equal(t, genesis().Invitations, invitations.Invitations)
	for member, want := range map[string]int{"omb": 1, "om": 0, "fema": 0} {
		proposals, err := q.Proposals(h.ctx, &QueryProposalsRequest{Member: member})
		require.NoError(t, err)
		require.Len(t, proposals.Proposals, want, "of %q", member)
		for _, p := range proposals.Proposals {
			require.NoError(t, proposals.UnpackInterfaces(h.cdc.InterfaceRegistry()))
			require.Equal(t, certifying("cy"), p.Message.GetCachedValue(), "what was sent, without its signer")
		}
	}
	for name, want := range map[string]Holder{
		"bo 2": {Officer: "bo"}, "bo once": {Officer: "bo"}, "texas": {Payee: texas}, "florida": {InvitedBy: "fema"},
	} {
		key, err := q.Key(h.ctx, &QueryKeyRequest{Address: address(name)})
		require.NoError(t, err)
		require.Equal(t, want, key.Holder)
	}
	_, err = q.Key(h.ctx, &QueryKeyRequest{Address: address("eve")})
	require.ErrorIs(t, err, ErrUnknownSigner)
}
