package testutil_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/roll"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
	"github.com/pursechain/purse/x/resolution"
	"github.com/pursechain/purse/x/terms"
	"github.com/pursechain/purse/x/validator"
)

// offer is a transaction as somebody makes it. The first of by is the messages' signer.
type offer struct {
	by    []string
	msgs  []sdk.Msg
	chain string
	ahead uint64 // added to the sequence
	gas   uint64
	build func(client.TxBuilder) // changes it before it is signed
}

// sign makes the bytes, with the signature of everybody in by.
func (o offer) sign(t *testing.T, c *testutil.Chain) []byte {
	t.Helper()
	const mode = signing.SignMode_SIGN_MODE_DIRECT
	builder := c.Tx.NewTxBuilder()
	require.NoError(t, builder.SetMsgs(o.msgs...))
	builder.SetGasLimit(o.gas)
	if o.build != nil {
		o.build(builder)
	}
	infos, signatures := make([]*authtypes.BaseAccount, len(o.by)), make([]signing.SignatureV2, len(o.by))
	for i, name := range o.by {
		infos[i] = account(t, c, name)
		infos[i].Sequence += o.ahead
		signatures[i] = signing.SignatureV2{
			PubKey: testutil.Key(name).PubKey(), Sequence: infos[i].Sequence, Data: &signing.SingleSignatureData{SignMode: mode},
		}
	}
	require.NoError(t, builder.SetSignatures(signatures...))
	for i, name := range o.by {
		signer := authsigning.SignerData{
			Address: address(name), ChainID: o.chain, AccountNumber: infos[i].AccountNumber, Sequence: infos[i].Sequence,
			PubKey: testutil.Key(name).PubKey(),
		}
		var err error
		signatures[i], err = tx.SignWithPrivKey(context.Background(), mode, signer, builder, testutil.Key(name), c.Tx, signer.Sequence)
		require.NoError(t, err)
	}
	require.NoError(t, builder.SetSignatures(signatures...))
	bz, err := c.Tx.TxEncoder()(builder.GetTx())
	require.NoError(t, err)
	return bz
}

// account is a person's account as the chain has it; a stranger's is empty.
func account(t *testing.T, c *testutil.Chain, name string) *authtypes.BaseAccount {
	t.Helper()
	answer, err := authtypes.NewQueryClient(c).AccountInfo(context.Background(),
		&authtypes.QueryAccountInfoRequest{Address: address(name)})
	if err != nil {
		require.ErrorContains(t, err, "not found")
		return &authtypes.BaseAccount{}
	}
	return answer.Info
}

func sign(t *testing.T, c *testutil.Chain, by string, msgs ...sdk.Msg) []byte {
	t.Helper()
	return offer{by: []string{by}, msgs: msgs, chain: c.ID(), gas: 5_000_000}.sign(t, c)
}

// bad is a chain of the machine's people, one who moves the date and one payee who is suspended.
func bad(t *testing.T, change func(*scenario.Cast)) *testutil.Chain {
	t.Helper()
	cast := machineCast(t)
	for _, words := range [][]string{
		{"officer", "clock", "member=treasury", "duty=administrator"},
		{"officer", "ada", "member=fema", "duty=administrator"},
		{"officer", "ira", "member=fema", "duty=inspector-general"},
		{"officer", "ike", "member=fema", "duty=inspector-general"},
		{"officer", "olaf", "member=fema", "duty=node-operator"},
		{"officer", "carl", "member=fema", "duty=contracting-officer"},
		{"officer", "cole", "member=fema", "duty=contracting-officer"},
		{"officer", "rose", "member=fema", "duty=receiving-officer"},
		{"stranger", "newcomer"},
		{"member", "hud"},
		{"officer", "hank", "member=hud", "duty=budget-examiner"},
		{"payee", "shell", "uei=SHELL5UNKN74", "suspended-by=fema"},
	} {
		_, err := cast.Add(words)
		require.NoError(t, err)
	}
	cast.Charter.DownBlocks = 10
	change(cast)
	return testutil.New(t, testutil.Genesis(t, cast))
}

func asIs(*scenario.Cast) {}

func submit(t *testing.T, c *testutil.Chain, tx []byte) scenario.Outcome {
	t.Helper()
	out, err := c.Submit(context.Background(), tx)
	require.NoError(t, err)
	return out
}

func taken(t *testing.T, c *testutil.Chain, tx []byte) {
	t.Helper()
	out := submit(t, c, tx)
	require.False(t, out.Refused(), out.Log)
}

// refusedAtTheDoor holds that a transaction is not let in, and that a block into which a dishonest validator puts it nevertheless
// has the whole app hash of the block before, accounts and all.
func refusedAtTheDoor(t *testing.T, c *testutil.Chain, tx []byte, want, found string) {
	t.Helper()
	before := c.LastCommitID().Hash
	out := submit(t, c, tx)
	require.True(t, out.Refused(), "it was taken")
	require.Zero(t, out.Height, "it was let in")
	require.Equal(t, want, out.Rule(), out.Log)
	require.Contains(t, out.Log, found)
	require.Equal(t, before, c.LastCommitID().Hash)
	results := c.NextBlock(t, tx)
	require.NotZero(t, results[0].Code, "a block took it")
	require.Equal(t, before, c.LastCommitID().Hash, "a block with it has another app hash")
}

func openFund(signer string) *appropriation.MsgOpenFund {
	return &appropriation.MsgOpenFund{
		Signer: address(signer), Fund: machineFund, Title: "Disaster Relief Fund", Member: "fema",
		Purposes: []appropriation.Purpose{{ProgramActivity: "0002", Title: "Disaster Relief"}},
	}
}

