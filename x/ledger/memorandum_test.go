package ledger

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/money"
)

func TestAMemorandumNeverFallsBelowZero(t *testing.T) {
	k, ctx := newKeeper(t)
	require.NoError(t, k.Note(ctx, "F/1", "left", 5000))
	require.ErrorContains(t, k.Note(ctx, "F/1", "left", -5001), "available 50.00, asked 50.01, left of F/1")
	for _, c := range []struct {
		subject, name string
		by            money.Amount
		want          error
	}{
		{"F/1", "left", -5001, ErrMemorandumBelowZero},
		{"F/2", "left", -1, ErrMemorandumBelowZero},
		{"F/2", "left", math.MinInt64, ErrAmountOutOfBounds},
		{"F/1", "left", math.MaxInt64, ErrAmountOutOfBounds},
		{"", "left", 1, ErrMalformedEntry},
		{"F/1", "", 1, ErrMalformedEntry},
		{"F/1", "a name of more than thirty-two bytes", 1, ErrMalformedEntry},
	} {
		require.ErrorIs(t, k.Note(ctx, c.subject, c.name, c.by), c.want)
	}
	left, err := k.Noted(ctx, "F/1", "left")
	require.NoError(t, err)
	require.EqualValues(t, 5000, left)
	require.NoError(t, k.Note(ctx, "F/1", "left", -5000))
	all, err := k.allMemoranda(ctx)
	require.NoError(t, err)
	require.Empty(t, all, "what holds nothing is not stored")
}

func TestMemorandaAreReadByPrefixAndPage(t *testing.T) {
	k, ctx := newKeeper(t)
	for _, name := range []string{"cost/travel", "left", "cost/other", "a", "cost/equipment", "cost"} {
		require.NoError(t, k.Note(ctx, "F/1", name, 1))
	}
	require.NoError(t, k.Note(ctx, "F/10", "cost/other", 1))
	names := func(prefix, after string, limit int) (names []string) {
		all, err := k.Memoranda(ctx, "F/1", prefix, after, limit)
		require.NoError(t, err)
		for _, m := range all {
			require.Equal(t, "F/1", m.Subject)
			names = append(names, m.Name)
		}
		return names
	}
	require.Equal(t, []string{"cost/equipment", "cost/other", "cost/travel"}, names("cost/", "", 9))
	require.Equal(t, []string{"cost/equipment", "cost/other"}, names("cost/", "", 2))
	require.Equal(t, []string{"cost/travel"}, names("cost/", "cost/other", 2))
	require.Equal(t, []string{"a", "cost", "cost/equipment", "cost/other", "cost/travel", "left"}, names("", "", 9))
	require.Empty(t, names("", "", 0))
	require.Empty(t, names("d", "", 9))
}

func TestMemorandaComeBackFromGenesis(t *testing.T) {
	k, ctx := newKeeper(t)
	require.NoError(t, k.InitGenesis(ctx, DefaultGenesis()))
	require.NoError(t, k.Note(ctx, "F/1", "left", 5000))
	first, err := k.ExportGenesis(ctx)
	require.NoError(t, err)
	require.Equal(t, []Memorandum{{"F/1", "left", 5000}}, first.Memoranda)
	require.NoError(t, first.Validate())
	other, otherCtx := newKeeper(t)
	require.NoError(t, other.InitGenesis(otherCtx, first))
	second, err := other.ExportGenesis(otherCtx)
	require.NoError(t, err)
	require.Equal(t, first, second)

	first.Memoranda = append(first.Memoranda, first.Memoranda[0], Memorandum{"F/2", "left", 0}, Memorandum{"F/3", "", 1})
	err = first.Validate()
	for _, fault := range []string{
		"memoranda[1] F/1 left: given twice", "the memorandum account left of F/2 is 0.00", `memoranda[3] F/3 : memorandum account ""`,
	} {
		require.ErrorContains(t, err, fault)
	}
	require.NoError(t, k.CheckInvariants(ctx))
	require.NoError(t, k.InitGenesis(ctx, &GenesisState{Memoranda: []Memorandum{{"F/4", "left", -1}}}))
	require.ErrorIs(t, k.CheckInvariants(ctx), ErrBroken)
}
