package scenario

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/validator"
)

// Unless a script says otherwise a duty has no narrower bound than the chain's own, and holds as long as the story lasts.
const forever date.Date = "2099-12-31"

// votingPower is that of every validator.
const votingPower = 100

// Cast are the people of a story, with their keys, before it begins.
type Cast struct {
	Date     date.Date
	Members  []consortium.Member
	Officers []consortium.Officer
	Payees   []consortium.Payee
	Charter  consortium.Charter
	VoterKey func(name string) (string, error) // the JSON of a validator's key that a script calls by a name; may be nil

	newKey func(name string) cryptotypes.PrivKey
	keys   map[string]cryptotypes.PrivKey
}

// NewCast makes a cast without people; newKey makes the key of each.
func NewCast(newKey func(name string) cryptotypes.PrivKey) *Cast {
	return &Cast{Charter: consortium.DefaultCharter(), newKey: newKey, keys: make(map[string]cryptotypes.PrivKey)}
}

// Add takes a line that belongs to the cast, and says whether it was one.
func (c *Cast) Add(words []string) (is bool, err error) {
	switch words[0] {
	case "member", "officer", "payee", "stranger":
	case "charter":
		return true, c.amend(form.Fields(words[1:]))
	default:
		return false, nil
	}
	if len(words) < 2 {
		return true, fmt.Errorf("%s without a name", words[0])
	}
	name, fields := words[1], form.Fields(words[2:])
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

// amend changes bounds of the charter: down-blocks=10.
func (c *Cast) amend(fields []form.Field) error {
	for _, f := range fields {
		name := strings.ReplaceAll(f.Name, "-", "")
		bound := reflect.ValueOf(&c.Charter).Elem().FieldByNameFunc(func(s string) bool { return strings.EqualFold(s, name) })
		n, err := strconv.ParseUint(f.Value, 10, 32)
		if err != nil || bound.Kind() != reflect.Uint32 {
			return fmt.Errorf("the charter has no bound %s=%s", f.Name, f.Value)
		}
		bound.SetUint(n)
	}
	return nil
}

// addOfficer adds a person, or one more duty of a person who is there.
func (c *Cast) addOfficer(name string, fields []form.Field) (err error) {
	a := consortium.Appointment{Expires: forever}
	limit, daily := money.Max, money.Max
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
			limit, err = money.Parse(f.Value)
		case "daily-limit":
			daily, err = money.Parse(f.Value)
		case "bureau":
			a.Bureau = f.Value
		case "expires":
			a.Expires, err = date.Parse(f.Value)
		default:
			err = fmt.Errorf("an officer has no %s", f.Name)
		}
		if err != nil {
			return fmt.Errorf("officer %s: %w", name, err)
		}
	}
	if a.Duty.CarriesMoney() {
		a.Limit, a.DailyLimit = limit, daily
	}
	i := slices.IndexFunc(c.Officers, func(o consortium.Officer) bool { return o.Id == name })
	if i < 0 {
		officer.Keys = []consortium.Key{{Address: c.address(name)}}
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
	payee := consortium.Payee{Name: name, Keys: []consortium.Key{{Address: c.address(name)}}}
	for _, f := range fields {
		switch f.Name {
		case "uei":
			payee.Uei = f.Value
		case "name":
			payee.Name = f.Value
		case "member":
			payee.Member = f.Value
		case "suspended-by":
			payee.SuspendedBy = f.Value
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

// Genesis puts the consortium that the cast makes into the state of a new chain, under a manual calendar, with a validator of
// equal power for each of the voters, who are members; keys are those with which they vote.
func (c *Cast) Genesis(cdc codec.Codec, state map[string]json.RawMessage, voters []string, keys []cryptotypes.PubKey) (err error) {
	if state[consortium.ModuleName], err = cdc.MarshalJSON(c.consortium()); err != nil {
		return err
	}
	g := validator.DefaultGenesis()
	for i, key := range keys {
		packed, err := codectypes.NewAnyWithValue(key)
		if err != nil {
			return err
		}
		g.Validators = append(g.Validators, validator.Validator{
			Id: voters[i], Member: voters[i], PubKey: packed, Power: votingPower, Status: validator.Active,
		})
	}
	state[validator.ModuleName], err = cdc.MarshalJSON(g)
	return err
}

// mandates are the reserved duties that a member's officers have in the story.
func (c *Cast) mandates(member string) (held []consortium.Duty) {
	for _, o := range c.Officers {
		for _, a := range o.Appointments {
			if o.Member == member && a.Duty.Reserved() && !slices.Contains(held, a.Duty) {
				held = append(held, a.Duty)
			}
		}
	}
	return held
}

// consortium is what the cast makes: each member with the mandates that its officers need. A payee of no other member was invited by the first.
func (c *Cast) consortium() *consortium.GenesisState {
	g := consortium.DefaultGenesis()
	g.Calendar, g.Date, g.Officers, g.Charter = consortium.Manual, c.Date, c.Officers, c.Charter
	g.Members = slices.Clone(c.Members)
	for i, m := range g.Members {
		g.Members[i].Mandates = c.mandates(m.Id)
	}
	for _, p := range c.Payees {
		if p.Member == "" {
			p.Member = c.Members[0].Id
		}
		g.Payees = append(g.Payees, p)
	}
	return g
}

// resolve puts an address where a field wants one and the script names a person, and a UEI where it names a payee.
func (c *Cast) resolve(scalar, value string) (string, error) {
	if scalar == form.ScalarPubKey && c.VoterKey != nil && !strings.HasPrefix(value, "{") {
		return c.VoterKey(value)
	}
	key, known := c.keys[value]
	if !known {
		return value, nil
	}
	switch scalar {
	case "cosmos.AddressString":
		return sdk.AccAddress(key.PubKey().Address()).String(), nil
	case "purse.UEI", "purse.Holder":
		if p, is := c.Payee(value); is {
			return p.Uei, nil
		}
	}
	return value, nil
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

// Keep puts everybody's key into a keyring in a folder, without a password, so that a rehearsal can go on by hand.
func (c *Cast) Keep(dir string, cdc codec.Codec) error {
	ring, err := keyring.New("purse", keyring.BackendTest, dir, nil, cdc)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(c.keys)) {
		if err := ring.ImportPrivKeyHex(name, hex.EncodeToString(c.keys[name].Bytes()), string(hd.Secp256k1Type)); err != nil {
			return err
		}
	}
	return nil
}

// Payee is the payee whom a script calls by a name.
func (c *Cast) Payee(name string) (consortium.Payee, bool) {
	if c.keys[name] == nil {
		return consortium.Payee{}, false
	}
	for _, p := range c.Payees {
		if p.Keys[0].Address == c.address(name) {
			return p, true
		}
	}
	return consortium.Payee{}, false
}
