package payment

import (
	"context"
	"slices"
	"strconv"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
)

type msgServer struct{ Keeper }

// NewMsgServer handles the messages of payment.
func NewMsgServer(k Keeper) MsgServer { return msgServer{k} }

// ValidateBasic checks what can be checked without state.
func (m *MsgPrepare) ValidateBasic() error { return checkSchedule(m.Number, m.Payables) }

// CheckScheduleNumber says what is wrong with the number of a schedule, or "".
func CheckScheduleNumber(number string) string {
	return rule.CheckID(number, rule.Capitals+rule.Digits, maxSchedule)
}

// checkSchedule refuses a schedule whose number is none, and one that names no payables, too many, or one twice.
func checkSchedule(number string, payables []string) error {
	if why := CheckScheduleNumber(number); why != "" {
		return ErrMalformedSchedule.Refuse("number %q: %s", rule.Clip(number, 70), why)
	}
	if n := len(payables); n == 0 || n > MaxLines {
		return ErrMalformedSchedule.Refuse("%d payables, between 1 and %d", n, MaxLines)
	}
	seen := make(map[string]bool, len(payables))
	for i, id := range payables {
		if seen[id] {
			return ErrMalformedSchedule.Refuse("line %d: %s stands twice", i+1, rule.Clip(id, 70))
		}
		seen[id] = true
	}
	return nil
}

// Prepare puts open payables of an agency on a new schedule for a paying office.
func (k msgServer) Prepare(ctx context.Context, m *MsgPrepare) (*MsgPrepareResponse, error) {
	payables, err := k.load(ctx, m.Payables)
	if err != nil {
		return nil, err
	}
	officer, sum, err := k.authorise(ctx, m.Signer, consortium.BudgetOfficer, "", payables)
	if err != nil {
		return nil, err
	}
	if _, err := k.consortium.ActiveMember(ctx, m.Office); err != nil {
		return nil, err
	}
	if err := k.payableTo(ctx, officer.Member, payables); err != nil {
		return nil, err
	}
	schedule, err := k.put(ctx, officer, m.Office, m.Number, payables)
	if err != nil {
		return nil, err
	}
	event := &SchedulePrepared{Schedule: schedule, Lines: uint32(len(payables)), Amount: sum, By: officer.Id}
	return &MsgPrepareResponse{Schedule: schedule}, room.Emit(ctx, event)
}

// put puts open payables on a new schedule. The person may not be one who obligated or approved what it pays.
func (k Keeper) put(ctx context.Context, by consortium.Officer, office, number string, payables []Payable) (id string, err error) {
	s := Schedule{Office: office, Member: by.Member, Status: StatusPrepared}
	if err := s.stranger(by.Id, Prepared, payables); err != nil {
		return "", err
	}
	s.PreparedBy = by.Id
	if s.Id, err = k.number(ctx, office, number); err != nil {
		return "", err
	}
	lines := ScheduleLines{Schedule: s.Id}
	err = k.save(ctx, payables, func(p Payable) (Payable, error) {
		p.Schedule, lines.Payables = s.Id, append(lines.Payables, p.Id)
		return p.Move(PayableOpen, PayableScheduled)
	})
	if err != nil {
		return "", err
	}
	if err := k.schedules.Set(ctx, s.Id, s); err != nil {
		return "", err
	}
	return s.Id, k.lines.Set(ctx, s.Id, lines)
}

// number makes the id of a new schedule, which is used once for ever.
func (k Keeper) number(ctx context.Context, office, number string) (string, error) {
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return "", err
	}
	year, err := k.appropriation.FiscalYear(ctx, today)
	if err != nil {
		return "", err
	}
	id := office + "/" + strconv.Itoa(year) + "/" + number
	used, err := k.scheduleIDs.Has(ctx, id)
	if err != nil {
		return "", err
	}
	if used {
		return "", ErrScheduleUsed.Refuse("%s", id)
	}
	return id, k.scheduleIDs.Set(ctx, id)
}

// fundsOf are the funds that the payables draw on, each once, and the one agency whose they are.
func (k Keeper) fundsOf(ctx context.Context, payables []Payable) (funds []appropriation.Fund, member string, err error) {
	for _, p := range payables {
		o, err := k.appropriation.Obligation(ctx, p.Obligation)
		if err != nil {
			return nil, "", err
		}
		if slices.ContainsFunc(funds, func(f appropriation.Fund) bool { return f.Symbol == o.Fund() }) {
			continue
		}
		fund, err := k.appropriation.Fund(ctx, o.Fund())
		if err != nil {
			return nil, "", err
		}
		if member == "" {
			member = fund.Member
		}
		if fund.Member != member {
			return nil, "", ErrForeignPayable.Refuse("%s is owed by %s, the schedule is of %s", p.Id, fund.Member, member)
		}
		funds = append(funds, fund)
	}
	return funds, member, nil
}