// X1, X2, C1, C3, C12 and the engine's own refusals of what is no proper transaction. The offer is lawful; each row changes one
// thing.
func TestRefusedAtTheDoor(t *testing.T) {
	c := bad(t, func(cast *scenario.Cast) { cast.Members[len(cast.Members)-1].Suspended = true })
	for _, row := range []struct {
		name        string
		spoil       func(*offer)
		want, found string
	}{
		{"a fee", build(func(b client.TxBuilder) { b.SetFeeAmount(sdk.NewCoins(sdk.NewInt64Coin("usd", 7))) }),
			"app/fee-offered", "fee 7usd (X1)"},
		{"a fee granter", build(func(b client.TxBuilder) { b.SetFeeGranter(testutil.Key("ann").PubKey().Address().Bytes()) }),
			"app/fee-offered", "another account is to pay (X1)"},
		{"a fee payer", func(o *offer) {
			o.by = []string{"omar", "ann"}
			o.build = func(b client.TxBuilder) { b.SetFeePayer(testutil.Key("ann").PubKey().Address().Bytes()) }
		}, "app/fee-offered", "another account is to pay (X1)"},
		{"unordered", build(func(b client.TxBuilder) {
			b.SetUnordered(true)
			b.SetTimeoutTimestamp(time.Date(2020, 1, 1, 0, 5, 0, 0, time.UTC))
		}), "app/unordered-transaction", "2020-01-01 00:05:00 +0000 UTC (X2)"},
		{"unordered without a number", func(o *offer) {
			o.ahead = -account(t, c, "omar").Sequence
			o.build = func(b client.TxBuilder) {
				b.SetUnordered(true)
				b.SetTimeoutTimestamp(time.Date(2020, 1, 1, 0, 5, 0, 0, time.UTC))
			}
		}, "app/unordered-transaction", "(X2)"},
		{"a stranger", by("mallory"), "consortium/unknown-signer", address("mallory")},
		{"an officer of a suspended member", by("hank"), "consortium/member-suspended", "hud (C3)"},
		{"a suspended payee", by("shell"), "consortium/payee-suspended", "shell, UEI SHELL5UNKN74, by fema (C12)"},
		{"another chain", func(o *offer) { o.chain = "purse-test-2" }, "sdk/4", "signature verification failed"},
		{"another's signature", func(o *offer) { o.by = []string{"ann"} }, "sdk/8", "pubKey does not match signer address"},
		{"a signature too many", func(o *offer) { o.by = []string{"omar", "ann"} }, "sdk/4", "wrong number of signers"},
		{"no signature", func(o *offer) { o.by = nil }, "sdk/15", "no signatures supplied"},
		{"the sequence after the next", func(o *offer) { o.ahead = 1 }, "sdk/32", "account sequence mismatch"},
		{"no message", func(o *offer) { o.msgs = nil }, "sdk/18", "must contain at least one message"},
		{"little gas", func(o *offer) { o.gas = 10_000 }, "sdk/11", "out of gas"},
		{"more gas than a block has", func(o *offer) { o.gas = 400_000_001 }, "app/greater-than-a-block",
			"and 400000001 gas, a block holds 4194304 bytes and 400000000 gas (X4)"},
		{"a long memo", build(func(b client.TxBuilder) { b.SetMemo(strings.Repeat("m", 257)) }), "sdk/12", "characters is 256"},
		{"a height that is past", build(func(b client.TxBuilder) { b.SetTimeoutHeight(1) }), "sdk/30", "tx timeout height"},
		{"an option that nobody knows", build(func(b client.TxBuilder) {
			option, err := codectypes.NewAnyWithValue(openFund("omar"))
			require.NoError(t, err)
			b.(client.ExtendedTxBuilder).SetExtensionOptions(option)
		}), "sdk/2", "no registered implementations of type tx.TxExtensionOptionI"},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := offer{by: []string{"omar"}, msgs: []sdk.Msg{openFund("omar")}, chain: c.ID(), gas: 5_000_000}
			row.spoil(&o)
			refusedAtTheDoor(t, c, o.sign(t, c), row.want, row.found)
		})
	}
	taken(t, c, sign(t, c, "omar", openFund("omar"))) // the offer that every row changes
}

func build(change func(client.TxBuilder)) func(*offer) { return func(o *offer) { o.build = change } }

func by(name string) func(*offer) {
	return func(o *offer) { o.by, o.msgs = []string{name}, []sdk.Msg{openFund(name)} }
}

// What is not a transaction at all, or one that was changed on its way.
func TestBrokenBytes(t *testing.T) {
	c := bad(t, asIs)
	good := sign(t, c, "omar", openFund("omar"))
	changed := func(old, new string) []byte {
		require.Len(t, new, len(old))
		require.True(t, bytes.Contains(good, []byte(old)))
		return bytes.Replace(good, []byte(old), []byte(new), 1)
	}
	for name, row := range map[string]struct {
		tx   []byte
		want string
	}{
		"nothing":             {nil, "sdk/18"},
		"noise":               {[]byte("pay mallory"), "sdk/2"},
		"the first half":      {good[:len(good)/2], "sdk/2"},
		"a byte too many":     {append(bytes.Clone(good), 0), "sdk/2"},
		"zeros":               {make([]byte, 4096), "sdk/2"},
		"no such message":     {changed("MsgOpenFund", "MsgOpenSafe"), "sdk/2"},
		"another title":       {changed("Relief Fund", "Relief Find"), "sdk/4"},
		"the last bit of all": {append(bytes.Clone(good[:len(good)-1]), good[len(good)-1]^1), "sdk/4"},
	} {
		t.Run(name, func(t *testing.T) { refusedAtTheDoor(t, c, row.tx, row.want, "") })
	}
	taken(t, c, good)
	refusedAtTheDoor(t, c, good, "sdk/32", "account sequence mismatch") // a replay
	taken(t, c, sign(t, c, "ann", &appropriation.MsgEnact{
		Signer: address("ann"), Fund: machineFund, Amount: 100, Law: "PL 115-56", Defc: "A",
	}))
	refusedAtTheDoor(t, c, good, "sdk/32", "account sequence mismatch") // later, still one
}

