package resolution

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/x/consortium"
)

// routes lets a test say what the messages do, among them what no message of the chain does.
type routes map[string]baseapp.MsgServiceHandler

func (r routes) Handler(msg sdk.Msg) baseapp.MsgServiceHandler { return r[sdk.MsgTypeURL(msg)] }
func (r routes) HandlerByTypeURL(url string) baseapp.MsgServiceHandler {
	return r[url]
}

// R13: a message that panics, or that works without end, is refused like any other, and nothing that ran before it is kept.
func TestAFaultStopsAResolutionAndNothingElse(t *testing.T) {
	key := storetypes.NewKVStoreKey("test")
	write := func(ctx sdk.Context, _ sdk.Msg) (*sdk.Result, error) {
		ctx.KVStore(key).Set([]byte("k"), []byte("v"))
		return &sdk.Result{}, nil
	}
	for _, row := range []struct {
		name string
		do   baseapp.MsgServiceHandler
		want Run
	}{
		{"it panics", func(sdk.Context, sdk.Msg) (*sdk.Result, error) { panic("a fault") },
			Run{Failed: 2, Rule: "R13", Codespace: ModuleName, Code: ErrPanicked.Code}},
		{"it works without end", func(ctx sdk.Context, _ sdk.Msg) (*sdk.Result, error) {
			for {
				ctx.KVStore(key).Set([]byte("k"), []byte("v"))
			}
		}, Run{Failed: 2, Rule: "R13", Codespace: ModuleName, Code: ErrPanicked.Code}},
		{"nobody handles it", nil, Run{Failed: 2, Rule: "R3", Codespace: ModuleName, Code: ErrNotListed.Code}},
		{"a rule refuses it", func(sdk.Context, sdk.Msg) (*sdk.Result, error) { return nil, consortium.ErrLastMember.Refuse("hud") },
			Run{Failed: 2, Rule: "C36", Codespace: consortium.ModuleName, Code: consortium.ErrLastMember.Code}},
		{"it runs", write, Run{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			ctx := testutil.DefaultContext(key, storetypes.NewTransientStoreKey("transient"))
			ctx = ctx.WithGasMeter(storetypes.NewInfiniteGasMeter())
			k := Keeper{router: routes{sdk.MsgTypeURL(rename): write, sdk.MsgTypeURL(suspend): row.do}}
			refused, effect := k.run(ctx, []sdk.Msg{rename, suspend}, func(sdk.Context) error { return nil })
			run := refused.result()
			require.Equal(t, row.want, run)
			require.False(t, ctx.KVStore(key).Has([]byte("k")), "it has taken effect before it was to")
			if run.Failed == 0 {
				effect()
				require.True(t, ctx.KVStore(key).Has([]byte("k")))
				refused, _ = k.run(ctx, []sdk.Msg{rename, suspend}, func(sdk.Context) error { return ErrNobodyLeft.Refuse("5 decide now") })
				require.Equal(t, "R15", refused.result().Rule, "what they leave behind is looked at")
			}
		})
	}
}
