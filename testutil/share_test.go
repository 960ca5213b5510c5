package testutil_test

import (
	"fmt"
	"slices"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/scenario"
	"github.com/pursechain/purse/testutil"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/payment"
)

// door is a chain whose node is asked what it lets in and what it would propose.
type door struct {
	*testing.T
	*testutil.Chain
	waits [][]byte
	of    map[string]string // who sent it, by its bytes
}

func openDoor(t *testing.T, change func(*scenario.Cast)) *door {
	return &door{T: t, Chain: bad(t, change), of: make(map[string]string)}
}

// ask sends a transaction to the door: the nth of somebody's that waits, asking for so much gas.
func (d *door) ask(by string, n int, gas uint64, msgs ...sdk.Msg) *abci.ResponseCheckTx {
	d.Helper()
	if len(msgs) == 0 {
		msgs = []sdk.Msg{&consortium.MsgRevokeKey{Signer: address(by), Key: address(fmt.Sprint("nobody's ", n))}}
	}
	tx := offer{by: []string{by}, msgs: msgs, chain: d.ID(), gas: gas, ahead: uint64(n)}.sign(d.T, d.Chain)
	res, err := d.CheckTx(&abci.RequestCheckTx{Tx: tx, Type: abci.CheckTxType_New})
	require.NoError(d, err)
	if res.Code == 0 {
		d.waits, d.of[string(tx)] = append(d.waits, tx), by
	}
	return res
}

// waiting is how many transactions of somebody wait.
func (d *door) waiting(by string) (n int) {
	for _, tx := range d.waits {
		if d.of[string(tx)] == by {
			n++
		}
	}
	return n
}

func (d *door) in(by string, n int, gas uint64, msgs ...sdk.Msg) {
	d.Helper()
	res := d.ask(by, n, gas, msgs...)
	require.Zero(d, res.Code, res.Log)
}

// propose is what the node would put into the next block.
func (d *door) propose() [][]byte {
	res, err := d.PrepareProposal(&abci.RequestPrepareProposal{MaxTxBytes: 4 << 20, Height: d.Height + 1, Time: d.Time})
	require.NoError(d, err)
	return res.Txs
}

// block commits what the node proposes, checks again what still waits, and counts what is in the block by who sent it.
func (d *door) block() map[string]int {
	txs, count := d.propose(), make(map[string]int)
	d.NextBlock(d.T, txs...)
	for _, tx := range txs {
		count[d.of[string(tx)]]++
		delete(d.of, string(tx))
	}
	var waits [][]byte
	for _, tx := range d.waits {
		if d.of[string(tx)] == "" {
			continue
		}
		res, err := d.CheckTx(&abci.RequestCheckTx{Tx: tx, Type: abci.CheckTxType_Recheck})
		require.NoError(d, err)
		if res.Code == 0 {
			waits = append(waits, tx)
			continue
		}
		require.Equal(d, "app/waited-too-long", rule.Find(res.Codespace, res.Code).Name(), res.Log)
	}
	d.waits = waits
	return count
}

// Charter 7.1: of a block of 400 million gas the payees have 25 or 40 hundredths together, and each of five members an equal part
// of the rest, when everybody asks for more in acts of ten million; and what the others do not use is lent.
func TestPartsOfABlock(t *testing.T) {
	members := []string{"ann", "omar", "ada", "tam", "hank"} // one of each member
	for _, row := range []struct {
		share          uint32
		payees, member int
	}{{25, 10, 6}, {40, 16, 4}} {
		d := openDoor(t, func(cast *scenario.Cast) { cast.Charter.PayeeShare = row.share })
		for n := range 20 {
			for _, by := range append(members, "acme", "florida") {
				d.in(by, n, 10_000_000)
			}
		}
		want := map[string]int{"acme": row.payees / 2, "florida": row.payees / 2}
		for _, by := range members {
			want[by] = row.member
		}
		require.Equal(t, want, d.block(), "the payees' share is %d", row.share)
	}
	d := openDoor(t, func(cast *scenario.Cast) { cast.Charter.PayeeShare = 40 })
	for n := range 26 {
		d.in("ada", n, 2_000_000)
	}
	require.Equal(t, map[string]int{"ada": 25}, d.block(), "24 are its part, and up to an eighth of the block is lent")
}

// fullSchedule is the greatest that a member may prepare. What it asks for is what its disbursement costs (BenchmarkPayments).
const fullScheduleGas = 352_000_000

