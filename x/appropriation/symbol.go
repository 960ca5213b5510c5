package appropriation

import (
	"strconv"
	"strings"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/rule"
)

// Symbol is a Treasury account symbol in its parts (Treasury Financial Manual, Fund Account Symbols and Titles book).
type Symbol struct {
	Transfer  string // allocation transfer agency, three digits, or none
	Agency    string // three digits
	Begin     int    // first fiscal year of availability; 0 for a no-year account
	End       int    // last fiscal year of availability; 0 for a no-year account
	Main, Sub string // main account, four digits; sub account, three
}

// ParseSymbol reads the form in which a fund is shown: 070-X-0702-000, or 070-2017/2018-0702-000, with the allocation transfer
// agency before the agency where there is one.
func ParseSymbol(s string) (Symbol, error) {
	var y Symbol
	bad := func(why string) (Symbol, error) { return Symbol{}, ErrMalformedFund.Refuse("%q: %s", s, why) }
	parts := strings.Split(s, "-")
	if len(parts) == 5 {
		y.Transfer, parts = parts[0], parts[1:]
		if !digits(y.Transfer, 3) {
			return bad("the allocation transfer agency is not three digits")
		}
	}
	if len(parts) == 3 { // as people write it; which part is wrong is said before that one is missing
		parts = append(parts, "")
	}
	if len(parts) != 4 {
		return bad("it has not the parts agency, availability, main account, sub account")
	}
	y.Agency, y.Main, y.Sub = parts[0], parts[2], parts[3]
	begin, end, _ := strings.Cut(parts[1], "/")
	switch {
	case !digits(y.Agency, 3):
		return bad("the agency is not three digits")
	case parts[1] != "X" && (!digits(begin, 4) || !digits(end, 4)):
		return bad("the availability is neither X nor two fiscal years, as in 2017/2018")
	case !digits(y.Main, 4):
		return bad("the main account is not four digits")
	case !digits(y.Sub, 3):
		return bad("the sub account is not three digits")
	case parts[1] == "X":
		return y, nil
	}
	y.Begin, _ = strconv.Atoi(begin)
	y.End, _ = strconv.Atoi(end)
	if y.Begin < 1789 || y.End < y.Begin {
		return bad("the period of availability ends before it begins")
	}
	return y, nil
}

func digits(s string, n int) bool { return len(s) == n && rule.CheckID(s, rule.Digits, n) == "" }

// Period is the kind of period for which the authority of the fund may be obligated.
func (y Symbol) Period() Period {
	switch {
	case y.End == 0:
		return NoYear
	case y.Begin == y.End:
		return OneYear
	default:
		return MultiYear
	}
}

// Words is the period as people say it.
func (p Period) Words() string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(p.String(), "PERIOD_"), "_", "-"))
}

// unexpired refuses new authority, and a step on the way to an obligation, once the period of a fund is over (31 USC 1552).
func (f Fund) unexpired(year uint32, today date.Date) error {
	symbol, err := ParseSymbol(f.Symbol)
	if err != nil {
		return err
	}
	if symbol.Expired(year) {
		return ErrNotAvailable.Refuse("%s was available until fiscal year %d, %s is in %d", f.Symbol, symbol.End, today, year)
	}
	return nil
}

// Available says whether new obligations may be made in a fiscal year (31 USC 1502).
func (y Symbol) Available(fiscalYear int) bool {
	return y.End == 0 || (y.Begin <= fiscalYear && fiscalYear <= y.End)
}

// covers says that nothing of another fund can be obligated in a fiscal year in which nothing of this one can.
func (y Symbol) covers(other Symbol) bool {
	return y.End == 0 || other.End != 0 && y.Begin <= other.Begin && other.End <= y.End
}

// years are the fiscal years of the period, as people say them.
func (y Symbol) years() string {
	switch y.Period() {
	case NoYear:
		return "any fiscal year"
	case OneYear:
		return "fiscal year " + strconv.Itoa(y.End)
	default:
		return "fiscal years " + strconv.Itoa(y.Begin) + " to " + strconv.Itoa(y.End)
	}
}
