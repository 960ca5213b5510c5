package validator

import (
	"fmt"
	"slices"

	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/consortium"
)

// faults gathers what is wrong with a genesis.
type faults struct {
	room.Faults
	statuses  map[string]Status // of the validators, by id
	addresses map[string]string // whose an address is
}

// Validate finds every fault of a genesis. The members of the validators are looked up when it is read in.
func (g GenesisState) Validate() error {
	f := faults{statuses: make(map[string]Status), addresses: make(map[string]string)}
	for i, v := range g.Validators {
		f.validator(fmt.Sprintf("validators[%d] %s", i, v.Id), v)
	}
	for i, b := range g.FormerKeys {
		place := fmt.Sprintf("former_keys[%d] of %s", i, b.Validator)
		f.known(place, b.Validator)
		address, err := addressOf(b.PubKey)
		f.key(place, b.Validator, address, err)
	}
	f.records(g.Records)
	f.bench(g)
	f.sets(g)
	return f.All
}

func (f *faults) malformed(place, format string, args ...any) {
	f.Add(place, ErrMalformedGenesis.Refuse(format, args...))
}

func (f *faults) validator(place string, v Validator) {
	f.Add(place, v.fault())
	if why := consortium.CheckID(v.Member); why != "" {
		f.malformed(place, "member %s", why)
	}
	if Status_name[int32(v.Status)] == "" || v.Status == StatusUnspecified {
		f.malformed(place, "status %d is none", v.Status)
	}
	if _, twice := f.statuses[v.Id]; twice {
		f.Add(place, ErrValidatorExists.Refuse("%s", rule.Clip(v.Id, 40)))
	}
	f.statuses[v.Id] = v.Status
	address, err := v.address()
	f.key(place, v.Id, address, err)
	if v.Rotation == nil {
		return
	}
	if v.Status != Active || v.Power < 2 || v.Rotation.Until < 1 {
		f.malformed(place, "a rotation until height %d of a validator that is %s, with a power of %d",
			v.Rotation.Until, v.Status.Words(), v.Power)
	}
	address, err = v.Rotation.address()
	f.key(place, v.Id, address, err)
}

// key refuses what is no key to vote with, and one that stands twice.
func (f *faults) key(place, validator, address string, err error) {
	if err != nil {
		f.Add(place, err)
		return
	}
	if first, twice := f.addresses[address]; twice {
		f.Add(place, ErrKeyTaken.Refuse("%s by %s", address, rule.Clip(first, 40)))
	}
	f.addresses[address] = validator
}

func (f *faults) known(place, validator string) {
	if _, known := f.statuses[validator]; !known {
		f.Add(place, ErrUnknownValidator.Refuse("%q", rule.Clip(validator, 40)))
	}
}

func (f *faults) records(records []Record) {
	seen := make(map[string]bool)
	for i, r := range records {
		place := fmt.Sprintf("records[%d] of %s", i, r.Validator)
		f.known(place, r.Validator)
		if f.statuses[r.Validator] == Retired {
			f.malformed(place, "it is retired")
		}
		if seen[r.Validator] {
			f.malformed(place, "it has another one")
		}
		seen[r.Validator] = true
	}
}

// bench refuses too many validators, and none that votes. A chain that begins gives no member a third of the power; in one that
// has been running somebody may have it by what was taken from others.
func (f *faults) bench(g GenesisState) {
	b := g.bench()
	if len(b) > maxValidators {
		f.Add("validators", ErrTooManyValidators.Refuse("%d, at most %d", len(b), maxValidators))
	}
	if b.active() == 0 {
		f.malformed("validators", "none votes, and a chain needs one")
	}
	if len(g.Sets) > 0 {
		return
	}
	for i, v := range b {
		same := func(w Validator) bool { return w.Member == v.Member && w.Status == v.Status }
		if !slices.ContainsFunc(b[:i], same) {
			f.Add("validators", b.underThird(v))
		}
	}
}

// sets refuses sets that could not have been made, and a last one that is not what the validators say.
func (f *faults) sets(g GenesisState) {
	if len(g.Sets) > maxSets {
		f.malformed("sets", "%d, at most %d", len(g.Sets), maxSets)
	}
	for i, s := range g.Sets {
		place := fmt.Sprintf("sets[%d]", i)
		if i > 0 && s.Since.Before(g.Sets[i-1].Since) || s.Ahead > inForce {
			f.malformed(place, "since %s, %d blocks ahead, not in the order of time", s.Since.UTC(), s.Ahead)
		}
		for j, seat := range s.Seats {
			if f.addresses[seat.Address] == "" || seat.Power < 1 || j > 0 && seat.Address <= s.Seats[j-1].Address {
				f.malformed(place, "seat %q with a power of %d; seats are of known keys, in order, each once",
					rule.Clip(seat.Address, 40), seat.Power)
			}
		}
	}
	if f.All != nil || len(g.Sets) == 0 {
		return // what the validators say cannot be told, or need not
	}
	wanted, err := g.bench().seats(false)
	f.Add("sets", err)
	each(Sets{Sets: g.Sets}.last(), wanted, func(address string, given, wanted int64) {
		if given != wanted {
			f.Add("sets", ErrBroken.Refuse("the engine was given a power of %d for %s, the validators say %d", given, address, wanted))
		}
	})
}
