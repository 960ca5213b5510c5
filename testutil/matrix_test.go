package testutil_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
	"github.com/pursechain/purse/x/resolution"
	"github.com/pursechain/purse/x/validator"
)

// path is who may bring a message about, and in which way.
type path struct {
	duty   consortium.Duty  // an officer with this duty…
	member string           // …of this member; "": of any
	holder string           // a payee, or an invited address; "anybody": whoever has a key, for himself; "payee": any payee; "payees": also the one who was invited
	self   string           // besides, the one on whom it is done in the story
	class  resolution.Class // a resolution of this class
}

// matrix is the authority matrix: every message of the chain, and who may bring it about. Whatever is not here is refused.
var matrix = map[string]path{
	"purse.consortium.v1.MsgMoveDate":           {duty: consortium.Administrator},
	"purse.consortium.v1.MsgRegisterOfficer":    {duty: consortium.Administrator},
	"purse.consortium.v1.MsgAppoint":            {duty: consortium.Administrator, member: "fema"},
	"purse.consortium.v1.MsgDismiss":            {duty: consortium.Administrator, member: "fema"},
	"purse.consortium.v1.MsgAddKey":             {holder: "anybody"},
	"purse.consortium.v1.MsgRevokeKey":          {duty: consortium.Administrator, member: "congress", self: "florida"}, // whose key it is
	"purse.consortium.v1.MsgRestoreAccess":      {duty: consortium.Administrator, member: "fema"},
	"purse.consortium.v1.MsgInvitePayee":        {duty: consortium.Administrator},
	"purse.consortium.v1.MsgConfirmInvitation":  {holder: "newcomer"},
	"purse.consortium.v1.MsgWithdrawInvitation": {duty: consortium.Administrator, member: "fema"},
	"purse.consortium.v1.MsgSuspendPayee":       {duty: consortium.InspectorGeneral},
	"purse.consortium.v1.MsgReinstatePayee":     {duty: consortium.InspectorGeneral, member: "fema"},
	"purse.consortium.v1.MsgAdmitMember":        {class: resolution.Charter},
	"purse.consortium.v1.MsgReadmitMember":      {class: resolution.Charter},
	"purse.consortium.v1.MsgSetMandates":        {class: resolution.Charter},
	"purse.consortium.v1.MsgAmendCharter":       {class: resolution.Charter},
	"purse.consortium.v1.MsgRenameMember":       {class: resolution.Routine},
	"purse.consortium.v1.MsgSuspendMember":      {class: resolution.Emergency},

	"purse.validator.v1.MsgAdmitValidator":  {class: resolution.Security},
	"purse.validator.v1.MsgSetPower":        {class: resolution.Security},
	"purse.validator.v1.MsgRetireValidator": {class: resolution.Emergency},
	"purse.validator.v1.MsgRotateKey":       {duty: consortium.NodeOperator, member: "fema"},
	"purse.validator.v1.MsgReturnValidator": {duty: consortium.NodeOperator, member: "fema"},

	"purse.resolution.v1.MsgPropose":  {duty: consortium.Administrator},
	"purse.resolution.v1.MsgVote":     {duty: consortium.Administrator},
	"purse.resolution.v1.MsgWithdraw": {holder: "ada"}, // who proposed it

	"purse.appropriation.v1.MsgOpenFund":  {duty: consortium.BudgetExaminer, member: "omb"},
	"purse.appropriation.v1.MsgEnact":     {duty: consortium.Legislator, member: "congress"},
	"purse.appropriation.v1.MsgApportion": {duty: consortium.BudgetExaminer, member: "omb"},
	"purse.appropriation.v1.MsgAllot":     {duty: consortium.BudgetOfficer, member: "fema"},

	"purse.appropriation.v1.MsgRescind":               {duty: consortium.Legislator, member: "congress"},
	"purse.appropriation.v1.MsgTransfer":              {duty: consortium.BudgetExaminer, member: "omb"},
	"purse.appropriation.v1.MsgDefer":                 {duty: consortium.BudgetExaminer, member: "omb"},
	"purse.appropriation.v1.MsgLiftDeferral":          {duty: consortium.BudgetExaminer, member: "omb"},
	"purse.appropriation.v1.MsgWithdrawApportionment": {duty: consortium.BudgetExaminer, member: "omb"},
	"purse.appropriation.v1.MsgAcceptOrder":           {duty: consortium.BudgetOfficer, member: "fema"},
	"purse.appropriation.v1.MsgWithdrawOrder":         {duty: consortium.BudgetOfficer, member: "fema"},
	"purse.appropriation.v1.MsgCollect":               {duty: consortium.BudgetOfficer, member: "fema"},
	"purse.appropriation.v1.MsgSuballot":              {duty: consortium.BudgetOfficer, member: "fema"},
	"purse.appropriation.v1.MsgReturnAllotment":       {duty: consortium.BudgetOfficer, member: "fema"},
	"purse.appropriation.v1.MsgCommit":                {duty: consortium.BudgetOfficer, member: "fema"},
	"purse.appropriation.v1.MsgRelease":               {duty: consortium.BudgetOfficer, member: "fema"},
	"purse.appropriation.v1.MsgCorrect":               {duty: consortium.BudgetExaminer, member: "omb"}, // of an apportionment

	"purse.grant.v1.MsgIncreaseAward": {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgReduceAward":   {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgOpenProgramme": {duty: consortium.GrantsOfficer},
	"purse.grant.v1.MsgMakeAward":     {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgSubmitClaim":   {holder: "florida"},
	"purse.grant.v1.MsgApproveClaim":  {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgRejectClaim":   {duty: consortium.GrantsOfficer, member: "fema"},

	"purse.grant.v1.MsgRecordRefund":  {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.grant.v1.MsgDisallowClaim": {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgClaimBack":     {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgWriteOff":      {duty: consortium.CertifyingOfficer, member: "fema"},

	"purse.grant.v1.MsgBindTerms":        {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgAmendAward":       {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgReachMilestone":   {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgSuspendAward":     {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgResumeAward":      {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgTerminateAward":   {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgCloseAward":       {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgReportFinal":      {holder: "acme"}, // the recipient of the award in the story
	"purse.grant.v1.MsgMakeSubAward":     {holder: "acme"},
	"purse.grant.v1.MsgIncreaseSubAward": {holder: "acme"},
	"purse.grant.v1.MsgReduceSubAward":   {holder: "acme"},
	"purse.grant.v1.MsgEndorseClaim":     {holder: "acme"},
	"purse.grant.v1.MsgCloseSubAward":    {duty: consortium.GrantsOfficer, member: "fema", self: "acme"},

	"purse.grant.v1.MsgPublishNotice":       {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgWithdrawNotice":      {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgApply":               {holder: "payee"},
	"purse.grant.v1.MsgWithdrawApplication": {holder: "payee"}, // for itself: others have none there
	"purse.grant.v1.MsgDeclineApplication":  {duty: consortium.GrantsOfficer, member: "fema"},
	"purse.grant.v1.MsgAppeal":              {holder: "florida"},
	"purse.grant.v1.MsgDecideAppeal":        {duty: consortium.GrantsOfficer, member: "fema"},

	"purse.terms.v1.MsgPublish": {duty: consortium.GrantsOfficer},

	"purse.procurement.v1.MsgRequest":        {duty: consortium.ReceivingOfficer, member: "fema"},
	"purse.procurement.v1.MsgCancelRequest":  {duty: consortium.ReceivingOfficer, member: "fema"},
	"purse.procurement.v1.MsgSolicit":        {duty: consortium.ContractingOfficer, member: "fema"},
	"purse.procurement.v1.MsgBid":            {holder: "payee"},
	"purse.procurement.v1.MsgReveal":         {holder: "payee"}, // for itself: others have no bid there
	"purse.procurement.v1.MsgPlaceOrder":     {duty: consortium.ContractingOfficer, member: "fema"},
	"purse.procurement.v1.MsgAmendOrder":     {duty: consortium.ContractingOfficer, member: "fema"},
	"purse.procurement.v1.MsgAgreeAmendment": {holder: "acme"}, // the vendor of the order in the story
	"purse.procurement.v1.MsgShip":           {holder: "acme"},
	"purse.procurement.v1.MsgTakeOver":       {holder: "florida"}, // the carrier
	"purse.procurement.v1.MsgHandOver":       {holder: "florida"},
	"purse.procurement.v1.MsgReceive":        {duty: consortium.ReceivingOfficer, member: "fema"},
	"purse.procurement.v1.MsgReturnGoods":    {duty: consortium.ReceivingOfficer, member: "fema"},
	"purse.procurement.v1.MsgInvoice":        {holder: "acme"},
	"purse.procurement.v1.MsgApproveInvoice": {duty: consortium.ContractingOfficer, member: "fema"},
	"purse.procurement.v1.MsgRejectInvoice":  {duty: consortium.ContractingOfficer, member: "fema"},
	"purse.procurement.v1.MsgTerminateOrder": {duty: consortium.ContractingOfficer, member: "fema"},
	"purse.procurement.v1.MsgCloseOrder":     {duty: consortium.ContractingOfficer, member: "fema"},
	"purse.procurement.v1.MsgDemand":         {duty: consortium.ContractingOfficer, member: "fema"},
	"purse.procurement.v1.MsgAppealDemand":   {holder: "acme"},
	"purse.procurement.v1.MsgDecideDemand":   {duty: consortium.ContractingOfficer, member: "fema"},
	"purse.procurement.v1.MsgReceiveRefund":  {duty: consortium.DisbursingOfficer, member: "treasury"},

	"purse.payment.v1.MsgPrepare":  {duty: consortium.BudgetOfficer, member: "fema"},
	"purse.payment.v1.MsgCertify":  {duty: consortium.CertifyingOfficer, member: "fema"},
	"purse.payment.v1.MsgDisburse": {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.payment.v1.MsgSettle":   {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.payment.v1.MsgReturn":   {duty: consortium.DisbursingOfficer, member: "treasury"},

	"purse.payment.v1.MsgSettleLines":       {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.payment.v1.MsgReturnLine":        {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.payment.v1.MsgReturnSettled":     {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.payment.v1.MsgReturnSettledLine": {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.payment.v1.MsgRecall":            {duty: consortium.BudgetOfficer, member: "fema"},
	"purse.payment.v1.MsgWithdrawAdvance":   {duty: consortium.BudgetOfficer, member: "fema"},
	"purse.payment.v1.MsgChargeCurrent":     {duty: consortium.BudgetOfficer, member: "fema"},

	"purse.payment.v1.MsgSplit":           {duty: consortium.BudgetOfficer, member: "fema"},
	"purse.payment.v1.MsgCancel":          {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.payment.v1.MsgRecordFile":      {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.payment.v1.MsgAnswer":          {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.payment.v1.MsgCloseException":  {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.payment.v1.MsgPublishKey":      {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.payment.v1.MsgRegisterAccount": {holder: "payees"},
	"purse.payment.v1.MsgConfirmAccount":  {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.payment.v1.MsgRefuseAccount":   {duty: consortium.DisbursingOfficer, member: "treasury"},
	"purse.payment.v1.MsgAllowBill":       {duty: consortium.CertifyingOfficer},
	"purse.payment.v1.MsgOweInterest":     {duty: consortium.BudgetOfficer, member: "fema"},
	"purse.payment.v1.MsgSetInterestRate": {class: resolution.Routine},
	"purse.payment.v1.MsgMarkPayee":       {duty: consortium.InspectorGeneral},
	"purse.payment.v1.MsgAppealMark":      {holder: "payees"},
	"purse.payment.v1.MsgConfirmMark":     {duty: consortium.InspectorGeneral}, // of his own member's
	"purse.payment.v1.MsgLiftMark":        {duty: consortium.InspectorGeneral},

	"cosmos.auth.v1beta1.MsgUpdateParams":       {class: resolution.Security},
	"cosmos.consensus.v1.MsgUpdateParams":       {class: resolution.Security},
	"cosmos.upgrade.v1beta1.MsgSoftwareUpgrade": {class: resolution.Security},
	"cosmos.upgrade.v1beta1.MsgCancelUpgrade":   {class: resolution.Emergency},
}

// signer is somebody who tries a message.
type signer struct {
	name   string
	duty   consortium.Duty
	member string
}

// everybody is, for each member and each duty that its officers may hold, an officer with that duty alone; then one who acts in
// the story, two payees, an invited address and a stranger.
func everybody(t *testing.T, cast *scenario.Cast) (all []signer) {
	mandates := map[consortium.Duty]string{
		consortium.Legislator: "congress", consortium.BudgetExaminer: "omb", consortium.DisbursingOfficer: "treasury",
	}
	for _, m := range []string{"congress", "omb", "fema", "treasury"} {
		for n := int32(1); n < int32(len(consortium.Duty_name)); n++ {
			s := signer{duty: consortium.Duty(n), member: m}
			if of, is := mandates[s.duty]; is && of != m {
				continue
			}
			duty := strings.ReplaceAll(s.duty.Words(), " ", "-")
			s.name = fmt.Sprintf("%s-%d", m, n)
			_, err := cast.Add([]string{"officer", s.name, "member=" + m, "duty=" + duty})
			require.NoError(t, err)
			all = append(all, s)
		}
	}
	all = append(all, signer{"ada", consortium.Administrator, "fema"})
	for _, name := range []string{"acme", "florida", "newcomer", "mallory"} {
		all = append(all, signer{name: name})
	}
	return all
}

// may says whether the matrix lets somebody sign a message of a path.
func (p path) may(s signer) bool {
	switch {
	case p.holder == "anybody":
		return s.duty != 0 || s.name == "acme" || s.name == "florida"
	case p.holder == "payee":
		return s.name == "acme" || s.name == "florida"
	case p.holder == "payees":
		return s.name == "acme" || s.name == "florida" || s.name == "newcomer"
	case p.holder != "":
		return s.name == p.holder
	}
	return p.self != "" && s.name == p.self || p.class == 0 && s.duty == p.duty && (p.member == "" || p.member == s.member)
}

// outsiders are the rules that refuse who may not act at all; any other rule is about what is asked, and comes after.
var outsiders = map[string]bool{
	"C1": true, "C2": true, "C4": true, "C5": true, "C28": true, "C29": true, "C31": true, "R10": true, "G8": true, "O14": true,
}

// Every message, tried by everybody in the place of who may sign it, at the moment when it is lawful; then by resolution.
func TestAuthorityMatrix(t *testing.T) {
	var people []signer
	c := bad(t, func(cast *scenario.Cast) { people = everybody(t, cast) })
	acts := append(life(), byResolution(t)...)
	tried := make(map[string]bool)
	for _, a := range acts {
		name := proto.MessageName(a.msg)
		row, known := matrix[name]
		require.True(t, known, "%s has no row in the authority matrix", name)
		tried[name] = true
		ripen(t, c, a.msg)
		for _, s := range people {
			err := try(t, c, a.msg, address(s.name))
			require.Equal(t, row.may(s), !refusesSigner(err), "%s by %s (%s of %s): %v", name, s.name, s.duty.Words(), s.member, err)
		}
		class, err := resolution.ClassOf([]sdk.Msg{a.msg})
		require.Equal(t, row.class, class, name)
		require.Equal(t, row.class != 0, err == nil, "%s by resolution: %v", name, err)
		err = try(t, c, a.msg, consortium.Authority().String())
		require.Equal(t, row.class != 0, !refusesSigner(err), "%s by the consortium: %v", name, err)
		if row.class == 0 {
			taken(t, c, sign(t, c, a.by, a.msg))
		}
	}
	verbs, err := form.Messages()
	require.NoError(t, err)
	resolvable, err := form.Resolvable()
	require.NoError(t, err)
	for _, v := range append(verbs, resolvable...) {
		require.True(t, tried[v.Request], "%s was not tried", v.Request)
	}
	require.Len(t, tried, len(matrix), "the matrix names messages that nobody handles")
}

// refusesSigner says that an error is about who signs: a rule on outsiders, or the engine's own check of its authority.
func refusesSigner(err error) bool {
	var r *rule.Refusal
	switch {
	case err == nil:
		return false
	case errors.As(err, &r):
		return outsiders[r.Rule.Number]
	}
	return strings.Contains(err.Error(), "authority") || strings.Contains(err.Error(), "unauthorized")
}

// try runs a message with another signer on a copy of the state, as its handler and no door would.
func try(t *testing.T, c *testutil.Chain, msg sdk.Msg, by string) error {
	t.Helper()
	bz, err := proto.Marshal(msg)
	require.NoError(t, err)
	other, err := form.New(proto.MessageName(msg))
	require.NoError(t, err)
	require.NoError(t, c.Codec.Unmarshal(bz, other))
	v := reflect.ValueOf(other).Elem()
	signer := v.FieldByName("Signer")
	if !signer.IsValid() {
		signer = v.FieldByName("Authority")
	}
	signer.SetString(by)
	_, err = c.MsgServiceRouter().Handler(other)(c.Now(), other)
	return err
}

// byResolution are the messages that only the members together bring about.
func byResolution(t *testing.T) (acts []act) {
	authority := consortium.Authority().String()
	key, err := codectypes.NewAnyWithValue(testutil.ValidatorKey("a new one").PubKey())
	require.NoError(t, err)
	params := app.ConsensusParams().ToProto()
	for _, msg := range []sdk.Msg{
		&consortium.MsgAdmitMember{Authority: authority, Member: "usda", Name: "Agriculture", Expires: "2019-09-30",
			Administrators: []consortium.Founder{
				{Officer: "amy", Title: "Administrator", Key: address("amy")}, {Officer: "art", Title: "Administrator", Key: address("art")},
			}},
		&consortium.MsgSuspendMember{Authority: authority, Member: "hud"},
		&consortium.MsgReadmitMember{Authority: authority, Member: "hud"},
		&consortium.MsgRenameMember{Authority: authority, Member: "hud", Name: "Housing"},
		&consortium.MsgSetMandates{Authority: authority, Member: "hud"},
		&consortium.MsgAmendCharter{Authority: authority, Charter: consortium.DefaultCharter()},
		&payment.MsgSetInterestRate{Authority: authority, Rate: 2625, From: "2018-01-01"},
		&validator.MsgAdmitValidator{Authority: authority, Validator: "hud-2", Member: "hud", PubKey: key, Power: 10},
		&validator.MsgSetPower{Authority: authority, Validator: "hud", Power: 90},
		&validator.MsgRetireValidator{Authority: authority, Validator: "hud"},
		&authtypes.MsgUpdateParams{Authority: authority, Params: authtypes.DefaultParams()},
		&consensustypes.MsgUpdateParams{Authority: authority, Block: params.Block, Evidence: params.Evidence,
			Validator: params.Validator, Abci: params.Abci},
		&upgradetypes.MsgSoftwareUpgrade{Authority: authority, Plan: upgradetypes.Plan{Name: "v2", Height: 1_000_000}},
		&upgradetypes.MsgCancelUpgrade{Authority: authority},
	} {
		acts = append(acts, act{"", msg})
	}
	return acts
}
