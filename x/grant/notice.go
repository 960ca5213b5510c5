package grant

import (
	"context"
	"slices"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// noteAwarded is the memorandum account of a notice: what was awarded from it, and not reduced again.
const noteAwarded = "awarded"

// noticeSubject is the subject of a notice's memorandum account. No award or sub-award is called so: a FAIN has no small letters.
func noticeSubject(number string) string { return "nofo/" + number }

// fault says what is wrong with a notice, or nil: its number, listing, title, disaster, text, time and what is available, in this order.
func (n Notice) fault() error {
	if why := rule.CheckID(n.Number, rule.Capitals+rule.Digits+"-", maxNumber); why != "" {
		return ErrMalformedText.Refuse("number of a notice %q: %s", rule.Clip(n.Number, maxNumber), why)
	}
	if why := CheckListing(n.Listing); why != "" {
		return ErrMalformedListing.Refuse("%q: %s", rule.Clip(n.Listing, maxNumber), why)
	}
	if why := rule.CheckText(n.Title, maxTitle); why != "" {
		return ErrMalformedText.Refuse("title: %s", why)
	}
	if why := rule.CheckID(n.Disaster, rule.Capitals+rule.Digits+"-", maxDisaster); why != "" && n.Disaster != "" {
		return ErrMalformedText.Refuse("disaster %q: %s", rule.Clip(n.Disaster, maxDisaster), why)
	}
	if err := checkHash(n.FullText); err != nil {
		return err
	}
	if err := checkPeriod(n.Opens, n.Closes); err != nil {
		return err
	}
	return checkAmount(n.Available)
}

// takes refuses an application on a day on which the notice takes none.
func (n Notice) takes(on date.Date) error {
	switch {
	case n.Withdrawn:
		return ErrNoticeTime.Refuse("notice %s was withdrawn", n.Number)
	case on < n.Opens || on > n.Closes:
		return ErrNoticeTime.Refuse("notice %s takes applications from %s to %s, today is %s", n.Number, n.Opens, n.Closes, on)
	}
	return nil
}

// decides refuses to decide on an application while others may still come: all are looked at together.
func (n Notice) decides(on date.Date) error {
	if !n.Withdrawn && on <= n.Closes {
		return ErrNoticeTime.Refuse("notice %s takes applications until %s, today is %s: nothing is decided before", n.Number, n.Closes, on)
	}
	return nil
}

// bind is the contracts of an award made from a notice: those of its programme, of the notice and its own, those of the first two once.
func (n Notice) bind(programme, own []string) []string {
	all := slices.Clone(programme)
	for _, ref := range n.Terms {
		if !slices.Contains(all, ref) {
			all = append(all, ref)
		}
	}
	return append(all, own...)
}

// ValidateBasic checks what can be checked without state.
func (m *MsgPublishNotice) ValidateBasic() error { return m.notice("").fault() }

func (m *MsgPublishNotice) notice(by string) Notice {
	return Notice{
		Number: m.Notice, Listing: m.Listing, Title: m.Title, Available: m.Available, Opens: m.Opens, Closes: m.Closes,
		Disaster: m.Disaster, Terms: m.Terms, FullText: m.FullText, By: by,
	}
}

// PublishNotice publishes what a programme will award, and until when it takes applications.
func (k msgServer) PublishNotice(ctx context.Context, m *MsgPublishNotice) (*MsgPublishNoticeResponse, error) {
	programme, officer, err := k.ofProgramme(ctx, m.Signer, m.Listing)
	if err != nil {
		return nil, err
	}
	known, err := k.notices.Has(ctx, m.Notice)
	if err != nil {
		return nil, err
	}
	if known {
		return nil, ErrSentBefore.Refuse("notice %s", m.Notice)
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	if m.Closes < today {
		return nil, ErrNoticeTime.Refuse("notice %s would close on %s, today is %s", m.Notice, m.Closes, today)
	}
	notice := m.notice(officer.Id)
	if err := k.terms.Check(ctx, notice.bind(programme.Terms, nil)); err != nil {
		return nil, err
	}
	if err := k.notices.Set(ctx, notice.Number, notice); err != nil {
		return nil, err
	}
	return &MsgPublishNoticeResponse{}, room.Emit(ctx, &NoticePublished{
		Notice: notice.Number, Listing: notice.Listing, Title: notice.Title, Available: notice.Available,
		Opens: notice.Opens, Closes: notice.Closes, By: officer.Id,
	})
}

// ValidateBasic checks what can be checked without state.
func (m *MsgWithdrawNotice) ValidateBasic() error { return checkReason(m.Reason) }

// WithdrawNotice ends a notice. What was awarded from it stays; the applications that wait may be declined or taken back.
func (k msgServer) WithdrawNotice(ctx context.Context, m *MsgWithdrawNotice) (*MsgWithdrawNoticeResponse, error) {
	notice, err := k.notice(ctx, m.Notice)
	if err != nil {
		return nil, err
	}
	_, officer, err := k.ofProgramme(ctx, m.Signer, notice.Listing)
	if err != nil {
		return nil, err
	}
	if notice.Withdrawn {
		return nil, ErrNoticeTime.Refuse("notice %s was withdrawn", notice.Number)
	}
	notice.Withdrawn = true
	if err := k.notices.Set(ctx, notice.Number, notice); err != nil {
		return nil, err
	}
	event := &NoticeWithdrawn{Notice: notice.Number, Reason: m.Reason, By: officer.Id}
	return &MsgWithdrawNoticeResponse{}, room.Emit(ctx, event)
}

// ofProgramme loads a programme, and asks whether the signer may act for it where no fund is touched: a grants officer of its agency.
func (k Keeper) ofProgramme(ctx context.Context, signer, listing string) (p Programme, officer consortium.Officer, err error) {
	if p, err = k.programme(ctx, listing); err != nil {
		return p, officer, err
	}
	officer, err = k.consortium.Authorise(ctx, signer, consortium.Act{Duty: consortium.GrantsOfficer, Member: p.Member})
	return p, officer, err
}

// answering is the application that an award shall answer, with its notice; two empty ones if it answers none. Refused is an award to
// another, of another programme, for another disaster, for more than was asked, or before the notice has closed.
func (k Keeper) answering(ctx context.Context, m *MsgMakeAward) (n Notice, a Application, err error) {
	if m.Application == "" {
		return n, a, nil
	}
	if n, a, err = k.application(ctx, m.Application); err != nil {
		return n, a, err
	}
	today, err := k.consortium.Today(ctx)
	if err != nil {
		return n, a, err
	}
	if err := n.decides(today); err != nil {
		return n, a, err
	}
	switch {
	case n.Withdrawn:
		return n, a, ErrNoticeTime.Refuse("notice %s was withdrawn", n.Number)
	case m.Listing != n.Listing:
		return n, a, ErrOutsideNotice.Refuse("notice %s is of listing %s, the award of %s", n.Number, n.Listing, m.Listing)
	case m.Recipient != a.Applicant:
		return n, a, ErrOutsideNotice.Refuse("application %s is by %s, the award to %s", a.id(), a.Applicant, m.Recipient)
	case n.Disaster != m.Disaster:
		return n, a, ErrOutsideNotice.Refuse("notice %s is for disaster %q, the award for %q", n.Number, n.Disaster, m.Disaster)
	case m.Amount > a.Amount:
		return n, a, ErrOutsideNotice.Refuse("asked for %s, awarded %s, application %s", a.Amount, m.Amount, a.id())
	}
	return n, a, nil
}

// draw notes that an award from a notice has an amount more, or less if it is below zero; it refuses more than is available.
func (k Keeper) draw(ctx context.Context, application string, amount money.Amount) error {
	if application == "" {
		return nil
	}
	number, _, err := splitApplication(application)
	if err != nil {
		return err
	}
	n, err := k.notice(ctx, number)
	if err != nil {
		return err
	}
	awarded, err := k.ledger.Noted(ctx, noticeSubject(number), noteAwarded)
	if err != nil {
		return err
	}
	if left := n.Available - awarded; amount > left {
		return ErrOutsideNotice.Refuse("available %s, asked %s, notice %s", max(0, left), amount, number)
	}
	return k.note(ctx, note{noticeSubject(number), noteAwarded, amount})
}

// grantApplication draws an award on its notice, and settles the application that it answers, if it answers one.
func (k Keeper) grantApplication(ctx context.Context, m *MsgMakeAward, a Application, officer string) error {
	if m.Application == "" {
		return nil
	}
	if err := k.draw(ctx, m.Application, m.Amount); err != nil {
		return err
	}
	return k.settle(ctx, ApplicationRecord{Application: a, Outcome: ApplicationAwarded, By: officer, Fain: m.Fain})
}
