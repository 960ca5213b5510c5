package terms

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
)

// filled is a world of any values.
func filled(t *rapid.T) *World {
	w := NewWorld()
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "FL", "DR-4337", "a b", `"quoted"`, "0", "1,000.00", "[a, b]"}), rapid.String())
	for _, v := range Variables {
		if rapid.Bool().Draw(t, v.Name+" is zero") {
			continue
		}
		var value any
		switch v.Kind {
		case Money:
			value = money.Amount(rapid.Int64().Draw(t, v.Name))
		case Number:
			value = rapid.Int64().Draw(t, v.Name)
		case Day:
			value = date.Date("1700-01-01").Plus(rapid.Uint32Range(0, 3_000_000).Draw(t, v.Name))
		case Text:
			value = text.Draw(t, v.Name)
		case Texts:
			value = rapid.SliceOfN(text, 0, 4).Draw(t, v.Name)
		}
		w.With(v.Name, value)
	}
	return w
}

// What is recorded of a world is read as that world, and written in the same way again.
func TestARecordIsReadAsTheWorldItIsOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := filled(t)
		record := w.Record()
		read, err := ReadWorld(record)
		require.NoError(t, err)
		for i, v := range Variables {
			require.Equal(t, shown(w.values[i]), shown(read.values[i]), v.Name)
		}
		require.Equal(t, record, read.Record())
	})
}

// A record says what is not zero, in the order of the variables and in one way only.
func TestRecord(t *testing.T) {
	require.Empty(t, NewWorld().Record())
	w := NewWorld().With("claim.amount", money.Amount(-1_000_50)).With("award.place", "FL").With("award.left", money.Amount(0)).
		With("award.milestones", []string{"roof is up", "", "walls"}).With("block.year", int64(2018)).
		With("block.day", date.Date("2017-10-01")).With("award.ends", date.Date("no day"))
	require.Equal(t, []Seen{
		{Name: "block.day", Value: "2017-10-01"}, {Name: "block.year", Value: "2018"}, {Name: "award.place", Value: "FL"},
		{Name: "award.milestones", Value: "roof is up"}, {Name: "award.milestones", Value: ""}, {Name: "award.milestones", Value: "walls"},
		{Name: "claim.amount", Value: "-1,000.50"},
	}, w.Record())
}

func TestWhatIsNoRecord(t *testing.T) {
	for _, row := range []struct {
		record []Seen
		found  string
	}{
		{[]Seen{{Name: "claim.sum", Value: "1.00"}}, `"claim.sum": clauses see nothing of that name`},
		{[]Seen{{Name: "award.place", Value: "FL"}, {Name: "award.place", Value: "PR"}}, "award.place stands twice"},
		{[]Seen{{Name: "claim.amount", Value: "1"}}, `claim.amount: "1" would be written "0.01"`},
		{[]Seen{{Name: "claim.amount", Value: "1000.00"}}, `would be written "1,000.00"`},
		{[]Seen{{Name: "claim.amount", Value: "one"}}, `claim.amount: "one" is no amount`},
		{[]Seen{{Name: "claim.amount", Value: "92,233,720,368,547,758.08"}}, "is no amount"},
		{[]Seen{{Name: "block.year", Value: "+2018"}}, `would be written "2018"`},
		{[]Seen{{Name: "block.year", Value: "MMXVIII"}}, "block.year: "},
		{[]Seen{{Name: "block.day", Value: "2018-02-29"}}, `would be written "1970-01-01"`},
	} {
		_, err := ReadWorld(row.record)
		require.ErrorContains(t, err, row.found)
	}
}

// The kinds of cost are those of SF-424A, and each has its three places.
func TestCategories(t *testing.T) {
	require.Len(t, Categories, 9)
	for _, name := range Categories {
		require.Contains(t, place, "claim."+name)
		require.Contains(t, place, "claimed."+name)
	}
	require.Len(t, place, len(Variables), "a variable stands twice")
}
