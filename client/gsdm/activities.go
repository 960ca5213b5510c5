package gsdm

import "strings"

// listed finds program activities by code and name that the list does not have for the account. In B a row without money may be
// of an unknown activity.
func listed(kind Kind) test {
	l, list := layouts[kind], layouts[Activities]
	account := [2][4]int{
		{l.at("agency_identifier"), l.at("main_account_code"), l.at("program_activity_code"), l.at("program_activity_name")},
		{list.at("agency_id"), list.at("account"), list.at("pa_code"), list.at("pa_name")},
	}
	key := func(r *Row, at [4]int) string {
		return strings.ToUpper(r.texts[at[0]] + "-" + r.texts[at[1]] + ", " + r.texts[at[2]] + ", " + r.texts[at[3]])
	}
	given := names(kind, "program_activity_code", "program_activity_name")
	needed := []need{needs(kind, "program_activity_code", "program_activity_name"), needs(Activities)}
	return test{needed, func(s *Set, found found) {
		known := map[string]bool{}
		for _, r := range s.files[Activities].Rows {
			known[key(r, account[1])] = true
		}
		for _, r := range s.files[kind].Rows {
			k := key(r, account[0])
			unknown := kind == FileB && r.empty() && strings.HasSuffix(k, ", 0000, UNKNOWN/OTHER")
			if given(r) && !known[k] && !unknown {
				found(r, Finding{What: k + ": not in the list of program activities"})
			}
		}
	}}
}
