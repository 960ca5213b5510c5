package scenario

import (
	"context"
	"fmt"
	"strings"

	abci "github.com/cometbft/cometbft/abci/types"
	gogogrpc "github.com/cosmos/gogoproto/grpc"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
)

// Chain is where a story is played: in the test's own process, or a network of nodes.
type Chain interface {
	gogogrpc.ClientConn // answers queries
	ID() string
	// Submit sends a signed transaction and waits until the chain has taken or refused it.
	Submit(ctx context.Context, tx []byte) (Outcome, error)
}

// Outcome is what the chain did with an act.
type Outcome struct {
	Height    int64 // the block that holds it; 0 if it was refused at the door
	Codespace string
	Code      uint32
	Log       string
	Events    []abci.Event
}

// Refused says whether the act had no effect.
func (o Outcome) Refused() bool { return o.Code != 0 }

// Rule names the rule that refused the act: appropriation/outside-purpose.
func (o Outcome) Rule() string {
	if r := rule.Find(o.Codespace, o.Code); r != nil {
		return r.Name()
	}
	return fmt.Sprintf("%s/%d", o.Codespace, o.Code)
}

// gasLimit covers any act of a story, up to a schedule of some fifty lines, and lets many acts share a block.
const gasLimit = 5_000_000

// Player plays the acts of a cast on a chain.
type Player struct {
	cast  *Cast
	chain Chain
	cdc   codec.Codec
	tx    client.TxConfig
	verbs map[string]form.Verb
}

// NewPlayer makes a player of every message that the program knows.
func NewPlayer(cast *Cast, chain Chain, cdc codec.Codec, tx client.TxConfig) (*Player, error) {
	p := &Player{cast: cast, chain: chain, cdc: cdc, tx: tx, verbs: make(map[string]form.Verb)}
	verbs, err := form.Messages()
	for _, v := range verbs {
		p.verbs[v.Name] = v
	}
	return p, err
}

// Act plays one act: the verb, by=NAME, and the fields of the message. An error means that the script is wrong or the chain is
// away; a refusal is an outcome.
func (p *Player) Act(ctx context.Context, words []string) (Outcome, error) {
	verb, known := p.verbs[words[0]]
	if !known {
		return Outcome{}, fmt.Errorf("no act is called %q", words[0])
	}
	var by string
	var fields []form.Field
	for _, f := range form.Fields(words[1:]) {
		if f.Name == "by" {
			by = f.Value
			continue
		}
		fields = append(fields, f)
	}
	if p.cast.keys[by] == nil {
		return Outcome{}, fmt.Errorf("%s: by=%s names nobody of the cast", words[0], by)
	}
	for _, a := range verb.Args {
		if a.Signer {
			fields = append(fields, form.Field{Name: a.Name, Value: by})
		}
	}
	msg, err := form.Fill(p.cdc, verb.Request, fields, p.cast.resolve)
	if err != nil {
		return Outcome{}, fmt.Errorf("%s: %w", words[0], err)
	}
	if m, is := msg.(form.Proved); is {
		if err := m.Prove(ctx, p.chain); err != nil {
			return Outcome{}, fmt.Errorf("%s: %w", words[0], err)
		}
	}
	return p.Send(ctx, by, msg)
}

// Send signs a message with a person's key, sends it and waits for its outcome.
func (p *Player) Send(ctx context.Context, by string, msgs ...sdk.Msg) (Outcome, error) {
	number, sequence, err := p.account(ctx, by)
	if err != nil {
		return Outcome{}, err
	}
	tx, err := Sign(ctx, p.tx, p.cast.keys[by], p.chain.ID(), number, sequence, gasLimit, msgs...)
	if err != nil {
		return Outcome{}, err
	}
	return p.chain.Submit(ctx, tx)
}

// account is the number and sequence with which a person signs; a stranger, whom the chain does not know, signs with zeros.
func (p *Player) account(ctx context.Context, name string) (number, sequence uint64, err error) {
	address := sdk.AccAddress(p.cast.keys[name].PubKey().Address()).String()
	answer, err := authtypes.NewQueryClient(p.chain).AccountInfo(ctx, &authtypes.QueryAccountInfoRequest{Address: address})
	if err != nil {
		if strings.Contains(err.Error(), "not found") {
			return 0, 0, nil
		}
		return 0, 0, err
	}
	return answer.Info.AccountNumber, answer.Info.Sequence, nil
}
