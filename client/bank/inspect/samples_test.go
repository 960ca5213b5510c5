package inspect_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pursechain/purse/client/bank"
	"github.com/pursechain/purse/client/bank/inspect"
	"github.com/pursechain/purse/client/bank/nacha"
	"github.com/pursechain/purse/client/bank/pam"
)

// samples are public files of others, with what each comes to and every fault in it, as worked out by hand: a rule and its line. What is
// not listed must not be found. The samples lie beside the project and are not part of it.
var samples = []struct {
	file   string
	kind   bank.Kind
	lines  int
	pays   string
	takes  string
	faults []string
}{
	{"pam_spr/ach_payments.txt", bank.PAM, 2, "6,000.00", "0.00", nil},
	// In these the type of payment and the enclosure are zeros, and the routing number is 123456789.
	{"pam_spr/synthetic_ach_simple.spr", bank.PAM, 1, "10.00", "0.00", []string{"field 2", "check-digit 3"}},
	{"pam_spr/synthetic_check_simple.spr", bank.PAM, 1, "25.00", "0.00", []string{"field 2", "field 2"}},
	{"pam_spr/synthetic_multi_schedule.spr", bank.PAM, 3, "45.00", "0.00",
		[]string{"field 2", "check-digit 3", "check-digit 4", "field 6", "field 6"}},

	{"nacha/ccd-debit.ach", bank.ACH, 2, "0.00", "5,001.25", nil},
	{"nacha/cor-read.ach", bank.ACH, 1, "0.00", "0.00", nil},
	{"nacha/ctx-debit.ach", bank.ACH, 1, "0.00", "1,000,000.00", nil},
	{"nacha/ppd-credit.ach", bank.ACH, 1, "1,000,000.00", "0.00", nil},
	{"nacha/return-WEB.ach", bank.ACH, 2, "45.65", "123.54", nil},
	{"nacha/same-day-ach-ppd-credit.ach", bank.ACH, 1, "1,000,000.00", "0.00", nil},
	// The control record of the international batch has no company.
	{"nacha/iat-debit.ach", bank.ACH, 1, "0.00", "1,000.00", []string{"control 13"}},
	// These have lost the blanks at the ends of their first and last records.
	{"nacha/ppd-debit-invalid-entryDetail-checkDigit.ach", bank.ACH, 1, "0.00", "1,000,000.00", []string{"record 1", "check-digit 3", "record 5"}},
	{"nacha/return-PPD-custom-reason-code.ach", bank.ACH, 1, "1,061.61", "0.00", []string{"record 1", "reason 4", "record 6"}},

	{"iso20022/200519_camt.054-Credit_P_CH2909000000250094239_1110092691_0_2019042421291293.xml", bank.Camt054, 1, "0.00", "1,500.00", nil},
	{"iso20022/200519_camt.054-Debit_P_CH2909000000250094239_1110092692_0_2019042401501580.xml", bank.Camt054, 1, "913.00", "0.00", nil},
	{"iso20022/200519_camt054-returns_p_ch2909000000250094239_1109800798_0_2019052023472022.xml", bank.Camt054, 1, "400.00", "0.00", nil},
	// It says seven payments and has eight, and the accounts of two are no IBANs.
	{"iso20022/musterfile_pain.001_Nov2020.xml", bank.Pain001, 8, "38.00", "0.00", []string{"count 7", "account 216", "account 269"}},
	{"iso20022/pain002-epo_p_ch2909000000250094239_1109800799_0_2018032612092784.xml", bank.Pain002, 1, "0.00", "0.00", nil},
	// It has no-break spaces between its elements, and the routing numbers are 123456789.
	{"iso20022/us_cross_river_pain_001_ach_credit.xml", bank.Pain001, 1, "0.01", "0.00", []string{"xml 12", "check-digit 54", "check-digit 76"}},
	// The attribute xmlns is written with a capital, which makes it another.
	{"iso20022/us_cross_river_pain_002_credit_accepted.xml", bank.Pain002, 1, "0.00", "0.00", []string{"namespace 2"}},
	{"iso20022/us_cross_river_pain_002_transaction_rejected.xml", bank.Pain002, 3, "0.00", "0.00", []string{"namespace 2"}},
	// Words stand where numbers and a day are meant, and the sum is another's.
	{"iso20022/us_goldman_sachs_pain_001_ach_credit.xml", bank.Pain001, 1, "123.00", "0.00",
		[]string{"total 8", "date 19", "check-digit 50", "check-digit 67"}},
}

func TestSamples(t *testing.T) {
	dir := samplesDir(t)
	for _, sample := range samples {
		t.Run(sample.file, func(t *testing.T) {
			path := filepath.Join(dir, filepath.FromSlash(sample.file))
			f, err := inspect.Open(path)
			require.NoError(t, err)
			var faults []string
			for _, found := range f.Faults {
				faults = append(faults, fmt.Sprintf("%s %d", found.Rule, found.Line))
			}
			require.Equal(t, sample.faults, faults)
			require.Equal(t, sample.kind, f.Kind)
			require.Equal(t, sample.lines, f.Lines())
			whole := bank.Batch{}
			for _, b := range f.Batches {
				whole.Pays, whole.Collects = whole.Pays+b.Pays, whole.Collects+b.Collects
			}
			require.Equal(t, sample.pays+" "+sample.takes, whole.Pays.String()+" "+whole.Collects.String())
			givenBack(t, f.Kind, path)
		})
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	require.NoError(t, err)
	require.Len(t, files, len(samples)+2, "samples, the layout and the list of codes")
}

// givenBack reads a file of records, and holds what is written again to it, byte for byte.
func givenBack(t *testing.T, kind bank.Kind, path string) {
	t.Helper()
	bz, err := os.ReadFile(path)
	require.NoError(t, err)
	var again io.WriterTo
	switch kind {
	case bank.PAM:
		d, err := pam.Read(bytes.NewReader(bz))
		require.NoError(t, err)
		again = d
	case bank.ACH:
		d, err := nacha.Read(bytes.NewReader(bz))
		require.NoError(t, err)
		again = d
	default:
		return
	}
	var text bytes.Buffer
	_, err = again.WriteTo(&text)
	require.NoError(t, err)
	require.Equal(t, bz, text.Bytes())
}

// samplesDir is where the samples of payments lie.
func samplesDir(t *testing.T) string {
	t.Helper()
	data := os.Getenv("PURSE_DATA")
	if data == "" {
		data = "../../../../shared/data"
	}
	dir := filepath.Join(data, "payments")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the samples are not beside the project; PURSE_DATA names the directory that holds payments (%v)", err)
	}
	return dir
}