// A transaction that stands twice in a block takes effect once.
func TestReplayInABlock(t *testing.T) {
	c := bad(t, asIs)
	taken(t, c, sign(t, c, "omar", openFund("omar")))
	enact := sign(t, c, "ann", &appropriation.MsgEnact{
		Signer: address("ann"), Fund: machineFund, Amount: 100, Law: "PL 115-56", Defc: "A",
	})
	results := c.NextBlock(t, enact, enact, enact)
	require.Zero(t, results[0].Code, results[0].Log)
	require.EqualValues(t, 32, results[1].Code, results[1].Log)
	require.EqualValues(t, 32, results[2].Code, results[2].Log)
	status := &appropriation.QueryStatusResponse{}
	require.NoError(t, c.Invoke(context.Background(), "/purse.appropriation.v1.Query/Status",
		&appropriation.QueryStatusRequest{Fund: machineFund}, status))
	require.EqualValues(t, 100, status.Authority)
}

// A transaction of several messages is taken as a whole or not at all.
func TestNothingIsHalfApplied(t *testing.T) {
	c := bad(t, asIs)
	enact := &appropriation.MsgEnact{Signer: address("ann"), Fund: machineFund, Amount: 100, Law: "PL 115-56", Defc: "A"}
	unlawful := &appropriation.MsgEnact{Signer: address("ann"), Fund: "086-X-0162-000", Amount: 100, Law: "PL 115-56", Defc: "A"}
	taken(t, c, sign(t, c, "omar", openFund("omar")))
	before := c.StateHash(t)
	out := submit(t, c, sign(t, c, "ann", enact, enact, unlawful))
	require.Equal(t, "appropriation/unknown-fund", out.Rule(), out.Log)
	require.NotZero(t, out.Height)
	require.Equal(t, before, c.StateHash(t))
	taken(t, c, sign(t, c, "ann", enact, enact))
}

type act struct {
	by  string
	msg sdk.Msg
}

