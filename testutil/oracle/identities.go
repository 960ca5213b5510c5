package oracle

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

// Groups of accounts that together say what is left of money at one step of its life.
const (
	uncollected = "4210 4221"
	unobligated = "4430 4450 4510 4610 4650 4700"
	undelivered = "4801 4881 4871"
	unpaid      = "4901 4981 4971"
	advanced    = "4802 4872"
	unexpended  = "3100 3101 3102 3103 3106 3107"
)

// No subject gives more than it has: each of these groups of its accounts together has a balance on its own side, or none
// (the Antideficiency Act, 31 USC 1341 and 1517).
var (
	creditNets = append(strings.Fields(unobligated), undelivered, unpaid, advanced, "4902 4972")
	debitNets  = []string{uncollected, "1310"}
)

func (b *Books) checkSubject(fund, subject string) error {
	net := func(group string) (all money.Amount) {
		for _, account := range strings.Fields(group) {
			if s := b.balances[balanceKey{fund, subject, account}]; s != nil {
				all += s.amount
			}
		}
		return all
	}
	for _, group := range creditNets {
		if left := -net(group); left < 0 {
			return fmt.Errorf("%s has %s in %s", subject, left, group)
		}
	}
	for _, group := range debitNets {
		if left := net(group); left < 0 {
			return fmt.Errorf("%s has %s in %s", subject, left, group)
		}
	}
	return nil
}

// columns are sums of a fund by account, apart for money that the law gave and money that customers pay.
type columns map[string]map[column]money.Amount

type column struct {
	account      string
	reimbursable bool
}

func (c columns) add(fund, account string, attributes ledger.Attributes, by money.Amount) (err error) {
	if c[fund] == nil {
		c[fund] = make(map[column]money.Amount)
	}
	at := column{account, attributes.Reimbursable}
	c[fund][at], err = money.Add(c[fund][at], by)
	return err
}

// checkFund holds a fund to what is so after every entry: of its subjects' whole lives, and of its totals.
func (b *Books) checkFund(fund string) error {
	return errors.Join(check("life", b.lives[fund]), check("books", b.kept[fund]))
}

func check(what string, of map[column]money.Amount) error {
	direct := func(group string) (all money.Amount) {
		for _, account := range strings.Fields(group) {
			all += of[column{account, false}]
		}
		return all
	}
	whole := func(group string) (all money.Amount) {
		for _, account := range strings.Fields(group) {
			all += of[column{account, true}]
		}
		return all + direct(group)
	}
	var budgetary, proprietary money.Amount
	for c, amount := range of {
		if c.account[0] == '4' {
			budgetary += amount
		} else {
			proprietary += amount
		}
	}
	cash, resources := whole("1010"), whole(uncollected)
	free, ordered, owed := -whole(unobligated), -whole(undelivered), -whole(unpaid)
	earned := whole(unexpended) - direct(unexpended)
	given, left := -direct(unexpended), -direct(unobligated)-direct(undelivered)-direct(advanced)
	switch {
	case budgetary != 0:
		return fmt.Errorf("%s: the budgetary side is out by %s", what, budgetary)
	case proprietary != 0:
		return fmt.Errorf("%s: the proprietary side is out by %s", what, proprietary)
	case cash+resources != free+ordered+owed:
		return fmt.Errorf("%s: %s with the Treasury and %s uncollected are not %s unobligated, %s undelivered and %s unpaid",
			what, cash, resources, free, ordered, owed)
	case of[column{"1010", true}] < 0:
		return fmt.Errorf("%s: customers have paid %s less than was spent of theirs", what, -of[column{"1010", true}])
	case earned != 0:
		return fmt.Errorf("%s: customers' money stands as %s of unexpended appropriations", what, -earned)
	case given != left:
		return fmt.Errorf("%s: %s of unexpended appropriations are not %s unobligated, undelivered and advanced", what, given, left)
	}
	return nil
}
