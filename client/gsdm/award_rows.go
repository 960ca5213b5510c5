package gsdm

import "strings"

// isTransaction says that a row of C is an obligation on a day, and not what an award came to.
func isTransaction(r *Row) bool { return r.gives(layouts[FileC].at("transaction_obligated_amou")) }

// hasBalance says that a row of C gives any balance, be it zero.
func hasBalance(r *Row) bool {
	transaction := layouts[FileC].at("transaction_obligated_amou")
	for i, given := range r.given {
		if given && i+len(r.texts) != transaction {
			return true
		}
	}
	return false
}

// outlayOnly says that the outlay is the only amount of a row that is not zero: C5.2 does not apply.
func outlayOnly(r *Row) bool {
	outlay := layouts[FileC].at("outlay_cpe")
	for i, a := range r.amounts {
		if (a != 0) != (i+len(r.texts) == outlay) {
			return false
		}
	}
	return true
}

// identifiers says how many names an award has, and which.
func identifiers(r *Row) (which []string) {
	for _, name := range []string{"piid", "fain", "uri"} {
		if r.texts[layouts[FileC].at(name)] != "" {
			which = append(which, strings.ToUpper(name))
		}
	}
	return which
}

func unnamed(r *Row) string {
	if len(identifiers(r)) == 0 {
		return "an award without a FAIN, URI or PIID"
	}
	return ""
}

func namedTwice(r *Row) string {
	if which := identifiers(r); len(which) > 1 {
		return "an award with both " + strings.Join(which, " and ")
	}
	return ""
}

func mixed(r *Row) string {
	if isTransaction(r) && hasBalance(r) {
		return "a transaction's amount and balances in one row"
	}
	return ""
}

func withoutOutlay(r *Row) string {
	if l := layouts[FileC]; !isTransaction(r) && !r.gives(l.at("outlay_cpe")) {
		return "blank " + l.columns[l.at("outlay_cpe")].short()
	}
	return ""
}

// givesRecoveries says that a row gives the four accounts of which C18 wants to know.
func givesRecoveries(r *Row) bool {
	for _, t := range layouts[FileC].terms(words("487100_cpe 487200_cpe 497100_cpe 497200_cpe")) {
		if !r.gives(t.at) {
			return false
		}
	}
	return true
}