// life is that of a few dollars, from the law to the bank: every message that the chain knows, each lawful at its turn.
func life() []act {
	const fain = "4337DRFLP00000001"
	claim := func(number, letter string) *grant.MsgSubmitClaim {
		return &grant.MsgSubmitClaim{
			Signer: address("florida"), Fain: fain, Number: number, Amount: 1000, Begins: "2017-09-10", Ends: "2017-11-30",
			Evidence: []string{strings.Repeat(letter, 64)},
		}
	}
	bill := func(number string) string { return payees["florida"] + "/2018/" + number }
	const below = "4337DRFLP00000002"
	notice := func(number string) *grant.MsgPublishNotice {
		return &grant.MsgPublishNotice{
			Signer: address("flo"), Notice: number, Listing: "97.036", Title: "Public Assistance", Available: 10_000,
			Opens: "2018-01-01", Closes: "2018-01-01", FullText: strings.Repeat("a", 64), Terms: []string{"limit/1"},
		}
	}
	apply := func(by string) *grant.MsgApply {
		return &grant.MsgApply{
			Signer: address(by), Notice: "FEMA-18", Number: "1", Amount: 1000, Budget: []grant.Cost{{Category: "supplies", Amount: 1000}},
			Description: "Beds", Begins: "2018-01-01", Ends: "2018-12-31", Evidence: []string{strings.Repeat("b", 64)},
			Sealed: []byte("age-encryption.org/v1\n"),
		}
	}
	other := openFund("omar")
	other.Fund = "070-X-0703-000"
	old := openFund("omar") // which is canceled before its debts are paid
	old.Fund = "070-2018/2018-0704-000"
	const owing = "4337DRFLP00000003"
	advance := claim("A1", "1")
	advance.Kind, advance.Begins, advance.Ends, advance.Fain = grant.Advance, "2018-01-02", "2018-01-10", owing
	debt := claim("D1", "2")
	debt.Fain, debt.Amount = owing, 50 // of little, since one percent is little

	const direct = "4337DRFLP00000004"
	rent := []roll.Line{{Beneficiary: "SSA-1", Amount: 20}, {Beneficiary: "SSA-2", Amount: 10}, {Beneficiary: "SSA-3", Amount: 21}}
	root, total, proof := rolled(rent, 1)
	_, _, first := rolled(rent, 0)
	rents := claim("R1", "3")
	rents.Fain, rents.Amount, rents.Roll, rents.RollLines = direct, total, root, uint32(len(rent))
	return slices.Concat([]act{
		{"omar", openFund("omar")},
		{"ann", &appropriation.MsgEnact{Signer: address("ann"), Fund: machineFund, Amount: 100_000, Law: "PL 115-56", Defc: "A",
			Purposes: []string{"0002"}}},
		{"omar", &appropriation.MsgApportion{Signer: address("omar"), Authority: machineFund + ":1", Amount: 90_000}},
		{"ann", &appropriation.MsgRescind{Signer: address("ann"), Authority: machineFund + ":1", Amount: 1000, Law: "PL 115-141"}},
		{"omar", &appropriation.MsgDefer{Signer: address("omar"), Authority: machineFund + ":1", Amount: 1000, Until: "2018-03-31",
			Reason: "Contingencies"}},
		{"omar", &appropriation.MsgLiftDeferral{Signer: address("omar"), Authority: machineFund + ":1"}},
		{"omar", other},
		{"omar", &appropriation.MsgTransfer{Signer: address("omar"), Authority: machineFund + ":1", Fund: other.Fund, Amount: 1000,
			Law: "PL 115-141, section 503", Purposes: []string{"0002"}}},
		{"fay", &appropriation.MsgAcceptOrder{Signer: address("fay"), Fund: machineFund, Customer: "HUD", Amount: 1000,
			Agreement: "IAA-2018-01"}},
		{"fay", &appropriation.MsgCollect{Signer: address("fay"), Authority: machineFund + ":2", Amount: 500, Reference: "IPAC 1"}},
		{"fay", &appropriation.MsgWithdrawOrder{Signer: address("fay"), Authority: machineFund + ":2", Amount: 100, Reference: "IAA-2018-01/1"}},
		{"omar", &appropriation.MsgWithdrawApportionment{Signer: address("omar"), Apportionment: machineFund + ":1.1", Amount: 1000}},
		{"omar", &appropriation.MsgApportion{Signer: address("omar"), Authority: machineFund + ":1", Amount: 500}},
		{"omar", &appropriation.MsgCorrect{Signer: address("omar"), Fund: machineFund, Index: 10, Reason: "Apportioned twice"}},
		{"fay", &appropriation.MsgAllot{Signer: address("fay"), Apportionment: machineFund + ":1.1", Office: "Region IV",
			Amount: 80_000}},
		{"fay", &appropriation.MsgSuballot{Signer: address("fay"), Allotment: machineFund + ":1.1.1", Office: "Tampa", Amount: 1000}},
		{"fay", &appropriation.MsgReturnAllotment{Signer: address("fay"), Allotment: machineFund + ":1.1.1.1", Amount: 500}},
		{"fay", &appropriation.MsgCommit{Signer: address("fay"), Allotment: machineFund + ":1.1.1", Amount: 13_000, Purpose: "Tents"}},
		{"fay", &appropriation.MsgRelease{Signer: address("fay"), Commitment: machineFund + ":1.1.1.2", Amount: 500}},
		{"flo", &terms.MsgPublish{Signer: address("flo"), Text: "contract limit/1\ntitle Limit\nclause limit\n  says At most 1,000.00\n  source award\n  else refuse\n  holds claim.amount <= money(\"1,000.00\")\n"}},
		{"flo", &grant.MsgOpenProgramme{Signer: address("flo"), Listing: "97.036", Title: "Public Assistance",
			ProgramActivity: "0002"}},
		{"flo", &grant.MsgMakeAward{Signer: address("flo"), Fain: fain, Listing: "97.036", Allotment: machineFund + ":1.1.1",
			Recipient: payees["florida"], Amount: 50_000, Begins: "2017-09-04", Ends: "2018-09-04", Description: "Debris removal"}},
		{"flo", &grant.MsgIncreaseAward{Signer: address("flo"), Fain: fain, Amount: 1000, Reason: "More debris"}},
		{"flo", &grant.MsgReduceAward{Signer: address("flo"), Fain: fain, Amount: 500, Reason: "Less debris"}},
		{"flo", notice("FEMA-18")}, {"flo", notice("FEMA-19")},
		{"flo", &grant.MsgWithdrawNotice{Signer: address("flo"), Notice: "FEMA-19", Reason: "No money"}},
		{"florida", apply("florida")}, {"acme", apply("acme")},
		{"florida", &grant.MsgWithdrawApplication{Signer: address("florida"), Notice: "FEMA-18"}},
		{"clock", &consortium.MsgMoveDate{Signer: address("clock"), Date: "2018-01-02"}},
		{"flo", &grant.MsgDeclineApplication{Signer: address("flo"), Application: "FEMA-18/" + payees["acme"], Reason: "Too dear"}},
	}, purchase(), []act{
		{"ada", &consortium.MsgRegisterOfficer{Signer: address("ada"), Officer: "gus", Title: "Grants officer", Key: address("gus")}},
		{"ada", &consortium.MsgAppoint{Signer: address("ada"), Officer: "gus", Duty: consortium.GrantsOfficer, Limit: 100,
			DailyLimit: 200, Expires: "2018-09-30"}},
		{"ada", &consortium.MsgDismiss{Signer: address("ada"), Officer: "fox", Duty: consortium.GrantsOfficer}},
		{"florida", &consortium.MsgAddKey{Signer: address("florida"), Key: address("florida's second")}},
		{"florida", &consortium.MsgRevokeKey{Signer: address("florida"), Key: address("florida's second")}},
		{"ada", &consortium.MsgRestoreAccess{Signer: address("ada"), Officer: "gus", Key: address("gus's second")}},
		{"ada", &consortium.MsgInvitePayee{Signer: address("ada"), Payee: newcomer, Name: "Newcomer", Key: address("newcomer")}},
		{"newcomer", &consortium.MsgConfirmInvitation{Signer: address("newcomer"), Payee: newcomer}},
		{"ada", &consortium.MsgInvitePayee{Signer: address("ada"), Payee: another, Name: "Another", Key: address("another")}},
		{"ada", &consortium.MsgWithdrawInvitation{Signer: address("ada"), Key: address("another")}},
		{"ira", &consortium.MsgSuspendPayee{Signer: address("ira"), Payee: payees["acme"], Reason: "A false claim"}},
		{"ira", &consortium.MsgReinstatePayee{Signer: address("ira"), Payee: payees["acme"], Reason: "It was a mistake"}},
		{"ada", rename("ada", "Emergency Management")},
		{"clock", &resolution.MsgVote{Signer: address("clock"), Resolution: 1, Choice: resolution.Yes}},
		{"ada", &resolution.MsgWithdraw{Signer: address("ada"), Resolution: 1}},
		{"florida", claim("1", "a")}, {"florida", claim("2", "b")}, {"florida", claim("3", "c")},
		{"flo", &grant.MsgApproveClaim{Signer: address("flo"), Fain: fain, Number: "1"}},
		{"flo", &grant.MsgApproveClaim{Signer: address("flo"), Fain: fain, Number: "2"}},
		{"flo", &grant.MsgRejectClaim{Signer: address("flo"), Fain: fain, Number: "3", Reason: "No receipt"}},
		{"florida", &grant.MsgAppeal{Signer: address("florida"), Fain: fain, Index: 2, Reason: "It is there"}},
		{"fay", &grant.MsgDecideAppeal{Signer: address("fay"), Fain: fain, Index: 2, Granted: true, Reason: "It is there"}},
		{"flo", &grant.MsgBindTerms{Signer: address("flo"), Listing: "97.036", Terms: []string{"limit/1"}}},
		{"flo", &grant.MsgMakeAward{Signer: address("flo"), Fain: below, Listing: "97.036", Allotment: machineFund + ":1.1.1",
			Recipient: payees["acme"], Amount: 1000, Begins: "2017-09-04", Ends: "2018-09-04", Description: "Shelter",
			Budget: []grant.Cost{{Category: "contractual", Amount: 500}, {Category: "supplies", Amount: 500}}}},
		{"acme", &grant.MsgMakeSubAward{Signer: address("acme"), Under: below, Recipient: payees["florida"], Amount: 400,
			Begins: "2017-09-04", Ends: "2017-12-31", Description: "Beds", Budget: []grant.Cost{{Category: "supplies", Amount: 400}}}},
		{"acme", &grant.MsgIncreaseSubAward{Signer: address("acme"), SubAward: below + "/1", Amount: 100, Reason: "More beds"}},
		{"acme", &grant.MsgReduceSubAward{Signer: address("acme"), SubAward: below + "/1", Amount: 50, Reason: "Fewer beds"}},
		{"florida", &grant.MsgSubmitClaim{Signer: address("florida"), Fain: below, Sub: "1", Number: "S1", Amount: 100, Cost: 120,
			Begins: "2017-09-04", Ends: "2017-09-30", Evidence: []string{strings.Repeat("d", 64)},
			Lines: []grant.Line{{Category: "supplies", Amount: 100, Code: "7210", Quantity: 10, Price: 10}}}},
		{"acme", &grant.MsgEndorseClaim{Signer: address("acme"), Fain: below, Sub: "1", Number: "S1"}},
		{"flo", &grant.MsgRejectClaim{Signer: address("flo"), Fain: below, Sub: "1", Number: "S1", Reason: "No receipt"}},
		{"acme", &grant.MsgReduceSubAward{Signer: address("acme"), SubAward: below + "/1", Amount: 450, Reason: "No beds"}},
		{"acme", &grant.MsgMakeSubAward{Signer: address("acme"), Under: below, Recipient: payees["florida"], Amount: 100,
			Begins: "2017-09-04", Ends: "2017-09-30", Description: "Tents"}},
		{"acme", &grant.MsgCloseSubAward{Signer: address("acme"), SubAward: below + "/2"}},
		{"flo", &grant.MsgReachMilestone{Signer: address("flo"), Fain: below, Milestone: "Site", Evidence: strings.Repeat("e", 64)}},
		{"flo", &grant.MsgAmendAward{Signer: address("flo"), Fain: below, Ends: "2018-10-04", Reason: "A late start"}},
		{"flo", &grant.MsgSuspendAward{Signer: address("flo"), Fain: below, Reason: "An audit"}},
		{"flo", &grant.MsgResumeAward{Signer: address("flo"), Fain: below, Reason: "It found nothing"}},
		{"flo", &grant.MsgTerminateAward{Signer: address("flo"), Fain: below, Reason: "No need any more"}},
		{"acme", &grant.MsgReportFinal{Signer: address("acme"), Fain: below, Evidence: strings.Repeat("f", 64)}},
		{"flo", &grant.MsgCloseAward{Signer: address("flo"), Fain: below}},
		{"omar", old},
		{"ann", &appropriation.MsgEnact{Signer: address("ann"), Fund: old.Fund, Amount: 9000, Law: "PL 115-141", Defc: "A"}},
		{"omar", &appropriation.MsgApportion{Signer: address("omar"), Authority: old.Fund + ":1", Amount: 9000}},
		{"fay", &appropriation.MsgAllot{Signer: address("fay"), Apportionment: old.Fund + ":1.1", Office: "Region IV", Amount: 9000}},
		{"flo", &grant.MsgMakeAward{Signer: address("flo"), Fain: owing, Listing: "97.036", Allotment: old.Fund + ":1.1.1",
			Recipient: payees["florida"], Amount: 5000, Begins: "2017-09-04", Ends: "2018-09-04", Description: "Roads"}},
		{"florida", debt}, {"florida", advance},
		{"flo", &grant.MsgApproveClaim{Signer: address("flo"), Fain: owing, Number: "D1"}},
		{"flo", &grant.MsgApproveClaim{Signer: address("flo"), Fain: owing, Number: "A1"}},
		{"fay", &payment.MsgPrepare{Signer: address("fay"), Office: "treasury", Number: "FEMA0000",
			Payables: []string{bill("D1"), bill("A1")}}},
		{"fay", &payment.MsgRecall{Signer: address("fay"), Schedule: "treasury/2018/FEMA0000", Reason: "The advance is not needed"}},
		{"fay", &payment.MsgWithdrawAdvance{Signer: address("fay"), Payable: bill("A1"), Reason: "No need"}},
	}, banking(bill("1"), bill("2")), []act{
		{"flo", &grant.MsgMakeAward{Signer: address("flo"), Fain: direct, Listing: "97.036", Allotment: machineFund + ":1.1.1", Kind: grant.DirectPayment,
			Recipient: payees["florida"], Amount: 500, Begins: "2017-09-04", Ends: "2018-09-04", Description: "Rent"}},
		{"florida", rents},
		{"flo", &grant.MsgApproveClaim{Signer: address("flo"), Fain: direct, Number: "R1"}},
		{"fay", &payment.MsgPrepare{Signer: address("fay"), Office: "treasury", Number: "FEMA0002", Payables: []string{bill("R1")}}},
		{"fox", &payment.MsgCertify{Signer: address("fox"), Schedule: "treasury/2018/FEMA0002"}},
		{"tam", &payment.MsgDisburse{Signer: address("tam"), Schedule: "treasury/2018/FEMA0002"}},
		{"ted", &payment.MsgReturnLine{Signer: address("ted"), Payable: bill("R1"), Line: 2, Beneficiary: "SSA-2", Amount: 10, Proof: proof,
			Reason: "R03"}},
		{"ted", &payment.MsgSettleLines{Signer: address("ted"), Payable: bill("R1"), Lines: []payment.LineRange{{First: 1, Last: 1}},
			Reference: "TRACE 021000021234568"}},
		{"ted", &payment.MsgSettleLines{Signer: address("ted"), Payable: bill("R1"), Lines: []payment.LineRange{{First: 3, Last: 3}},
			Reference: "TRACE 021000021234569"}},
		{"ted", &payment.MsgReturnSettledLine{Signer: address("ted"), Office: "treasury", Payable: bill("R1"), Line: 1, Beneficiary: "SSA-1",
			Amount: 20, LineProof: first, Reason: "R23", Reference: "TRACE 2"}},
		{"ted", &grant.MsgRecordRefund{Signer: address("ted"), Office: "treasury", Payable: bill("1"), Amount: 100, Cost: 100,
			Reference: "DEPOSIT 1"}},
		{"flo", &grant.MsgDisallowClaim{Signer: address("flo"), Payable: bill("2"), Reason: "No cost of the award"}},
		{"flo", &grant.MsgClaimBack{Signer: address("flo"), Fain: fain, Amount: 100, Reason: "Audit"}},
		{"fox", &grant.MsgWriteOff{Signer: address("fox"), Fain: fain, Amount: 50, Reason: "Dissolved"}},
		{"olaf", &validator.MsgReturnValidator{Signer: address("olaf"), Validator: "fema"}},
		{"olaf", &validator.MsgRotateKey{Signer: address("olaf"), Validator: "fema", PubKey: publicKey("fema-2")}},
		{"clock", &consortium.MsgMoveDate{Signer: address("clock"), Date: "2023-10-02"}},
		{"omar", &appropriation.MsgApportion{Signer: address("omar"), Authority: machineFund + ":1", Amount: 2000}},
		{"fay", &appropriation.MsgAllot{Signer: address("fay"), Apportionment: machineFund + ":1.3", Office: "Region IV", Amount: 2000}},
		{"fay", &payment.MsgChargeCurrent{Signer: address("fay"), Payable: bill("D1"), Document: "DEBT1",
			Allotment: machineFund + ":1.3.1", ProgramActivity: "0002"}},
	}, late(payees["acme"]+"/2018/T1", machineFund+":1.3.1"), owedBack(payees["acme"]+"/2018/T1"))
}

