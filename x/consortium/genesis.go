package consortium

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

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

// rehearsals are the beginnings of a chain id that allow a manual calendar.
var rehearsals = []string{"purse-demo-", "purse-test-"}

// keyTypes are the types of key with which a validator may vote.
var keyTypes = []string{cmttypes.ABCIPubKeyTypeEd25519, cmttypes.ABCIPubKeyTypeMlDsa65}

// DefaultGenesis has nobody in it, and the date of the blocks.
func DefaultGenesis() *GenesisState { return &GenesisState{} }

// UnpackInterfaces unpacks the validator's key.
func (v Validator) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	var key cryptotypes.PubKey
	return u.UnpackAny(v.PubKey, &key)
}

// UnpackInterfaces unpacks the validators' keys.
func (g GenesisState) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return unpack(g.Validators, u)
}

// UnpackInterfaces unpacks the validators' keys.
func (r QueryValidatorsResponse) UnpackInterfaces(u codectypes.AnyUnpacker) error {
	return unpack(r.Validators, u)
}

func unpack(validators []Validator, u codectypes.AnyUnpacker) error {
	for _, v := range validators {
		if err := v.UnpackInterfaces(u); err != nil {
			return err
		}
	}
	return nil
}

// Key is the key with which the validator votes.
func (v Validator) Key() (cryptotypes.PubKey, error) {
	key, ok := v.PubKey.GetCachedValue().(cryptotypes.PubKey)
	if !ok {
		return nil, ErrMalformedGenesis.Refuse("validator of %s: no public key", v.Member)
	}
	return key, nil
}

// faults gathers what is wrong with a genesis, each with its place.
type faults struct{ all error }

func (f *faults) add(place string, err error) {
	if err != nil {
		f.all = errors.Join(f.all, fmt.Errorf("%s: %w", place, err))
	}
}

func (f *faults) text(place, what, fault string) {
	if fault != "" {
		f.add(place, ErrMalformedGenesis.Refuse("%s: %s", what, fault))
	}
}

func (f *faults) once(place string, seen map[string]string, what, value string) {
	if first, twice := seen[value]; twice {
		f.add(place, ErrMalformedGenesis.Refuse("%s %s is also that of %s", what, value, first))
		return
	}
	seen[value] = place
}

// Validate finds every fault of a genesis.
func (g GenesisState) Validate() error {
	var f faults
	if (g.Params.Calendar == Manual) != g.Date.Valid() {
		f.add("date", ErrMalformedGenesis.Refuse("%q, and the calendar is %s; a date is given with a manual calendar and only then",
			g.Date, strings.ToLower(g.Params.Calendar.String())))
	}
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
			f.add(place, ErrUnknownMember.Refuse("%q", o.Member))
		}
		f.keys(place, keys, o.Keys)
		if n := len(o.Appointments); n > maxHeld {
			f.add(place, ErrMalformedGenesis.Refuse("%d duties, at most %d", n, maxHeld))
		}
		for _, a := range o.Appointments {
			f.add(place, a.fault())
		}
	}
	for i, p := range g.Payees {
		place := fmt.Sprintf("payees[%d] %s", i, p.Uei)
		f.add(place, CheckUEI(p.Uei))
		f.text(place, "name", rule.CheckText(p.Name, maxName))
		f.once(place, payees, "UEI", p.Uei)
		f.keys(place, keys, p.Keys)
	}
	for i, v := range g.Validators {
		f.validator(fmt.Sprintf("validators[%d] of %s", i, v.Member), v, members, votes)
	}
	f.power(g.Validators)
	return f.all
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
		f.add(place, ErrMalformedGenesis.Refuse("%d keys, between 1 and %d", n, maxKeys))
	}
	for _, key := range keys {
		if _, err := sdk.AccAddressFromBech32(key); err != nil {
			f.add(place, ErrMalformedGenesis.Refuse("key %q: %s", rule.Clip(key, 80), err))
		}
		f.once(place, seen, "key", key)
	}
}

func (f *faults) validator(place string, v Validator, members, votes map[string]string) {
	if members[v.Member] == "" {
		f.add(place, ErrUnknownMember.Refuse("%q", v.Member))
	}
	if v.Power < 1 || v.Power > maxPower {
		f.add(place, ErrMalformedGenesis.Refuse("power %d, between 1 and %d", v.Power, maxPower))
	}
	key, err := v.Key()
	if err != nil {
		f.add(place, err)
		return
	}
	if !slices.Contains(keyTypes, key.Type()) {
		f.add(place, ErrMalformedGenesis.Refuse("key of type %s, one of %s", key.Type(), strings.Join(keyTypes, ", ")))
	}
	f.once(place, votes, "key", hex.EncodeToString(key.Bytes()))
}

// power refuses a genesis in which one of four or more members could stop the chain alone, by a third of the power. Fewer members
// cannot avoid it: three hold a third each.
func (f *faults) power(validators []Validator) {
	if len(validators) == 0 {
		f.add("validators", ErrMalformedGenesis.Refuse("there is none, and a chain needs one"))
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
			f.add("validators", ErrMalformedGenesis.Refuse("%s holds %d of %d, a third or more", member, power[member], sum))
		}
	}
}

