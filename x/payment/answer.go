package payment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cosmossdk.io/collections"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// ExceptionsOf names the log that holds the exceptions of a paying office that were closed.
func ExceptionsOf(office string) string { return "exceptions/" + office }

// ValidateBasic checks what can be checked without state.
func (m *MsgAnswer) ValidateBasic() error {
	if why := rule.CheckHash(m.File); why != "" {
		return ErrMalformedAnswer.Refuse("file: %s", why)
	}
	if n := len(m.Words); n == 0 && m.Through == 0 || n > MaxLines {
		return ErrMalformedAnswer.Refuse("%d lines, between 1 and %d", n, MaxLines)
	}
	before := uint32(0)
	for _, w := range m.Words {
		if w.Line <= before {
			return ErrMalformedAnswer.Refuse("line %d after line %d", w.Line, before)
		}
		if why := w.fault(); why != "" {
			return ErrMalformedAnswer.Refuse("line %d: %s", w.Line, why)
		}
		before = w.Line
	}
	if m.Through != 0 && m.Through < before {
		return ErrMalformedAnswer.Refuse("through line %d, and the last word is line %d", m.Through, before)
	}
	return nil
}

// lines are the first and the last line of the file that a message records.
func (m *MsgAnswer) lines() (first, last uint32) {
	first, last = m.Through, m.Through
	if n := len(m.Words); n > 0 {
		first, last = m.Words[0].Line, max(m.Words[n-1].Line, last)
	}
	return first, last
}

// fault says what is wrong with a word of the bank by itself, or "".
func (w Word) fault() string {
	if why := rule.CheckText(w.Payable, MaxReference); why != "" {
		return "payable: " + why
	}
	if why := rule.CheckText(w.Schedule, MaxReference); why != "" && w.Schedule != "" {
		return "schedule: " + why
	}
	if why := w.Amount.Check(); why != "" && w.Amount != 0 {
		return why
	}
	why := ""
	switch w.Outcome {
	case Settled:
		why = rule.CheckText(w.Reference, MaxReference)
	case Returned:
		why = CheckReason(w.Reference)
	case Corrected:
		if len(w.Reference) != 3 || w.Reference[0] != 'C' || rule.CheckID(w.Reference[1:], rule.Digits, 2) != "" {
			why = "not C and two digits"
		}
	default:
		return "no outcome"
	}
	if why != "" {
		return fmt.Sprintf("reference %q: %s", rule.Clip(w.Reference, 70), why)
	}
	return ""
}

// Answer records what lines of a bank's file say. Each is matched to its payment, which is settled or comes back, or stands in the queue of
// exceptions. A line is recorded once.
func (k msgServer) Answer(ctx context.Context, m *MsgAnswer) (*MsgAnswerResponse, error) {
	if _, err := k.consortium.ActiveMember(ctx, m.Office); err != nil {
		return nil, err
	}
	by, err := k.recorder(ctx, m.Signer, m.Office, nil)
	if err != nil {
		return nil, err
	}
	t := teller{Keeper: k.Keeper, signer: m.Signer, office: m.Office, file: m.File, by: by}
	file := collections.Join(m.Office, m.File)
	before, err := k.lastOf(ctx, file)
	if err != nil {
		return nil, err
	}
	first, last := m.lines()
	if first <= before {
		return nil, ErrAnswered.Refuse("line %d; of %s the lines up to %d are recorded", first, m.File, before)
	}
	for _, w := range m.Words {
		if err := t.take(ctx, w); err != nil {
			return nil, err
		}
	}
	for _, s := range t.schedules {
		if err := k.closeLines(ctx, s.Schedule, s.answered); err != nil {
			return nil, err
		}
	}
	if err := k.answers.Set(ctx, file, last); err != nil {
		return nil, err
	}
	return &t.done, room.Emit(ctx, &AnswerRecorded{
		Office: m.Office, File: m.File, First: first, Last: last,
		Settled: t.done.Settled, Returned: t.done.Returned, Exceptions: t.done.Exceptions, By: t.by,
	})
}

// lastOf is the last line of a bank's file that was recorded; zero if none was.
func (k Keeper) lastOf(ctx context.Context, file collections.Pair[string, string]) (uint32, error) {
	last, err := k.answers.Get(ctx, file)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return last, err
}

// A teller records a file of the bank. He is asked once a fund whether he may, and each schedule is written once.
type teller struct {
	Keeper
	signer, office, file string
	by                   string // the person
	funds                []string
	schedules            []answered
	done                 MsgAnswerResponse
}

// answered is a schedule, and of how many of its lines the file speaks so far.
type answered struct {
	Schedule
	answered uint32
}

