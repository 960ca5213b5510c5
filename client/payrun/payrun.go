// Package payrun turns a file of what is to be paid into schedules, each once, however often it is run. It owns the plan: which line of the file
// is which payable, on which schedule it stands, what it does to each fund, and everything that is wrong with the file, before anything is sent.
//
// It knows the files and asks a node; it signs nothing.
package payrun

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/cosmos/gogoproto/grpc"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/payment"
)

// The rules to which a run holds a file, beside those of the file's own format.
const (
	UnknownPayable = "unknown-payable" // nothing of this name is owed
	NotOpen        = "not-open"        // it stands on another schedule, or is with the bank
	OtherAmount    = "other-amount"    // not what is owed
	OtherPayee     = "other-payee"     // not whom it is owed to
	Twice          = "twice"           // the file has it before
	BadSchedule    = "schedule"        // a number that no schedule has, or more lines than one
	Totals         = "control-totals"  // not what the officer says that the file comes to
	NoOrder        = "no-order"        // the file asks for no payments
)

// Order is how a run is to be carried out.
type Order struct {
	Office string
	Prefix string // of the numbers of schedules, where the file has none
	Size   int    // lines of a schedule at most
	Lines  int    // that the file is said to have; 0: nobody said so
	Total  money.Amount
}

// Line is a line of the file with what it pays.
type Line struct {
	Line int
	payment.Payable
	Fund string
}

// Schedule is a part of the run that is prepared at once.
type Schedule struct {
	Number string
	Lines  []Line
	Done   bool // an earlier run prepared it
}

// Effect is what a run does to a fund, once it is paid.
type Effect struct {
	Fund    string
	Lines   int
	Amount  money.Amount
	Balance money.Amount // with the Treasury, before
}

// Run is a file that was planned.
type Run struct {
	Order
	File      *bank.File
	Year      int // the fiscal year of its schedules
	Schedules []*Schedule
	Effects   []Effect // in the order of the funds' symbols
	Count     int
	Amount    money.Amount
}

// Done is how many lines an earlier run prepared.
func (r *Run) Done() (n int) {
	for _, s := range r.Schedules {
		if s.Done {
			n += len(s.Lines)
		}
	}
	return n
}

// Plan finds what each line of a file pays, and everything that is wrong: a run whose file has a fault is not carried out. It tells how far it
// is, line by line.
func Plan(ctx context.Context, chain grpc.ClientConn, o Order, file *bank.File, progress func(lines int)) (*Run, error) {
	p := planner{Run: &Run{Order: o, File: file}, books: newBooks(chain), seen: make(map[string]int)}
	if file.Sound() && file.Kind != bank.Orders && file.Kind != bank.PAM {
		file.Fault(1, NoOrder, "the file is of kind %s; payments are imported from CSV and from PAM standard payment requests", file.Kind)
	}
	if !file.Sound() {
		return p.Run, nil // nothing is asked for a file that may mean something else
	}
	if err := p.books.open(ctx); err != nil {
		return nil, err
	}
	p.Year = p.books.year
	for _, b := range file.Batches {
		if err := p.batch(ctx, b, progress); err != nil {
			return nil, err
		}
	}
	p.wholes()
	p.controls()
	file.Sort()
	if !file.Sound() {
		return p.Run, nil
	}
	return p.Run, p.effects(ctx)
}

type planner struct {
	*Run
	books *books
	seen  map[string]int // payables, with the lines that pay them
}

// batch plans a part of the file: on the schedule that it names, or on as many as it needs.
func (p *planner) batch(ctx context.Context, b *bank.Batch, progress func(int)) error {
	size := p.Size
	if b.Number != "" {
		size = len(b.Lines)
		p.begin(b.Line, strings.ReplaceAll(strings.TrimLeft(b.Number, "0"), "-", ""))
	}
	for i, l := range b.Lines {
		if b.Number == "" && i%size == 0 {
			p.begin(l.Line, fmt.Sprintf("%s%04d", p.Prefix, len(p.Schedules)+1))
		}
		line, err := p.line(ctx, l)
		if err != nil {
			return err
		}
		p.Count++
		if p.Amount, err = money.Add(p.Amount, l.Amount); err != nil {
			return err
		}
		s := p.Schedules[len(p.Schedules)-1]
		s.Lines = append(s.Lines, line)
		progress(p.Count)
	}
	return nil
}

// begin begins a schedule.
func (p *planner) begin(line int, number string) {
	if why := payment.CheckScheduleNumber(number); why != "" {
		p.File.Fault(line, BadSchedule, "%q is no number of a schedule: %s", rule.Clip(number, 40), why)
	}
	if slices.ContainsFunc(p.Schedules, func(s *Schedule) bool { return s.Number == number }) {
		p.File.Fault(line, BadSchedule, "schedule %s stands twice", number)
	}
	p.Schedules = append(p.Schedules, &Schedule{Number: number})
}

// wholes looks at the schedules as wholes: one of which an earlier run prepared some lines was prepared with all of them, or is another's.
func (p *planner) wholes() {
	for _, s := range p.Schedules {
		if len(s.Lines) > payment.MaxLines {
			p.File.Fault(s.Lines[0].Line, BadSchedule, "schedule %s has %d lines, at most %d", s.Number, len(s.Lines), payment.MaxLines)
		}
		on := 0
		for _, l := range s.Lines {
			if l.Schedule != "" {
				on++
			}
		}
		if s.Done = on > 0 && on == len(s.Lines); on > 0 && !s.Done {
			p.File.Fault(s.Lines[0].Line, BadSchedule, "schedule %s was prepared with %d of its %d lines: give the run another number",
				s.Number, on, len(s.Lines))
		}
	}
}