// scopesOf are where an act on funds is done.
func scopesOf(funds []appropriation.Fund) (scopes []consortium.Scope) {
	for _, f := range funds {
		scopes = append(scopes, f.Scopes()...)
	}
	return scopes
}

// current refuses payables of which one is of a fund from which nothing is paid any more, before a schedule is bound to fail by it.
func (k Keeper) current(ctx context.Context, funds []appropriation.Fund, payables []Payable) error {
	at := slices.IndexFunc(funds, func(f appropriation.Fund) bool { return f.Canceled })
	if at < 0 {
		return nil
	}
	for _, p := range payables {
		o, err := k.appropriation.Obligation(ctx, p.Obligation)
		if err != nil {
			return err
		}
		if o.Fund() == funds[at].Symbol {
			return appropriation.ErrCanceled.Refuse("fund %s, %s", o.Fund(), p.Id)
		}
	}
	return nil
}

// authorise asks whether the signer may pay the payables; "" as the member is the one whose funds they draw on.
func (k Keeper) authorise(
	ctx context.Context, signer string, duty consortium.Duty, member string, payables []Payable,
) (officer consortium.Officer, sum money.Amount, err error) {
	if sum, err = total(payables); err != nil {
		return officer, 0, err
	}
	officer, funds, err := k.mayAct(ctx, signer, duty, member, payables, sum)
	if err != nil {
		return officer, 0, err
	}
	return officer, sum, k.current(ctx, funds, payables)
}

// mayAct asks whether the signer may act on payables, for an amount; what is taken back moves no money, and has none. It returns their funds.
func (k Keeper) mayAct(
	ctx context.Context, signer string, duty consortium.Duty, member string, payables []Payable, amount money.Amount,
) (officer consortium.Officer, funds []appropriation.Fund, err error) {
	funds, owner, err := k.fundsOf(ctx, payables)
	if err != nil {
		return officer, nil, err
	}
	if member == "" {
		member = owner
	}
	officer, err = k.consortium.Authorise(ctx, signer, consortium.Act{
		Duty: duty, Member: member, Scopes: scopesOf(funds), Amount: amount,
	})
	return officer, funds, err
}

// Certify certifies that a schedule is legal, proper and correct (31 USC 3528).
func (k msgServer) Certify(ctx context.Context, m *MsgCertify) (*MsgCertifyResponse, error) {
	schedule, payables, err := k.schedule(ctx, m.Schedule)
	if err != nil {
		return nil, err
	}
	officer, sum, err := k.authorise(ctx, m.Signer, consortium.CertifyingOfficer, schedule.Member, payables)
	if err != nil {
		return nil, err
	}
	if schedule, err = schedule.Certify(officer.Id, payables); err != nil {
		return nil, err
	}
	if err := k.payableTo(ctx, schedule.Member, payables); err != nil {
		return nil, err
	}
	if err := k.schedules.Set(ctx, schedule.Id, schedule); err != nil {
		return nil, err
	}
	event := &ScheduleCertified{Schedule: schedule.Id, Lines: uint32(len(payables)), Amount: sum, By: officer.Id}
	return &MsgCertifyResponse{}, room.Emit(ctx, event)
}

// Disburse pays every line of a certified schedule, or none.
func (k msgServer) Disburse(ctx context.Context, m *MsgDisburse) (*MsgDisburseResponse, error) {
	schedule, payables, err := k.schedule(ctx, m.Schedule)
	if err != nil {
		return nil, err
	}
	officer, sum, err := k.authorise(ctx, m.Signer, consortium.DisbursingOfficer, schedule.Office, payables)
	if err != nil {
		return nil, err
	}
	if schedule, err = schedule.Disburse(officer.Id, payables); err != nil {
		return nil, err
	}
	if _, err := k.consortium.ActiveMember(ctx, schedule.Member); err != nil {
		return nil, err // suspended since it certified
	}
	if err := k.payableTo(ctx, schedule.Member, payables); err != nil {
		return nil, err
	}
	accounts, err := k.accountsOf(ctx, schedule.Office, payables)
	if err != nil {
		return nil, err
	}
	err = k.save(ctx, payables, func(p Payable) (Payable, error) {
		if p.Roll == "" { // whom a roll pays has an account of his own
			p.Account = accounts[p.Payee]
		}
		return p.Move(PayableScheduled, PayableDisbursed)
	})
	if err != nil {
		return nil, err
	}
	if err := k.schedules.Set(ctx, schedule.Id, schedule); err != nil {
		return nil, err
	}
	for _, p := range payables {
		if err := k.paid(ctx, p, officer.Id); err != nil {
			return nil, err
		}
		if err := k.late(ctx, p); err != nil {
			return nil, err
		}
	}
	event := &ScheduleDisbursed{Schedule: schedule.Id, Lines: uint32(len(payables)), Amount: sum, By: officer.Id}
	return &MsgDisburseResponse{}, room.Emit(ctx, event)
}
