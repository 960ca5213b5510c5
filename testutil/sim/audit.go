package sim

import (
	"errors"
	"fmt"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// guarded are the nets of which no subject has less than nothing.
var guarded = []ledger.Net{
	ledger.Uncollected, ledger.Deferred, ledger.Unapportioned, ledger.Apportioned, ledger.Allotted, ledger.Committed, ledger.Expired,
	ledger.Undelivered, ledger.Advanced, ledger.Unpaid, ledger.Paid, ledger.Receivable,
}

// auditBlock checks, on the committed state, every fund that the block drew on: the entries that it added, the nets of the
// subjects that they name, the fund's totals, and what the reports must keep.
func (s *Sim) auditBlock() error {
	ctx := s.chain.Now()
	for _, f := range s.funds {
		touched, err := s.readJournal(ctx, f)
		if err != nil {
			return fmt.Errorf("journal of %s: %w", f.symbol, err)
		}
		if len(touched) == 0 {
			continue
		}
		for _, subject := range touched {
			if err := s.checkNets(ctx, f, subject); err != nil {
				return err
			}
		}
		totals, err := s.chain.Ledger.TotalsOf(ctx, f.symbol)
		if err == nil {
			err = checkTotals(totals)
		}
		if err != nil {
			return fmt.Errorf("totals of %s: %w", f.symbol, err)
		}
		for _, keeps := range s.Identities {
			if err := keeps(ctx, f.symbol); err != nil {
				return fmt.Errorf("reports of %s: %w", f.symbol, err)
			}
		}
	}
	return nil
}

// readJournal reads the entries that a fund's journal has grown by, and lists the subjects that they name, each once.
func (s *Sim) readJournal(ctx sdk.Context, f *fund) (touched []string, err error) {
	seen := make(map[string]bool)
	for {
		page, size, err := s.chain.History.Entries(ctx, ledger.JournalOf(f.symbol), f.read, 1000)
		if err != nil {
			return nil, err
		}
		for _, bz := range page {
			var e ledger.JournalEntry
			if err := e.Unmarshal(bz); err != nil {
				return nil, err
			}
			if err := f.oracle.Add(e); err != nil {
				return nil, fmt.Errorf("entry %d: %w", f.read, err)
			}
			s.noted(f, e)
			for _, subject := range []string{e.From, e.To} {
				if !seen[subject] {
					seen[subject] = true
					touched = append(touched, subject)
				}
			}
			f.read++
		}
		if f.read >= size {
			return touched, nil
		}
	}
}

// noted counts an entry, and remembers it if it may be corrected; seldom if it may not.
func (s *Sim) noted(f *fund, e ledger.JournalEntry) {
	event := ledger.Event(e.Event)
	s.tally.entries[event]++
	if event == ledger.Obligate {
		f.purposes[e.To] = e.ToAttributes
	}
	if may := correctors[event] != "" && !e.Reversed; (may || f.read%50 == 0) && e.Year == s.year {
		s.entries = append(s.entries, entryAt{f, f.read, event})
	}
}

// checkNets refuses a subject that gave more than it had.
func (s *Sim) checkNets(ctx sdk.Context, f *fund, subject string) error {
	accounts, err := s.chain.Ledger.Accounts(ctx, f.symbol, subject)
	if err != nil {
		return err
	}
	for _, net := range guarded {
		var left money.Amount
		for _, b := range accounts {
			for _, a := range net.Accounts {
				if b.Account != string(a) {
					continue
				}
				if net.Debit {
					left += b.Amount
				} else {
					left -= b.Amount
				}
			}
		}
		if left < 0 {
			return fmt.Errorf("%s of %s in %s is %s", net.Name, subject, f.symbol, left)
		}
	}
	return nil
}

// The accounts of a fund whose sums must agree, in the words of the domain's facts.
const (
	unobligated = "4430 4450 4510 4610 4650 4700"
	bound       = "4801 4871 4881"
	unpaid      = "4901 4971 4981"
	advanced    = "4802 4872"
	ordered     = "4210 4221"
	unexpended  = "3100 3101 3102 3103 3106 3107"
)

// checkTotals holds the totals of a fund to this: each side balances; 1010, and what customers have yet to pay, is what is not
// obligated, not delivered and not paid; of money from laws, unexpended appropriations are what is not obligated, not delivered,
// and advanced; neither laws' money nor customers' is spent beyond what is there.
func checkTotals(totals []ledger.Total) (faults error) {
	sum := func(accounts string, direct bool) (all money.Amount) {
		for _, t := range totals {
			if strings.Contains(accounts, t.Account) && !(direct && t.Attributes.Reimbursable) {
				all += t.Amount
			}
		}
		return all
	}
	must := func(what string, amount money.Amount) {
		if amount != 0 {
			faults = errors.Join(faults, fmt.Errorf("%s by %s", what, amount))
		}
	}
	var budgetary, proprietary, cash, customers money.Amount
	for _, t := range totals {
		switch {
		case ledger.Account(t.Account).Budgetary():
			budgetary += t.Amount
		default:
			proprietary += t.Amount
		}
		if t.Account == string(ledger.FundBalanceWithTreasury) {
			cash += t.Amount
			if t.Attributes.Reimbursable {
				customers += t.Amount
			}
		}
	}
	must("the budgetary side is out", budgetary)
	must("the proprietary side is out", proprietary)
	must("1010 differs from unobligated, undelivered and unpaid", cash+sum(ordered+" "+unobligated+" "+bound+" "+unpaid, false))
	must("unexpended appropriations differ from unobligated, undelivered and advanced",
		sum(unobligated+" "+bound+" "+advanced, true)-sum(unexpended, true))
	must("customers' money stands as an appropriation", sum(unexpended, false)-sum(unexpended, true))
	if cash-customers < 0 || customers < 0 {
		faults = errors.Join(faults, fmt.Errorf("1010 has %s of laws and %s of customers", cash-customers, customers))
	}
	return faults
}

// audit checks everything: the invariants of every room, and the journals against what the ledger keeps, and the files for the Treasury.
func (s *Sim) audit() error {
	ctx := s.chain.Now()
	return errors.Join(
		s.chain.Ledger.CheckInvariants(ctx),
		s.chain.Consortium.CheckInvariants(ctx),
		s.chain.Appropriation.CheckInvariants(ctx),
		s.chain.Grant.CheckInvariants(ctx),
		s.chain.Procurement.CheckInvariants(ctx),
		known(s.chain.Payment.CheckInvariants(ctx)),
		s.compare(ctx),
		s.submit(ctx),
	)
}

// compare holds what the ledger keeps to what the journals of the funds add up to, to the cent, and file C to file B.
func (s *Sim) compare(ctx sdk.Context) (faults error) {
	kept, err := s.chain.Ledger.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	balances, totals := make(map[string][]ledger.Balance), make(map[string][]ledger.Total)
	for _, b := range kept.Balances {
		balances[b.Fund] = append(balances[b.Fund], b)
	}
	for _, t := range kept.Totals {
		totals[t.Fund] = append(totals[t.Fund], t)
	}
	for _, f := range s.funds {
		if err := f.oracle.Differ(balances[f.symbol], totals[f.symbol]); err != nil {
			faults = errors.Join(faults, fmt.Errorf("the oracle of %s: %w", f.symbol, err))
		}
		if err := s.awards(ctx, f, balances[f.symbol]); err != nil {
			faults = errors.Join(faults, fmt.Errorf("reports of %s: %w", f.symbol, err))
		}
	}
	return faults
}

// known leaves out of the faults of payment what the driver itself does: no payables stand for what is owed under its plain
// documents.
func known(err error) (faults error) {
	if joined, is := err.(interface{ Unwrap() []error }); is {
		for _, fault := range joined.Unwrap() {
			faults = errors.Join(faults, known(fault))
		}
		return faults
	}
	if err != nil && strings.HasPrefix(err.Error(), "obligation PLAIN") {
		return nil
	}
	return err
}
