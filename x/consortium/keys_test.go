package consortium

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/base/date"
)

func TestAddKey(t *testing.T) {
	add := func(name string) *MsgAddKey { return &MsgAddKey{Key: address(name)} }
	eight := func(h house) {
		for _, name := range many("bo x", maxKeys-2) {
			h.does("bo", add(name))
		}
	}
	play(t, []row{
		{name: "an officer's", by: "bo", msg: add("bo 3")},
		{name: "by a second key", by: "bo 2", msg: add("bo 3")},
		{name: "a payee's", by: "texas", msg: add("texas 2")},
		{name: "by a stranger", by: "eve", msg: add("eve 2"), want: ErrUnknownSigner, found: address("eve")},
		{name: "by somebody invited", by: "florida", msg: add("florida 2"), want: ErrOnlyConfirmation, found: "invited by fema"},
		{name: "by a former key", by: "bo once", msg: add("bo 3"), want: ErrKeyRevoked, found: address("bo once")},
		{name: "no address", by: "bo", msg: &MsgAddKey{Key: "x"}, want: ErrMalformedPerson, found: `key "x" is no address`},
		{name: "another person's", by: "bo", msg: add("ada"), want: ErrKeyTaken, found: "is or was a key of ada"},
		{name: "a payee's key", by: "bo", msg: add("texas"), want: ErrKeyTaken, found: "is or was a key of " + texas},
		{name: "one's own", by: "bo", msg: add("bo 2"), want: ErrKeyTaken, found: "is or was a key of bo"},
		{name: "one's own former", by: "bo", msg: add("bo once"), want: ErrKeyTaken, found: "is or was a key of bo"},
		{name: "an invited one", by: "bo", msg: add("florida"), want: ErrKeyTaken, found: "is invited by fema until 2017-10-31"},
		{name: "one that was invited until yesterday", by: "bo", msg: add("florida"), before: func(h house) { h.on("2017-11-01") }},
		{name: "a ninth", by: "bo", msg: add("bo 3"), before: eight, want: ErrMalformedPerson, found: "8 keys already, at most 8"},
		{name: "an eighth, when one of eight is over", by: "bo", msg: add("bo 3"), before: func(h house) {
			eight(h)
			h.does("bo", &MsgRevokeKey{Key: address("bo 2"), LastDay: "2017-10-01"})
			h.on("2017-10-02")
		}},
		{name: "a ninth, on the last day of one of eight", by: "bo", msg: add("bo 3"), before: func(h house) {
			eight(h)
			h.does("bo", &MsgRevokeKey{Key: address("bo 2"), LastDay: "2017-10-01"})
		}, want: ErrMalformedPerson, found: "8 keys already"},
	})
	h := open(t, asIs)
	require.Equal(t, &KeyAdded{Officer: "bo", Key: address("bo 3"), By: "bo"}, h.does("bo 2", add("bo 3")))
	require.Equal(t, &KeyAdded{Payee: texas, Key: address("texas 2"), By: texas}, h.does("texas", add("texas 2")))
}