// InitGenesis fills the state, which the genesis was validated for, and opens an account for every key.
func (k Keeper) InitGenesis(ctx context.Context, g *GenesisState) error {
	chain := sdk.UnwrapSDKContext(ctx).ChainID()
	rehearsal := slices.ContainsFunc(rehearsals, func(begin string) bool { return strings.HasPrefix(chain, begin) })
	if g.Params.Calendar == Manual && !rehearsal {
		return ErrMalformedGenesis.Refuse("a manual calendar on chain %q; its id must begin with %s", chain, strings.Join(rehearsals, " or "))
	}
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	if err := k.date.Set(ctx, string(g.Date)); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.members, g.Members, func(m Member) string { return m.Id }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.officers, g.Officers, func(o Officer) string { return o.Id }); err != nil {
		return err
	}
	if err := room.Fill(ctx, k.payees, g.Payees, func(p Payee) string { return p.Uei }); err != nil {
		return err
	}
	for _, v := range g.Validators {
		key, err := v.Key()
		if err != nil {
			return err
		}
		if err := k.validators.Set(ctx, sdk.ConsAddress(key.Address()).String(), v); err != nil {
			return err
		}
	}
	for _, o := range g.Officers {
		if err := k.bind(ctx, o.Keys, Holder{Officer: o.Id}); err != nil {
			return err
		}
	}
	for _, p := range g.Payees {
		if err := k.bind(ctx, p.Keys, Holder{Payee: p.Uei}); err != nil {
			return err
		}
	}
	return nil
}

// bind records whose the keys are, and opens an account for each that has none, since the engine verifies against accounts.
func (k Keeper) bind(ctx context.Context, keys []string, h Holder) error {
	for _, key := range keys {
		address, err := sdk.AccAddressFromBech32(key)
		if err != nil {
			return err
		}
		if err := k.keys.Set(ctx, key, h); err != nil {
			return err
		}
		if !k.accounts.HasAccount(ctx, address) {
			k.accounts.SetAccount(ctx, k.accounts.NewAccountWithAddress(ctx, address))
		}
	}
	return nil
}

// ExportGenesis writes the state in the order of its keys.
func (k Keeper) ExportGenesis(ctx context.Context) (g *GenesisState, err error) {
	g = &GenesisState{}
	if g.Params, err = k.params.Get(ctx); err != nil {
		return nil, err
	}
	if g.Params.Calendar == Manual {
		if g.Date, err = k.Today(ctx); err != nil {
			return nil, err
		}
	}
	if g.Members, err = room.All(ctx, k.members); err != nil {
		return nil, err
	}
	if g.Officers, err = room.All(ctx, k.officers); err != nil {
		return nil, err
	}
	if g.Payees, err = room.All(ctx, k.payees); err != nil {
		return nil, err
	}
	g.Validators, err = room.All(ctx, k.validators)
	return g, err
}

// Updates gives the engine the validators as they stand.
func (k Keeper) Updates(ctx context.Context) (updates []abci.ValidatorUpdate, err error) {
	validators, err := room.All(ctx, k.validators)
	if err != nil {
		return nil, err
	}
	for _, v := range validators {
		key, err := v.Key()
		if err != nil {
			return nil, err
		}
		pub, err := cryptocodec.ToCmtProtoPublicKey(key)
		if err != nil {
			return nil, err
		}
		updates = append(updates, abci.ValidatorUpdate{PubKey: pub, Power: v.Power})
	}
	return updates, nil
}

// GenesisValidators are the validators as a genesis document lists them.
func (k Keeper) GenesisValidators(ctx context.Context) (list []cmttypes.GenesisValidator, err error) {
	validators, err := room.All(ctx, k.validators)
	if err != nil {
		return nil, err
	}
	for _, v := range validators {
		key, err := v.Key()
		if err != nil {
			return nil, err
		}
		pub, err := cryptocodec.ToCmtPubKeyInterface(key)
		if err != nil {
			return nil, err
		}
		list = append(list, cmttypes.GenesisValidator{Address: pub.Address(), PubKey: pub, Power: v.Power, Name: v.Member})
	}
	return list, nil
}

// CheckInvariants holds the state to what a genesis is held to, and every key to its one holder.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	f := faults{all: g.Validate()}
	bound := 0
	check := func(keys []string, want Holder) error {
		for _, key := range keys {
			bound++
			h, err := k.holder(ctx, key)
			if err != nil {
				return err
			}
			if h != want {
				f.add("key "+key, ErrBroken.Refuse("held by %v, listed by %v", h, want))
			}
		}
		return nil
	}
	for _, o := range g.Officers {
		if err := check(o.Keys, Holder{Officer: o.Id}); err != nil {
			return err
		}
	}
	for _, p := range g.Payees {
		if err := check(p.Keys, Holder{Payee: p.Uei}); err != nil {
			return err
		}
	}
	all, err := room.All(ctx, k.keys)
	if len(all) != bound {
		f.add("keys", ErrBroken.Refuse("%d are held, %d are listed", len(all), bound))
	}
	return errors.Join(f.all, err)
}
