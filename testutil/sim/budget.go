package sim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/ledger"
)

// newest is how many authorities of a fund the driver draws on.
const newest = 8

// found opens the funds of the first year, with some authority each, and the programmes.
func (s *Sim) found() error {
	if err := s.begin(); err != nil {
		return err
	}
	for len(s.wanted) > 0 {
		if err := s.play("open-fund", s.openFund()); err != nil {
			return err
		}
	}
	for _, a := range s.agencies {
		for _, activity := range activities {
			msg := &grant.MsgOpenProgramme{
				Signer: s.address[a.officers[0]], Listing: a.listings[activity], Title: "Relief", ProgramActivity: activity,
			}
			if err := s.play("open-programme", &attempt{msg: msg}); err != nil {
				return err
			}
		}
	}
	for range 5 * len(s.funds) {
		if err := s.play("enact", s.enact()); err != nil {
			return err
		}
	}
	return s.commit()
}

// openFund opens a fund that the year brings; when all are open, seldom one that cannot be.
func (s *Sim) openFund() *attempt {
	m := appropriation.MsgOpenFund{Title: "Relief", Member: s.agencies[0].id}
	switch {
	case len(s.wanted) > 0:
		m = s.wanted[0]
	case s.chance(1, 2):
		return nil
	case s.chance(1, 2):
		m.Fund = s.fund().symbol
	default:
		m.Fund = fmt.Sprintf("070-%d/%d-%04d-000", s.year-2, int(s.year)-s.rand.IntN(4), 1+s.rand.IntN(9))
	}
	m.Signer = s.address[pick(s, examiners)]
	wanted := m.Fund
	return &attempt{msg: &m, done: func(any) { s.opened(&m) }, refused: func(r *rule.Rule) {
		if r == appropriation.ErrFundExists {
			s.wanted = slices.DeleteFunc(s.wanted, func(w appropriation.MsgOpenFund) bool { return w.Fund == wanted })
		}
	}}
}

// enact gives a fund authority: once in a while by a continuing resolution, until a day of the year.
func (s *Sim) enact() *attempt {
	f := s.fund()
	if f == nil {
		return nil
	}
	m := &appropriation.MsgEnact{
		Signer: s.address[pick(s, legislators)], Fund: f.symbol, Amount: s.grand(), Mandatory: f.mandatory,
		Law: fmt.Sprintf("PL %d-%d", s.year-1902, s.rand.IntN(300)), Defc: pick(s, []string{"Q", "Q", "A", "B"}),
	}
	if s.chance(1, 3) {
		m.Purposes = []string{pick(s, f.activities)}
	}
	if s.chance(1, 6) {
		m.Until, m.Defc = s.today.Plus(uint32(s.rand.IntN(70))), "Q"
	}
	return &attempt{msg: m, done: func(answer any) {
		id := answer.(*appropriation.MsgEnactResponse).Authority
		s.grown(id)
		f := s.fundOf(id)
		f.continuing = slices.DeleteFunc(f.continuing, func(old string) bool { return old == m.Replaces && !s.chance(1, 8) })
		if m.Until != "" {
			f.continuing = remember(f.continuing, id, newest)
		}
	}}
}

// replaceContinuing enacts the law whose place a continuing resolution held, or another resolution before it.
func (s *Sim) replaceContinuing() *attempt {
	f := s.fund()
	if f == nil || len(f.continuing) == 0 {
		return nil
	}
	a := s.enact()
	m := a.msg.(*appropriation.MsgEnact)
	m.Fund, m.Until, m.Purposes, m.Defc, m.Replaces, m.Mandatory = f.symbol, "", nil, "Q", pick(s, f.continuing), f.mandatory
	if s.chance(1, 2) {
		m.Until = s.today.Plus(uint32(s.rand.IntN(70)))
	}
	if given, err := s.chain.Ledger.Balance(s.ctx, f.symbol, m.Replaces, ledger.OtherAppropriations); err == nil && s.chance(9, 10) {
		m.Amount += given.Amount
	}
	return a
}

// grown remembers a new authority.
func (s *Sim) grown(id string) {
	if f := s.fundOf(id); f != nil {
		f.authorities = remember(f.authorities, id, newest)
	}
}

// fundOf is the fund to which a line belongs.
func (s *Sim) fundOf(line string) *fund {
	for _, f := range s.funds {
		if f.symbol == appropriation.FundOf(line) {
			return f
		}
	}
	return nil
}

// remember adds to a list that keeps the newest only.
func remember[T any](list []T, one T, most int) []T {
	list = append(list, one)
	return list[max(0, len(list)-most):]
}

// grand is the amount of a law: between a thousand and ten billion dollars.
func (s *Sim) grand() money.Amount {
	amount := money.Amount(100_000)
	for range s.rand.IntN(7) {
		amount *= 10
	}
	return amount + money.Amount(s.rand.Int64N(int64(amount)*9))
}

func authorities(f *fund) []string    { return f.authorities }
func orders(f *fund) []string         { return f.orders }
func deferred(f *fund) []string       { return f.deferred }
func apportionments(f *fund) []string { return f.apportionments }
func allotments(f *fund) []string     { return f.allotments }
func commitments(f *fund) []string    { return f.commitments }