// rolled is the root of a roll, what it comes to, and the proof of a line.
func rolled(lines []roll.Line, line int) (root string, total money.Amount, proof []payment.RollNode) {
	root, total, err := roll.Root(lines)
	if err != nil {
		panic(err)
	}
	nodes, err := roll.Prove(lines, line)
	if err != nil {
		panic(err)
	}
	return root, total, payment.RollNodes(nodes)
}

// ripen lets go by what an act of the life waits for: before its validator returns, it is down for too long; before money is apportioned,
// the years that are over have ended; an entry that is to be taken back stands in the journal, with its proof.
func ripen(t *testing.T, c *testutil.Chain, msg sdk.Msg) {
	switch m := msg.(type) {
	case *validator.MsgReturnValidator:
		c.Beat(t, 12, "fema")
	case *appropriation.MsgApportion:
		for range 40 {
			c.NextBlock(t)
		}
	case form.Proved:
		require.NoError(t, m.Prove(context.Background(), c))
	}
	for range 3 { // until a change of the validators has settled
		c.NextBlock(t)
	}
}

const (
	newcomer = "NEWC0MER4US8"
	another  = "AN0THERPAYE1"
)

// publicKey is a key with which a validator may vote.
func publicKey(name string) *codectypes.Any {
	key, err := codectypes.NewAnyWithValue(testutil.ValidatorKey(name).PubKey())
	if err != nil {
		panic(err)
	}
	return key
}