func fullSchedule(by string) *payment.MsgPrepare {
	m := &payment.MsgPrepare{Signer: address(by), Office: "treasury", Number: "S1"}
	for i := range payment.MaxLines {
		m.Payables = append(m.Payables, payable(i))
	}
	return m
}

// With as many members as there can be, a schedule of as many lines as there can be is greater than a member's part, which it
// saves up in 76 blocks; so it is proposed then, whether the others are quiet or fill their parts of every block.
func TestAFullScheduleIsProposed(t *testing.T) {
	for _, flooded := range []bool{false, true} {
		var others []string
		d := openDoor(t, func(cast *scenario.Cast) {
			for _, m := range cast.Members {
				others = append(others, "of-"+m.Id)
			}
			for i := len(cast.Members); i < 64; i++ {
				m := fmt.Sprint("member-", i)
				others = append(others, "of-"+m)
				_, err := cast.Add([]string{"member", m})
				require.NoError(t, err)
			}
			for _, o := range others {
				_, err := cast.Add([]string{"officer", o, "member=" + o[len("of-"):], "duty=budget-examiner"})
				require.NoError(t, err)
			}
		})
		flood := func() { // two of each wait: of what is lent one may be taken besides his part
			for _, by := range append(slices.Clone(others), "florida") {
				gas := uint64(4_600_000) // of 4,687,500
				if by == "florida" {
					gas = 99_000_000
				}
				for n := d.waiting(by); n < 2 && by != "of-treasury"; n++ {
					d.in(by, n, gas)
				}
			}
		}
		d.in("tam", 0, fullScheduleGas, fullSchedule("tam"))
		for n := 1; ; n++ {
			if flooded {
				flood()
			}
			count := d.block()
			require.LessOrEqual(t, n, 76, "flooded: %t", flooded)
			if count["tam"] > 0 {
				require.Equal(t, 76, n)
				break
			}
			if flooded {
				require.Len(t, count, 64, "each other member and the payee has his part")
			}
		}
		if flooded {
			require.Len(t, d.block(), 64, "whose part it took has it in the next block")
		}
	}
}

// A payee's own keys are one holder: with four of them it has a quarter of what is free in the lane, and takes turns.
func TestOnePayeeDoesNotCloseTheLane(t *testing.T) {
	d := openDoor(t, asIs)
	keys := []string{"acme", "acme-2", "acme-3", "acme-4"}
	for _, k := range keys[1:] {
		taken(t, d.Chain, sign(t, d.Chain, "acme", &consortium.MsgAddKey{Signer: address("acme"), Key: address(k)}))
	}
	in := 0
	for n := range 16 {
		for _, k := range keys {
			if res := d.ask(k, n, 100_000_000); res.Code == 0 {
				in++
			} else {
				require.Equal(t, "app/lane-full", rule.Find(res.Codespace, res.Code).Name(), res.Log)
				require.Contains(t, res.Log, "52 transactions of ")
			}
		}
	}
	require.Equal(t, 52, in)
	for n := range 3 { // each is the payees' whole part
		d.in("florida", 0, 200_000)
		require.NotEmpty(t, d.propose())
		waited := 1
		for d.block()["florida"] == 0 {
			waited++
		}
		require.LessOrEqual(t, waited, 2, "%d", n)
	}
}

// What is as great as a block is proposed too, and those behind it; what has waited longer than anything may is forgotten.
func TestNothingWaitsForEver(t *testing.T) {
	d := openDoor(t, asIs)
	d.in("ada", 0, 400_000_000)
	d.in("ada", 1, 200_000)
	d.in("ann", 0, 200_000)
	require.Equal(t, map[string]int{"ann": 1}, d.block())
	for range 5 {
		require.Empty(t, d.block())
	}
	require.Equal(t, map[string]int{"ada": 1}, d.block(), "in the seventh block, as seven parts of 60 million make 400 million")
	require.Equal(t, map[string]int{"ada": 1}, d.block())
	d.in("ada", 0, 200_000)
	for range 600 {
		d.NextBlock(t) // by proposers who leave it out
	}
	require.Len(t, d.propose(), 1)
	d.NextBlock(t)
	require.Empty(t, d.propose())
	require.Empty(t, d.block())
	require.Empty(t, d.waits)
	d.in("ada", 0, 200_000)
	require.Equal(t, map[string]int{"ada": 1}, d.block())
}
