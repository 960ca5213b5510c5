package scenario

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/payment"
)

// Story is a script as it is told: the cast first, then the acts.
type Story struct {
	Cast *Cast
	acts []Line
}

// Step is one act of a story, and what became of it.
type Step struct {
	Date     date.Date
	By       string // the person, by name
	What     string // the comment above the act
	Amount   money.Amount
	Outcome  Outcome
	Surprise string // how it went otherwise than written; "" if it did not
}

// NewStory reads a script into its cast and its acts. The date above the first act is that on which the story begins.
func NewStory(lines []Line, cast *Cast) (*Story, error) {
	s := &Story{Cast: cast}
	for _, l := range lines {
		is, err := cast.Add(l.Words)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", l.Number, err)
		}
		if is && len(s.acts) > 0 {
			return nil, fmt.Errorf("line %d: %s after the first act", l.Number, l.Words[0])
		}
		if is {
			continue
		}
		if l.Words[0] == "on" && len(s.acts) == 0 {
			if len(l.Words) != 2 {
				return nil, fmt.Errorf("line %d: on takes a date", l.Number)
			}
			if cast.Date, err = date.Parse(l.Words[1]); err != nil {
				return nil, fmt.Errorf("line %d: %w", l.Number, err)
			}
			continue
		}
		s.acts = append(s.acts, l)
	}
	return s, nil
}

// Play plays the acts in order and hands each step to tell. An error ends it: the script is wrong, or the chain is away.
func (s *Story) Play(ctx context.Context, p *Player, tell func(Step)) error {
	today := s.Cast.Date
	for i, l := range s.acts {
		switch l.Words[0] {
		case "refused": // read with the act above it
			continue
		case "on":
			out, err := p.Act(ctx, []string{"move-date", "by=clock", "date=" + l.Words[1]})
			if err != nil {
				return fmt.Errorf("line %d: %w", l.Number, err)
			}
			if out.Refused() {
				return fmt.Errorf("line %d: the date was not moved: %s", l.Number, out.Log)
			}
			today = date.Date(l.Words[1])
			continue
		}
		step := Step{Date: today, What: l.Comment, Amount: p.asked(ctx, l.Words)}
		for _, f := range form.Fields(l.Words[1:]) {
			if f.Name == "by" {
				step.By = f.Value
			}
		}
		var err error
		if step.Outcome, err = p.Act(ctx, l.Words); err != nil {
			return fmt.Errorf("line %d: %w", l.Number, err)
		}
		if a := step.Outcome.Amount(); a != 0 {
			step.Amount = a
		}
		step.Surprise = s.surprise(i, step.Outcome)
		tell(step)
	}
	return nil
}

// surprise says how an act went otherwise than its line, and the "refused" line below it, say.
func (s *Story) surprise(i int, out Outcome) string {
	switch {
	case !s.acts[i].Refused && out.Refused():
		return "it should have been accepted"
	case s.acts[i].Refused && !out.Refused():
		return "it should have been refused"
	case out.Refused() && i+1 < len(s.acts) && s.acts[i+1].Words[0] == "refused" && s.acts[i+1].Words[1] != out.Rule():
		return "it should have been refused by " + s.acts[i+1].Words[1]
	}
	return ""
}

// asked is the amount that an act is about: its own, or that of the schedule it names; 0 if it has none.
func (p *Player) asked(ctx context.Context, words []string) money.Amount {
	for _, f := range form.Fields(words[1:]) {
		switch f.Name {
		case "amount":
			if a, err := money.Parse(f.Value); err == nil {
				return a
			}
		case "schedule":
			s, err := payment.NewQueryClient(p.chain).Schedule(ctx, &payment.QueryScheduleRequest{Schedule: f.Value})
			if err == nil {
				return s.Amount
			}
		}
	}
	return 0
}

// Amount is that of the first typed event of the act that has one, or what it released.
func (o Outcome) Amount() money.Amount {
	for _, e := range o.Events {
		if !strings.HasPrefix(e.Type, "purse.") {
			continue
		}
		for _, name := range []string{"amount", "released"} {
			if text, ok := attribute(e, name); ok {
				if n, err := strconv.ParseInt(text, 10, 64); err == nil {
					return money.Amount(n)
				}
			}
		}
	}
	return 0
}

// attribute is the value of an event's attribute, which the engine writes as JSON.
func attribute(e abci.Event, key string) (value string, ok bool) {
	for _, a := range e.Attributes {
		if a.Key == key && json.Unmarshal([]byte(a.Value), &value) == nil {
			return value, true
		}
	}
	return "", false
}