func (s *Sim) rescind() *attempt {
	_, id, left := s.line(authorities, ledger.Unapportioned)
	if id == "" {
		return nil
	}
	return &attempt{msg: &appropriation.MsgRescind{
		Signer: s.address[pick(s, legislators)], Authority: id, Amount: s.part(left/20 + 1), Law: "PL 116-6",
	}}
}

func (s *Sim) transfer() *attempt {
	_, id, left := s.line(authorities, ledger.Unapportioned)
	if id == "" {
		return nil
	}
	m := &appropriation.MsgTransfer{
		Signer: s.address[pick(s, examiners)], Authority: id, Fund: s.fund().symbol, Amount: s.part(left), Law: "31 USC 1532",
	}
	m.Purposes = []string{pick(s, s.fundOf(m.Fund+":").activities)}
	if s.chance(2, 3) {
		m.Exception = "PL 116-6, section 503"
	}
	return &attempt{msg: m, done: func(answer any) { s.grown(answer.(*appropriation.MsgTransferResponse).Authority) }}
}

func (s *Sim) acceptOrder() *attempt {
	f := s.fund()
	if f == nil {
		return nil
	}
	m := &appropriation.MsgAcceptOrder{
		Signer: s.address[s.officer(f.agency)], Fund: f.symbol, Customer: pick(s, s.agencies).id, Amount: s.grand() / 100,
		Agreement: s.number("IAA"),
	}
	return &attempt{msg: m, done: func(answer any) {
		id := answer.(*appropriation.MsgAcceptOrderResponse).Authority
		s.grown(id)
		f := s.fundOf(id)
		f.orders = remember(f.orders, id, 2*newest)
	}}
}

// collect collects also for orders of funds that have expired.
func (s *Sim) collect() *attempt {
	f, id, left := s.line(orders, ledger.Uncollected)
	if s.chance(1, 4) {
		if f = pick(s, s.funds); f == nil || len(f.orders) == 0 {
			return nil
		}
		id = pick(s, f.orders)
		left = s.left(f.symbol, id, ledger.Uncollected)
	}
	if id == "" {
		return nil
	}
	return &attempt{msg: &appropriation.MsgCollect{
		Signer: s.address[s.officer(f.agency)], Authority: id, Amount: s.part(left), Reference: s.number("DEP"),
	}}
}

// withdrawOrder has a customer order less, also after the authority expired.
func (s *Sim) withdrawOrder() *attempt {
	f := pick(s, s.funds)
	if f == nil || len(f.orders) == 0 {
		return nil
	}
	id := pick(s, f.orders)
	left := s.left(f.symbol, id, ledger.Unapportioned) + s.left(f.symbol, id, ledger.Expired)
	if left == 0 {
		return nil
	}
	return &attempt{msg: &appropriation.MsgWithdrawOrder{
		Signer: s.address[s.officer(f.agency)], Authority: id, Amount: s.part(left), Reference: s.number("IAA"),
	}}
}

func (s *Sim) deferAuthority() *attempt {
	_, id, left := s.line(authorities, ledger.Unapportioned)
	if id == "" {
		return nil
	}
	m := &appropriation.MsgDefer{
		Signer: s.address[pick(s, examiners)], Authority: id, Amount: s.part(left), Until: s.today.Plus(uint32(s.rand.IntN(60))),
		Reason: "Contingency",
	}
	return &attempt{msg: m, done: func(any) {
		f := s.fundOf(m.Authority)
		f.deferred = remember(f.deferred, m.Authority, newest)
	}}
}

func (s *Sim) liftDeferral() *attempt {
	_, id, _ := s.line(deferred, ledger.Deferred)
	if id == "" {
		return nil
	}
	return &attempt{msg: &appropriation.MsgLiftDeferral{Signer: s.address[pick(s, examiners)], Authority: id}}
}

// apportion releases authority, mostly for the quarter of the day or for a new project.
func (s *Sim) apportion() *attempt {
	_, id, left := s.line(authorities, ledger.Unapportioned)
	if id == "" {
		return nil
	}
	m := &appropriation.MsgApportion{Signer: s.address[pick(s, examiners)], Authority: id, Amount: s.part(left)}
	switch {
	case s.chance(1, 2):
		m.Category, m.Project = appropriation.CategoryB, s.number("Project ")
		if s.chance(1, 8) {
			m.Project = "Project again"
		}
		if s.chance(1, 8) {
			m.Opens = s.today.Plus(uint32(s.rand.IntN(120)))
		}
	case s.chance(1, 6):
		m.Quarter = uint32(1 + s.rand.IntN(4))
	}
	return &attempt{msg: m, done: func(answer any) {
		made := answer.(*appropriation.MsgApportionResponse).Apportionment
		f := s.fundOf(made)
		f.apportionments = append(f.apportionments, made)
	}}
}

func (s *Sim) withdraw() *attempt {
	_, id, left := s.line(apportionments, ledger.Apportioned)
	if id == "" {
		return nil
	}
	return &attempt{msg: &appropriation.MsgWithdrawApportionment{
		Signer: s.address[pick(s, examiners)], Apportionment: id, Amount: s.part(left),
	}}
}

// soon is a day within so many days, in this year or the next ones.
func (s *Sim) soon(days int) date.Date { return s.today.Plus(uint32(1 + s.rand.IntN(days))) }

// authorityOf is the authority from which a line descends.
func authorityOf(line string) string {
	authority, _, _ := strings.Cut(line, ".")
	return authority
}
