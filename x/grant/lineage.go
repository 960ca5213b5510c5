package grant

import (
	"context"
	"strings"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/appropriation"
)

// Bounds of one answer.
const (
	maxVisits = 10_000 // subjects of a fund that are looked at for a page
	maxOpen   = 10_000 // payables of one payee
	maxFrom   = 128    // bytes of a line's id
)

// within says whether an id is that of a tier or line, or of one below it.
func within(id, from string) bool {
	return id == from || strings.HasPrefix(id, from) && strings.ContainsRune("/.", rune(id[len(from)]))
}

// tree goes down from a line, or from a fund, to the last payee.
type tree struct {
	Keeper
	fund, from string
	limit      int
	rows       []Descent
	last       string                             // where the next page goes on; empty: there is none
	open       map[string]map[string]money.Amount // payee, tier: what is owed
}

func (q queryServer) Lineage(ctx context.Context, req *QueryLineageRequest) (*QueryLineageResponse, error) {
	if why := rule.CheckText(req.From, maxFrom); why != "" {
		return nil, ErrMalformedText.Refuse("from %q: %s", rule.Clip(req.From, maxFrom), why)
	}
	t := tree{Keeper: q.Keeper, fund: appropriation.FundOf(req.From), from: req.From, limit: limitOf(req.Pagination)}
	fund, err := q.appropriation.Fund(ctx, t.fund)
	if err != nil {
		return nil, err
	}
	answer := &QueryLineageResponse{Fund: fund.Symbol}
	if t.from != t.fund {
		lines, err := q.appropriation.Ancestry(ctx, t.from)
		if err != nil {
			return nil, err
		}
		answer.Law = lines[0].Name
	}
	if err := t.descend(ctx, string(req.Pagination.GetKey())); err != nil {
		return nil, err
	}
	answer.Rows, answer.Pagination = t.rows, &query.PageResponse{NextKey: []byte(t.last)}
	return answer, nil
}

// descend adds the rows after a key: what is passed on from the document that the key names, and then the documents after it.
func (t *tree) descend(ctx context.Context, after string) error {
	if after != "" && !strings.Contains(after, ":") {
		if full, err := t.document(ctx, after, true); err != nil || full {
			return err
		}
		after = FAINOf(after)
	}
	for visits := 0; visits < maxVisits; {
		subjects, err := t.ledger.Subjects(ctx, t.fund, after, "\x7f", min(pageMax, maxVisits-visits))
		if err != nil || len(subjects) == 0 {
			t.last = ""
			return err
		}
		for _, after = range subjects {
			visits++
			t.last = after
			if appropriation.FundOf(after) != after {
				continue // a line
			}
			if full, err := t.document(ctx, after, false); err != nil || full {
				return err
			}
		}
	}
	return nil
}

// document adds a document and what was passed on from it; of one that the page before began, what comes after the id. It says whether the
// page is full.
func (t *tree) document(ctx context.Context, id string, begun bool) (full bool, err error) {
	o, err := t.appropriation.Obligation(ctx, FAINOf(id))
	if err != nil {
		return false, err
	}
	if o.Fund() != t.fund || t.from != t.fund && !within(o.Allotment, t.from) {
		return false, nil
	}
	if !begun {
		row, err := t.ofDocument(ctx, o)
		if err != nil || t.add(row) {
			return true, err
		}
	}
	if o.Instrument != appropriation.Assistance {
		return false, nil
	}
	// '0' follows '/': the range has everything below the document, and no other.
	below := new(collections.Range[string]).StartExclusive(max(id, o.Document+"/")).EndExclusive(o.Document + "0")
	err = t.subAwards.Walk(ctx, below, func(_ string, s SubAward) (stop bool, err error) {
		row, err := t.ofSubAward(ctx, s)
		if err != nil {
			return true, err
		}
		full = t.add(row)
		return full, nil
	})
	return full, err
}

// add adds a row, and says whether the page is full.
func (t *tree) add(row Descent) bool {
	t.rows, t.last = append(t.rows, row), row.Id
	return len(t.rows) == t.limit
}

// ofDocument is an award or contract: what of its money is its own payee's, and what it passed on. Refunds are its own.
func (t *tree) ofDocument(ctx context.Context, o appropriation.Obligation) (d Descent, err error) {
	p, err := t.position(ctx, o.Document)
	if err != nil {
		return d, err
	}
	var f form
	spent, open := f.sum(p.Paid, p.Unpaid, p.Canceled), f.sum(p.Undelivered, p.Advanced)
	d = Descent{Id: o.Document, Under: o.Allotment, Payee: o.Payee, Amount: f.sum(spent, open), Owed: f.sum(p.Unpaid, p.Canceled)}
	if o.Instrument == appropriation.Assistance {
		claimed, err := t.claimedOf(ctx, o.Document)
		if err != nil {
			return d, err
		}
		own, err := t.ledger.Noted(ctx, o.Document, noteOwn)
		if err != nil {
			return d, err
		}
		if d.Owed, err = t.owed(ctx, o.Payee, o.Document); err != nil {
			return d, err
		}
		below := f.sum(claimed, -own)
		d.PassedOn, spent = f.sum(below, p.committed), f.sum(spent, -below)
	}
	// Authority that was canceled takes what was passed on too: then less than nothing is left here, and the sums still hold.
	d.Paid, d.Left = f.sum(spent, -d.Owed), f.sum(open, -p.committed)
	if f.err != nil {
		return d, f.err
	}
	payee, err := t.consortium.Payee(ctx, d.Payee)
	d.Name = payee.Name
	return d, err
}

// ofSubAward is a part that was passed on: what of its money is its own recipient's, and what it passed on in turn.
func (t *tree) ofSubAward(ctx context.Context, s SubAward) (d Descent, err error) {
	d = Descent{Id: s.Id, Under: above(s.Id), Payee: s.Recipient}
	if d.Amount, d.Left, _, err = t.moneyOf(ctx, s.tier(), position{}); err != nil {
		return d, err
	}
	own, err := t.ledger.Noted(ctx, s.Id, noteOwn)
	if err != nil {
		return d, err
	}
	if d.Owed, err = t.owed(ctx, s.Recipient, s.Id); err != nil {
		return d, err
	}
	d.Paid, d.PassedOn = own-d.Owed, d.Amount-own-d.Left // parts of it
	payee, err := t.consortium.Payee(ctx, d.Payee)
	d.Name = payee.Name
	return d, err
}

// owed is what a payee is owed under an award or sub-award, and was not disbursed. An advance is paid before it is owed.
func (t *tree) owed(ctx context.Context, payee, tier string) (money.Amount, error) {
	if t.open == nil {
		t.open = make(map[string]map[string]money.Amount)
	}
	if t.open[payee] == nil {
		all, err := t.owedTo(ctx, payee)
		if err != nil {
			return 0, err
		}
		t.open[payee] = all
	}
	return t.open[payee][tier], nil
}