func TestRevokeKey(t *testing.T) {
	revoke := func(name string) *MsgRevokeKey { return &MsgRevokeKey{Key: address(name)} }
	until := func(day date.Date) *MsgRevokeKey {
		m := revoke("bo 2")
		m.LastDay = day
		return m
	}
	play(t, []row{
		{name: "one's own, by another", by: "bo", msg: revoke("bo 2")},
		{name: "the one that signs", by: "bo", msg: revoke("bo")},
		{name: "a payee's own", by: "texas", msg: revoke("texas")},
		{name: "by an administrator of the member", by: "ada", msg: revoke("bo")},
		{name: "a payee's, by an administrator of the member that invited it", by: "ada", msg: revoke("texas")},
		{name: "by an administrator of another member", by: "adam", msg: revoke("bo"), want: ErrWrongMember,
			found: "the act is of fema"},
		{name: "a payee's, by an administrator of another member", by: "ada", msg: revoke("acme"), want: ErrWrongMember,
			found: "ada is administrator of fema, the act is of gao"},
		{name: "by a colleague", by: "ida", msg: revoke("bo"), want: ErrNoDuty, found: "ida is no administrator"},
		{name: "by another payee", by: "acme", msg: revoke("texas"), want: ErrNoDuty, found: "payee VN1AJFAD19J9 is no administrator"},
		{name: "by a stranger", by: "eve", msg: revoke("bo"), want: ErrUnknownSigner, found: address("eve")},
		{name: "by a former key of the same person", by: "bo once", msg: revoke("bo"), want: ErrKeyRevoked, found: address("bo once")},
		{name: "nobody's", by: "ada", msg: revoke("eve"), want: ErrUnknownSigner, found: address("eve")},
		{name: "no address", by: "ada", msg: &MsgRevokeKey{}, want: ErrMalformedPerson, found: `key "" is no address`},
		{name: "somebody's who is only invited", by: "ada", msg: revoke("florida"), want: ErrUnknownPayee, found: ""},
		{name: "a former one", by: "bo", msg: revoke("bo once"), want: ErrKeyRevoked, found: address("bo once")},
		{name: "after today", by: "bo", msg: until("2017-10-01")},
		{name: "after a day", by: "bo", msg: until("2017-12-31")},
		{name: "after yesterday", by: "bo", msg: until("2017-09-30"), want: ErrDate,
			found: "today is 2017-10-01, the key would have signed until 2017-09-30"},
		{name: "after no day", by: "bo", msg: until("2017-02-30"), want: ErrDate, found: `"2017-02-30" is not a date`},
		{name: "sooner than was said", by: "bo", msg: until("2017-10-02"),
			before: func(h house) { h.does("ada", until("2017-10-03")) }},
		{name: "at once, after a day was said", by: "bo", msg: revoke("bo 2"),
			before: func(h house) { h.does("bo", until("2017-10-03")) }},
		{name: "later than was said", by: "bo", msg: until("2017-10-04"), before: func(h house) { h.does("ada", until("2017-10-03")) },
			want: ErrKeyRevoked, found: "signs until 2017-10-03, asked 2017-10-04"},
		{name: "later, when the last day is past", by: "ada", msg: until("2017-12-31"), before: func(h house) {
			h.does("ada", until("2017-10-01"))
			h.on("2017-10-02")
		}, want: ErrKeyRevoked, found: "signs until 2017-10-01, asked 2017-12-31"},
	})
	h := open(t, asIs)
	require.Equal(t, &KeyRevoked{Officer: "bo", Key: address("bo 2"), LastDay: "2017-12-31", By: "bo", With: []string{}},
		h.does("bo", until("2017-12-31")))
	require.Equal(t, &KeyRevoked{Payee: texas, Key: address("texas"), By: "ada", With: []string{}}, h.does("ada", revoke("texas")))
}

// A key is rotated with an overlap: both sign, the old one on its last day too, and then only the new one.
func TestRotation(t *testing.T) {
	h := open(t, asIs)
	h.does("ada", &MsgAddKey{Key: address("ada new")})
	h.does("ada new", &MsgRevokeKey{Key: address("ada"), LastDay: "2017-10-07"})
	act := func(name string) error {
		_, err := h.Authorise(h.ctx, address(name), Act{Duty: Administrator})
		return err
	}
	h.on("2017-10-07")
	require.NoError(t, act("ada"))
	require.NoError(t, act("ada new"))
	h.on("2017-10-08")
	refused(t, act("ada"), ErrKeyRevoked, "signed until 2017-10-07, today is 2017-10-08")
	require.NoError(t, act("ada new"))
	h.does("ada new", &MsgAddKey{Key: address("ada newer")})
	ada, err := h.Officer(h.ctx, "ada")
	require.NoError(t, err)
	want := keys("ada new", "ada newer")
	want[0].AddedWith, want[1].AddedWith = address("ada"), address("ada new")
	require.Equal(t, want, ada.Keys, "a key whose last day is past is forgotten with the next change")
	refused(t, act("ada"), ErrKeyRevoked, address("ada"))
	_, err = h.send("ada new", &MsgAddKey{Key: address("ada")})
	refused(t, err, ErrKeyTaken, "is or was a key of ada")
	h.signed("ada newer")
	h.does("ada new", &MsgRevokeKey{Key: address("ada newer")})
	refused(t, act("ada newer"), ErrKeyRevoked, address("ada newer"))
	require.NoError(t, h.CheckInvariants(h.ctx))
}

