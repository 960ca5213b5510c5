package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/client/gsdm"
	"github.com/pursechain/purse/client/localnet"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/client/submission"
	"github.com/pursechain/purse/x/appropriation"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/ledger"
	"github.com/pursechain/purse/x/payment"
)

// teller prints the story.
type teller struct {
	out                 io.Writer
	cast                *scenario.Cast
	accepted, surprises int
	refused             []scenario.Step
}

func (t *teller) say(format string, args ...any) { fmt.Fprintf(t.out, format+"\n", args...) }

// rise tells how the network comes up.
func (t *teller) rise(ctx context.Context, n *localnet.Network) error {
	t.say("Purse demo: a relief dollar from the law to the bank.\n")
	t.say("Chain %s, four validators on this machine:", n.ChainID)
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for _, node := range n.Nodes {
		fmt.Fprintf(t.out, "  %-10s %-14s process %-8d ", node.Name, t.memberName(node.Name), node.Pid())
		if err := node.WaitFor(ctx, 1); err != nil {
			t.say("not up")
			return err
		}
		t.say("up")
	}
	t.say("\n%-10s   %-36s  %-58s  %17s  %s", "DATE", "WHO", "WHAT", "AMOUNT", "BLOCK, OR THE RULE THAT REFUSED IT")
	return nil
}

func (t *teller) memberName(id string) string {
	i := slices.IndexFunc(t.cast.Members, func(m consortium.Member) bool { return m.Id == id })
	if i < 0 {
		return id
	}
	return t.cast.Members[i].Name
}

// who is a person as the story shows them.
func (t *teller) who(name string) string {
	for _, o := range t.cast.Officers {
		if o.Id == name {
			return fmt.Sprintf("%s, %s, %s", o.Id, o.Title, t.memberName(o.Member))
		}
	}
	if payee, ok := t.cast.Payee(name); ok {
		return payee.Name
	}
	return name + ", a stranger"
}

// tell prints one step.
func (t *teller) tell(s scenario.Step) {
	amount, mark, where := "", " ", fmt.Sprintf("block %d", s.Outcome.Height)
	if s.Amount != 0 {
		amount = dollars(s.Amount)
	}
	if s.Outcome.Refused() {
		if mark = "✗"; s.Outcome.Height == 0 {
			where = "not admitted"
		}
		where += ", refused: " + withoutAdvice(s.Outcome.Log)
		t.refused = append(t.refused, s)
	} else {
		t.accepted++
	}
	t.say("%s %s %-36s  %-58s  %17s  %s", s.Date, mark, t.who(s.By), s.What, amount, where)
	if s.Surprise != "" {
		t.surprises++
		t.say("    SURPRISE: %s", s.Surprise)
	}
}

// dollars are an amount as the story shows it.
func dollars(a money.Amount) string {
	if a < 0 {
		return "-$" + (-a).String()
	}
	return "$" + a.String()
}

// withoutAdvice is a refusal up to the rule's number.
func withoutAdvice(log string) string {
	if end := strings.Index(log, "). "); end >= 0 {
		return log[:end+1]
	}
	return log
}

// paid says, from the chain's own records, who paid whom under which law, and whose hands it went through.
func (t *teller) paid(ctx context.Context, chain scenario.Chain) error {
	payments, err := payment.NewQueryClient(chain).Payments(ctx, &payment.QueryPaymentsRequest{Office: demoValidators[0]})
	if err != nil {
		return err
	}
	lines, err := appropriation.NewQueryClient(chain).Lines(ctx, &appropriation.QueryLinesRequest{Fund: demoFund})
	if err != nil {
		return err
	}
	for _, p := range payments.Payments {
		asked := &appropriation.QueryObligationRequest{Document: p.Obligation}
		obligation, err := appropriation.NewQueryClient(chain).Obligation(ctx, asked)
		if err != nil {
			return err
		}
		payee, err := consortium.NewQueryClient(chain).Payee(ctx, &consortium.QueryPayeeRequest{Uei: p.Payee})
		if err != nil {
			return err
		}
		var law string
		for _, l := range lines.Lines {
			if l.Kind == appropriation.Authority && strings.HasPrefix(obligation.Obligation.Allotment, l.Id+".") {
				law = l.Name
			}
		}
		how := ""
		if p.File != "" {
			how = " in the file " + p.File[:12] + "…"
		}
		t.say("\nPaid by the %s to %s: $%s\n  under %s, from the fund %s, for its bill %s under %s %s;\n"+
			"  prepared by %s, certified by %s, disbursed by %s%s; the bank's word, %s, recorded by %s on %s.",
			t.memberName(demoValidators[0]), payee.Payee.Name, p.Amount, law, demoFund, p.Payable,
			documents[obligation.Obligation.Instrument], p.Obligation,
			p.PreparedBy, p.CertifiedBy, p.DisbursedBy, how, p.Reference, p.By, p.On)
	}
	return nil
}

