package roll

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/money"
)

func list(n int) []Line {
	lines := make([]Line, n)
	for i := range lines {
		lines[i] = Line{fmt.Sprintf("B%d", i), money.Amount(100 + i)}
	}
	return lines
}

// Of rolls of every size each line is shown, by as many nodes as the tree is high; and at no other place, for no other amount, beneficiary,
// number of lines or total.
func TestEveryLineIsShown(t *testing.T) {
	for n := 1; n <= 40; n++ {
		lines := list(n)
		root, total, err := Root(lines)
		require.NoError(t, err)
		for i, l := range lines {
			proof, err := Prove(lines, i)
			require.NoError(t, err)
			require.True(t, Holds(root, n, total, i, l, proof), "line %d of %d", i, n)
			require.False(t, Holds(root, n, total, (i+1)%n, l, proof) && n > 1)
			require.False(t, Holds(root, n+1, total, i, l, proof))
			require.False(t, Holds(root, n, total+1, i, l, proof))
			require.False(t, Holds(root, n, total, i, Line{l.Beneficiary, l.Amount + 1}, proof))
			require.False(t, Holds(root, n, total, i, Line{l.Beneficiary + "x", l.Amount}, proof))
			require.False(t, Holds(root, n, total, i, l, append(slices.Clone(proof), Node{Sum: 1})))
			for j := range proof {
				spoilt := slices.Clone(proof)
				spoilt[j].Sum++
				require.False(t, Holds(root, n, total, i, l, spoilt))
				spoilt[j].Sum, spoilt[j].Hash[0] = proof[j].Sum, proof[j].Hash[0]+1
				require.False(t, Holds(root, n, total, i, l, spoilt))
				require.False(t, Holds(root, n, total, i, l, slices.Delete(slices.Clone(proof), j, j+1)))
			}
		}
	}
}

// A sum that was moved from one side of a node to the other shows: a roll cannot name one total and pay another.
func TestSumsAreBound(t *testing.T) {
	lines := list(5)
	root, total, err := Root(lines)
	require.NoError(t, err)
	proof, err := Prove(lines, 4)
	require.NoError(t, err)
	greater := lines[4]
	greater.Amount += 50
	proof[0].Sum -= 50
	require.False(t, Holds(root, 5, total, 4, greater, proof))
	proof[0].Sum = -1
	require.False(t, Holds(root, 5, total, 4, lines[4], proof))
}

func TestRollsThatAreNone(t *testing.T) {
	for found, lines := range map[string][]Line{
		"0 lines": {}, "5001 lines, between 1 and 5000": list(MaxLines + 1),
		"line 2: a beneficiary of 0 bytes":  {{"A", 1}, {"", 1}},
		"line 1: a beneficiary of 65 bytes": {{fmt.Sprintf("%065d", 1), 1}},
		"line 1: 0.00 is not above zero":    {{"A", 0}},
		"line 2: -0.01 is not above zero":   {{"A", 1}, {"B", -1}},
	} {
		_, _, err := Root(lines)
		require.ErrorContains(t, err, found)
	}
	_, err := Prove(list(3), 3)
	require.ErrorContains(t, err, "line 4 of 3")
	require.False(t, Holds("", 0, 0, 0, Line{"A", 1}, nil))
	many := slices.Repeat([]Line{{"A", money.Max}}, 2000) // more than an amount holds
	_, _, err = Root(many)
	require.ErrorIs(t, err, money.ErrOverflow)
}

// A root is the same for ever: this one was computed by the description above, with another program.
func TestKnownRoot(t *testing.T) {
	root, total, err := Root([]Line{{"A", 1}, {"B", 2}, {"C", 3}})
	require.NoError(t, err)
	require.Equal(t, money.Amount(6), total)
	require.Equal(t, "65a9806b7c0192837f1bea516c50febeefdcbc26890afd9a142bcd494eeeef96", root)
}
