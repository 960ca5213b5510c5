package consortium

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/rule"
)

// machine lets random people send random messages on persons, keys, duties and invitations. Its model is what must never happen,
// told from the states before and after: it remembers whose an address was, and who sent what.
type machine struct {
	t     *rapid.T
	h     house
	state *GenesisState        // after the last message
	owner map[string]Holder    // of every address that was ever an officer's or a payee's
	sent  map[string][]sending // what waits for a second administrator, by the message without its signer
	asked []asking             // the messages of sent, to be sent again
	met   map[string]int       // what the machine has seen, over all runs
}

// sending is an administrator's part of an act that takes two.
type sending struct {
	by string
	on date.Date
}

// asking is a message that waits for a second administrator of a member.
type asking struct {
	member  string
	message func() sdk.Msg
}

var (
	administrators = map[string][]string{"fema": {"ada", "abe", "al"}, "gao": {"adam", "eda"}, "omb": {"oz"}}
	persons        = []string{"bo", "ada", "abe", "adam", "eda", "ida", "p1", "p2", "p3"}
	signers        = []string{"bo", "ada", "adam", "texas", "florida", "acme", "abe", "al", "eda", "oz", "ida", "bo 2", "bo once",
		"k1", "k2", "k3", "k4", "k5", "k6"}
	ueis = []string{ohio, florida, texas}
)

func TestMachine(t *testing.T) {
	met := make(map[string]int)
	rapid.Check(t, func(rt *rapid.T) {
		m := &machine{t: rt, owner: map[string]Holder{}, sent: map[string][]sending{}, met: met}
		m.h = open(rt, func(g *GenesisState) {
			eda := Officer{Id: "eda", Member: "gao", Title: "Administrator", Keys: keys("eda"), Appointments: g.Officers[2].Appointments}
			g.Officers = slices.Insert(g.Officers, 6, eda)
			g.Proposals = nil
			g.Charter.OpenInvitations = 3
		})
		m.look()
		rt.Repeat(map[string]func(*rapid.T){
			"register": m.register, "appoint": m.appoint, "dismiss": m.dismiss, "add": m.add, "revoke": m.revoke, "restore": m.restore,
			"agree": m.agree, "agree too": m.agree, "invite": m.invite, "confirm": m.confirm, "withdraw": m.withdraw, "date": m.date,
		})
	})
	for _, seen := range []string{
		"*consortium.OfficerRegistered", "*consortium.AppointmentProposed", "*consortium.OfficerAppointed",
		"*consortium.OfficerDismissed",
		"*consortium.KeyAdded", "*consortium.KeyRevoked", "*consortium.AccessProposed", "*consortium.AccessRestored",
		"*consortium.PayeeInvited", "*consortium.PayeeConfirmed", "*consortium.InvitationWithdrawn",
		ErrUnknownSigner.Name(), ErrNoDuty.Name(), ErrWrongMember.Name(), ErrKeyTaken.Name(), ErrKeyRevoked.Name(),
		ErrSecondAdministrator.Name(), ErrOwnAppointment.Name(), ErrOnlyConfirmation.Name(), ErrPayeeExists.Name(),
	} {
		require.NotZero(t, met[seen], "the machine never met %s", seen)
	}
}

func (m *machine) pick(label string, from []string) string {
	return rapid.SampledFrom(from).Draw(m.t, label)
}

// often is true three times of four: where chance alone would mostly be refused for the same reason.
func (m *machine) often() bool { return rapid.IntRange(0, 3).Draw(m.t, "often") > 0 }

// key is rather one that is free.
func (m *machine) key() string {
	free := slices.DeleteFunc(slices.Clone(signers), func(name string) bool { return m.owner[address(name)] != Holder{} })
	if len(free) > 0 && m.often() {
		return address(m.pick("free key", free))
	}
	return address(m.pick("key", signers))
}

// who signs: rather an administrator of the member.
func (m *machine) who(member string) string {
	if of := administrators[member]; of != nil && m.often() {
		return m.pick("administrator", of)
	}
	return m.pick("who", signers)
}

// person is whom an act is to be on, and of which member that is.
func (m *machine) person() (id, member string) {
	id = m.pick("person", persons)
	known, _ := officer(m.state, id)
	return id, known.Member
}

// member is one of those with more than one administrator.
func (m *machine) member() string { return m.pick("member", []string{"fema", "gao"}) }

func (m *machine) register(*rapid.T) {
	id := m.pick("new person", persons[len(persons)-3:])
	m.send(m.who(m.member()), &MsgRegisterOfficer{Officer: id, Title: "Clerk", Key: m.key()})
}

func (m *machine) appoint(*rapid.T) {
	id, member := m.person()
	msg := MsgAppoint{Officer: id, Expires: date.Date(m.pick("expires", []string{"2027-12-31", "2017-10-09"}))}
	msg.Duty = rapid.SampledFrom([]Duty{CertifyingOfficer, Administrator, NodeOperator}).Draw(m.t, "duty")
	if msg.Duty == CertifyingOfficer {
		msg.Limit, msg.DailyLimit = 100, 200
	}
	m.ask(asking{member, func() sdk.Msg { again := msg; return &again }})
}

