package gsdm_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/pursechain/purse/client/gsdm"
)

func TestPlay(t *testing.T) {
	data := os.Getenv("PURSE_DATA")
	for _, set := range [][]string{{"appropValid.csv"}, {"appropValid.csv","sf_133.csv"}, {"appropInvalidError.csv"}, {"appropInvalidWarning.csv"}, {"programActivityValid.csv"}, {"awardFinancialValid.csv"},
		{"programActivityValid.csv","awardFinancialValid.csv"},
		{"cross_file_A.csv"}, {"cross_file_B.csv"}, {"cross_file_C.csv"}, {"cross_file_A.csv", "cross_file_B.csv", "cross_file_C.csv", "program_activity.csv"}} {
		var paths []string
		for _, n := range set {
			paths = append(paths, filepath.Join(data, "broker/samples", n))
		}
		s, _, err := gsdm.Open(paths...)
		if err != nil {
			t.Error(err)
			continue
		}
		fmt.Println("=====", set)
		s.Check().Print(os.Stdout)
	}
}
