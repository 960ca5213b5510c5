package main

import "github.com/spf13/cobra"

// reportCmd has the reports that agencies owe.
func reportCmd() *cobra.Command {
	return family("report", "Report: check", reportCheckCmd())
}
