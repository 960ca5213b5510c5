package testutil_test

import (
	"os"
	"testing"

	"github.com/pursechain/purse/app"
	"github.com/pursechain/purse/testutil"
)

func TestMain(m *testing.M) {
	app.SealConfig()
	os.Exit(m.Run())
}

func TestScenarios(t *testing.T) { testutil.RunScenarios(t, "testdata", *golden) }
