package main

import (
	"github.com/spf13/cobra"

	"github.com/pursechain/purse/app"
)

// reportCmd has the reports that agencies owe.
func reportCmd(enc app.Encoding) (*cobra.Command, error) {
	cmds, err := reportCmds(enc)
	if err != nil {
		return nil, err
	}
	ofAwards, err := awardReportCmds(enc)
	if err != nil {
		return nil, err
	}
	cmd := family("report", "Report: trial-balance, sf133, sf132, status, dormant, sf425, sf270, sub-awards, open, gsdm, check",
		append(cmds, ofAwards...)...)
	cmd.AddCommand(reportOpenCmd(), reportGsdmCmd(enc), reportCheckCmd())
	return cmd, nil
}
