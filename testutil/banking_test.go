package testutil_test

import (
	"strings"

	"github.com/pursechain/purse/x/payment"
)

// late are the acts by which an invoice is paid after its day, and its interest made payable from an allotment.
func late(invoice, allotment string) []act {
	return []act{
		{"fay", &payment.MsgPrepare{Signer: address("fay"), Office: "treasury", Number: "FEMA0001", Payables: []string{invoice}}},
		{"fox", &payment.MsgCertify{Signer: address("fox"), Schedule: "treasury/2024/FEMA0001"}},
		{"tam", &payment.MsgDisburse{Signer: address("tam"), Schedule: "treasury/2024/FEMA0001"}},
		{"ted", &payment.MsgSettle{Signer: address("ted"), Payable: invoice, Reference: "TRACE 021000021234570"}},
		{"fay", &payment.MsgOweInterest{Signer: address("fay"), Bill: invoice, Allotment: allotment}},
	}
}

// banking is the part of the life of a dollar in which a bank has it: one bill is settled, and another, whose payment was taken back before it
// left, is returned, paid, and taken back after that; and all that is said of payees' accounts, of whom nobody pays, and of what the bank says that matches nothing.
func banking(settled, returned string) []act {
	florida, treasury := payees["florida"], "treasury"
	prepare := func(number string, payables ...string) act {
		return act{"fay", &payment.MsgPrepare{Signer: address("fay"), Office: treasury, Number: number, Payables: payables}}
	}
	certify := func(number string) act {
		return act{"fox", &payment.MsgCertify{Signer: address("fox"), Schedule: "treasury/2018/" + number}}
	}
	disburse := func(number string) act {
		return act{"tam", &payment.MsgDisburse{Signer: address("tam"), Schedule: "treasury/2018/" + number}}
	}
	hash := func(digit string) string { return strings.Repeat(digit, 64) }
	details := func(commitment string) act {
		return act{"florida", &payment.MsgRegisterAccount{
			Signer: address("florida"), Office: treasury, Sealed: []byte("age-encryption.org/v1\n"), Commitment: commitment,
		}}
	}
	return []act{
		{"fox", &payment.MsgAllowBill{Signer: address("fox"), Bill: settled, Reason: "Another of the number"}},
		{"ira", &payment.MsgMarkPayee{Signer: address("ira"), Payee: florida, Reason: "On the list"}},
		{"florida", &payment.MsgAppealMark{Signer: address("florida"), Member: "fema", Appeal: "Another of the name"}},
		{"ike", &payment.MsgConfirmMark{Signer: address("ike"), Payee: florida, Reason: "The number is the same"}},
		{"ira", &payment.MsgLiftMark{Signer: address("ira"), Payee: florida, Reason: "Off the list"}},
		details(hash("a")),
		{"ted", &payment.MsgConfirmAccount{Signer: address("ted"), Office: treasury, Payee: florida, Commitment: hash("a")}},
		details(hash("b")),
		{"ted", &payment.MsgRefuseAccount{Signer: address("ted"), Office: treasury, Payee: florida, Reason: "Not sent by them"}},
		prepare("FEMA0001", settled, returned),
		{"fay", &payment.MsgSplit{Signer: address("fay"), Schedule: "treasury/2018/FEMA0001", Number: "FEMA0003", Payables: []string{returned}}},
		certify("FEMA0001"), disburse("FEMA0001"),
		{"tam", &payment.MsgRecordFile{Signer: address("tam"), Office: treasury, File: hash("c"),
			Schedules: []string{"treasury/2018/FEMA0001"}, Lines: 1, Amount: 1000}},
		{"ted", &payment.MsgSettle{Signer: address("ted"), Payable: settled, Reference: "TRACE 021000021234567"}},
		certify("FEMA0003"), disburse("FEMA0003"),
		{"ted", &payment.MsgCancel{Signer: address("ted"), Payable: returned, Reason: "Twice in the file"}},
		prepare("FEMA0004", returned), certify("FEMA0004"), disburse("FEMA0004"),
		{"ted", &payment.MsgReturn{Signer: address("ted"), Payable: returned, Reason: "R03"}},
		{"ted", &payment.MsgAnswer{Signer: address("ted"), Office: treasury, File: hash("d"), Words: []payment.Word{
			{Line: 7, Payable: "PAYROLL 7", Amount: 900, Outcome: payment.Settled, Reference: "TRACE 021000021234569"},
		}}},
		{"tom", &payment.MsgCloseException{Signer: address("tom"), Exception: "treasury/" + hash("d") + "/7", Reason: "Of another office"}},
		prepare("FEMA0005", returned), certify("FEMA0005"), disburse("FEMA0005"),
		{"ted", &payment.MsgSettle{Signer: address("ted"), Payable: returned, Reference: "TRACE 021000021234570"}},
		{"ted", &payment.MsgReturnSettled{Signer: address("ted"), Office: treasury, Payable: returned, Reason: "R23", Reference: "TRACE 1"}},
	}
}
