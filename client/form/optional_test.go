package form

import (
	"testing"

	_ "github.com/cosmos/cosmos-sdk/x/auth/types" // for the descriptors
	_ "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	_ "github.com/pursechain/purse/x/appropriation"
	_ "github.com/pursechain/purse/x/grant"
	_ "github.com/pursechain/purse/x/procurement"
	_ "github.com/pursechain/purse/x/report"
	_ "github.com/pursechain/purse/x/resolution"
)

// A name that no field has would make a field necessary again when it is renamed, and nobody would notice.
func TestOptionalFieldsExist(t *testing.T) {
	files, err := registry()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range optional {
		if _, err := files.FindDescriptorByName(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
