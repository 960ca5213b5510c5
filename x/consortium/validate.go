package consortium

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// Bounds on texts and lists, in bytes and items.
const (
	maxID        = 32
	maxName      = 128
	maxReason    = 256
	maxKeys      = 8  // at a time
	maxAdded     = 64 // that one holder ever adds
	maxFund      = 32
	maxHeld      = 16
	maxMembers   = 64
	maxProposals = 16 // of one administrator
)

// faults gathers what is wrong with a genesis.
type faults struct{ room.Faults }

func (f *faults) text(place, what, fault string) {
	if fault != "" {
		f.Add(place, ErrMalformedGenesis.Refuse("%s: %s", what, fault))
	}
}

func (f *faults) once(place string, seen map[string]string, what, value string) {
	if first, twice := seen[value]; twice {
		f.Add(place, ErrMalformedGenesis.Refuse("%s %s is also that of %s", what, value, first))
		return
	}
	seen[value] = place
}

// Validate finds every fault of a genesis.
func (g GenesisState) Validate() error {
	var f faults
	f.date(g.Calendar, g.Date)
	f.Add("charter", g.Charter.fault())
	members, officers, payees := make(map[string]string), make(map[string]string), make(map[string]string)
	if n := len(g.Members); n > maxMembers {
		f.Add("members", ErrTooManyMembers.Refuse("%d, at most %d", n, maxMembers))
	}
	for i, m := range g.Members {
		place := fmt.Sprintf("members[%d] %s", i, m.Id)
		f.text(place, "id", CheckID(m.Id))
		f.text(place, "name", rule.CheckText(m.Name, maxName))
		f.Add(place, checkMandates(m.Mandates))
		f.once(place, members, "id", m.Id)
	}
	if n := len(g.Members); n > 0 && !slices.ContainsFunc(g.Members, func(m Member) bool { return !m.Suspended }) {
		f.Add("members", ErrLastMember.Refuse("all %d are suspended", n))
	}
	for i, o := range g.Officers {
		place := fmt.Sprintf("officers[%d] %s", i, o.Id)
		f.once(place, officers, "id", o.Id)
		f.officer(place, o, members)
	}
	for i, p := range g.Payees {
		place := fmt.Sprintf("payees[%d] %s", i, p.Uei)
		f.once(place, payees, "UEI", p.Uei)
		f.payee(place, p, members)
	}
	f.waiting(g, members, officers, payees)
	f.keys(g)
	return f.All
}

func (f *faults) officer(place string, o Officer, members map[string]string) {
	f.text(place, "id", CheckID(o.Id))
	f.text(place, "title", rule.CheckText(o.Title, maxName))
	f.member(place, o.Member, members)
	f.listed(place, o.Keys)
	if n := len(o.Appointments); n > maxHeld {
		f.Add(place, ErrMalformedGenesis.Refuse("%d duties, at most %d", n, maxHeld))
	}
	scopes := make(map[string]string)
	for _, a := range o.Appointments {
		f.Add(place, a.fault())
		f.once(place, scopes, "duty", a.scope())
	}
}

func (f *faults) payee(place string, p Payee, members map[string]string) {
	f.Add(place, CheckUEI(p.Uei))
	f.text(place, "name", rule.CheckText(p.Name, maxName))
	f.member(place, p.Member, members)
	if p.SuspendedBy != "" {
		f.member(place, p.SuspendedBy, members)
	}
	f.listed(place, p.Keys)
}

func (f *faults) member(place, id string, members map[string]string) {
	if members[id] == "" {
		f.Add(place, ErrUnknownMember.Refuse("%q", rule.Clip(id, 40)))
	}
}

// waiting finds the faults of what is not decided yet, and of what was used of the day.
func (f *faults) waiting(g GenesisState, members, officers, payees map[string]string) {
	for i, v := range g.Invitations {
		place := fmt.Sprintf("invitations[%d] %s", i, v.Uei)
		f.Add(place, CheckUEI(v.Uei))
		f.text(place, "name", rule.CheckText(v.Name, maxName))
		f.member(place, v.Member, members)
		f.person(place, v.By, officers)
		f.Add(place, checkDate(v.Expires))
	}
	messages, uses := make(map[string]string), make(map[string]string)
	for i, p := range g.Proposals {
		place := fmt.Sprintf("proposals[%d] of %s", i, p.By)
		f.member(place, p.Member, members)
		f.person(place, p.By, officers)
		f.Add(place, checkDate(p.Expires))
		if p.Message == nil {
			f.Add(place, ErrMalformedGenesis.Refuse("no message"))
			continue
		}
		f.once(place, messages, "message", p.Member+" "+digest(p.Message))
	}
	for i, u := range g.DayUses {
		place := fmt.Sprintf("day_uses[%d] of %s", i, u.Officer)
		f.person(place, u.Officer, officers)
		f.once(place, uses, "day", u.Officer+" "+u.Appointment)
		f.Add(place, checkDate(u.Use.Date))
		if why := u.Use.Amount.Check(); why != "" {
			f.Add(place, ErrMalformedGenesis.Refuse("amount %s", why))
		}
	}
	for i, k := range g.FormerKeys {
		f.former(fmt.Sprintf("former_keys[%d] %s%s", i, k.Holder.Officer, k.Holder.Payee), k.Holder, officers, payees)
	}
}

