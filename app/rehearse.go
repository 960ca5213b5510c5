package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
	"github.com/pursechain/purse/x/procurement"
	"github.com/pursechain/purse/x/resolution"
	"github.com/pursechain/purse/x/terms"
	"github.com/pursechain/purse/x/validator"
)

// between says which rooms each room is held to, beside itself: what it has from them means nothing where they cannot be read.
var between = map[string][]string{
	ledger.ModuleName:        {history.ModuleName},
	consortium.ModuleName:    {},
	validator.ModuleName:     {consortium.ModuleName},
	resolution.ModuleName:    {consortium.ModuleName},
	appropriation.ModuleName: {consortium.ModuleName},
	payment.ModuleName:       {appropriation.ModuleName, consortium.ModuleName, ledger.ModuleName},
	terms.ModuleName:         {},
	grant.ModuleName:         {appropriation.ModuleName, consortium.ModuleName},
	procurement.ModuleName:   {appropriation.ModuleName, consortium.ModuleName, ledger.ModuleName, terms.ModuleName},
}

// programFaults are the rules that only a fault of the program breaks. Where a room has refused a genesis they say nothing new.
var programFaults = []*rule.Rule{consortium.ErrBroken, validator.ErrBroken, ledger.ErrBroken}

// rehearsalID is the id of a chain that may have every calendar.
const rehearsalID = "purse-test-rehearsal"

// Rehearsal is what comes of a genesis between its modules.
type Rehearsal struct {
	Faults  []string
	Skipped []string // the modules that could not be held to others, since something was not to be read
}

// Rehearse fills a state that nobody keeps with a genesis, however broken, and finds every fault that no module sees alone. The
// modules in unread have lost values that could not be read: they, and what is held to them, are skipped.
func (app *App) Rehearse(chainID string, at time.Time, genesis map[string]json.RawMessage, unread []string) (r Rehearsal) {
	ctx := app.committed().WithChainID(chainID).WithBlockTime(at)
	skip := func(name string) bool {
		return slices.Contains(unread, name) || slices.ContainsFunc(between[name], func(room string) bool {
			return slices.Contains(unread, room)
		})
	}
	alone, unfilled := make(map[string][]string), make(map[string]bool)
	for _, name := range order {
		alone[name] = app.alone(name, genesis[name])
		barred, refused := app.fill(ctx, name, genesis[name])
		unfilled[name] = len(refused) > 0
		if len(between[name]) > 0 || len(alone[name]) == 0 { // otherwise what it refuses follows from what it said of itself
			barred = append(barred, refused...)
		}
		if !skip(name) || len(between[name]) == 0 {
			r.add(name, barred, alone[name])
		}
	}
	for _, name := range order {
		switch _, held := between[name]; {
		case !held:
		case skip(name):
			r.Skipped = append(r.Skipped, name)
		case !unfilled[name] || len(between[name]) == 0:
			r.add(name, app.invariants(ctx, name), append(alone[name], app.aloneAfter(ctx, name)...))
		}
	}
	return r
}

// add takes the faults that were not said before. What a module that was refused by itself says after that, of itself and of its
// breaking off, follows from it.
func (r *Rehearsal) add(name string, found []error, said []string) {
	for _, err := range found {
		follows := len(said) > 0 && (errors.Is(err, errBrokeOff) || slices.ContainsFunc(programFaults, func(of *rule.Rule) bool {
			return errors.Is(err, of)
		}))
		again := slices.ContainsFunc(said, func(before string) bool { return strings.Contains(before, err.Error()) })
		if text := name + ": " + err.Error(); !follows && !again && !slices.Contains(r.Faults, text) {
			r.Faults = append(r.Faults, text)
		}
	}
}

// alone are the faults that a module finds in its part of a genesis.
func (app *App) alone(name string, bz json.RawMessage) (said []string) {
	m, is := app.modules.Modules[name].(module.HasGenesisBasics)
	if !is || bz == nil {
		return nil
	}
	for _, err := range each(m.ValidateGenesis(app.Codec, app.Tx, bz)) {
		said = append(said, err.Error())
	}
	return said
}

// aloneAfter are the faults that a module finds in what it was filled with, where they may stand in other places.
func (app *App) aloneAfter(ctx sdk.Context, name string) (said []string) {
	_ = guarded(func() error { // what cannot be exported fails as an invariant
		if m, is := app.modules.Modules[name].(interface {
			ExportGenesis(sdk.Context, codec.JSONCodec) json.RawMessage
		}); is {
			said = app.alone(name, m.ExportGenesis(ctx, app.Codec))
		}
		return nil
	})
	return said
}

// fill gives a module its part, or the default if there is none. What bars it only from a chain of that id hides nothing else: it
// is then filled as in a rehearsal, and what it refuses there too comes apart from it.
func (app *App) fill(ctx sdk.Context, name string, bz json.RawMessage) (barred, refused []error) {
	if m, is := app.modules.Modules[name].(module.HasGenesisBasics); is && bz == nil {
		bz = m.DefaultGenesis(app.Codec)
	}
	do := func(ctx sdk.Context) []error {
		return each(guarded(func() error {
			switch m := app.modules.Modules[name].(type) {
			case interface {
				Fill(context.Context, codec.JSONCodec, json.RawMessage) error
			}:
				return m.Fill(ctx, app.Codec, bz)
			case module.HasGenesis:
				m.InitGenesis(ctx, app.Codec, bz)
			}
			return nil
		}))
	}
	try, _ := ctx.CacheContext()
	first := do(try)
	refused = do(ctx.WithChainID(rehearsalID))
	for _, err := range first {
		if !slices.ContainsFunc(refused, func(again error) bool { return again.Error() == err.Error() }) {
			barred = append(barred, err)
		}
	}
	return barred, refused
}

func (app *App) invariants(ctx sdk.Context, name string) []error {
	k := app.Keepers
	check := map[string]func(context.Context) error{
		ledger.ModuleName: k.Ledger.CheckInvariants, consortium.ModuleName: k.Consortium.CheckInvariants,
		validator.ModuleName: k.Validators.CheckInvariants, resolution.ModuleName: k.Resolutions.CheckInvariants,
		appropriation.ModuleName: k.Appropriation.CheckInvariants, payment.ModuleName: k.Payment.CheckInvariants,
		grant.ModuleName: k.Grant.CheckInvariants, terms.ModuleName: k.Terms.CheckInvariants,
		procurement.ModuleName: k.Procurement.CheckInvariants,
	}
	return each(guarded(func() error { return check[name](ctx) }))
}

// errBrokeOff is a panic of a module on a genesis that it would have refused.
var errBrokeOff = errors.New("the module breaks off")

func guarded(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", errBrokeOff, p)
		}
	}()
	return do()
}

// each takes joined errors apart.
func each(err error) (all []error) {
	if joined, is := err.(interface{ Unwrap() []error }); is {
		for _, e := range joined.Unwrap() {
			all = append(all, each(e)...)
		}
		return all
	}
	if err != nil {
		all = append(all, err)
	}
	return all
}
