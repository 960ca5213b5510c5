// Package nacha reads and writes the files of the Automated Clearing House: records of 94 characters, batches of entries with their
// addenda, controls, blocks of ten. It writes credits of the classes PPD and CCD; it reads entries of every class, returns and
// notices of change, and knows the codes of both. It owns the arithmetic of such a file: check digits, hashes, counts and totals.
package nacha

import (
	"strings"

	"github.com/pursechain/purse/client/bank/fixed"
)

const width = 94

// The layouts.
var (
	fileHeader = fixed.New("1", `code 1 priority 2n destination 10r origin 10r date 6 time 4 modifier 1 size 3 blocking 2 format 1
		destination-name 23 origin-name 23 reference 8`)
	batchHeader = fixed.New("5", `code 1 service 3 company 16 discretionary 20 company-id 10 class 3 description 10 descriptive-date 6
		effective 6 settlement 3 status 1 bank 8 batch 7n`)
	entry = fixed.New("6", `code 1 transaction 2 receiver 8 check 1 account 17 amount 10n id 15 name 22 discretionary 2 addenda 1
		trace 15`)
	tradeEntry = fixed.New("6 of CTX", `code 1 transaction 2 receiver 8 check 1 account 17 amount 10n id 15 addenda-count 4n name 16
		reserved 2 discretionary 2 addenda 1 trace 15`)
	foreignEntry = fixed.New("6 of IAT", `code 1 transaction 2 receiver 8 check 1 addenda-count 4n reserved-1 13 amount 10n account 35
		reserved-2 2 screened 1 screened-again 1 addenda 1 trace 15`)
	remittance = fixed.New("7 05", "code 1 type 2 text 80 sequence 4n entry 7n")
	change     = fixed.New("7 98", `code 1 type 2 reason 3 original-trace 15 reserved-1 6 original-receiver 8 corrected 29 reserved-2 15
		trace 15`)
	returned = fixed.New("7 99", "code 1 type 2 reason 3 original-trace 15 death 6 original-receiver 8 text 44 trace 15")
	foreign  = fixed.New("7 of IAT", "code 1 type 2 text 84 entry 7n")
	batchEnd = fixed.New("8", `code 1 service 3 count 6n hash 10n debits 12n credits 12n company-id 10 authentication 19 reserved 6
		bank 8 batch 7n`)
	fileEnd = fixed.New("9", "code 1 batches 6n blocks 6n count 8n hash 10n debits 12n credits 12n reserved 39")
	filler  = fixed.New("9 filler", "nines 94")
)

// layouts tells the layout of each record; those of a batch depend on its class.
func layouts() func(line string) *fixed.Layout {
	class := ""
	return func(line string) *fixed.Layout {
		switch line[0] {
		case '1':
			return fileHeader
		case '5':
			class = line[50:53]
			return batchHeader
		case '6':
			switch class {
			case "CTX":
				return tradeEntry
			case "IAT":
				return foreignEntry
			}
			return entry
		case '7':
			switch kind := line[1:3]; {
			case kind == "98":
				return change
			case kind == "99":
				return returned
			case kind == "05" && class != "IAT":
				return remittance
			case class == "IAT" && "10" <= kind && kind <= "18":
				return foreign
			}
		case '8':
			return batchEnd
		case '9':
			if line == nines {
				return filler
			}
			return fileEnd
		}
		return nil
	}
}

var nines = strings.Repeat("9", width)