// former refuses a holder who is not one person or payee: what was somebody's key is never free again.
func (f *faults) former(place string, h Holder, officers, payees map[string]string) {
	switch {
	case h.InvitedBy != "" || (h.Officer == "") == (h.Payee == ""):
		f.Add(place, ErrMalformedGenesis.Refuse("name one officer or one payee, who held it"))
	case h.Officer != "":
		f.person(place, h.Officer, officers)
	case payees[h.Payee] == "":
		f.Add(place, ErrUnknownPayee.Refuse("UEI %q", rule.Clip(h.Payee, 20)))
	}
}

func (f *faults) person(place, id string, officers map[string]string) {
	if officers[id] == "" {
		f.Add(place, ErrUnknownOfficer.Refuse("%q", rule.Clip(id, 40)))
	}
}

// date refuses a manual calendar that does not say where it begins, and a date that no calendar would read.
func (f *faults) date(calendar Calendar, day date.Date) {
	switch {
	case calendar != Manual && calendar != BlockTime:
		f.Add("params", ErrMalformedGenesis.Refuse("calendar %d is none", calendar))
	case calendar == Manual && !day.Valid(), calendar == BlockTime && day != "":
		f.Add("date", ErrMalformedGenesis.Refuse("%q, and the calendar is %s; a date is given with a manual calendar and only then",
			rule.Clip(string(day), 20), strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(calendar.String(), "CALENDAR_"), "_", " "))))
	}
}

// fault says what is wrong with an appointment, or nil.
func (a Appointment) fault() error {
	switch {
	case Duty_name[int32(a.Duty)] == "" || a.Duty == DutyUnspecified:
		return ErrMalformedAppointment.Refuse("duty %d is none", a.Duty)
	case !a.Expires.Valid():
		return ErrMalformedAppointment.Refuse("%s: expiry %q is not a date", a.Duty.Words(), rule.Clip(string(a.Expires), 20))
	case (a.Duty == Administrator || a.Duty == NodeOperator) && a.Bureau+a.Fund != "":
		return ErrMalformedAppointment.Refuse("%s: it is of the whole member, of no bureau and no fund", a.Duty.Words())
	case a.Bureau != "" && CheckID(a.Bureau) != "":
		return ErrMalformedAppointment.Refuse("%s: bureau %s", a.Duty.Words(), CheckID(a.Bureau))
	case a.Fund != "" && rule.CheckID(a.Fund, rule.Capitals+rule.Digits+"-/", maxFund) != "":
		return ErrMalformedAppointment.Refuse("%s: fund %q", a.Duty.Words(), rule.Clip(a.Fund, 40))
	case a.Duty.CarriesMoney() && a.Limit.Check() != "":
		return ErrMalformedAppointment.Refuse("%s: limit %s", a.Duty.Words(), a.Limit.Check())
	case a.Duty.CarriesMoney() && a.DailyLimit.Check() != "":
		return ErrMalformedAppointment.Refuse("%s: daily limit %s", a.Duty.Words(), a.DailyLimit.Check())
	case a.DailyLimit < a.Limit:
		return ErrMalformedAppointment.Refuse("%s: %s an act and only %s a day", a.Duty.Words(), a.Limit, a.DailyLimit)
	case !a.Duty.CarriesMoney() && (a.Limit != 0 || a.DailyLimit != 0):
		return ErrMalformedAppointment.Refuse("%s carries no money, and has a limit of %s, %s a day",
			a.Duty.Words(), a.Limit, a.DailyLimit)
	}
	return nil
}

func (f *faults) listed(place string, keys []Key) {
	if n := len(keys); n > maxKeys {
		f.Add(place, ErrMalformedGenesis.Refuse("%d keys, at most %d", n, maxKeys))
	}
	for _, key := range keys {
		if key.LastDay != "" {
			f.Add(place, checkDate(key.LastDay))
		}
	}
}

// keys refuses an address that is none, or that stands twice.
func (f *faults) keys(g GenesisState) {
	seen := make(map[string]string)
	for _, b := range g.bound() {
		place := "key of " + b.Holder.Officer + b.Holder.Payee + b.Holder.InvitedBy
		f.Add(place, checkAddress(b.Address))
		f.once(place, seen, "address", b.Address)
	}
}