// A key that was added and never signed is nobody's yet: revoked, it leaves nothing; and whoever is registered with it has it.
func TestAKeyThatNeverSignedIsNobodys(t *testing.T) {
	h := open(t, asIs)
	h.does("texas", &MsgAddKey{Key: address("gus")})
	_, err := h.send("bo", &MsgAddKey{Key: address("gus")})
	refused(t, err, ErrKeyTaken, "is or was a key of "+texas)
	h.does("ada", &MsgRegisterOfficer{Officer: "gus", Title: "Grants officer", Key: address("gus")})
	payee, err := h.Payee(h.ctx, texas)
	require.NoError(t, err)
	require.Equal(t, keys("texas"), payee.Keys)
	h.does("texas", &MsgAddKey{Key: address("texas 2")})
	h.does("texas", &MsgRevokeKey{Key: address("texas 2")})
	_, err = h.holder(h.ctx, address("texas 2"))
	refused(t, err, ErrUnknownSigner, address("texas 2"))
	require.False(t, h.accounts.HasAccount(h.ctx, signer("texas 2")))
	h.does("texas", &MsgAddKey{Key: address("texas 2")})
	h.signed("texas 2")
	h.does("texas", &MsgRevokeKey{Key: address("texas 2")})
	_, err = h.send("texas", &MsgAddKey{Key: address("texas 2")})
	refused(t, err, ErrKeyTaken, "is or was a key of "+texas)
	require.NoError(t, h.CheckInvariants(h.ctx))
}

// C40: nobody adds keys without end, whatever becomes of them.
func TestKeysAddedAreBounded(t *testing.T) {
	h := open(t, asIs)
	for i := range maxAdded {
		name := fmt.Sprint("throwaway ", i)
		h.does("texas", &MsgAddKey{Key: address(name)})
		h.signed(name)
		h.does("texas", &MsgRevokeKey{Key: address(name)})
	}
	_, err := h.send("texas", &MsgAddKey{Key: address("one more")})
	refused(t, err, ErrTooManyKeys, texas+" has added 64, at most 64")
}

// What is revoked at once takes with it what was added with it, but for the key that signs and what that one added.
func TestWhatFallsWithAKey(t *testing.T) {
	key := func(name, with string) Key { return Key{Address: name, AddedWith: with} }
	all := []Key{key("a", ""), key("b", "a"), key("c", "b"), key("d", ""), key("e", "b")}
	for _, row := range []struct {
		key, signer string
		want        []string
	}{
		{"a", "an administrator's", []string{"a", "b", "c", "e"}}, {"a", "d", []string{"a", "b", "c", "e"}},
		{"a", "b", []string{"a"}}, {"a", "c", []string{"a", "b", "e"}}, {"a", "a", []string{"a"}},
		{"d", "a", []string{"d"}}, {"b", "a", []string{"b", "c", "e"}},
	} {
		require.Equal(t, row.want, fallen(all, row.key, row.signer), "%s by %s", row.key, row.signer)
	}
}

