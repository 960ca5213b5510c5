package oracle

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/x/ledger"
)

const fund = "070-2018/2018-0702-000"

// attributes of a subject: obligations, whose names begin with O, have a programme activity and an object class.
func attributes(subject string, reimbursable bool) ledger.Attributes {
	a := ledger.Attributes{Defc: "A", Reimbursable: reimbursable}
	if strings.HasPrefix(subject, "O") {
		a.ProgramActivity, a.ObjectClass = "0001", "410"
	}
	return a
}

// write reads a journal of lines: year, event, from, to, amount, then the account held, "reversed" and "reimbursable" where they
// apply. A closing gives for its two accounts the subjects whose attributes they have: 4902/O 4201/A.
func write(t *testing.T, text string) (entries []ledger.JournalEntry) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		words := strings.Fields(line)
		year, err := strconv.Atoi(words[0])
		require.NoError(t, err, line)
		amount, err := money.Parse(words[4])
		require.NoError(t, err, line)
		e := ledger.JournalEntry{Event: words[1], Fund: fund, Amount: amount, Year: uint32(year)}
		reimbursable := false
		for _, word := range words[5:] {
			switch word {
			case "reversed":
				e.Reversed = true
			case "reimbursable":
				reimbursable = true
			default:
				e.Held = word
			}
		}
		read := func(word string) (string, ledger.Attributes) {
			name, subject, closing := strings.Cut(word, "/")
			if !closing {
				subject = name
			}
			return name, attributes(subject, reimbursable)
		}
		e.From, e.FromAttributes = read(words[2])
		e.To, e.ToAttributes = read(words[3])
		entries = append(entries, e)
	}
	return entries
}

// standing writes a sum as the tests expect it: the amount, then what it opened with and what was closed, where that is not zero.
func standing(s ledger.Standing) string {
	text := s.Amount.String()
	if s.Opening != 0 {
		text += fmt.Sprintf(" opening %s", s.Opening)
	}
	if s.Closed != 0 {
		text += fmt.Sprintf(" closed %s", s.Closed)
	}
	return fmt.Sprintf("%s in %d", text, s.Year)
}

// expect compares the books of a journal with balances and totals that were worked out by hand.
func expect(t *testing.T, journal, balances, totals string) {
	t.Helper()
	b, err := Replay(write(t, journal))
	require.NoError(t, err)
	var held, summed []string
	for _, x := range b.Balances() {
		require.Equal(t, fund, x.Fund)
		held = append(held, fmt.Sprintf("%s %s %s", x.Subject, x.Account, standing(x.Standing)))
	}
	for _, x := range b.Totals() {
		of := "A"
		if x.Attributes.ObjectClass != "" {
			of = "O"
		}
		summed = append(summed, fmt.Sprintf("%s/%s %s", x.Account, of, standing(x.Standing)))
	}
	require.Equal(t, lines(balances), held)
	require.Equal(t, lines(totals), summed)
}

func lines(text string) (all []string) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		all = append(all, strings.TrimSpace(line))
	}
	return all
}

func TestADollarFromLawToPayment(t *testing.T) {
	expect(t, `
		2018 enact     A A 100.00
		2018 apportion A P  90.00
		2018 allot     P L  80.00
		2018 obligate  L O  70.00 4610
		2018 accrue    O O  60.00
		2018 pay       O O  50.00
		2018 come-back O O  10.00
		2018 apportion A P   5.00 reversed`, `
		A 1010 100.00 in 2018
		A 3101 -100.00 in 2018
		A 4119 100.00 in 2018
		A 4450 -15.00 in 2018
		L 4610 -10.00 in 2018
		O 1010 -40.00 in 2018
		O 2110 -20.00 in 2018
		O 3107 60.00 in 2018
		O 4801 -10.00 in 2018
		O 4901 -20.00 in 2018
		O 4902 -40.00 in 2018
		O 5700 -60.00 in 2018
		O 6100 60.00 in 2018
		P 4510 -5.00 in 2018`, `
		1010/A 60.00 in 2018
		2110/A -20.00 in 2018
		3101/A -100.00 in 2018
		3107/A 60.00 in 2018
		4119/A 100.00 in 2018
		4450/A -15.00 in 2018
		4510/A -5.00 in 2018
		4610/A -10.00 in 2018
		4801/O -10.00 in 2018
		4901/O -20.00 in 2018
		4902/O -40.00 in 2018
		5700/A -60.00 in 2018
		6100/O 60.00 in 2018`)
}

// Of 80.00 obligated in 2018, 30.00 were delivered and 20.00 paid. In 2019 the office takes back 15.00 that was not delivered and
// 5.00 that was not paid, and the payee sends back 4.00. The line was not obligated to 20.00, which are to be apportioned again.
const recovered = `
		2018 enact        A A      100.00
		2018 apportion    A P      100.00
		2018 allot        P L      100.00
		2018 obligate     L O       80.00 4610
		2018 accrue       O O       30.00
		2018 pay          O O       20.00
		2018 close   3101/A 3100/A 100.00
		2018 close   3107/A 3100/A  30.00 reversed
		2018 close   4119/A 4201/A 100.00 reversed
		2018 close   4902/O 4201/A  20.00
		2018 close   5700/A 3310/A  30.00
		2018 close   6100/O 3310/A  30.00 reversed
		2019 carry        L A       20.00 4610
		2019 recover      O A       15.00 4450
		2019 recover-owed O A        5.00 4450
		2019 refund-prior O A        4.00 4450`

