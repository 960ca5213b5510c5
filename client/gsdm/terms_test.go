package gsdm_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// termsOf has the accounts of each subtotal as the rules' texts name them, and whether B14 and B15 sum the account.
var termsOf = []struct{ rule, accounts string }{
	{"3.1", "480100_fyb*"},
	{"3.2", "480100_cpe* 480110_cpe 483100_cpe 488100_cpe*"},
	{"4.1", "490100_fyb*"},
	{"4.2", "490100_cpe* 490110_cpe 493100_cpe 498100_cpe*"},
	{"6.1", "480200_fyb*"},
	{"6.2", "480200_cpe* 480210_cpe 483200_cpe 488200_cpe*"},
	{"7.1", "490800_fyb*"},
	{"7.2", "490200_cpe* 490800_cpe* 498200_cpe*"},
	{"recoveries", "487100_cpe 487200_cpe 497100_cpe 497200_cpe 497210_cpe"},
}

// An account that changes is missed in its own subtotal, in B14 if that sums it, and nowhere else. The writer cannot show this: it
// computes with the very table that the rules check.
func TestEveryTermCounts(t *testing.T) {
	for _, of := range termsOf {
		ruleB, ruleC := "B"+of.rule, "C"+of.rule
		if of.rule == "recoveries" {
			ruleB, ruleC = "B13", "C18"
		}
		for _, account := range strings.Fields(of.accounts) {
			account, counts := strings.CutSuffix(account, "*")
			want := []string{ruleB + " b.csv:2"}
			if counts {
				want = append(want, "B14 b.csv:2")
			}
			got := found(t, edit(t, "a.csv drop; c.csv drop; b.csv:2 "+account+"=-77777.77"))
			require.Equal(t, want, got, account)
			got = found(t, edit(t, "a.csv drop; b.csv drop; c.csv:2 "+account+"=-77777.77"))
			require.Equal(t, []string{ruleC + " c.csv:2"}, got, account)
		}
	}
}

// Every balance of B bounds that of C: less of any one in B is found by C20, C21 and C26.
func TestEveryBalanceIsBounded(t *testing.T) {
	columns := []string{"obligations_incurred", "deob", "obligations_undelivered_or_fyb", "obligations_undelivered_or_cpe",
		"obligations_delivered_orde_fyb", "obligations_delivered_orde_cpe", "gross_outlays_undelivered_fyb",
		"gross_outlays_undelivered_cpe", "gross_outlays_delivered_or_fyb", "gross_outlays_delivered_or_cpe",
		"gross_outlay_amount_by_awa_fyb", "gross_outlay_amount_by_awa_cpe"}
	for _, of := range termsOf {
		columns = append(columns, strings.Fields(strings.ReplaceAll(of.accounts, "*", ""))...)
	}
	require.Len(t, columns, 36, "all amounts that B and C share")
	for _, column := range columns {
		beyond := "=-99999999.00"
		if column == "deob" || strings.HasPrefix(column, "487") || strings.HasPrefix(column, "497") {
			beyond = "=99999999.00"
		}
		got := found(t, edit(t, "c.csv:2 "+column+beyond))
		for _, want := range []string{"C20.1 c.csv:2", "C21.1.1 c.csv:2", "C26.1 c.csv:2"} {
			require.Contains(t, got, want, column)
		}
	}
}
