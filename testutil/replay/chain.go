package replay

import (
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/grant"
)

// The money of the replay: one law's, in the fund that the grants are of.
const (
	fund      = "086-X-0162-000"
	authority = fund + ":1"
	allotment = authority + ".1.1"
	law       = "PL 115-56 and PL 115-123"
	listing   = "14.228"
	activity0 = "0001"
	office    = "treasury"
	lastDay   = date.Date("2099-12-31")
)

// stage is the chain, and who acts on it.
type stage struct {
	chain   *testutil.Chain
	address map[string]string
	payees  map[string]string // grantee or organisation: its UEI
	today   date.Date
	block   storetypes.CacheMultiStore
	ctx     sdk.Context
}

// granteeOf and orgOf name payees: an agency that is both a grantee and responsible for an activity is two, since nobody passes on to itself.
func granteeOf(r Row) string { return "grantee " + r.Grantee }
func orgOf(r Row) string     { return "organisation " + r.Agency }

// open begins a chain on a day with everybody whom the rows name.
func open(t testing.TB, rows []Row, begins date.Date) *stage {
	s := &stage{address: make(map[string]string), payees: make(map[string]string), today: begins}
	cast := scenario.NewCast(testutil.Key)
	cast.Date = begins
	add := func(words ...string) {
		_, err := cast.Add(words)
		require.NoError(t, err)
		s.address[words[1]] = sdk.AccAddress(testutil.Key(words[1]).PubKey().Address()).String()
	}
	for _, m := range []string{"congress", "omb", "hud", office} {
		add("member", m)
	}
	for _, o := range [][3]string{
		{"ann", "congress", "legislator"}, {"omar", "omb", "budget-examiner"}, {"bea", "hud", "budget-officer"},
		{"gil", "hud", "grants-officer"}, {"cora", "hud", "certifying-officer"}, {"dora", office, "disbursing-officer"},
		{"dave", office, "disbursing-officer"}, {"clock", office, "administrator"},
	} {
		add("officer", o[0], "member="+o[1], "duty="+o[2])
	}
	for _, r := range rows {
		for _, name := range []string{granteeOf(r), orgOf(r)} {
			if s.payees[name] == "" {
				s.payees[name] = uei(t, len(s.payees))
				add("payee", s.payees[name], "uei="+s.payees[name])
			}
		}
	}
	s.chain = testutil.New(t, testutil.Genesis(t, cast))
	return s
}

// uei is an identifier with its check digit.
func uei(t testing.TB, i int) string {
	for digit := range 10 {
		if id := fmt.Sprintf("RP%04dAYEES%d", i, digit); consortium.CheckUEI(id) == nil {
			return id
		}
	}
	require.Fail(t, "no check digit fits", i)
	return ""
}

// begin begins a block, with the work of the calendar.
func (s *stage) begin() error {
	s.chain.Height++
	s.chain.Time = s.chain.Time.Add(time.Second)
	s.block = s.chain.CommitMultiStore().CacheMultiStore()
	header := cmtproto.Header{ChainID: testutil.ChainID, Height: s.chain.Height, Time: s.chain.Time}
	s.ctx = sdk.NewContext(s.block, header, false, log.NewNopLogger())
	return appropriation.NewAppModule(s.chain.Appropriation).BeginBlock(s.ctx)
}

func (s *stage) commit() error {
	if err := s.chain.History.Precommit(s.ctx); err != nil {
		return err
	}
	s.block.Write()
	if id := s.chain.CommitMultiStore().Commit(); id.Version != s.chain.Height {
		return fmt.Errorf("committed version %d at height %d", id.Version, s.chain.Height)
	}
	return nil
}

// move moves the day, and makes blocks until all is done that it brings.
func (s *stage) move(to date.Date) error {
	if to == s.today {
		return s.begin()
	}
	if err := s.begin(); err != nil {
		return err
	}
	if _, err := s.do(s.ctx, &consortium.MsgMoveDate{Signer: s.address["clock"], Date: to}); err != nil {
		return err
	}
	s.today = to
	for {
		if err := s.commit(); err != nil {
			return err
		}
		if err := s.begin(); err != nil {
			return err
		}
		agenda, err := appropriation.NewQueryServer(s.chain.Appropriation).Agenda(s.ctx, &appropriation.QueryAgendaRequest{})
		if err != nil || len(agenda.Agenda) == 0 || agenda.Agenda[0].On > to {
			return err
		}
	}
}

// do does what a message asks, as the chain's router has it done.
func (s *stage) do(ctx sdk.Context, msg sdk.Msg) (answer any, err error) {
	result, err := s.chain.MsgServiceRouter().Handler(msg)(ctx, msg)
	if err != nil {
		return nil, err
	}
	return result.MsgResponses[0].GetCachedValue(), nil
}

// all does messages in a row, and names the one that was refused.
func (s *stage) all(ctx sdk.Context, msgs ...sdk.Msg) error {
	for _, msg := range msgs {
		if _, err := s.do(ctx, msg); err != nil {
			return fmt.Errorf("%T: %w", msg, err)
		}
	}
	return nil
}