func (m *machine) restore(*rapid.T) {
	id, member := m.person()
	msg := MsgRestoreAccess{Officer: id, Key: m.key()}
	if rapid.Bool().Draw(m.t, "payee") {
		member, msg = "fema", MsgRestoreAccess{Payee: m.pick("uei", ueis), Key: msg.Key}
	}
	m.ask(asking{member, func() sdk.Msg { again := msg; return &again }})
}

func (m *machine) ask(a asking) {
	m.asked = append(m.asked, a)
	m.send(m.who(a.member), a.message())
}

// agree sends what somebody sent before.
func (m *machine) agree(*rapid.T) {
	if n := len(m.asked); n > 0 {
		a := m.asked[max(0, n-1-rapid.IntRange(0, 3).Draw(m.t, "ago"))]
		m.send(m.who(a.member), a.message())
	}
}

func (m *machine) dismiss(*rapid.T) {
	id, member := m.person()
	known, _ := officer(m.state, id)
	if len(known.Appointments) > 0 && m.often() {
		a := rapid.SampledFrom(known.Appointments).Draw(m.t, "appointment")
		m.send(m.who(member), &MsgDismiss{Officer: id, Duty: a.Duty, Bureau: a.Bureau, Fund: a.Fund})
		return
	}
	m.send(m.who(member), &MsgDismiss{Officer: id, Duty: CertifyingOfficer})
}

func (m *machine) add(*rapid.T) { m.send(m.pick("who", signers), &MsgAddKey{Key: m.key()}) }

// revoke takes a key of somebody, rather one that has a last day, and by an administrator or by the key itself.
func (m *machine) revoke(*rapid.T) {
	days, names := lastDays(m.state), signers
	ending := slices.DeleteFunc(slices.Clone(signers), func(name string) bool { return days[address(name)] == "" })
	if len(ending) > 0 && m.often() {
		names = ending
	}
	last, name := date.Date(m.pick("last day", []string{"2017-10-12", "2017-10-02", ""})), m.pick("key", names)
	by := name
	if rapid.Bool().Draw(m.t, "administrator") {
		by = m.who(m.member())
	}
	m.send(by, &MsgRevokeKey{Key: address(name), LastDay: last})
}

func (m *machine) invite(*rapid.T) {
	m.send(m.who(m.member()), &MsgInvitePayee{Payee: m.pick("uei", ueis), Name: "A state", Key: m.key()})
}

func (m *machine) withdraw(*rapid.T) {
	if open := m.state.Invitations; len(open) > 0 && m.often() {
		i := rapid.SampledFrom(open).Draw(m.t, "invitation")
		m.send(m.who(i.Member), &MsgWithdrawInvitation{Key: i.Address})
		return
	}
	m.send(m.who(m.member()), &MsgWithdrawInvitation{Key: m.key()})
}

// confirm is mostly by who is invited.
func (m *machine) confirm(*rapid.T) {
	by, open := m.pick("who", signers), m.state.Invitations
	if len(open) == 0 || rapid.IntRange(0, 3).Draw(m.t, "stray") == 0 {
		m.send(by, &MsgConfirmInvitation{Payee: m.pick("uei", ueis)})
		return
	}
	invitation := rapid.SampledFrom(open).Draw(m.t, "invitation")
	by = signers[slices.IndexFunc(signers, func(name string) bool { return address(name) == invitation.Address })]
	m.send(by, &MsgConfirmInvitation{Payee: invitation.Uei})
}

func (m *machine) date(*rapid.T) {
	m.h.on(m.state.Date.Plus(rapid.SampledFrom([]uint32{1, 1, 2, 10}).Draw(m.t, "days")))
	m.look()
}

// send sends a message, and holds what it changed to the rules of the model.
func (m *machine) send(by string, msg sdk.Msg) {
	before, sender := m.state, Holder{}
	for _, b := range before.bound() {
		if b.Address == address(by) && b.Holder.InvitedBy == "" {
			sender = b.Holder
		}
	}
	res, err := m.h.send(by, msg)
	m.look()
	var refusal *rule.Refusal
	if err != nil {
		require.True(m.t, errors.As(err, &refusal), "not refused but broken: %v", err)
		m.met[refusal.Rule.Name()]++
		require.Equal(m.t, before, m.state, "what is refused changes nothing")
		return
	}
	event, err := sdk.ParseTypedEvent(res.Events[0])
	require.NoError(m.t, err)
	m.met[typeOf(event)]++
	m.keepToTheMember(before, sender, address(by))
	m.takeTwo(before, sender, address(by), msg)
}

// look reads the state, in which everything agrees, and in which nobody's address is another's.
func (m *machine) look() {
	require.NoError(m.t, m.h.CheckInvariants(m.h.ctx))
	state, err := m.h.Keeper.ExportGenesis(m.h.ctx)
	require.NoError(m.t, err)
	if m.state, state = state, m.state; state != nil {
		m.keepRevoked(state)
	}
	held, named := 0, unsignedKeys(m.state)
	for _, b := range m.state.bound() {
		if named[b.Address] {
			continue
		}
		if _, owned := m.owner[b.Address]; !owned && b.Holder.InvitedBy == "" {
			m.owner[b.Address] = b.Holder
		}
		if b.Holder.InvitedBy == "" {
			held++
		}
		require.Equal(m.t, m.owner[b.Address].Officer+m.owner[b.Address].Payee, b.Holder.Officer+b.Holder.Payee,
			"%s is another's now", b.Address)
	}
	require.Equal(m.t, len(m.owner), held, "an address that was somebody's is nobody's now")
}
