package details

import (
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/stretchr/testify/require"
)

func valid() Details {
	return Details{Name: "State of Florida", Routing: "021000021", Account: "123456789"}
}

// What is sealed to an office only its key opens, and only as what was committed to.
func TestWhatIsSealedIsOpenedByTheOffice(t *testing.T) {
	office, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	other, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	sealed, commitment, err := Seal(valid(), office.Recipient().String())
	require.NoError(t, err)
	require.Len(t, commitment, 64)
	require.NotContains(t, string(sealed), "123456789")
	d, err := Open(sealed, commitment, other, office)
	require.NoError(t, err)
	require.Len(t, d.Salt, 64)
	d.Salt = ""
	require.Equal(t, valid(), d)
	_, err = Open(sealed, commitment, other)
	require.ErrorContains(t, err, "none of the keys opens it")
	_, err = Open(sealed, strings.Repeat("0", 64), office)
	require.ErrorContains(t, err, "not what the payee committed to")
	_, err = Open(sealed[:len(sealed)-1], commitment, office)
	require.Error(t, err)
	again, second, err := Seal(valid(), office.Recipient().String())
	require.NoError(t, err)
	require.NotEqual(t, commitment, second, "two seals of one account can be told to be of one")
	require.NotEqual(t, sealed, again)
}

func TestDetailsBreakOneThing(t *testing.T) {
	for _, row := range []struct {
		name  string
		spoil func(*Details)
		found string
	}{
		{"of nobody", func(d *Details) { d.Name = "" }, "name: empty"},
		{"of a long name", func(d *Details) { d.Name = strings.Repeat("x", 36) }, "name: 36 bytes, at most 35"},
		{"a digit wrong", func(d *Details) { d.Routing = "021000022" }, "routing number"},
		{"a digit short", func(d *Details) { d.Routing = "02100002" }, "routing number"},
		{"no account", func(d *Details) { d.Account = "" }, "the account is not of capitals and digits"},
		{"a long account", func(d *Details) { d.Account = strings.Repeat("1", 18) }, "at most 17"},
		{"an account with a space", func(d *Details) { d.Account = "12 34" }, "the account is not"},
	} {
		d := valid()
		row.spoil(&d)
		require.Contains(t, d.Fault(), row.found, row.name)
		_, _, err := Seal(d, "age1")
		require.ErrorContains(t, err, row.found, row.name)
	}
	_, _, err := Seal(valid(), "age1nobody")
	require.ErrorContains(t, err, "no public key of age")
}