// found enacts the law, and makes an award of each grant: of all that was ever obligated for it, since the reports do not say how great
// the grant is.
func (s *stage) found(rows []Row) error {
	amounts, grants := make(map[string]money.Amount), []Row(nil)
	var sum money.Amount
	for _, r := range rows {
		if _, known := amounts[r.Grant]; !known {
			grants = append(grants, r)
			amounts[r.Grant] = 1 // a grant of which nothing was obligated is an award still
			sum++
		}
		amounts[r.Grant] += max(0, r.Obligated)
		sum += max(0, r.Obligated)
	}
	by := func(name string) string { return s.address[name] }
	if err := s.begin(); err != nil {
		return err
	}
	err := s.all(s.ctx,
		&appropriation.MsgOpenFund{Signer: by("omar"), Fund: fund, Title: "Community Development Fund", Member: "hud",
			Purposes: []appropriation.Purpose{{ProgramActivity: activity0, Title: "Disaster recovery"}}},
		&appropriation.MsgEnact{Signer: by("ann"), Fund: fund, Amount: sum, Law: law, Defc: "A"},
		&appropriation.MsgApportion{Signer: by("omar"), Authority: authority, Amount: sum},
		&appropriation.MsgAllot{Signer: by("bea"), Apportionment: authority + ".1", Office: "Disaster Recovery", Amount: sum},
		&grant.MsgOpenProgramme{Signer: by("gil"), Listing: listing, Title: "CDBG-DR", ProgramActivity: activity0},
	)
	for _, g := range grants {
		if err == nil {
			err = s.all(s.ctx, &grant.MsgMakeAward{
				Signer: by("gil"), Fain: g.Grant, Listing: listing, Allotment: allotment, Recipient: s.payees[granteeOf(g)],
				Amount: amounts[g.Grant], Begins: s.today, Ends: lastDay, Description: "Disaster recovery of 2017, " + g.Grantee,
			})
		}
	}
	if err != nil {
		return err
	}
	return s.commit()
}

// play does what a row reports, all of it or nothing. It returns the payables of its pieces, or the name of the rule that refused.
func (s *stage) play(n int, r Row, sub string, pieces []piece) (made string, payables []string, refused string, err error) {
	ctx, write := s.ctx.CacheContext()
	made, payables, err = s.acts(ctx, n, r, sub, pieces)
	var refusal *rule.Refusal
	switch {
	case errors.As(err, &refusal):
		return sub, nil, refusal.Rule.Name(), nil
	case err != nil:
		return sub, nil, "", fmt.Errorf("%s: %w", r.Place, err)
	}
	write()
	return made, payables, "", nil
}

// acts are those of a row: the sub-award of its activity is made, increased or reduced, and what was expended is claimed, endorsed, approved.
func (s *stage) acts(ctx sdk.Context, n int, r Row, sub string, pieces []piece) (made string, payables []string, err error) {
	grantee, org := s.address[s.payees[granteeOf(r)]], s.address[s.payees[orgOf(r)]]
	first, last, err := quarter(r.Quarter)
	if err != nil {
		return sub, nil, err
	}
	none := r.Grant + "/999999999" // an activity for which nothing was obligated has no sub-award
	at := sub
	if at == "" {
		at = none
	}
	switch {
	case r.Obligated > 0 && sub == "":
		answer, err := s.do(ctx, &grant.MsgMakeSubAward{
			Signer: grantee, Under: r.Grant, Recipient: s.payees[orgOf(r)], Amount: r.Obligated, Begins: first, Ends: lastDay,
			Description: "Activity " + r.Activity, Place: r.Grantee,
		})
		if err != nil {
			return sub, nil, err
		}
		at = answer.(*grant.MsgMakeSubAwardResponse).SubAward
		sub = at
	case r.Obligated > 0:
		err = s.all(ctx, &grant.MsgIncreaseSubAward{Signer: grantee, SubAward: at, Amount: r.Obligated, Reason: r.Quarter})
	case r.Obligated < 0:
		err = s.all(ctx, &grant.MsgReduceSubAward{Signer: grantee, SubAward: at, Amount: -r.Obligated, Reason: r.Quarter})
	}
	if err != nil {
		return sub, nil, err
	}
	path := at[len(r.Grant)+1:]
	for i, p := range pieces {
		number := r.Activity + "R" + strconv.Itoa(n) + "P" + strconv.Itoa(i)
		if err := s.all(ctx,
			&grant.MsgSubmitClaim{Signer: org, Fain: r.Grant, Sub: path, Number: number, Amount: p.amount, Begins: first, Ends: last,
				Evidence: []string{evidence(number)}},
			&grant.MsgEndorseClaim{Signer: grantee, Fain: r.Grant, Sub: path, Number: number},
		); err != nil {
			return sub, nil, err
		}
		answer, err := s.approve(ctx, &grant.MsgApproveClaim{Signer: s.address["gil"], Fain: r.Grant, Sub: path, Number: number})
		if err != nil {
			return sub, nil, err
		}
		payables = append(payables, answer.(*grant.MsgApproveClaimResponse).Payable)
	}
	return sub, payables, nil
}

// approve approves a claim, with a reason if the chain finds the same sum claimed beside it: quarters of equal figures are no duplicates.
func (s *stage) approve(ctx sdk.Context, m *grant.MsgApproveClaim) (any, error) {
	tried, keep := ctx.CacheContext()
	answer, err := s.do(tried, m)
	if err == nil {
		keep()
		return answer, nil
	}
	if !errors.Is(err, grant.ErrReview) {
		return nil, err
	}
	m.Reason = "The reports give figures of another activity or quarter"
	return s.do(ctx, m)
}
