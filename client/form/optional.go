package form

import (
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// optional are the fields that an act or a question can do without, by their full names. An empty value means something in each
// of these: all, none, the member itself, from the first. No type and no option of a field says so, hence this list.
var optional = []protoreflect.FullName{
	"purse.appropriation.v1.MsgOpenFund.bureau",
	"purse.appropriation.v1.MsgEnact.purposes",
	"purse.appropriation.v1.MsgEnact.period",
	"purse.appropriation.v1.MsgEnact.mandatory",
	"purse.appropriation.v1.MsgEnact.until",
	"purse.appropriation.v1.MsgEnact.replaces",
	"purse.appropriation.v1.MsgApportion.category",
	"purse.appropriation.v1.MsgApportion.quarter",
	"purse.appropriation.v1.MsgApportion.project",
	"purse.appropriation.v1.MsgApportion.opens",
	"purse.appropriation.v1.MsgTransfer.exception",
	"purse.appropriation.v1.MsgAcceptOrder.purposes",
	"purse.appropriation.v1.MsgCorrect.entry", // with proof: asked of the node
	"purse.appropriation.v1.MsgCorrect.proof",
	"purse.consortium.v1.MsgAppoint.bureau",
	"purse.consortium.v1.MsgAppoint.fund",
	"purse.consortium.v1.MsgAppoint.limit",
	"purse.consortium.v1.MsgAppoint.daily_limit",
	"purse.consortium.v1.MsgDismiss.bureau",
	"purse.consortium.v1.MsgDismiss.fund",
	"purse.consortium.v1.MsgRevokeKey.last_day",
	"purse.consortium.v1.MsgRestoreAccess.officer",
	"purse.consortium.v1.MsgRestoreAccess.payee",
	"purse.grant.v1.MsgMakeAward.place",
	"purse.grant.v1.MsgMakeAward.terms",
	"purse.grant.v1.MsgMakeAward.kind",
	"purse.grant.v1.MsgMakeAward.budget",
	"purse.grant.v1.MsgMakeAward.disaster",
	"purse.grant.v1.MsgMakeAward.regardless",
	"purse.grant.v1.MsgMakeAward.application",
	"purse.grant.v1.MsgPublishNotice.disaster",
	"purse.grant.v1.MsgPublishNotice.terms",
	"purse.grant.v1.MsgApply.place",
	"purse.grant.v1.MsgApply.evidence",
	"purse.grant.v1.MsgApply.sealed",
	"purse.grant.v1.MsgAppeal.entry", // with proof: asked of the node
	"purse.grant.v1.MsgAppeal.proof",
	"purse.grant.v1.MsgDecideAppeal.sub",
	"purse.grant.v1.QueryAppealsRequest.sub",
	"purse.payment.v1.MsgAnswer.words", // or through
	"purse.payment.v1.MsgAnswer.through",
	"purse.payment.v1.Word.schedule",
	"purse.payment.v1.MsgMarkPayee.everyone",
	"purse.payment.v1.MsgRegisterAccount.key",
	"purse.payment.v1.MsgOweInterest.allotment",
	"purse.payment.v1.MsgReturnSettled.exception",
	"purse.payment.v1.MsgReturnSettled.index", // with entry and proof: asked of the node
	"purse.payment.v1.MsgReturnSettled.entry",
	"purse.payment.v1.MsgReturnSettled.proof",
	"purse.payment.v1.MsgReturnSettledLine.exception",
	"purse.payment.v1.MsgReturnSettledLine.index", // with entry and proof: asked of the node
	"purse.payment.v1.MsgReturnSettledLine.entry",
	"purse.payment.v1.MsgReturnSettledLine.proof",
	"purse.payment.v1.QueryClosedRequest.start",
	"purse.payment.v1.QueryClosedRequest.limit",
	"purse.payment.v1.QueryReceiptsRequest.start",
	"purse.payment.v1.QueryReceiptsRequest.limit",
	"purse.grant.v1.QueryAppliedRequest.start",
	"purse.grant.v1.QueryAppliedRequest.limit",
	"purse.grant.v1.QueryAppealedRequest.start",
	"purse.grant.v1.QueryAppealedRequest.limit",
	"purse.grant.v1.MsgBindTerms.terms",
	"purse.grant.v1.MsgRecordRefund.cost",
	"purse.grant.v1.MsgRecordRefund.costs",
	"purse.grant.v1.MsgAmendAward.ends",
	"purse.grant.v1.MsgAmendAward.terms",
	"purse.grant.v1.MsgAmendAward.budget",
	"purse.grant.v1.MsgMakeSubAward.place",
	"purse.grant.v1.MsgMakeSubAward.terms",
	"purse.grant.v1.MsgMakeSubAward.budget",
	"purse.grant.v1.MsgSubmitClaim.sub",
	"purse.grant.v1.MsgSubmitClaim.kind",
	"purse.grant.v1.MsgSubmitClaim.lines",
	"purse.grant.v1.MsgSubmitClaim.cost",
	"purse.grant.v1.MsgSubmitClaim.compensated",
	"purse.grant.v1.MsgSubmitClaim.milestone",
	"purse.grant.v1.MsgSubmitClaim.roll",
	"purse.grant.v1.MsgSubmitClaim.roll_lines",
	"purse.grant.v1.Line.code",
	"purse.grant.v1.Line.quantity",
	"purse.grant.v1.Line.price",
	"purse.grant.v1.MsgApproveClaim.sub",
	"purse.grant.v1.MsgRejectClaim.sub",
	"purse.grant.v1.QueryClaimsRequest.sub",
	"purse.grant.v1.QuerySf425Request.required",
	"purse.grant.v1.QuerySf270Request.sub",
	"purse.grant.v1.MsgApproveClaim.reason",
	"purse.grant.v1.MsgIncreaseAward.allotment",
	"purse.grant.v1.QueryDecisionsRequest.start",
	"purse.grant.v1.QueryDecisionsRequest.limit",
	"purse.grant.v1.QueryOverlapsRequest.start",
	"purse.grant.v1.QueryOverlapsRequest.limit",
	"purse.history.v1.QueryEntriesRequest.start",
	"purse.history.v1.QueryEntriesRequest.limit",
	"purse.ledger.v1.QueryBalancesRequest.subject",
	"purse.ledger.v1.QueryJournalRequest.start",
	"purse.ledger.v1.QueryJournalRequest.limit",
	"purse.payment.v1.QueryPaymentsRequest.start",
	"purse.payment.v1.QueryPaymentsRequest.limit",
	"purse.procurement.v1.MsgPlaceOrder.terms",
	"purse.procurement.v1.MsgPlaceOrder.solicitation",
	"purse.procurement.v1.MsgPlaceOrder.exception",
	"purse.procurement.v1.MsgPlaceOrder.reason",
	"purse.procurement.v1.MsgReceive.shipment",
	"purse.procurement.v1.MsgDemand.entry", // with proof: asked of the node
	"purse.procurement.v1.MsgDemand.proof",
	"purse.procurement.v1.QueryClosedRequisitionsRequest.start",
	"purse.procurement.v1.QueryClosedRequisitionsRequest.limit",
	"purse.procurement.v1.QueryClosedSolicitationsRequest.start",
	"purse.procurement.v1.QueryClosedSolicitationsRequest.limit",
	"purse.procurement.v1.QueryCustodyRequest.start",
	"purse.procurement.v1.QueryCustodyRequest.limit",
	"purse.procurement.v1.MsgAmendOrder.allotment",
	"purse.procurement.v1.ReceivedLine.reason",
	"purse.procurement.v1.MsgApproveInvoice.reason",
	"purse.procurement.v1.QueryOriginsRequest.start",
	"purse.procurement.v1.QueryOriginsRequest.limit",
	"purse.procurement.v1.QueryPayeeInvoicesRequest.start",
	"purse.procurement.v1.QueryPayeeInvoicesRequest.limit",
	"purse.procurement.v1.QueryRecordsRequest.start",
	"purse.procurement.v1.QueryRecordsRequest.limit",
	"purse.report.v1.QuerySf133Request.defc",
	"purse.resolution.v1.QueryDecisionsRequest.start",
	"purse.resolution.v1.QueryDecisionsRequest.limit",
	"purse.terms.v1.QueryContractRequest.version",
	"cosmos.auth.v1beta1.QueryAccountAddressByIDRequest.id", // deprecated for account_id
	"cosmos.upgrade.v1beta1.QueryModuleVersionsRequest.module_name",
}

// Missing are the arguments of a verb that it cannot do without and that were not given, in order. Who signs is not among them.
func (v Verb) Missing(given []Field) []Argument {
	var missing []Argument
	for _, a := range v.Args {
		is := func(f Field) bool { return strings.ReplaceAll(f.Name, "-", "_") == a.Name }
		if !a.Optional && !a.Signer && !slices.ContainsFunc(given, is) {
			missing = append(missing, a)
		}
	}
	return missing
}