// take records one word.
func (t *teller) take(ctx context.Context, w Word) error {
	p, why, err := t.match(ctx, w)
	if err != nil {
		return err
	}
	if why != "" {
		t.done.Exceptions++
		return t.except(ctx, w, why)
	}
	s, err := t.scheduleOf(ctx, p)
	if err != nil {
		return err
	}
	if err := s.stranger(t.by, Recorded, []Payable{p}); err != nil {
		return err
	}
	s.answered++
	if w.Outcome == Settled {
		t.done.Settled++
		err = t.settled(ctx, p)
	} else {
		t.done.Returned++
		err = t.returned(ctx, s.Schedule, p, t.by, w.Reference)
	}
	if err != nil {
		return err
	}
	return t.record(ctx, s.Schedule, p, PaymentRecord{
		Amount: p.Amount, Settled: w.Outcome == Settled, Reference: w.Reference, By: t.by, Answer: t.file, AnswerLine: w.Line,
	})
}

// scheduleOf is the schedule of a payable, read once; the first time that one draws on a fund, it asks whether the teller may record.
func (t *teller) scheduleOf(ctx context.Context, p Payable) (*answered, error) {
	o, err := t.appropriation.Obligation(ctx, p.Obligation)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(t.funds, o.Fund()) {
		fund, err := t.appropriation.Fund(ctx, o.Fund())
		if err != nil {
			return nil, err
		}
		if _, err := t.recorder(ctx, t.signer, t.office, fund.Scopes()); err != nil {
			return nil, err
		}
		t.funds = append(t.funds, fund.Symbol)
	}
	at := slices.IndexFunc(t.schedules, func(s answered) bool { return s.Id == p.Schedule })
	if at < 0 {
		s, err := t.Keeper.schedules.Get(ctx, p.Schedule)
		if err != nil {
			return nil, err
		}
		at, t.schedules = len(t.schedules), append(t.schedules, answered{Schedule: s})
	}
	return &t.schedules[at], nil
}

// except puts a word into the queue of exceptions.
func (t *teller) except(ctx context.Context, w Word, why string) error {
	today, err := t.consortium.Today(ctx)
	if err != nil {
		return err
	}
	id := t.office + "/" + t.file + "/" + strconv.FormatUint(uint64(w.Line), 10)
	return t.exceptions.Set(ctx, exceptionKey(id), Exception{Id: id, Word: w, Why: why, On: today, By: t.by})
}

// exceptionKey orders the exceptions of an office by file and line.
func exceptionKey(id string) collections.Pair[string, string] {
	office, place, _ := strings.Cut(id, "/")
	file, line, _ := strings.Cut(place, "/")
	return collections.Join(office, fmt.Sprintf("%s/%10s", file, line))
}

// ValidateBasic checks what can be checked without state.
func (m *MsgCloseException) ValidateBasic() error { return checkWhy(m.Reason) }

// CloseException takes an exception out of the queue for the office's log.
func (k msgServer) CloseException(ctx context.Context, m *MsgCloseException) (*MsgCloseExceptionResponse, error) {
	key := exceptionKey(m.Exception)
	officer, err := k.consortium.Authorise(ctx, m.Signer, consortium.Act{Duty: consortium.DisbursingOfficer, Member: key.K1()})
	if err != nil {
		return nil, err
	}
	e, err := k.exception(ctx, m.Exception, officer.Id)
	if err != nil {
		return nil, err
	}
	return &MsgCloseExceptionResponse{}, k.close(ctx, e, m.Reason, officer.Id)
}

// exception is one that a person may close: who recorded it does not.
func (k Keeper) exception(ctx context.Context, id, by string) (Exception, error) {
	e, err := room.Get(ctx, k.exceptions, exceptionKey(id), ErrUnknownException, "%q", rule.Clip(id, 160))
	if err != nil {
		return e, err
	}
	if by == e.By {
		return e, ErrConflict.Refuse("%s recorded exception %s", by, e.Id)
	}
	return e, nil
}

// close moves an exception from the state to the office's log.
func (k Keeper) close(ctx context.Context, e Exception, reason, by string) (err error) {
	record, key := ExceptionRecord{Exception: e, Reason: reason, By: by}, exceptionKey(e.Id)
	if record.Closed, err = k.consortium.Today(ctx); err != nil {
		return err
	}
	if err := k.history.Record(ctx, ExceptionsOf(key.K1()), &record); err != nil {
		return err
	}
	if err := k.exceptions.Remove(ctx, key); err != nil {
		return err
	}
	return room.Emit(ctx, &ExceptionClosed{Exception: e.Id, Reason: reason, By: by})
}
