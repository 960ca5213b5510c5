package terms

import (
	"fmt"
	"math"
	"math/bits"
	"reflect"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"github.com/pursechain/purse/base/money"
)

// cents is an amount of money as clauses see it: a type of its own, so that no clause can take 1000 for a thousand dollars. It is added
// to, taken from and compared with money, and multiplied by a number. What leaves 64 bits is an error of the clause.
type cents money.Amount

var moneyType = types.NewObjectType("money", traits.AdderType|traits.SubtractorType|traits.MultiplierType|traits.ComparerType)

func (c cents) amount() money.Amount { return money.Amount(c) }

// Type is the type of money.
func (c cents) Type() ref.Type { return moneyType }

// Value is the amount.
func (c cents) Value() any { return money.Amount(c) }

// Equal compares two amounts.
func (c cents) Equal(other ref.Val) ref.Val { return types.Bool(c == other) }

// ConvertToNative gives the amount to Go.
func (c cents) ConvertToNative(to reflect.Type) (any, error) {
	if to == reflect.TypeFor[money.Amount]() {
		return money.Amount(c), nil
	}
	return nil, fmt.Errorf("money is no %s", to)
}

// ConvertToType converts to nothing but itself.
func (c cents) ConvertToType(to ref.Type) ref.Val {
	if to == moneyType {
		return c
	}
	return types.NewErr("money is no %s", to.TypeName())
}

// Compare orders two amounts.
func (c cents) Compare(other ref.Val) ref.Val {
	o, is := other.(cents)
	switch {
	case !is:
		return types.MaybeNoSuchOverloadErr(other)
	case c < o:
		return types.IntNegOne
	case c > o:
		return types.IntOne
	}
	return types.IntZero
}

// Add adds an amount.
func (c cents) Add(other ref.Val) ref.Val { return c.with(other, money.Add) }

// Subtract takes an amount away.
func (c cents) Subtract(other ref.Val) ref.Val { return c.with(other, money.Sub) }

func (c cents) with(other ref.Val, do func(a, b money.Amount) (money.Amount, error)) ref.Val {
	o, is := other.(cents)
	if !is {
		return types.MaybeNoSuchOverloadErr(other)
	}
	sum, err := do(c.amount(), o.amount())
	if err != nil {
		return types.NewErr("%s and %s are more than money holds", c.amount(), o.amount())
	}
	return cents(sum)
}

// Multiply takes the amount so many times.
func (c cents) Multiply(other ref.Val) ref.Val {
	n, is := other.(types.Int)
	if !is {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return c.share(int64(n), 1)
}

// share is so many parts of the amount, rounded down to the minor unit: never more than the share.
func (c cents) share(parts, of int64) ref.Val {
	high, low := bits.Mul64(size(int64(c)), size(parts))
	if high < uint64(of) {
		n, rest := bits.Div64(high, low, uint64(of))
		below := (c < 0) != (parts < 0)
		if below && rest > 0 {
			n++
		}
		if n <= math.MaxInt64 && below {
			return -cents(n)
		}
		if n <= math.MaxInt64 {
			return cents(n)
		}
	}
	return types.NewErr("%d/%d of %s is more than money holds", parts, of, c.amount())
}

// size is a number without its sign.
func size(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
