package consortium

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// Bounds on texts and lists, in bytes and items.
const (
	maxID    = 32
	maxName  = 128
	maxKeys  = 8
	maxFund  = 32
	maxHeld  = 16
	maxPower = 1_000_000
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
	f.date(g.Params.Calendar, g.Date)
	members, officers, payees := make(map[string]string), make(map[string]string), make(map[string]string)
	keys, votes := make(map[string]string), make(map[string]string)
	for i, m := range g.Members {
		place := fmt.Sprintf("members[%d] %s", i, m.Id)
		f.text(place, "id", checkID(m.Id))
		f.text(place, "name", rule.CheckText(m.Name, maxName))
		f.once(place, members, "id", m.Id)
	}
	for i, o := range g.Officers {
		place := fmt.Sprintf("officers[%d] %s", i, o.Id)
		f.text(place, "id", checkID(o.Id))
		f.text(place, "title", rule.CheckText(o.Title, maxName))
		f.once(place, officers, "id", o.Id)
		if members[o.Member] == "" {
			f.Add(place, ErrUnknownMember.Refuse("%q", o.Member))
		}
		f.keys(place, keys, o.Keys)
		if n := len(o.Appointments); n > maxHeld {
			f.Add(place, ErrMalformedGenesis.Refuse("%d duties, at most %d", n, maxHeld))
		}
		for _, a := range o.Appointments {
			f.Add(place, a.fault())
		}
	}
	for i, p := range g.Payees {
		place := fmt.Sprintf("payees[%d] %s", i, p.Uei)
		f.Add(place, CheckUEI(p.Uei))
		f.text(place, "name", rule.CheckText(p.Name, maxName))
		f.once(place, payees, "UEI", p.Uei)
		f.keys(place, keys, p.Keys)
	}
	for i, v := range g.Validators {
		f.validator(fmt.Sprintf("validators[%d] of %s", i, v.Member), v, members, votes)
	}
	f.power(g.Validators)
	return f.All
}

// date refuses a manual calendar that does not say where it begins, and a date that no calendar would read.
func (f *faults) date(calendar Calendar, day date.Date) {
	switch {
	case calendar != Manual && calendar != BlockTime:
		f.Add("params", ErrMalformedGenesis.Refuse("calendar %d is none", calendar))
	case calendar == Manual && !day.Valid(), calendar == BlockTime && day != "":
		f.Add("date", ErrMalformedGenesis.Refuse("%q, and the calendar is %s; a date is given with a manual calendar and only then",
			rule.Clip(string(day), 20), strings.ToLower(calendar.String())))
	}
}

func checkID(s string) string { return rule.CheckID(s, rule.Lower+rule.Digits+"-", maxID) }

// fault says what is wrong with an appointment, or nil.
func (a Appointment) fault() error {
	switch {
	case Duty_name[int32(a.Duty)] == "" || a.Duty == DutyUnspecified:
		return ErrMalformedGenesis.Refuse("duty %d is none", a.Duty)
	case !a.Expires.Valid():
		return ErrMalformedGenesis.Refuse("%s: expiry %q is not a date", a.Duty.Words(), a.Expires)
	case a.Fund != "" && rule.CheckID(a.Fund, rule.Capitals+rule.Digits+"-/", maxFund) != "":
		return ErrMalformedGenesis.Refuse("%s: fund %q", a.Duty.Words(), rule.Clip(a.Fund, 40))
	case moneyDuties[a.Duty] && a.Limit.Check() != "":
		return ErrMalformedGenesis.Refuse("%s: limit %s", a.Duty.Words(), a.Limit.Check())
	case a.Limit < 0:
		return ErrMalformedGenesis.Refuse("%s: limit %s", a.Duty.Words(), a.Limit)
	}
	return nil
}

func (f *faults) keys(place string, seen map[string]string, keys []string) {
	if n := len(keys); n == 0 || n > maxKeys {
		f.Add(place, ErrMalformedGenesis.Refuse("%d keys, between 1 and %d", n, maxKeys))
	}
	for _, key := range keys {
		address, err := sdk.AccAddressFromBech32(key)
		if err != nil {
			f.Add(place, ErrMalformedGenesis.Refuse("key %q: %s", rule.Clip(key, 80), err))
		} else if one := address.String(); one != key { // the same address in capitals would be a second entry that nobody can use
			f.Add(place, ErrMalformedGenesis.Refuse("key %q: write it %s", rule.Clip(key, 80), one))
		}
		f.once(place, seen, "key", key)
	}
}

func (f *faults) validator(place string, v Validator, members, votes map[string]string) {
	if members[v.Member] == "" {
		f.Add(place, ErrUnknownMember.Refuse("%q", v.Member))
	}
	if v.Power < 1 || v.Power > maxPower {
		f.Add(place, ErrMalformedGenesis.Refuse("power %d, between 1 and %d", v.Power, maxPower))
	}
	key, err := v.Key()
	if err != nil {
		f.Add(place, err)
		return
	}
	if size := keySizes[key.Type()]; size == 0 {
		f.Add(place, ErrMalformedGenesis.Refuse("key of type %s, one of %s", key.Type(), strings.Join(keyTypes, ", ")))
	} else if n := len(key.Bytes()); n != size {
		f.Add(place, ErrMalformedGenesis.Refuse("key of type %s with %d bytes, not %d", key.Type(), n, size))
	}
	f.once(place, votes, "key", hex.EncodeToString(key.Bytes()))
}

// power refuses a genesis in which one of four or more members could stop the chain alone, by a third of the power. Fewer members
// cannot avoid it: three hold a third each.
func (f *faults) power(validators []Validator) {
	if len(validators) == 0 {
		f.Add("validators", ErrMalformedGenesis.Refuse("there is none, and a chain needs one"))
	}
	var sum int64
	var of []string
	power := make(map[string]int64)
	for _, v := range validators {
		if !slices.Contains(of, v.Member) {
			of = append(of, v.Member)
		}
		power[v.Member] += v.Power
		sum += v.Power
	}
	for _, member := range of {
		if len(of) > 3 && 3*power[member] >= sum {
			f.Add("validators", ErrMalformedGenesis.Refuse("%s holds %d of %d, a third or more", member, power[member], sum))
		}
	}
}
