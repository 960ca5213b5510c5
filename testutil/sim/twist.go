package sim

import (
	"reflect"
	"slices"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/money"
)

// odd is an amount that nobody should ask for, or more than there is.
func (s *Sim) odd() money.Amount {
	return pick(s, []money.Amount{0, -1, money.Max, money.Max + 1, -money.Max, 1 << 62})
}

// twist changes one field of a message: who signs, the amount, or a name, a number, a day.
func (s *Sim) twist(msg sdk.Msg) {
	fields := reflect.ValueOf(msg).Elem()
	at := s.rand.IntN(fields.NumField())
	field, name := fields.Field(at), fields.Type().Field(at).Name
	switch {
	case name == "Signer":
		field.SetString(s.address[pick(s, s.anybody)])
	case name == "Amount":
		field.SetInt(int64(s.odd()))
	case field.Kind() == reflect.String:
		field.SetString(s.text(field.String()))
	case field.Kind() == reflect.Uint32 || field.Kind() == reflect.Uint64:
		field.SetUint(field.Uint() + uint64(s.rand.IntN(9)))
	case field.Kind() == reflect.Slice && field.Type().Elem().Kind() == reflect.String:
		list := append(slices.Clone(field.Interface().([]string)), s.text(""))
		field.Set(reflect.ValueOf(list))
	case field.Kind() == reflect.Slice && field.Len() > 0:
		field.Set(field.Slice(0, field.Len()-1))
	}
}

// text is another text in the place of one: nothing, too much, what no text may hold, or what names something else.
func (s *Sim) text(old string) string {
	f := pick(s, s.funds)
	return pick(s, []string{
		"", strings.Repeat("x", 300), "\x00", " " + old, old + "0", "070-X-9998-000", f.symbol, pick(s, f.authorities),
		pick(s, f.apportionments), pick(s, f.allotments), pick(s, f.commitments), "2018-02-30", "2017-01-01",
	})
}