// line finds what a line pays; that it is not to be paid is a fault of the file.
func (p *planner) line(ctx context.Context, l bank.Line) (Line, error) {
	refuse := func(ruleName, format string, args ...any) (Line, error) {
		p.File.Fault(l.Line, ruleName, format, args...)
		return Line{Line: l.Line}, nil
	}
	owed, found, err := p.books.payable(ctx, l)
	if err != nil {
		return Line{}, err
	}
	if !found {
		return refuse(UnknownPayable, "%s is not owed: nothing of this name is, or it is settled", owed.Id)
	}
	if before := p.seen[owed.Id]; before > 0 {
		return refuse(Twice, "%s stands on line %d already", owed.Id, before)
	}
	p.seen[owed.Id] = l.Line
	here := p.Office + "/"
	switch number := p.Schedules[len(p.Schedules)-1].Number; {
	case l.Amount != owed.Amount:
		return refuse(OtherAmount, "%s is %s, the file says %s", owed.Id, owed.Amount, l.Amount)
	case p.File.Kind == bank.Orders && l.Name != owed.Payee:
		return refuse(OtherPayee, "%s is owed to %s, the file says %q", owed.Id, owed.Payee, rule.Clip(l.Name, 40))
	case owed.Schedule != "" && !(strings.HasPrefix(owed.Schedule, here) && strings.HasSuffix(owed.Schedule, "/"+number)):
		return refuse(NotOpen, "%s is %s, on schedule %s", owed.Id, owed.Status.Words(), owed.Schedule)
	}
	fund, err := p.books.fundOf(ctx, owed.Obligation)
	return Line{Line: l.Line, Payable: owed, Fund: fund}, err
}

// controls holds the file to what the officer says that it comes to.
func (p *planner) controls() {
	if p.Lines > 0 && p.Lines != p.Count {
		p.File.Fault(1, Totals, "the file has %s, said were %d", rule.Count(p.Count, "payment"), p.Lines)
	}
	if p.Total > 0 && p.Total != p.Amount {
		p.File.Fault(1, Totals, "the file comes to %s, said was %s", p.Amount, p.Total)
	}
}

// effects adds up what is not done yet, by fund.
func (p *planner) effects(ctx context.Context) (err error) {
	byFund := make(map[string]*Effect)
	for _, s := range p.Schedules {
		for _, l := range s.Lines {
			if s.Done {
				continue
			}
			e := byFund[l.Fund]
			if e == nil {
				e = &Effect{Fund: l.Fund}
				byFund[l.Fund] = e
			}
			e.Lines++
			if e.Amount, err = money.Add(e.Amount, l.Amount); err != nil {
				return err
			}
		}
	}
	for _, e := range byFund {
		if e.Balance, err = p.books.balance(ctx, e.Fund); err != nil {
			return err
		}
		p.Effects = append(p.Effects, *e)
	}
	slices.SortFunc(p.Effects, func(a, b Effect) int { return strings.Compare(a.Fund, b.Fund) })
	return nil
}

// Go prepares each schedule that is not done, in the order of the file, and tells how many lines are. What prepares one may fail: what was
// prepared before stays, and another run goes on from there.
func (r *Run) Go(prepare func(*payment.MsgPrepare) error, progress func(lines int)) error {
	done := r.Done()
	progress(done)
	for _, s := range r.Schedules {
		if s.Done {
			continue
		}
		msg := &payment.MsgPrepare{Office: r.Office, Number: s.Number}
		for _, l := range s.Lines {
			msg.Payables = append(msg.Payables, l.Id)
		}
		if err := prepare(msg); err != nil {
			return form.At(err, "schedule %s, lines %d to %d of the file", s.Number, s.Lines[0].Line, s.Lines[len(s.Lines)-1].Line)
		}
		s.Done = true
		done += len(s.Lines)
		progress(done)
	}
	return nil
}

// Print lays out a run for people: its schedules, its totals, and what it does to each fund.
func (r *Run) Print(w io.Writer) error {
	var schedules, funds [][]string
	for _, s := range r.Schedules {
		var sum money.Amount
		for _, l := range s.Lines {
			sum += l.Amount // parts of r.Amount, which was added with care
		}
		state := "to be prepared"
		if s.Done {
			state = "prepared before"
		}
		schedules = append(schedules, []string{fmt.Sprintf("%s/%d/%s", r.Office, r.Year, s.Number), strconv.Itoa(len(s.Lines)), sum.String(), state})
	}
	schedules = append(schedules, []string{"in all", strconv.Itoa(r.Count), r.Amount.String(), ""})
	for _, e := range r.Effects {
		funds = append(funds, []string{e.Fund, strconv.Itoa(e.Lines), e.Amount.String(), e.Balance.String(), (e.Balance - e.Amount).String()})
	}
	out := form.Table([]string{"schedule", "payments", "amount", "state"}, schedules, "payments", "amount")
	if len(funds) > 0 {
		out += "\n" + form.Table([]string{"fund", "payments", "amount", "with the Treasury", "after it is paid"}, funds,
			"payments", "amount", "with the Treasury", "after it is paid")
	}
	_, err := io.WriteString(w, out)
	return err
}
