package report

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/ledger"
)

type queryServer struct{ Keeper }

// NewQueryServer answers the reports.
func NewQueryServer(k Keeper) QueryServer { return queryServer{k} }

func (q queryServer) Sf133(ctx context.Context, req *QuerySf133Request) (*QuerySf133Response, error) {
	if why := ledger.CheckDefc(req.Defc); req.Defc != "" && why != "" {
		return nil, ErrQuestion.Refuse("disaster emergency fund code %s", why)
	}
	a, err := q.account(ctx, req.Fund)
	if err != nil {
		return nil, err
	}
	lines, err := a.books.Of(req.Defc).SF133()
	return &QuerySf133Response{
		Fund: a.fund.Symbol, Title: a.fund.Title, On: a.on, Year: a.books.Year, Period: a.period(),
		Defc: req.Defc, Defcs: a.books.Defcs(), Lines: lines,
	}, err
}

func (q queryServer) Sf132(ctx context.Context, req *QuerySf132Request) (*QuerySf132Response, error) {
	a, err := q.account(ctx, req.Fund)
	if err != nil {
		return nil, err
	}
	lines, status, err := q.tree(ctx, a.fund.Symbol, nil)
	if err != nil {
		return nil, err
	}
	var all []Apportioned
	for i, l := range lines {
		if l.Kind == appropriation.Apportionment && l.Year >= a.books.Year {
			all = append(all, Apportioned{Line: l, Quarter: a.params.QuarterOf(l.Opens), Status: status[i]})
		}
	}
	sf133, err := a.books.SF133()
	if err != nil {
		return nil, err
	}
	answer := &QuerySf132Response{Fund: a.fund.Symbol, Title: a.fund.Title, On: a.on, Year: a.books.Year}
	answer.Resources, answer.Application, err = SF132(sf133, all)
	return answer, err
}

func (q queryServer) Status(ctx context.Context, req *QueryStatusRequest) (*QueryStatusResponse, error) {
	a, err := q.account(ctx, req.Fund)
	if err != nil {
		return nil, err
	}
	_, lines, err := q.tree(ctx, a.fund.Symbol, nil)
	return &QueryStatusResponse{Fund: a.fund.Symbol, Title: a.fund.Title, On: a.on, Year: a.books.Year, Lines: lines}, err
}

func (q queryServer) Dormant(ctx context.Context, req *QueryDormantRequest) (*QueryDormantResponse, error) {
	if req.Days == 0 || req.Days > maxDays {
		return nil, ErrQuestion.Refuse("%d days, between 1 and %d", req.Days, maxDays)
	}
	a, err := q.account(ctx, req.Fund)
	if err != nil {
		return nil, err
	}
	answer := &QueryDormantResponse{Fund: a.fund.Symbol, Title: a.fund.Title, On: a.on, Year: a.books.Year, Days: req.Days}
	d := Dormant{Today: a.on, Days: req.Days, Last: a.last()}
	lines, status, err := q.tree(ctx, a.fund.Symbol, func(o appropriation.Obligation, m StatusLine) error {
		found, err := d.Undelivered(o, m)
		if err != nil || found == nil {
			return err
		}
		return collect(&answer.Undelivered, &answer.UndeliveredTotal, *found, found.Amount)
	})
	if err != nil {
		return nil, err
	}
	ends := untils(lines)
	for i, l := range lines {
		if found := d.Untouched(l, status[i]); found != nil {
			if err := collect(&answer.Untouched, &answer.UntouchedTotal, *found, found.Left); err != nil {
				return nil, err
			}
		}
		found, err := d.Expiring(l, ends[l.Id], status[i])
		if err == nil && found != nil {
			err = collect(&answer.Expiring, &answer.ExpiringTotal, *found, found.Unobligated)
		}
		if err != nil {
			return nil, err
		}
	}
	return answer, nil
}

func (q queryServer) FileA(ctx context.Context, req *QueryFileARequest) (*QueryFileAResponse, error) {
	a, err := q.account(ctx, req.Fund)
	if err != nil {
		return nil, err
	}
	lines, err := a.books.SF133()
	if err != nil {
		return nil, err
	}
	row, err := FileA(lines)
	return &QueryFileAResponse{
		Fund: a.fund.Symbol, Title: a.fund.Title, On: a.on, Year: a.books.Year, Period: a.period(), Row: row,
	}, err
}

func (q queryServer) FileB(ctx context.Context, req *QueryFileBRequest) (*QueryFileBResponse, error) {
	a, err := q.account(ctx, req.Fund)
	if err != nil {
		return nil, err
	}
	rows, err := a.books.FileB()
	for i, r := range rows {
		rows[i].ProgramActivityName = a.activity(r)
	}
	return &QueryFileBResponse{
		Fund: a.fund.Symbol, Title: a.fund.Title, On: a.on, Year: a.books.Year, Period: a.period(), Rows: rows,
	}, err
}

// activity is the name of a row's programme activity.
func (a account) activity(r RowB) string {
	for _, p := range a.fund.Purposes {
		if p.ProgramActivity == r.ProgramActivity {
			return p.Title
		}
	}
	return r.ProgramActivityName
}

// The bounds of a page of file C.
const (
	pageDefault = 1000
	pageMax     = 10_000
)

func (q queryServer) FileC(ctx context.Context, req *QueryFileCRequest) (*QueryFileCResponse, error) {
	a, err := q.account(ctx, req.Fund)
	if err != nil {
		return nil, err
	}
	limit := int(min(req.Pagination.GetLimit(), pageMax))
	if limit == 0 {
		limit = pageDefault
	}
	answer := &QueryFileCResponse{
		Fund: a.fund.Symbol, Title: a.fund.Title, On: a.on, Year: a.books.Year, Period: a.period(),
		Pagination: &query.PageResponse{},
	}
	last, err := q.eachObligation(ctx, a.fund.Symbol, string(req.Pagination.GetKey()), limit,
		func(o appropriation.Obligation, balances []ledger.Balance) error {
			if o.Instrument == appropriation.CanceledDebt {
				return nil // neither an award nor a contract
			}
			b, err := BalancesOf(balances, a.books.Year)
			if err != nil || b.zero() {
				return err
			}
			attributes, err := q.appropriation.AttributesOf(ctx, o)
			if err != nil {
				return err
			}
			row := RowC{Fain: o.Document, Purpose: purpose(attributes)}
			if o.Instrument == appropriation.Procurement {
				row.Fain, row.Piid = "", o.Document
			}
			row.Purpose.ProgramActivityName, row.Purpose.Balances = a.activity(row.Purpose), b
			answer.Rows = append(answer.Rows, row)
			return nil
		})
	answer.Pagination.NextKey = []byte(last)
	return answer, err
}