func TestARecoveryOfAPriorYear(t *testing.T) {
	expect(t, recovered, `
		A 1010 100.00 in 2018
		A 3101 -100.00 in 2018
		A 4119 100.00 in 2018
		A 4450 -44.00 in 2019
		L 4610 0.00 opening -20.00 in 2019
		O 1010 -16.00 opening -20.00 in 2019
		O 2110 -5.00 opening -10.00 in 2019
		O 3107 21.00 opening 30.00 in 2019
		O 4801 -50.00 in 2018
		O 4871 15.00 in 2019
		O 4901 -10.00 in 2018
		O 4902 -20.00 in 2018
		O 4971 5.00 in 2019
		O 4972 4.00 in 2019
		O 5700 -21.00 opening -30.00 in 2019
		O 6100 21.00 opening 30.00 in 2019`, `
		1010/A 84.00 opening 80.00 in 2019
		2110/A -5.00 opening -10.00 in 2019
		3100/A -70.00 closed -70.00 in 2018
		3101/A 0.00 closed 100.00 in 2018
		3107/A -9.00 closed -30.00 in 2019
		4119/A 0.00 closed -100.00 in 2018
		4201/A 80.00 closed 80.00 in 2018
		4450/A -44.00 in 2019
		4610/A 0.00 opening -20.00 in 2019
		4801/O -50.00 in 2018
		4871/O 15.00 in 2019
		4901/O -10.00 in 2018
		4902/O 0.00 closed 20.00 in 2018
		4971/O 5.00 in 2019
		4972/O 4.00 in 2019
		5700/A 9.00 closed 30.00 in 2019
		6100/O -9.00 closed -30.00 in 2019`)
}

func TestExpiryAndCancellation(t *testing.T) {
	expect(t, `
		2018 enact     A A 100.00
		2018 apportion A P 100.00
		2018 allot     P L 100.00
		2018 obligate  L O  60.00 4610
		2018 accrue    O O  25.00
		2018 pay       O O  10.00
		2018 expire    L A  40.00 4610
		2018 close 3101/A 3100/A 100.00
		2018 close 3107/A 3100/A  25.00 reversed
		2018 close 4119/A 4201/A 100.00 reversed
		2018 close 4902/O 4201/A  10.00
		2018 close 5700/A 3310/A  25.00
		2018 close 6100/O 3310/A  25.00 reversed
		2023 cancel-undelivered O A 35.00
		2023 cancel-owed        O A 15.00
		2023 cancel             A A 90.00
		2023 close 3106/A 3100/A  90.00 reversed
		2023 close 3107/A 3100/A  15.00
		2023 close 4350/A 4201/A  90.00
		2023 close 4871/O 4801/O  35.00 reversed
		2023 close 4971/O 4901/O  15.00 reversed
		2023 close 5700/A 3310/A  15.00 reversed`, `
		A 1010 10.00 opening 100.00 in 2023
		A 3101 -100.00 in 2018
		A 3106 90.00 in 2023
		A 4119 100.00 in 2018
		A 4350 -90.00 in 2023
		A 4650 0.00 opening -40.00 in 2023
		O 1010 -10.00 in 2018
		O 2110 0.00 opening -15.00 in 2023
		O 2960 -15.00 in 2023
		O 3107 10.00 opening 25.00 in 2023
		O 4801 -35.00 in 2018
		O 4871 35.00 in 2023
		O 4901 -15.00 in 2018
		O 4902 -10.00 in 2018
		O 4971 15.00 in 2023
		O 5700 -10.00 opening -25.00 in 2023
		O 6100 25.00 in 2018`, `
		1010/A 0.00 opening 90.00 in 2023
		2110/A 0.00 opening -15.00 in 2023
		2960/A -15.00 in 2023
		3100/A 0.00 opening -75.00 in 2023
		3101/A 0.00 closed 100.00 in 2018
		3106/A 0.00 closed -90.00 in 2023
		3107/A 0.00 closed -10.00 in 2023
		3310/A 15.00 closed 15.00 in 2023
		4119/A 0.00 closed -100.00 in 2018
		4201/A 0.00 opening 90.00 in 2023
		4350/A 0.00 closed 90.00 in 2023
		4650/A 0.00 opening -40.00 in 2023
		4801/O 0.00 opening -35.00 closed 35.00 in 2023
		4871/O 0.00 closed -35.00 in 2023
		4901/O 0.00 opening -15.00 closed 15.00 in 2023
		4902/O 0.00 closed 10.00 in 2018
		4971/O 0.00 closed -15.00 in 2023
		5700/A 0.00 closed 10.00 in 2023
		6100/O 0.00 closed -25.00 in 2018`)
}

// A customer orders work for 50.00. Delivered work uses no appropriation: no 3107 and no 5700.
func TestAReimbursableOrder(t *testing.T) {
	expect(t, `
		2018 order     A A 60.00      reimbursable
		2018 order     A A 60.00      reimbursable reversed
		2018 order     A A 50.00      reimbursable
		2018 apportion A P 50.00      reimbursable
		2018 allot     P L 50.00      reimbursable
		2018 obligate  L O 30.00 4610 reimbursable
		2018 accrue    O O 20.00      reimbursable
		2018 collect   A A 20.00      reimbursable
		2018 pay       O O 20.00      reimbursable`, `
		A 1010 20.00 in 2018
		A 4221 30.00 in 2018
		A 4252 20.00 in 2018
		A 5200 -20.00 in 2018
		L 4610 -20.00 in 2018
		O 1010 -20.00 in 2018
		O 4801 -10.00 in 2018
		O 4902 -20.00 in 2018
		O 6100 20.00 in 2018`, `
		4221/A 30.00 in 2018
		4252/A 20.00 in 2018
		4610/A -20.00 in 2018
		4801/O -10.00 in 2018
		4902/O -20.00 in 2018
		5200/A -20.00 in 2018
		6100/O 20.00 in 2018`)
}
