package sim

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/history"
	"github.com/pursechain/purse/x/ledger"
)

// correctors are the offices whose acts may be corrected, by what they do.
var correctors = map[ledger.Event]string{
	ledger.Enact: "law", ledger.Rescind: "law", ledger.Apportion: "examiner", ledger.Order: "agency", ledger.Collect: "agency",
	ledger.Allot: "agency", ledger.Suballot: "agency", ledger.Commit: "agency",
}

// correct takes back an entry of this year, with its proof; now and then one that may not be taken back.
func (s *Sim) correct() *attempt {
	at := pick(s, s.entries)
	if s.chance(3, 4) && len(s.entries) > 0 {
		at = pick(s, s.entries[max(0, len(s.entries)-60):])
	}
	if at.fund == nil {
		return nil
	}
	log := ledger.JournalOf(at.fund.symbol)
	entry, err := history.NewQueryServer(s.chain.History).Entry(s.chain.Now(), &history.QueryEntryRequest{Log: log, Index: at.index})
	if err != nil {
		return &attempt{call: func(sdk.Context) error { return err }}
	}
	m := &appropriation.MsgCorrect{Fund: at.fund.symbol, Index: at.index, Entry: entry.Entry, Proof: entry.Proof, Reason: "Error"}
	switch correctors[at.event] {
	case "law":
		m.Signer = s.address[pick(s, legislators)]
	case "examiner":
		m.Signer = s.address[pick(s, examiners)]
	default:
		m.Signer = s.address[s.officer(at.fund.agency)]
	}
	return &attempt{msg: m}
}
