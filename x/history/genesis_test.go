package history

import (
	"errors"
	"strings"
	"testing"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
)

func TestGenesisFaults(t *testing.T) {
	hash := make([]byte, 32)
	valid := func() GenesisState {
		return GenesisState{Logs: []NamedLog{
			{Name: "a", Log: Log{Size_: 1, Range: [][]byte{hash}}},
			{Name: "b", Log: Log{Size_: 6, Range: [][]byte{hash, hash}}},
		}}
	}
	if err := valid().Validate(); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name   string
		change func(b *NamedLog)
		want   error
	}{
		{"name too long", func(b *NamedLog) { b.Name = strings.Repeat("x", 129) }, ErrLogName},
		{"name with a line break", func(b *NamedLog) { b.Name = "b\n" }, ErrLogName},
		{"no entries", func(b *NamedLog) { b.Log = Log{} }, ErrBrokenLog},
		{"a hash too few", func(b *NamedLog) { b.Log.Size_ = 7 }, ErrBrokenLog},
		{"a hash too many", func(b *NamedLog) { b.Log.Size_ = 4 }, ErrBrokenLog},
		{"short hash", func(b *NamedLog) { b.Log.Range[1] = hash[:31] }, ErrBrokenLog},
		{"too large", func(b *NamedLog) { b.Log.Size_ = 1<<63 + 1 }, ErrBrokenLog},
		{"twice", func(b *NamedLog) { b.Name = "a" }, ErrOrder},
		{"out of order", func(b *NamedLog) { b.Name = "A" }, ErrOrder},
	} {
		g := valid()
		row.change(&g.Logs[1])
		if err := g.Validate(); !errors.Is(err, row.want) {
			t.Errorf("%s: want %v, got %v", row.name, row.want, err)
		}
	}
	g := valid()
	g.Logs[0].Log.Size_, g.Logs[1].Name = 3, "A"
	err := g.Validate()
	if !errors.Is(err, ErrBrokenLog) || !errors.Is(err, ErrOrder) {
		t.Fatalf("not every fault is listed: %v", err)
	}
}

func TestGenesisExportImportExport(t *testing.T) {
	c, _ := exported(t)
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	first := NewAppModule(c.Keeper).ExportGenesis(c.now(), cdc)
	fresh := newChain(t)
	m := NewAppModule(fresh.Keeper)
	c.ok(m.ValidateGenesis(cdc, nil, first))
	m.InitGenesis(fresh.ctx, cdc, first)
	fresh.commit()
	if second := m.ExportGenesis(fresh.now(), cdc); string(second) != string(first) {
		t.Fatalf("export, import, export: %s\nthen %s", first, second)
	}
	basics := NewAppModule(Keeper{})
	c.ok(basics.ValidateGenesis(cdc, nil, basics.DefaultGenesis(cdc)))
}