// books prints where the fund's money stands, and its trial balance.
func (t *teller) books(ctx context.Context, chain scenario.Chain, enc app.Encoding) error {
	status, err := appropriation.NewQueryClient(chain).Status(ctx, &appropriation.QueryStatusRequest{Fund: demoFund})
	if err != nil {
		return err
	}
	t.say("\nWhere the money of the Disaster Relief Fund stands; the lines below the authority add up to it:\n")
	if err := form.Print(t.out, enc.Codec, status); err != nil {
		return err
	}
	balance, err := ledger.NewQueryClient(chain).TrialBalance(ctx, &ledger.QueryTrialBalanceRequest{Fund: demoFund})
	if err != nil {
		return err
	}
	t.say("\nTrial balance of %s:\n", demoFund)
	return form.Print(t.out, enc.Codec, balance)
}

// submission writes the files that the DATA Act asks of agencies, and checks them as the Treasury's broker would.
func (t *teller) submission(ctx context.Context, chain scenario.Chain, dir string) error {
	files, err := submission.Of(ctx, []string{demoFund}, submission.At(chain))
	if err != nil {
		return err
	}
	if err := files.Write(dir); err != nil {
		return err
	}
	set, _, err := gsdm.Open(dir)
	if err != nil {
		return err
	}
	found := set.Check()
	t.say("\nDATA Act files A, B and C, written from the chain and checked beside its SF-133:\n")
	if err := found.Print(t.out); err != nil {
		return err
	}
	if found.Faults() > 0 {
		return fmt.Errorf("the files of the DATA Act have %s", rule.Count(found.Faults(), "fault"))
	}
	return nil
}

// agreement asks every validator for the state after the same block, and fails unless all have the same.
func (t *teller) agreement(ctx context.Context, n *localnet.Network) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	height, err := n.Nodes[0].Height(ctx)
	if err != nil {
		return err
	}
	next, hashes := height+1, make([]string, len(n.Nodes)) // a block's header holds the hash of the state after the one before
	for i, node := range n.Nodes {
		if err := node.WaitFor(ctx, next); err != nil {
			return err
		}
		block, err := node.RPC.Block(ctx, &next)
		if err != nil {
			return err
		}
		hashes[i] = block.Block.AppHash.String()
	}
	for i, hash := range hashes {
		if hash != hashes[0] {
			return fmt.Errorf("after block %d %s holds %s, and %s holds %s", height, n.Nodes[0].Name, hashes[0], n.Nodes[i].Name, hash)
		}
	}
	t.say("\nAfter block %d all four validators hold the same state: app hash %s", height, hashes[0])
	return nil
}

// wrongs sums up what was stopped and why, and fails if a step went otherwise than written.
func (t *teller) wrongs() error {
	t.say("\nStopped:")
	for i, s := range t.refused {
		asked := ""
		if s.Amount != 0 {
			asked = " ($" + s.Amount.String() + ")"
		}
		t.say("  %d. On %s %s: %s%s.\n     Refused: %s", i+1, s.Date, t.who(s.By), s.What, asked, s.Outcome.Log)
	}
	t.say("\nEvery rule stands with its source in law in the page of its room: (A…) x/appropriation/README.md, (C…) x/consortium,\n" +
		"(G…) x/grant, (L…) x/ledger, (O…) x/procurement, (P…) x/payment, (T…) x/terms.")
	t.say("\ndemo: %d accepted, %d refused, %d surprises", t.accepted, len(t.refused), t.surprises)
	if t.surprises > 0 {
		return fmt.Errorf("the story went otherwise than written")
	}
	return nil
}

// stay tells how to ask the network, which is left up, and how to act on it with the keys of the people.
func (t *teller) stay(n *localnet.Network, people string) {
	t.say("\nThe network stays up until Ctrl-C. Ask any validator:")
	for _, node := range n.Nodes {
		t.say("  %-10s RPC %s   gRPC %s", node.Name, node.RPCAddress(), node.GRPCAddress())
	}
	t.say("\n  %s query appropriation status 070-X-0702 --node %s", self(), n.Nodes[0].RPCAddress())
	t.say("  %s query payment payments treasury --node %s", self(), n.Nodes[0].RPCAddress())
	t.say("  %s query procurement records 70FBR818C00000001 --node %s", self(), n.Nodes[0].RPCAddress())
	t.say("\nOr try another wrong: everybody's key is in the keyring of %s, under the name of the story.\n", people)
	t.say("  %s tx grant open-programme --from dora --listing 97.039 --title 'Hazard Mitigation' --program-activity 0004 --yes \\\n"+
		"    --home %s --keyring-backend test --chain-id %s --node %s", self(), people, n.ChainID, n.Nodes[0].RPCAddress())
}

// self is how this program is called again.
func self() string {
	if strings.Contains(os.Args[0], "go-build") {
		return "go run ./cmd/pursed"
	}
	return os.Args[0]
}
