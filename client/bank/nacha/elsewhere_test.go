package nacha_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/nacha"
)

// elsewhere is a reader of NACHA files that others wrote, as a program for node: it prints what the file comes to.
const elsewhere = `process.stdout.write(JSON.stringify(require('@midlandsbank/node-nacha').from({format: 'ach',
	source: require('fs').readFileSync(0, 'latin1')}).data))`

// What is written is read by a reader of others as it was meant. It needs node, and NODE_PATH with its package @midlandsbank/node-nacha.
func TestReadElsewhere(t *testing.T) {
	if err := exec.Command("node", "-e", "require('@midlandsbank/node-nacha')").Run(); err != nil {
		t.Skipf("node has no @midlandsbank/node-nacha (%s): npm install it, and set NODE_PATH", err)
	}
	r := sound()
	r.Batches = append(r.Batches, nacha.Batch{Company: "FEMA", CompanyID: "1700000001", Class: "PPD", Description: "RENT", Effective: "2018-03-06",
		Bank: "070000014"})
	want := []string{}
	for i := range 50 {
		r.Batches[1].Lines = append(r.Batches[1].Lines, bank.Line{Ref: fmt.Sprint("REF", i), Name: fmt.Sprint("PAYEE ", i), Routing: "121042882",
			Account: fmt.Sprint(1000 + i), Savings: i%2 == 1, Amount: nacha.MaxPayment - 7, Currency: bank.USD, Direction: bank.Pay,
			Remittance: fmt.Sprint("BILL/", i)})
	}
	for _, b := range r.Batches {
		for _, l := range b.Lines {
			code := map[bool]string{false: "22", true: "32"}[l.Savings]
			want = append(want, fmt.Sprint(b.Class, code, l.Ref, l.Name, l.Routing, l.Account, int64(l.Amount), l.Remittance))
		}
	}
	var file bytes.Buffer
	require.NoError(t, nacha.Write(&file, r))
	cmd := exec.Command("node", "-e", elsewhere)
	cmd.Stdin = &file
	out, err := cmd.Output()
	require.NoError(t, err)
	var read struct {
		Batches []struct {
			Class   string `json:"entryClassCode"`
			Entries []struct {
				Code    string `json:"transactionCode"`
				Bank    int    `json:"receivingDFIIdentification"`
				Digit   int    `json:"checkDigit"`
				Account string `json:"dfiAccount"`
				Amount  int64
				Ref     string `json:"identificationNumber"`
				Name    string `json:"receivingCompanyName"`
				Addenda struct{ Info string }
			}
		}
	}
	require.NoError(t, json.Unmarshal(out, &read))
	got := []string{}
	for _, b := range read.Batches {
		for _, e := range b.Entries {
			got = append(got, fmt.Sprint(b.Class, e.Code, e.Ref, e.Name, fmt.Sprintf("%08d%d", e.Bank, e.Digit), e.Account, e.Amount, e.Addenda.Info))
		}
	}
	require.Equal(t, want, got)
}