func TestRestoreAccess(t *testing.T) {
	officer := &MsgRestoreAccess{Officer: "bo", Key: address("bo 3")}
	payee := &MsgRestoreAccess{Payee: texas, Key: address("texas 2")}
	first := func(h house) { h.does("ada", officer) }
	play(t, []row{
		{name: "the first proposes", by: "ada", msg: officer},
		{name: "the second agrees", by: "abe", msg: officer, before: first},
		{name: "the first once more", by: "ada", msg: officer, before: first, want: ErrSecondAdministrator, found: "ada proposed it"},
		{name: "a payee's", by: "ada", msg: payee},
		{name: "by an administrator of another member", by: "adam", msg: officer, want: ErrWrongMember, found: "the act is of fema"},
		{name: "a payee's, by one of another member", by: "adam", msg: payee, want: ErrWrongMember, found: "the act is of fema"},
		{name: "by no administrator", by: "bo", msg: officer, want: ErrNoDuty, found: "bo is no administrator"},
		{name: "of oneself", by: "ada", msg: &MsgRestoreAccess{Officer: "ada", Key: address("ada 2")}, want: ErrOwnAppointment,
			found: "a key for ada"},
		{name: "of nobody", by: "ada", msg: &MsgRestoreAccess{Officer: "eve", Key: address("eve")}, want: ErrUnknownOfficer},
		{name: "of no payee", by: "ada", msg: &MsgRestoreAccess{Payee: ohio, Key: address("eve")}, want: ErrUnknownPayee},
		{name: "of neither", by: "ada", msg: &MsgRestoreAccess{Key: address("eve")}, want: ErrMalformedPerson, found: "name one"},
		{name: "of both", by: "ada", msg: &MsgRestoreAccess{Officer: "bo", Payee: texas, Key: address("eve")},
			want: ErrMalformedPerson, found: `officer "bo" and payee "N4YFFGL4CDX5"; name one`},
		{name: "with no address", by: "ada", msg: &MsgRestoreAccess{Officer: "bo"}, want: ErrMalformedPerson, found: "is no address"},
		{name: "with a key that was taken meanwhile", by: "abe", msg: officer, before: func(h house) {
			first(h)
			h.does("cy", &MsgAddKey{Key: address("bo 3")})
			h.signed("bo 3")
		}, want: ErrKeyTaken, found: "is or was a key of cy"},
		{name: "with a key that somebody named, and that never signed", by: "abe", msg: officer, before: func(h house) {
			first(h)
			h.does("cy", &MsgAddKey{Key: address("bo 3")})
		}},
		{name: "with a former key", by: "abe", msg: &MsgRestoreAccess{Officer: "bo", Key: address("bo once")}, before: func(h house) {
			h.does("ada", &MsgRestoreAccess{Officer: "bo", Key: address("bo once")})
		}, want: ErrKeyTaken, found: "is or was a key of bo"},
	})
	h := open(t, asIs)
	h.does("bo", &MsgRevokeKey{Key: address("bo 2")})
	h.does("bo", &MsgRevokeKey{Key: address("bo")})
	_, err := h.send("bo", &MsgAddKey{Key: address("bo 3")})
	refused(t, err, ErrKeyRevoked, address("bo"))
	require.Equal(t, &AccessProposed{Officer: "bo", Key: address("bo 3"), By: "ada"}, h.does("ada", officer))
	_, err = h.Authorise(h.ctx, address("bo 3"), budgeting(1))
	refused(t, err, ErrUnknownSigner, address("bo 3"))
	require.Equal(t, &AccessRestored{Officer: "bo", Key: address("bo 3"), By: "ada", AgreedBy: "al"}, h.does("al", officer))
	_, err = h.Authorise(h.ctx, address("bo 3"), budgeting(1))
	require.NoError(t, err, "a person keeps the duties")
	h.does("al", payee)
	require.Equal(t, &AccessRestored{Payee: texas, Key: address("texas 2"), By: "al", AgreedBy: "ada"}, h.does("ada", payee))
	require.NoError(t, h.CheckInvariants(h.ctx))
}
