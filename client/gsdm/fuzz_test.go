package gsdm_test

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/pursechain/purse/client/gsdm"
)

// Whatever a file holds, it is refused or checked beside sound ones.
func FuzzRead(f *testing.F) {
	var sound []*gsdm.Table
	for _, name := range []string{"a.csv", "b.csv", "c.csv", "sf133.csv", "activities.csv"} {
		bz, err := os.ReadFile("testdata/sound/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(bz)
		table, err := gsdm.Read(name, bytes.NewReader(bz))
		if err != nil {
			f.Fatal(err)
		}
		sound = append(sound, table)
	}
	f.Fuzz(func(t *testing.T, bz []byte) {
		table, err := gsdm.Read("fuzz", bytes.NewReader(bz))
		if err != nil {
			return
		}
		files := []*gsdm.Table{table}
		for _, other := range sound {
			if other.Kind != table.Kind {
				files = append(files, other)
			}
		}
		set, err := gsdm.NewSet(files...)
		if err != nil {
			t.Fatal(err)
		}
		if err := set.Check().Print(io.Discard); err != nil {
			t.Fatal(err)
		}
	})
}
