package history

import (
	"bytes"
	"strings"
	"testing"

	dbm "github.com/cosmos/cosmos-db"
)

// exported is a chain with three logs, and its history file.
func exported(t *testing.T) (*chain, string) {
	t.Helper()
	c := newChain(t)
	c.append("award/A1", 6)
	c.append("journal/F", 700)
	c.append("journal/G", 1)
	c.commit()
	return c, export(c)
}

func export(c *chain) string {
	c.t.Helper()
	var file bytes.Buffer
	c.ok(c.Export(c.now(), &file))
	return file.String()
}

func TestExportImportRoundTrip(t *testing.T) {
	c, file := exported(t)
	g, err := c.ExportGenesis(c.now())
	c.ok(err)

	fresh := newChain(t)
	fresh.ok(g.Validate())
	fresh.ok(fresh.InitGenesis(fresh.ctx, g))
	fresh.commit()
	fresh.refused(fresh.VerifyAll(fresh.now()), ErrNotHeld)
	fresh.ok(fresh.Import(fresh.now(), strings.NewReader(file)))
	fresh.ok(fresh.VerifyAll(fresh.now()))
	fresh.ok(fresh.CheckTails(fresh.now()))
	if export(fresh) != file {
		t.Fatal("export, import, export changed the file")
	}
	checkQueriesOf(fresh, "journal/F", 699)

	once := dump(t, fresh.db)
	fresh.ok(fresh.Import(fresh.now(), strings.NewReader(file)))
	if dump(t, fresh.db) != once {
		t.Fatal("a second import changed the store")
	}
}

func checkQueriesOf(c *chain, log string, index uint64) {
	c.t.Helper()
	_, err := NewQueryServer(c.Keeper).Entry(c.now(), &QueryEntryRequest{Log: log, Index: index})
	c.ok(err)
}

// A chain that has gone on since the export, or a late joiner, still takes the file: what came after is in its store.
func TestImportIntoALongerLog(t *testing.T) {
	c, file := exported(t)
	c.db = dbm.NewMemDB()
	c.append("award/A1", 3)
	c.append("journal/H", 2)
	c.commit()
	c.ok(c.Import(c.now(), strings.NewReader(file)))
	c.ok(c.VerifyAll(c.now()))
	for i := range uint64(9) {
		checkQueriesOf(c, "award/A1", i)
	}
}

func TestImportRefuses(t *testing.T) {
	c, file := exported(t)
	_, rest, _ := strings.Cut(file, "\n")
	lines := strings.SplitAfter(rest, "\n")
	lines = lines[:len(lines)-1]
	join := func(parts ...[]string) string {
		text := fileHeader + "\n"
		for _, part := range parts {
			text += strings.Join(part, "")
		}
		return text
	}
	zero := `"entry":"` + strings.Split(strings.Split(lines[0], `"entry":"`)[1], `"`)[0] + `"`
	for _, bad := range []struct {
		name, file string
		want       error
		say        string
	}{
		{"edited entry", strings.Replace(file, zero, `"entry":"Zm9yZ2Vk"`, 1), ErrDiffers,
			`log "award/A1": expected 6 entries with root`},
		{"cut short", join(lines[:100]), ErrDiffers, `log "journal/F": expected 700 entries with root`},
		{"last log missing", join(lines[:706]), ErrDiffers, `log "journal/G": expected 1 entries with root`},
		{"first log missing", join(lines[6:]), ErrDiffers, `log "award/A1": expected 6 entries with root`},
		{"entry left out", join(lines[:3], lines[4:]), ErrDiffers, `(line 5): expected entry 3 of 6, found entry 4`},
		{"one entry more", join(lines[:6], []string{`{"log":"award/A1","index":6,"entry":"eA=="}` + "\n"}, lines[6:]), ErrDiffers,
			`(line 8): expected entry 6 of 6, found entry 6`},
		{"unknown log", join(lines[:6], []string{`{"log":"award/B","index":0,"entry":"eA=="}` + "\n"}, lines[6:]), ErrDiffers,
			`log "award/B" (line 8): expected log "journal/F" or a later one`},
		{"unknown last log", join(lines, []string{`{"log":"z","index":0,"entry":"eA=="}` + "\n"}), ErrDiffers,
			`log "z" (line 709): expected no such log`},
		{"logs out of order", join(lines[6:], lines[:6]), ErrDiffers, `log "award/A1"`},
		{"empty", "", ErrFile, "line 1"},
		{"other format", "{}\n" + rest, ErrFile, "line 1"},
		{"torn line", strings.TrimSuffix(file, "\"}\n"), ErrFile, "line 708"},
		{"other spelling", strings.Replace(file, `"index":0`, `"index": 0`, 1), ErrFile, "line 2 is not written as export writes it"},
		{"unknown field", strings.Replace(file, `{"log"`, `{"x":1,"log"`, 1), ErrFile, "line 2 is not"},
		{"blank line", join(lines, []string{"\n"}), ErrFile, "line 709"},
		{"empty entry", strings.Replace(file, zero, `"entry":""`, 1), ErrFile, "line 2: an entry of 0 bytes"},
		{"endless line", fileHeader + "\n" + strings.Repeat("x", 1<<20), ErrFile, "line 2"},
	} {
		t.Run(bad.name, func(t *testing.T) {
			c.db = dbm.NewMemDB()
			err := c.Import(c.now(), strings.NewReader(bad.file))
			c.refused(err, bad.want)
			if !strings.Contains(err.Error(), bad.say) {
				t.Fatalf("want %q in: %v", bad.say, err)
			}
			if left := dump(t, c.db); left != "" {
				t.Fatalf("the refused file left %q", left)
			}
		})
	}
	// What an import that was killed has staged is neither read nor kept.
	c.ok(c.db.Set(stagedKey(entryKey("award/A1", 0)), []byte("forged")))
	_, err := c.Entry(c.now(), "award/A1", 0)
	c.refused(err, ErrNotHeld)
	c.ok(c.Import(c.now(), strings.NewReader(file)))
	c.ok(c.VerifyAll(c.now()))
}

func TestExportRefusesADamagedStore(t *testing.T) {
	c, _ := exported(t)
	c.ok(c.db.Set(entryKey("journal/F", 350), []byte("forged")))
	c.refused(c.Export(c.now(), new(bytes.Buffer)), ErrDiffers)
	c.ok(c.db.Delete(entryKey("journal/F", 350)))
	c.refused(c.Export(c.now(), new(bytes.Buffer)), ErrNotHeld)
}
