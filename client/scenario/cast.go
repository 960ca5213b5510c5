package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/consortium"
)

// Unless a script says otherwise a duty has no narrower bound than the chain's own, and holds as long as the story lasts.
const forever date.Date = "2099-12-31"

// Cast are the people of a story, with their keys, before it begins.
type Cast struct {
	Date     date.Date
	Members  []consortium.Member
	Officers []consortium.Officer
	Payees   []consortium.Payee

	newKey func(name string) cryptotypes.PrivKey
	keys   map[string]cryptotypes.PrivKey
}

// NewCast makes a cast without people; newKey makes the key of each.
func NewCast(newKey func(name string) cryptotypes.PrivKey) *Cast {
	return &Cast{newKey: newKey, keys: make(map[string]cryptotypes.PrivKey)}
}

// Add takes a line that belongs to the cast, and says whether it was one.
func (c *Cast) Add(words []string) (is bool, err error) {
	switch words[0] {
	case "member", "officer", "payee", "stranger":
	default:
		return false, nil
	}
	if len(words) < 2 {
		return true, fmt.Errorf("%s without a name", words[0])
	}
	name, fields := words[1], fieldsOf(words[2:])
	switch words[0] {
	case "member":
		title := name
		if len(words) > 2 {
			title = words[2]
		}
		c.Members = append(c.Members, consortium.Member{Id: name, Name: title})
	case "officer":
		err = c.addOfficer(name, fields)
	case "payee":
		err = c.addPayee(name, fields)
	case "stranger":
		c.address(name)
	}
	return true, err
}

// addOfficer adds a person, or one more duty of a person who is there.
func (c *Cast) addOfficer(name string, fields []form.Field) (err error) {
	a := consortium.Appointment{Limit: money.Max, Expires: forever}
	officer := consortium.Officer{Id: name, Title: name}
	for _, f := range fields {
		switch f.Name {
		case "member":
			officer.Member = f.Value
		case "title":
			officer.Title = f.Value
		case "duty":
			a.Duty, err = duty(f.Value)
		case "fund":
			a.Fund = f.Value
		case "limit":
			a.Limit, err = money.Parse(f.Value)
		case "expires":
			a.Expires, err = date.Parse(f.Value)
		default:
			err = fmt.Errorf("an officer has no %s", f.Name)
		}
		if err != nil {
			return fmt.Errorf("officer %s: %w", name, err)
		}
	}
	i := slices.IndexFunc(c.Officers, func(o consortium.Officer) bool { return o.Id == name })
	if i < 0 {
		officer.Keys = []string{c.address(name)}
		c.Officers = append(c.Officers, officer)
		i = len(c.Officers) - 1
	}
	c.Officers[i].Appointments = append(c.Officers[i].Appointments, a)
	return nil
}

// duty reads a duty as people write it: certifying-officer.
func duty(words string) (consortium.Duty, error) {
	name := "DUTY_" + strings.ToUpper(strings.ReplaceAll(words, "-", "_"))
	d, known := consortium.Duty_value[name]
	if !known || d == 0 {
		return 0, fmt.Errorf("%q is no duty", words)
	}
	return consortium.Duty(d), nil
}

func (c *Cast) addPayee(name string, fields []form.Field) error {
	payee := consortium.Payee{Name: name, Keys: []string{c.address(name)}}
	for _, f := range fields {
		switch f.Name {
		case "uei":
			payee.Uei = f.Value
		case "name":
			payee.Name = f.Value
		case "suspended":
			payee.Suspended = f.Value == "yes"
		default:
			return fmt.Errorf("payee %s: a payee has no %s", name, f.Name)
		}
	}
	c.Payees = append(c.Payees, payee)
	return nil
}

// address is that of a person's key, which is made the first time it is asked for.
func (c *Cast) address(name string) string {
	if c.keys[name] == nil {
		c.keys[name] = c.newKey(name)
	}
	return sdk.AccAddress(c.keys[name].PubKey().Address()).String()
}

// Genesis is the consortium that the cast makes, under a manual calendar, with the validators given.
func (c *Cast) Genesis(validators []consortium.Validator) *consortium.GenesisState {
	return &consortium.GenesisState{
		Params: consortium.Params{Calendar: consortium.Manual}, Date: c.Date,
		Members: c.Members, Officers: c.Officers, Payees: c.Payees, Validators: validators,
	}
}

// resolve puts an address where a field wants one and the script names a person, and a UEI where it names a payee.
func (c *Cast) resolve(scalar, value string) (string, error) {
	key, known := c.keys[value]
	if !known {
		return value, nil
	}
	switch scalar {
	case "cosmos.AddressString":
		return sdk.AccAddress(key.PubKey().Address()).String(), nil
	case "purse.UEI":
		if p, is := c.Payee(value); is {
			return p.Uei, nil
		}
	}
	return value, nil
}

// fieldsOf reads words of the form name=value.
func fieldsOf(words []string) []form.Field {
	fields := make([]form.Field, 0, len(words))
	for _, w := range words {
		name, value, _ := strings.Cut(w, "=")
		fields = append(fields, form.Field{Name: name, Value: value})
	}
	return fields
}

// Before puts the people of another cast before those of c. A person of both has the duties of both.
func (c *Cast) Before(base *Cast) {
	c.Members = append(base.Members, c.Members...)
	c.Payees = append(base.Payees, c.Payees...)
	own := c.Officers
	c.Officers = base.Officers
	for _, o := range own {
		i := slices.IndexFunc(c.Officers, func(b consortium.Officer) bool { return b.Id == o.Id })
		if i < 0 {
			c.Officers = append(c.Officers, o)
			continue
		}
		c.Officers[i].Appointments = append(c.Officers[i].Appointments, o.Appointments...)
	}
	maps.Copy(c.keys, base.keys)
}

// Payee is the payee whom a script calls by a name.
func (c *Cast) Payee(name string) (consortium.Payee, bool) {
	if c.keys[name] == nil {
		return consortium.Payee{}, false
	}
	for _, p := range c.Payees {
		if p.Keys[0] == c.address(name) {
			return p, true
		}
	}
	return consortium.Payee{}, false
}
