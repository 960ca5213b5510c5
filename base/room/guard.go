package room

import (
	"context"
	"fmt"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Guard does a piece of a block's work on a copy of the state. Whatever goes wrong there, the copy is dropped, the event is emitted
// and the chain goes on: an error or a panic in a hook would stop it for everyone.
func Guard(ctx context.Context, module, work string, failed proto.Message, do func(context.Context) error) (done bool) {
	block := sdk.UnwrapSDKContext(ctx)
	copied, write := block.CacheContext()
	err := Recovered(func() error { return do(copied) })
	if err == nil {
		write()
		return true
	}
	block.Logger().Error("work of a block failed", "module", module, "work", work, "height", block.BlockHeight(), "err", err)
	if err := Emit(ctx, failed); err != nil {
		block.Logger().Error("event lost", "module", module, "err", err)
	}
	return false
}

// Recovered is the error of what is done; a panic, of which running out of gas is one, is an error.
func Recovered(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return do()
}
