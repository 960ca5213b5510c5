package gsdm

import "github.com/pursechain/purse/base/money"

// Account is a balance of one account of the US Standard General Ledger, at the fiscal year's beginning (FYB) or the current
// period's end (CPE).
type Account int

// The balances that B and C give.
const (
	Undelivered480100FYB Account = iota
	Undelivered480100CPE
	Reinstated480110CPE
	Transferred483100CPE
	Upward488100CPE
	Delivered490100FYB
	Delivered490100CPE
	Reinstated490110CPE
	Transferred493100CPE
	Upward498100CPE
	Prepaid480200FYB
	Prepaid480200CPE
	Reinstated480210CPE
	Transferred483200CPE
	Upward488200CPE
	Paid490200CPE
	NotDisbursed490800FYB
	NotDisbursed490800CPE
	Upward498200CPE
	Downward487100CPE
	Downward487200CPE
	Downward497100CPE
	Downward497200CPE
	NonCash497210CPE
	accounts
)

// accountNames are how the rules call the balances.
var accountNames = [accounts]string{
	"480100_fyb", "480100_cpe", "480110_cpe", "483100_cpe", "488100_cpe",
	"490100_fyb", "490100_cpe", "490110_cpe", "493100_cpe", "498100_cpe",
	"480200_fyb", "480200_cpe", "480210_cpe", "483200_cpe", "488200_cpe",
	"490200_cpe", "490800_fyb", "490800_cpe", "498200_cpe",
	"487100_cpe", "487200_cpe", "497100_cpe", "497200_cpe", "497210_cpe",
}

// Balances are signed as in a trial balance: credits below zero.
type Balances [accounts]money.Amount
