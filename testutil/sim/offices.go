package sim

import (
	"strings"

	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/ledger"
)

func (s *Sim) allot() *attempt {
	f, id, left := s.line(apportionments, ledger.Apportioned)
	if id == "" {
		return nil
	}
	m := &appropriation.MsgAllot{
		Signer: s.address[s.officer(f.agency)], Apportionment: id, Office: "Region IV", Amount: s.part(left),
	}
	return &attempt{msg: m, done: func(answer any) {
		made := answer.(*appropriation.MsgAllotResponse).Allotment
		f := s.fundOf(made)
		f.allotments = append(f.allotments, made)
	}}
}

func (s *Sim) suballot() *attempt {
	f, id, left := s.line(allotments, ledger.Allotted)
	if id == "" {
		return nil
	}
	m := &appropriation.MsgSuballot{
		Signer: s.address[s.officer(f.agency)], Allotment: id, Office: "Field office", Amount: s.part(left),
	}
	return &attempt{msg: m, done: func(answer any) {
		made := answer.(*appropriation.MsgSuballotResponse).Allotment
		f := s.fundOf(made)
		f.allotments = append(f.allotments, made)
	}}
}

func (s *Sim) returnAllotment() *attempt {
	f, id, left := s.line(allotments, ledger.Allotted)
	if id == "" {
		return nil
	}
	return &attempt{msg: &appropriation.MsgReturnAllotment{
		Signer: s.address[s.officer(f.agency)], Allotment: id, Amount: s.part(left),
	}}
}

func (s *Sim) commitMoney() *attempt {
	f, id, left := s.line(allotments, ledger.Allotted)
	if id == "" {
		return nil
	}
	m := &appropriation.MsgCommit{Signer: s.address[s.officer(f.agency)], Allotment: id, Purpose: "Tents", Amount: s.part(left)}
	return &attempt{msg: m, done: func(answer any) {
		made := answer.(*appropriation.MsgCommitResponse).Commitment
		f := s.fundOf(made)
		f.commitments = append(f.commitments, made)
	}}
}

func (s *Sim) release() *attempt {
	f, id, left := s.line(commitments, ledger.Committed)
	if id == "" {
		return nil
	}
	return &attempt{msg: &appropriation.MsgRelease{
		Signer: s.address[s.officer(f.agency)], Commitment: id, Amount: s.part(left),
	}}
}

// under is an allotment of the same law as another line that has something left, or "".
func (s *Sim) under(f *fund, line string) string {
	law, first := authorityOf(line)+".", s.rand.IntN(len(f.allotments)+1)
	for i := range min(40, len(f.allotments)) {
		id := f.allotments[(first+i)%len(f.allotments)]
		if strings.HasPrefix(id, law) && s.left(f.symbol, id, ledger.Allotted) > 0 {
			return id
		}
	}
	return ""
}
