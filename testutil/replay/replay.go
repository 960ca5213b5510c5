package replay

import (
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

// evidence stands for the document of a claim, which the reports do not name.
func evidence(number string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(number))) }

const linesOfSchedule = 200

// Count is how many rows a rule refused; Follows of them only since an earlier row of the activity was refused.
type Count struct{ Rows, Follows int }

// Result is what became of the rows.
type Result struct {
	Read, Accepted, Empty       int // empty: accepted, and nothing in them
	Refused                     map[string]Count
	File, Taken, Left           Totals // of all rows, of the accepted, of the refused
	Awards, SubAwards, Payments int
	Chain                       Totals // what the chain says of itself, down from the law
}

// Run replays rows, and holds the chain to the model of it: the one refuses what the other does, or the replay fails.
func Run(t testing.TB, rows []Row) (res Result, err error) {
	verdicts := judge(rows)
	pieces := split(rows, verdicts)
	res = Result{Read: len(rows), Refused: make(map[string]Count)}
	s := open(t, rows, firstDay(rows))
	if err := s.found(rows); err != nil {
		return res, fmt.Errorf("founding: %w", err)
	}
	subs, due := make(map[string]string), make(map[string][]string)
	for at := 0; at < len(rows); {
		end, now := at, rows[at].Quarter
		for end < len(rows) && rows[end].Quarter == now {
			end++
		}
		if _, last, fault := quarter(now); fault == nil && last > s.today {
			if err := s.move(last); err != nil {
				return res, err
			}
		} else if err := s.begin(); err != nil {
			return res, err
		}
		for n := at; n < end; n++ {
			refused, err := s.row(n, rows[n], verdicts[n].rule, pieces[n], subs, due)
			if err != nil {
				return res, err
			}
			res.count(rows[n], refused, verdicts[n].follows)
		}
		if err := s.pay(now, due[now]); err != nil {
			return res, err
		}
		res.Payments += len(due[now])
		if err := s.commit(); err != nil {
			return res, err
		}
		at = end
	}
	if err := s.chain.CheckInvariants(); err != nil {
		return res, err
	}
	return res, s.audit(&res)
}

func firstDay(rows []Row) date.Date {
	for _, r := range rows {
		if first, _, err := quarter(r.Quarter); err == nil {
			return first
		}
	}
	return "2018-10-01"
}

// row plays a row, unless the reading refuses it, and fails if the chain does not as the model says.
func (s *stage) row(n int, r Row, want string, pieces []piece, subs map[string]string, due map[string][]string) (string, error) {
	switch want {
	case Unreadable, NegativeCost, NegativePaid, PaidAbove:
		return want, nil
	case "":
	default:
		pieces = nil
		if r.Expended > 0 {
			pieces = []piece{{amount: r.Expended}}
		}
	}
	id := r.Grant + " " + r.Activity
	sub, payables, refused, err := s.play(n, r, subs[id], pieces)
	if err != nil {
		return "", err
	}
	if refused != want {
		return "", fmt.Errorf("%s: the chain refuses by %q, the model by %q", r.Place, refused, want)
	}
	subs[id] = sub
	for i, p := range payables {
		due[pieces[i].paid] = append(due[pieces[i].paid], p)
	}
	return refused, nil
}

