package consortium

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
)

func typeOf(v any) string { return fmt.Sprintf("%T", v) }

// thing is something of a member.
type thing struct {
	member, of, text string
	expires          date.Date // of an invitation
}

// unsignedKeys are those that their holders added: in the house nobody signs, so they are nobody's yet.
func unsignedKeys(g *GenesisState) map[string]bool {
	named := make(map[string]bool)
	for _, o := range g.Officers {
		for _, k := range o.Keys {
			named[k.Address] = k.AddedWith != ""
		}
	}
	for _, p := range g.Payees {
		for _, k := range p.Keys {
			named[k.Address] = k.AddedWith != ""
		}
	}
	return named
}

func given(keys []Key) []Key {
	return slices.DeleteFunc(slices.Clone(keys), func(k Key) bool { return k.AddedWith != "" })
}

// things are all persons, payees, invitations and proposals, by name.
func things(g *GenesisState) map[string]thing {
	all := make(map[string]thing)
	for _, o := range g.Officers {
		o.Keys = given(o.Keys)
		all["officer "+o.Id] = thing{member: o.Member, of: o.Id, text: o.String()}
	}
	for _, p := range g.Payees {
		p.Keys = given(p.Keys)
		all["payee "+p.Uei] = thing{member: p.Member, of: p.Uei, text: p.String()}
	}
	for _, i := range g.Invitations {
		all["invitation "+i.Address] = thing{member: i.Member, of: i.Address, text: i.String(), expires: i.Expires}
	}
	for _, p := range g.Proposals {
		all["proposal "+p.Member+digest(p.Message)] = thing{member: p.Member, text: p.String()}
	}
	return all
}

// keepToTheMember holds a sender to what is the sender's own or of the same member. Whoever is invited becomes a payee of the
// member that invited; and an invitation that has expired is anybody's to replace.
func (m *machine) keepToTheMember(before *GenesisState, sender Holder, address string) {
	was, is := things(before), things(m.state)
	member := ""
	if sender.Officer != "" {
		member = was["officer "+sender.Officer].member
	}
	if sender == (Holder{}) {
		member = was["invitation "+address].member
		require.NotEmpty(m.t, member, "a stranger's message was accepted")
	}
	own := func(of string) bool { return of != "" && of == sender.Officer+sender.Payee }
	for name, then := range was {
		now := is[name]
		if now.text == then.text || then.member == member || own(then.of) || then.expires != "" && then.expires < before.Date {
			continue
		}
		require.Fail(m.t, "a change beyond the member", "%v changed %s from %s to %s", sender, name, then.text, now.text)
	}
	for name, now := range is {
		_, old := was[name]
		require.True(m.t, old || now.member == member, "%v of %s made %s of %s", sender, member, name, now.member)
	}
}

// takeTwo holds new duties, and new keys of somebody known, to two administrators of the member; one's own keys one adds alone.
func (m *machine) takeTwo(before *GenesisState, sender Holder, key string, msg sdk.Msg) {
	text, done := unsigned(msg), false
	_, added := msg.(*MsgAddKey)
	hold := func(now Officer, who Holder, known bool, was, is []Key) {
		for _, k := range is {
			listed := slices.ContainsFunc(was, func(t Key) bool { return t.Address == k.Address })
			switch {
			case listed || !known:
			case added:
				require.Equal(m.t, who, sender, "a key was added to another's")
			default:
				m.bothSent(before, now, sender.Officer, key, text, true)
				done = true
			}
		}
	}
	for _, now := range m.state.Officers {
		then, known := officer(before, now.Id)
		for _, a := range now.Appointments {
			if !slices.Contains(then.Appointments, a) {
				m.bothSent(before, now, sender.Officer, key, text, a.Duty.CarriesMoney())
				done = true
			}
		}
		hold(now, Holder{Officer: now.Id}, known, then.Keys, now.Keys)
	}
	for _, now := range m.state.Payees {
		if i := slices.IndexFunc(before.Payees, func(p Payee) bool { return p.Uei == now.Uei }); i >= 0 {
			hold(Officer{Member: now.Member}, Holder{Payee: now.Uei}, true, before.Payees[i].Keys, now.Keys)
		}
	}
	switch msg.(type) {
	case *MsgAppoint, *MsgRestoreAccess:
		if m.sent[text] = append(m.sent[text], sending{sender.Officer, before.Date}); done {
			delete(m.sent, text)
		}
	}
}

// keepRevoked holds every key that was somebody's to the last day it had: none signs longer, or again.
func (m *machine) keepRevoked(before *GenesisState) {
	was := lastDays(before)
	for address, now := range lastDays(m.state) {
		then, listed := was[address]
		if _, owned := m.owner[address]; !owned {
			continue
		}
		require.True(m.t, listed, "%s signs again", address)
		require.True(m.t, then == "" || now != "" && now <= then, "%s signs until %q, not %s", address, now, then)
	}
}

func lastDays(g *GenesisState) map[string]date.Date {
	days := make(map[string]date.Date)
	for _, o := range g.Officers {
		for _, k := range o.Keys {
			days[k.Address] = k.LastDay
		}
	}
	for _, p := range g.Payees {
		for _, k := range p.Keys {
			days[k.Address] = k.LastDay
		}
	}
	return days
}

// bothSent says that the sender and another administrator of the officer's member sent the same, neither for themselves.
func (m *machine) bothSent(g *GenesisState, o Officer, sender, key, text string, notOneself bool) {
	require.True(m.t, administers(g, sender, o.Member), "%s is no administrator of %s", sender, o.Member)
	second, _ := officer(g, sender)
	require.NoError(m.t, signs(second.Keys, key, g.Date))
	first := slices.ContainsFunc(m.sent[text], func(s sending) bool {
		return s.by != sender && administers(g, s.by, o.Member) && s.on.Plus(g.Charter.ProposalDays) >= g.Date &&
			!(notOneself && s.by == o.Id)
	})
	require.True(m.t, first, "%s alone did %s; sent before: %v", sender, text, m.sent[text])
	require.False(m.t, notOneself && sender == o.Id, "%s did it for themselves: %s", sender, text)
}

func officer(g *GenesisState, id string) (Officer, bool) {
	for _, o := range g.Officers {
		if o.Id == id {
			return o, true
		}
	}
	return Officer{}, false
}

// administers says whether a person is an administrator of a member today.
func administers(g *GenesisState, id, member string) bool {
	o, _ := officer(g, id)
	return o.Member == member && slices.ContainsFunc(o.Appointments, func(a Appointment) bool {
		return a.Duty == Administrator && g.Date <= a.Expires
	})
}

// unsigned is a message in words, without its signer.
func unsigned(msg sdk.Msg) string {
	switch m := msg.(type) {
	case *MsgAppoint:
		same := *m
		same.Signer = ""
		return "appoint " + same.String()
	case *MsgRestoreAccess:
		same := *m
		same.Signer = ""
		return "restore " + same.String()
	}
	return ""
}