// rename proposes another name for fema.
func rename(by, name string) *resolution.MsgPropose {
	msg, err := codectypes.NewAnyWithValue(&consortium.MsgRenameMember{
		Authority: consortium.Authority().String(), Member: "fema", Name: name,
	})
	if err != nil {
		panic(err)
	}
	return &resolution.MsgPropose{
		Signer: address(by), Title: "Another name", Deadline: "2018-02-01", Messages: []*codectypes.Any{msg},
	}
}

// hostile are texts that no field of any message takes.
var hostile = []string{
	"", " ", strings.Repeat("9", 10_000), strings.Repeat("部", 3_000), "Relief \u202edeniF", "Re\u200blief", "PL\n115-56",
	"PL\x00115-56", "\x1b[31mred", "PL 115-56\u2028", "\ufeff0702", "٠٧٠ ", "PL\xff115-56",
}

// worthless are amounts that nobody asks for in an act.
var worthless = []int64{0, -1, math.MinInt64, int64(money.Max) + 1, math.MaxInt64}

// mayBeNothing are amounts that need not be said: what a claim cost beyond what is claimed, what others paid for the same loss, and what was
// accepted where all was rejected.
var mayBeNothing = map[string]bool{"Cost": true, "Compensated": true, "Accepted": true}

// Every field of every message refuses what is hostile, by a rule of the chain, in few words, and nothing is changed by it. Then
// the message is taken as it should be.
func TestEveryFieldIsChecked(t *testing.T) {
	c := bad(t, asIs)
	known := make(map[string]bool)
	for _, a := range life() {
		known["/"+proto.MessageName(a.msg)] = true
		ripen(t, c, a.msg)
		before := c.StateHash(t)
		var door [][]byte
		for _, s := range spoilt(t, a.msg) {
			tx := sign(t, c, a.by, s.msg)
			out := submit(t, c, tx)
			require.True(t, out.Refused(), "%T took %s", s.msg, s.how)
			byEngine := out.Height == 0 && strings.Contains(out.Log, "contains invalid UTF-8") // it reads the message before we do
			require.True(t, byEngine || rule.Find(out.Codespace, out.Code) != nil, "%T, %s: refused by no rule: %s %s",
				s.msg, s.how, out.Rule(), out.Log)
			require.Less(t, len(out.Log), 1000, "%T, %s", s.msg, s.how)
			require.Equal(t, before, c.StateHash(t), "%T, %s: changed the state", s.msg, s.how)
			if out.Height == 0 {
				door = append(door, tx)
			}
		}
		whole := c.LastCommitID().Hash
		for _, result := range c.NextBlock(t, door...) {
			require.NotZero(t, result.Code)
		}
		require.Equal(t, whole, c.LastCommitID().Hash, "%T: what was refused at the door changed the app hash", a.msg)
		taken(t, c, sign(t, c, a.by, a.msg))
		require.NoError(t, c.CheckInvariants())
	}
	verbs, err := form.Messages()
	require.NoError(t, err)
	for _, v := range verbs {
		require.True(t, known["/"+v.Request], "%s has no place in the life of a dollar", v.Request)
	}
}

