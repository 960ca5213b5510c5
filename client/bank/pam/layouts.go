// Package pam reads and writes payment requests to the Treasury, as its Standard Payment Request 5.0.2 has them: records of 850
// characters, schedules of ACH payments or checks with trailers, a trailer of the file. It owns the layouts and the rules of that
// specification that need nothing but the file. What the Treasury alone knows, as which location codes there are, it cannot say.
package pam

import "github.com/pursechain/purse/client/bank/fixed"

const width = 850

// The layouts. What no rule here reads stands in them too, so that records are given back whole.
var (
	fileHeader = fixed.New("H", "code 2 system 40 version 3 same-day 1 filler 804")
	achHeader  = fixed.New("01", `code 2 ach-text 4 schedule 14n type 25 class 3 location 8 filler-1 1 ein 10 filler-2 783`)
	checkHead  = fixed.New("11", `code 2 schedule 14n type 25 location 8 filler-1 9 enclosure 10 filler-2 782`)
	achPayment = fixed.New("02", `code 2 agency-account 16 amount 10n agency-type 1 offset 1 name 35 address-1 35 address-2 35 city 27
		state-name 10 state 2 postal 5 postal-more 5 country 2 routing 9 account 17 transaction 2 other-id 9 other-name 35 payment 20
		reconcilement 100 tin 9 tin-kind 1 other-tin-kind 1 eligible 10 address-3 35 address-4 35 country-name 40 consular 3
		sub-type 32 mechanism 20 description 2 filler 284`)
	checkPayment = fixed.New("12", `code 2 agency-account 16 amount 10n agency-type 1 offset 1 name 35 address-1 35 address-2 35
		address-3 35 address-4 35 city 27 state-name 10 state 2 postal 5 postal-more 5 barcode-point 3 filler-1 14 country-name 40
		consular 3 legend-1 55 legend-2 55 other-id 9 other-name 35 payment 20 reconcilement 100 handling 50 tin 9 barcode 50
		tin-kind 1 other-tin-kind 1 eligible 10 sub-type 32 mechanism 20 description 2 filler-2 87`)
	addendum    = fixed.New("03", "code 2 payment 20 addenda 80 filler 748")
	longAddenda = fixed.New("04", "code 2 payment 20 addenda 800 filler 28")
	accounting  = fixed.New("G", `code 2 payment 20 prefix 2 transfer-agency 3 agency 3 begins 4 ends 4 availability 1 main 4 sub 3
		event 8 amount 10 credit 1 filler 785`)
	stub = fixed.New("13", `code 2 payment 20 line-1 55 line-2 55 line-3 55 line-4 55 line-5 55 line-6 55 line-7 55 line-8 55
		line-9 55 line-10 55 line-11 55 line-12 55 line-13 55 line-14 55 filler 58`)
	notPaid = fixed.New("DD", "code 2 payment 20 detail 766 filler 62")
	trailer = fixed.New("T", "code 2 filler-1 10 count 8n filler-2 3 amount 15n filler-3 812")
	fileEnd = fixed.New("E", "code 2 records 18n payments 18n amount 18n filler 794")
)

var layouts = map[string]*fixed.Layout{
	"H ": fileHeader, "01": achHeader, "11": checkHead, "02": achPayment, "12": checkPayment, "03": addendum, "04": longAddenda,
	"G ": accounting, "13": stub, "DD": notPaid, "T ": trailer, "E ": fileEnd,
}
