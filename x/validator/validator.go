// Package validator keeps who votes in consensus: the validators of the members, their keys and their power, what each has
// signed, missed and proposed, and the sets of validators that a light client may still trust. It is the one room that gives the
// engine changes of its set.
//
// It refuses a key that the consensus parameters do not allow or that was ever used, an admission or increase that gives a member
// a third of the power, and power at new keys beyond a third within the light client's trusting period. Taking power away is
// never refused, unless no validator would be left. The members admit, change and retire by resolution; a node operator rotates
// the key and brings the validator back. Evidence of a double signature retires at once; a validator that is down for long is
// stood down.
//
// What holds always: the set is never empty, no key stands for two validators, and what the engine was given is what the
// validators say.
package validator

import (
	"slices"

	"github.com/pursechain/purse/x/consortium"
)

// Bounds on a validator's power and on their number.
const (
	maxPower      = 1_000_000
	maxValidators = 100 // that are not retired: each has a record that is written once a block, and up to two seats
)

// next are the statuses that follow each.
var next = map[Status][]Status{
	Active:    {StoodDown, Retired},
	StoodDown: {Active, Retired},
}

// Words is the status as people say it.
func (s Status) Words() string {
	switch s {
	case Active:
		return "active"
	case StoodDown:
		return "stood down"
	case Retired:
		return "retired"
	}
	return "of no status"
}

// to moves a validator to another status. A rotation ends with the votes of the keys that it is between.
func (v Validator) to(s Status) (Validator, error) {
	if !slices.Contains(next[v.Status], s) {
		return v, ErrStatus.Refuse("%s is %s, and cannot be %s", v.Id, v.Status.Words(), s.Words())
	}
	v.Status, v.Rotation = s, nil
	return v, nil
}

// fault says what is wrong with a validator's id or power, or nil.
func (v Validator) fault() error {
	if why := consortium.CheckID(v.Id); why != "" {
		return ErrMalformedValidator.Refuse("id %s", why)
	}
	if v.Power < 1 || v.Power > maxPower {
		return ErrMalformedValidator.Refuse("%s: power %d, between 1 and %d", v.Id, v.Power, maxPower)
	}
	return nil
}

// bench are the validators that are not retired, in the order of their ids.
type bench []Validator

// with is the bench with a validator added, or replaced by what it becomes.
func (b bench) with(v Validator) bench {
	changed := slices.Clone(b)
	for i := range changed {
		if changed[i].Id == v.Id {
			changed[i] = v
			return changed
		}
	}
	return append(changed, v)
}

// active is how many validators vote.
func (b bench) active() (n int) {
	for _, v := range b {
		if v.Status == Active {
			n++
		}
	}
	return n
}

// underThird refuses an admission or increase that leaves the validator's member with a third of the power or more: with that it
// could stop the chain alone. It is measured among the validators that vote, if this one does, and among all that are not
// retired, so that nobody gathers power while others are down. Up to three members cannot avoid it.
func (b bench) underThird(v Validator) error {
	if v.Status == Active {
		if err := b.share(v.Member, Active); err != nil {
			return err
		}
	}
	return b.share(v.Member, Active, StoodDown)
}

func (b bench) share(member string, counted ...Status) error {
	var own, all int64
	var members []string
	for _, v := range b {
		if !slices.Contains(counted, v.Status) {
			continue
		}
		if all += v.Power; v.Member == member {
			own += v.Power
		}
		if !slices.Contains(members, v.Member) {
			members = append(members, v.Member)
		}
	}
	if len(members) > 3 && 3*own >= all {
		return ErrThird.Refuse("%s would hold %d of %d, a third or more", member, own, all)
	}
	return nil
}

// fits refuses power at new keys if more than a third of all power would then stand where it did not stand in some set that a
// light client may still trust. Rotations under way count as done, so that what is allowed beside them does not undo them.
func (b bench) fits(trusted []Set) error {
	planned, err := b.seats(true)
	if err != nil {
		return err
	}
	all := power(planned)
	for _, s := range trusted {
		if came := gained(planned, s.Seats); 3*came > all {
			return ErrChange.Refuse("of %d in all %d would have come since %s, more than a third",
				all, came, s.Since.UTC().Format("2006-01-02 15:04:05"))
		}
	}
	return nil
}

// mayCome is the most power that can be added so that it still fits. Added power is part of the whole of which it is a third.
func (b bench) mayCome(trusted []Set) (int64, error) {
	planned, err := b.seats(true)
	if err != nil {
		return 0, err
	}
	all := power(planned)
	most := all
	for _, s := range trusted {
		most = min(most, max(0, (all-3*gained(planned, s.Seats))/2))
	}
	return most, nil
}

// seats are the keys that vote, with their power, in the order of their addresses. While a rotation is under way the new key has
// a power of one, taken from the old one; with done set, the rotations count as over.
func (b bench) seats(done bool) (seats []Seat, err error) {
	for _, v := range b {
		if v.Status != Active {
			continue
		}
		from, err := v.address()
		if err != nil {
			return nil, err
		}
		if v.Rotation == nil {
			seats = append(seats, Seat{from, v.Power})
			continue
		}
		to, err := v.Rotation.address()
		if err != nil {
			return nil, err
		}
		if done {
			seats = append(seats, Seat{to, v.Power})
		} else {
			seats = append(seats, Seat{from, v.Power - 1}, Seat{to, 1})
		}
	}
	slices.SortFunc(seats, func(a, b Seat) int { return compare(a.Address, b.Address) })
	return seats, nil
}