type spoil struct {
	how string
	msg sdk.Msg
}

// spoilt are copies of a message, each with one text or amount of it replaced.
func spoilt(t *testing.T, msg sdk.Msg) (copies []spoil) {
	_, heard := msg.(*payment.MsgAnswer) // a bank may name no amount
	for i, v := range values(reflect.ValueOf(msg).Elem(), "") {
		if v.name == "Signer" {
			continue
		}
		replace := func(with any) {
			fresh := reflect.New(reflect.TypeOf(msg).Elem())
			bz, err := proto.Marshal(msg)
			require.NoError(t, err)
			require.NoError(t, proto.Unmarshal(bz, fresh.Interface().(proto.Message)))
			at := values(fresh.Elem(), "")[i].of
			at.Set(reflect.ValueOf(with).Convert(at.Type()))
			how := fmt.Sprintf("%s = %s", v.name, rule.Clip(fmt.Sprintf("%+q", fmt.Sprint(with)), 40))
			copies = append(copies, spoil{how, fresh.Interface().(sdk.Msg)})
		}
		if v.of.Kind() == reflect.Int64 {
			for _, n := range worthless {
				if n != 0 || !mayBeNothing[v.name] && !heard {
					replace(n)
				}
			}
			continue
		}
		for _, text := range hostile {
			if text != v.of.String() { // a field that may be empty is
				replace(text)
			}
		}
	}
	return copies
}

type value struct {
	name string
	of   reflect.Value
}

// values are the texts and amounts of a message, in the order of its fields.
func values(of reflect.Value, name string) (all []value) {
	switch of.Kind() {
	case reflect.String, reflect.Int64:
		return []value{{name, of}}
	case reflect.Struct:
		for i := range of.NumField() {
			all = append(all, values(of.Field(i), of.Type().Field(i).Name)...)
		}
	case reflect.Slice:
		for i := range of.Len() {
			all = append(all, values(of.Index(i), fmt.Sprintf("%s[%d]", name, i))...)
		}
	}
	return all
}

// A total that would not fit into 64 bits is refused, however lawful each act is that leads to it.
func TestTotalsDoNotOverflow(t *testing.T) {
	c := bad(t, asIs)
	taken(t, c, sign(t, c, "omar", openFund("omar")))
	enact := &appropriation.MsgEnact{Signer: address("ann"), Fund: machineFund, Amount: money.Max, Law: "PL 115-56", Defc: "A"}
	// The greatest amount is also the most of a day, so that each is enacted on a day of its own; and what begins a fiscal year waits
	// for the next block, in which the old one is closed.
	today, msgs := date.Date("2018-01-01"), []sdk.Msg{}
	send := func() {
		signers := []string{"clock", "ann"} // in the order in which they sign
		if _, first := msgs[0].(*appropriation.MsgEnact); first {
			slices.Reverse(signers)
		}
		taken(t, c, offer{by: signers[:min(len(msgs), 2)], msgs: msgs, chain: c.ID(), gas: 400_000_000}.sign(t, c))
		msgs = nil
	}
	for range 1024 {
		today = today.Plus(1)
		msgs = append(msgs, &consortium.MsgMoveDate{Signer: address("clock"), Date: today})
		if strings.HasSuffix(string(today), "-10-01") {
			send()
			for range 6 { // some 270 lines more every year, 200 in a block
				c.NextBlock(t)
			}
		}
		if msgs = append(msgs, enact); len(msgs) > 500 {
			send()
		}
	}
	send()
	taken(t, c, sign(t, c, "clock", &consortium.MsgMoveDate{Signer: address("clock"), Date: today.Plus(1)}))
	before := c.StateHash(t)
	out := submit(t, c, sign(t, c, "ann", enact))
	require.True(t, out.Refused(), "the total of 1025 times %s fits into 64 bits", money.Max)
	require.Equal(t, before, c.StateHash(t))
	require.NoError(t, c.CheckInvariants())
}

