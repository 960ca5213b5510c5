package reconcile

import (
	"encoding/json"
	"io"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/client/form"
)

// jsonEntry is an entry as programs read it; amounts are minor units, as on chain.
type jsonEntry struct {
	Index     uint64       `json:"index,string"`
	On        string       `json:"on"`
	Event     string       `json:"event"`
	Reversed  bool         `json:"reversed,omitempty"`
	Amount    money.Amount `json:"amount,string"`
	By        string       `json:"by"`
	Reference string       `json:"reference"`
}

type jsonCause struct {
	Kind     string        `json:"kind"`
	Text     string        `json:"text"`
	Entries  []jsonEntry   `json:"entries"`
	Count    int           `json:"count"`
	Posted   *money.Amount `json:"posted,string,omitempty"`
	Until    string        `json:"until,omitempty"`
	Explains []int         `json:"explains"` // places in the list of differences, from 0
	Misfits  int           `json:"misfits"`
}

type jsonDifference struct {
	Account    string            `json:"account"`
	Title      string            `json:"title"`
	Attributes map[string]string `json:"attributes,omitempty"`
	Agency     money.Amount      `json:"agency,string"`
	Chain      money.Amount      `json:"chain,string"`
	Difference money.Amount      `json:"difference,string"`
	Causes     []int             `json:"causes"` // places in the list of causes, from 0, best first
}

type jsonFund struct {
	Fund        string           `json:"fund"`
	Height      int64            `json:"height,string"`
	Unknown     bool             `json:"unknown"`
	Compared    int              `json:"compared"`
	Budgetary   money.Amount     `json:"agency_budgetary_excess,string"`
	Proprietary money.Amount     `json:"agency_proprietary_excess,string"`
	Sum         money.Amount     `json:"sum,string"`
	First       uint64           `json:"first,string"`
	Size        uint64           `json:"size,string"`
	Differences []jsonDifference `json:"differences"`
	Causes      []jsonCause      `json:"causes"`
}

var kinds = [...]string{
	Missing: "missing", Twice: "twice", WrongSign: "wrong-sign", Transposed: "transposed", Timing: "timing", Pair: "pair",
}

// JSON writes the report for programs, in one line.
func (r Report) JSON(w io.Writer) error {
	all := make([]jsonFund, len(r.Funds))
	for i, f := range r.Funds {
		all[i] = f.forPrograms()
	}
	return json.NewEncoder(w).Encode(map[string]any{
		"differences": r.Count(), "funds": all,
	})
}

func (f Fund) forPrograms() jsonFund {
	j := jsonFund{
		Fund: f.Fund, Height: f.Height, Unknown: f.Unknown, Compared: f.Compared, Budgetary: f.Budgetary, Proprietary: f.Proprietary, Sum: f.Sum,
		First: f.First, Size: f.Size, Differences: []jsonDifference{}, Causes: []jsonCause{},
	}
	for _, d := range f.Differences {
		var named map[string]string
		for i, compared := range f.Grain {
			if compared {
				if named == nil {
					named = make(map[string]string)
				}
				named[attributeNames[i]] = d.Attributes[i]
			}
		}
		j.Differences = append(j.Differences, jsonDifference{
			d.Account, d.Title, named, d.Agency, d.Chain, d.Amount, append([]int{}, d.Causes...),
		})
	}
	for _, c := range f.Causes {
		j.Causes = append(j.Causes, c.forPrograms())
	}
	return j
}

func (c Cause) forPrograms() jsonCause {
	j := jsonCause{
		Kind: kinds[c.Kind], Text: c.Words(), Count: c.Count, Until: string(c.Until), Explains: c.Explains, Misfits: c.Misfits,
	}
	if c.Kind == Transposed {
		j.Posted = &c.Posted
	}
	for _, e := range c.Entries {
		j.Entries = append(j.Entries, jsonEntry{
			e.Index, form.Clean(string(e.On)), form.Clean(e.Event), e.Reversed, e.Amount, form.Clean(e.By), form.Clean(e.Reference),
		})
	}
	return j
}
