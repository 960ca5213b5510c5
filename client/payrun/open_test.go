package payrun

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What a bank gives as its reason is a code, what an office gives is words.
func TestWhoUndidAPayment(t *testing.T) {
	for why, want := range map[string]string{
		"R03": "came back: R03 (no such account)", "AC04": "came back: AC04", "MS03": "came back: MS03",
		"Wrong account": "canceled: Wrong account", "R3": "canceled: R3", "wait": "canceled: wait",
	} {
		require.Equal(t, want, undone(why))
	}
}