// C3: nothing is opened for a member that is suspended.
func TestNothingForASuspendedMember(t *testing.T) {
	c := bad(t, func(cast *scenario.Cast) { cast.Members[len(cast.Members)-1].Suspended = true })
	before, msg := c.StateHash(t), openFund("omar")
	msg.Member = "hud"
	out := submit(t, c, sign(t, c, "omar", msg))
	require.Equal(t, "consortium/member-suspended", out.Rule(), out.Log)
	require.Equal(t, before, c.StateHash(t))
}

// C14: where the date is that of the blocks, nobody moves it.
func TestNobodyMovesTheDateOfBlocks(t *testing.T) {
	e, err := app.NewEncoding()
	require.NoError(t, err)
	var genesis map[string]json.RawMessage
	cast := machineCast(t)
	_, err = cast.Add([]string{"officer", "clock", "member=treasury", "duty=administrator"})
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(testutil.Genesis(t, cast), &genesis))
	var state consortium.GenesisState
	e.Codec.MustUnmarshalJSON(genesis[consortium.ModuleName], &state)
	state.Calendar, state.Date = consortium.BlockTime, ""
	genesis[consortium.ModuleName] = e.Codec.MustMarshalJSON(&state)
	bz, err := json.Marshal(genesis)
	require.NoError(t, err)

	c := testutil.New(t, bz)
	before := c.StateHash(t)
	out := submit(t, c, sign(t, c, "clock", &consortium.MsgMoveDate{Signer: address("clock"), Date: date.Date("2020-01-02")}))
	require.Equal(t, "consortium/calendar-not-manual", out.Rule(), out.Log)
	require.Equal(t, before, c.StateHash(t))
}

// A9, A11: an award's number is checked before it becomes a document's, and an award has an obligation; so no message meets these
// rules, and the keeper, which the rooms above call, still holds to them.
func TestObligationsHaveDocuments(t *testing.T) {
	c := bad(t, asIs)
	ctx := c.Now()
	for _, document := range []string{"", "drfl-1", strings.Repeat("9", 31), "DRFL/1"} {
		err := c.Appropriation.Obligate(ctx, appropriation.Obligation{Document: document}, 100)
		require.ErrorIs(t, err, appropriation.ErrMalformedDocument, "%q", document)
	}
	for name, do := range map[string]func(context.Context, string, money.Amount, string, string) error{
		"accrue": c.Appropriation.Accrue, "pay": c.Appropriation.Pay, "come back": c.Appropriation.ComeBack,
	} {
		require.ErrorIs(t, do(ctx, "DRFL1", 100, "flo", "1"), appropriation.ErrUnknownObligation, name)
	}
}

// A2, A11, C1, C10, C11, L3, L5: a question about what is not there is answered by the rule.
func TestQuestionsAboutNothing(t *testing.T) {
	c := bad(t, asIs)
	ctx := c.Now()
	funds, people, books := appropriation.NewQueryServer(c.Appropriation), consortium.NewQueryServer(c.Consortium),
		ledger.NewQueryServer(c.Ledger)
	for _, nothing := range []string{"086-X-0162-000", "", "\u202e", strings.Repeat("9", 10_000)} {
		_, fund := funds.Fund(ctx, &appropriation.QueryFundRequest{Fund: nothing})
		_, status := funds.Status(ctx, &appropriation.QueryStatusRequest{Fund: nothing})
		_, lines := funds.Lines(ctx, &appropriation.QueryLinesRequest{Fund: nothing})
		_, obligation := funds.Obligation(ctx, &appropriation.QueryObligationRequest{Document: nothing})
		_, officer := people.Officer(ctx, &consortium.QueryOfficerRequest{Id: nothing})
		_, payee := people.Payee(ctx, &consortium.QueryPayeeRequest{Uei: nothing})
		_, key := people.Key(ctx, &consortium.QueryKeyRequest{Address: nothing})
		_, balance := books.TrialBalance(ctx, &ledger.QueryTrialBalanceRequest{Fund: nothing})
		for _, row := range []struct{ err, want error }{
			{fund, appropriation.ErrUnknownFund}, {status, appropriation.ErrUnknownFund}, {lines, appropriation.ErrUnknownFund},
			{obligation, appropriation.ErrUnknownObligation}, {officer, consortium.ErrUnknownOfficer},
			{payee, consortium.ErrUnknownPayee}, {key, consortium.ErrUnknownSigner},
		} {
			require.ErrorIs(t, row.err, row.want, "%q", rule.Clip(nothing, 20))
			require.Less(t, len(row.err.Error()), 1000)
		}
		if nothing == "086-X-0162-000" {
			require.ErrorIs(t, balance, ledger.ErrUnknownFund)
		} else {
			require.ErrorIs(t, balance, ledger.ErrMalformedEntry, "%q", rule.Clip(nothing, 20))
		}
	}
}