// pay pays what a quarter disbursed, and has the bank confirm it.
func (s *stage) pay(of string, payables []string) error {
	_, last, err := quarter(of)
	if err != nil || len(payables) == 0 {
		return nil // of rows that cannot be read nothing is paid
	}
	for n := 0; len(payables) > 0; n++ {
		lines := payables[:min(linesOfSchedule, len(payables))]
		payables = payables[len(lines):]
		number := "Q" + string(last)[:4] + string(last)[5:7] + "N" + strconv.Itoa(n)
		answer, err := s.do(s.ctx, &payment.MsgPrepare{Signer: s.address["bea"], Office: office, Number: number, Payables: lines})
		if err != nil {
			return err
		}
		schedule := answer.(*payment.MsgPrepareResponse).Schedule
		if err := s.all(s.ctx, &payment.MsgCertify{Signer: s.address["cora"], Schedule: schedule},
			&payment.MsgDisburse{Signer: s.address["dora"], Schedule: schedule}); err != nil {
			return err
		}
		for _, p := range lines {
			if err := s.all(s.ctx, &payment.MsgSettle{Signer: s.address["dave"], Payable: p, Reference: "TRACE " + number}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (res *Result) count(r Row, refused string, follows bool) {
	res.File = res.File.Plus(r.Totals)
	if refused == "" {
		res.Accepted++
		res.Taken = res.Taken.Plus(r.Totals)
		if r.Totals == (Totals{}) {
			res.Empty++
		}
		return
	}
	res.Left = res.Left.Plus(r.Totals)
	c := res.Refused[refused]
	c.Rows++
	if follows {
		c.Follows++
	}
	res.Refused[refused] = c
}

// standing is where money stands: disbursed, owed, or neither.
type standing struct{ paid, owed, left money.Amount }

// audit asks the chain for the lineage of the law, and holds it to the accepted rows and to the ledger, to the cent; and every payee's
// money is led back to the law.
func (s *stage) audit(res *Result) error {
	ctx, q := s.chain.Now(), grant.NewQueryServer(s.chain.Grant)
	payees, open := make(map[string]bool), standing{}
	page := &query.PageRequest{Limit: 1000}
	for {
		answer, err := q.Lineage(ctx, &grant.QueryLineageRequest{From: authority, Pagination: page})
		if err != nil {
			return err
		}
		for _, d := range answer.Rows {
			payees[d.Payee] = true
			open.paid, open.owed, open.left = open.paid+d.Paid, open.owed+d.Owed, open.left+d.Left
			if d.Under == allotment {
				res.Awards++
				continue
			}
			res.SubAwards++
			res.Chain = res.Chain.Plus(Totals{d.Amount, d.Paid + d.Owed, d.Paid})
		}
		if page.Key = answer.Pagination.NextKey; len(page.Key) == 0 {
			break
		}
	}
	if res.Chain != res.Taken {
		return fmt.Errorf("the chain says %v, the accepted rows come to %v", res.Chain, res.Taken)
	}
	if sum := res.Taken.Plus(res.Left); sum != res.File {
		return fmt.Errorf("accepted and refused come to %v, the file to %v", sum, res.File)
	}
	var kept standing
	for _, row := range []struct {
		to  *money.Amount
		net ledger.Net
	}{{&kept.paid, ledger.Paid}, {&kept.owed, ledger.Unpaid}, {&kept.left, ledger.Undelivered}, {&kept.left, ledger.Advanced}} {
		life, err := s.chain.Ledger.LifeInFund(ctx, fund, row.net)
		if err != nil {
			return err
		}
		*row.to += life
	}
	if kept != open {
		return fmt.Errorf("the ledger has %v, the lineage of its law comes to %v", kept, open)
	}
	for _, payee := range slices.Sorted(maps.Keys(payees)) {
		back, err := q.Origins(ctx, &grant.QueryOriginsRequest{Uei: payee, Pagination: &query.PageRequest{Limit: 1000}})
		if err != nil {
			return err
		}
		for _, o := range back.Origins {
			if o.Law != law || o.Authority != authority || o.Allotment != allotment {
				return fmt.Errorf("%s of %s leads to %s, %q", o.Id, payee, o.Authority, o.Law)
			}
		}
	}
	return nil
}

// Print writes the result for people.
func (res Result) Print(w io.Writer) {
	fmt.Fprintf(w, "rows read     %6d\n", res.Read)
	fmt.Fprintf(w, "accepted      %6d   (%d of them with nothing in them)\n", res.Accepted, res.Empty)
	fmt.Fprintf(w, "refused       %6d\n", res.Read-res.Accepted)
	for _, name := range slices.Sorted(maps.Keys(res.Refused)) {
		c := res.Refused[name]
		fmt.Fprintf(w, "  %-34s %6d   (%d only since an earlier row of the activity was refused)\n", name, c.Rows, c.Follows)
	}
	fmt.Fprintf(w, "\n%-10s %22s %22s %22s\n", "", "obligated", "expended", "disbursed")
	for _, row := range []struct {
		name string
		of   Totals
	}{{"accepted", res.Taken}, {"refused", res.Left}, {"the files", res.File}, {"the chain", res.Chain}} {
		fmt.Fprintf(w, "%-10s %22s %22s %22s\n", row.name, row.of.Obligated, row.of.Expended, row.of.Disbursed)
	}
	fmt.Fprintf(w, "\n%d awards, %d sub-awards, %d payments; the lineage of the law comes to the ledger's figures\n",
		res.Awards, res.SubAwards, res.Payments)
}
