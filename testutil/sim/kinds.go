package sim

// A kind of act: how often it is tried, and how. A try that finds nothing to act on is none.
type kind struct {
	name   string
	weight int
	try    func(*Sim) *attempt
}

// kinds are all that people do. An agency does more of what comes later in the life of a dollar.
var kinds = []kind{
	{"open-fund", 6, (*Sim).openFund},
	{"enact", 12, (*Sim).enact},
	{"replace-continuing", 2, (*Sim).replaceContinuing},
	{"rescind", 3, (*Sim).rescind},
	{"transfer", 3, (*Sim).transfer},
	{"accept-order", 5, (*Sim).acceptOrder},
	{"collect", 9, (*Sim).collect},
	{"withdraw-order", 3, (*Sim).withdrawOrder},
	{"defer", 3, (*Sim).deferAuthority},
	{"lift-deferral", 1, (*Sim).liftDeferral},
	{"apportion", 14, (*Sim).apportion},
	{"withdraw-apportionment", 3, (*Sim).withdraw},
	{"allot", 14, (*Sim).allot},
	{"suballot", 5, (*Sim).suballot},
	{"return-allotment", 4, (*Sim).returnAllotment},
	{"commit", 6, (*Sim).commitMoney},
	{"release", 3, (*Sim).release},
	{"correct", 4, (*Sim).correct},

	{"make-award", 18, (*Sim).makeAward},
	{"obligate", 24, (*Sim).obligate},
	{"increase-award", 8, (*Sim).increaseAward},
	{"reduce-award", 7, (*Sim).reduceAward},
	{"increase", 12, (*Sim).increase},
	{"reduce", 10, (*Sim).reduce},
	{"reduce-owed", 9, (*Sim).reduceOwed},
	{"open-programme", 1, (*Sim).openProgramme},
	{"make-sub-award", 10, (*Sim).makeSubAward},
	{"change-sub-award", 5, (*Sim).changeSubAward},
	{"submit-claim", 40, (*Sim).submitClaim},
	{"approve-claim", 38, (*Sim).approveClaim},
	{"reject-claim", 4, (*Sim).rejectClaim},

	{"request-goods", 9, (*Sim).requestGoods},
	{"cancel-request", 1, (*Sim).cancelRequest},
	{"solicit", 5, (*Sim).solicit},
	{"bid", 9, (*Sim).makeBid},
	{"reveal", 12, (*Sim).reveal},
	{"place-order", 14, (*Sim).placeOrder},
	{"amend-order", 6, (*Sim).amendOrder},
	{"agree-amendment", 6, (*Sim).agreeAmendment},
	{"ship", 8, (*Sim).ship},
	{"hand-over", 4, (*Sim).handOver},
	{"take-over", 7, (*Sim).takeOver},
	{"receive", 18, (*Sim).receive},
	{"return-goods", 3, (*Sim).returnGoods},
	{"invoice", 20, (*Sim).invoice},
	{"approve-invoice", 20, (*Sim).approveInvoice},
	{"reject-invoice", 3, (*Sim).rejectInvoice},
	{"terminate-order", 2, (*Sim).terminateOrder},
	{"close-order", 8, (*Sim).closeOrder},

	{"owe", 26, (*Sim).owe},
	{"accrue", 24, (*Sim).accrue},
	{"accrue-interest", 6, (*Sim).accrueInterest},
	{"pay", 20, (*Sim).pay},
	{"come-back", 4, (*Sim).comeBack},
	{"prepare", 22, (*Sim).prepare},
	{"certify", 21, (*Sim).certify},
	{"recall", 2, (*Sim).recall},
	{"split", 3, (*Sim).split},
	{"charge-current", 2, (*Sim).chargeCurrent},
	{"disburse", 21, (*Sim).disburse},
	{"record-file", 8, (*Sim).recordFile},
	{"settle", 22, (*Sim).settle},
	{"return", 5, (*Sim).comesBack},
	{"return-settled", 4, (*Sim).returnSettled},
	{"cancel", 4, (*Sim).cancel},
	{"answer", 14, (*Sim).answerLines},
	{"close-exception", 6, (*Sim).closeException},
	{"withdraw-advance", 2, (*Sim).withdrawAdvance},
	{"allow-bill", 2, (*Sim).allowBill},
	{"owe-interest", 4, (*Sim).oweInterest},
	{"set-interest-rate", 1, (*Sim).setInterestRate},
	{"register-account", 3, (*Sim).registerAccount},
	{"confirm-account", 3, (*Sim).confirmAccount},
	{"refuse-account", 1, (*Sim).refuseAccount},
	{"mark-payee", 2, (*Sim).markPayee},
	{"appeal-mark", 2, (*Sim).appealMark},
	{"confirm-mark", 2, (*Sim).confirmMark},
	{"lift-mark", 3, (*Sim).liftMark},

	{"advance", 20, (*Sim).advance},
	{"liquidate", 15, (*Sim).liquidate},
	{"recover-advance", 7, (*Sim).recoverAdvance},
	{"claim-back", 8, (*Sim).claimBack},
	{"write-off", 5, (*Sim).writeOff},
	{"refund", 14, (*Sim).refund},
	{"record-refund", 10, (*Sim).recordRefund},
	{"disallow-claim", 3, (*Sim).disallowClaim},
}

var weightOfAll = func() (all int) {
	for _, k := range kinds {
		all += k.weight
	}
	return all
}()

// kind draws a kind of act by weight.
func (s *Sim) kind() kind {
	draw := s.rand.IntN(weightOfAll)
	for _, k := range kinds {
		if draw < k.weight {
			return k
		}
		draw -= k.weight
	}
	panic("the weights do not add up")
}
