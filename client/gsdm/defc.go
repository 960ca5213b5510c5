package gsdm

import "strings"

// fundCodes are the disaster emergency fund codes that GTAS takes: those of rule B24 (A to T, 9) and of the broker's
// config/def_codes.csv (A to Q), the later ones of its config/DEFC_LIST_FOR_USAS.csv, and QQQ, which rule B15 names beside Q.
var fundCodes = func() map[string]bool {
	codes := map[string]bool{}
	for _, code := range strings.Fields("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z 1 2 3 4 5 6 7 8 9 " +
		"AAA AAB AAC AAD AAE QQQ") {
		codes[code] = true
	}
	return codes
}()

// fundCode says what is wrong with the fund code of a row, or "".
func fundCode(kind Kind) func(*Row) string {
	at := layouts[kind].at("disaster_emergency_fund_code")
	return func(r *Row) string {
		switch code := r.texts[at]; {
		case code == "":
			return "blank DEFC"
		case !fundCodes[strings.ToUpper(code)]:
			return "unknown DEFC " + code
		default:
			return ""
		}
	}
}
