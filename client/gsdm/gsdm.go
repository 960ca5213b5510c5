// Package gsdm reads, checks and writes the files in which agencies report spending under the DATA Act, as the Governmentwide
// Spending Data Model defines them: A (appropriation accounts), B (object class and program activity) and C (award financial),
// with the SF-133 and the list of program activities that they are held to.
//
// It owns the rules of the Treasury's broker that concern A, B, C and what must agree between them: one table, Rules. A rule that
// could not be run is listed with the reason and is never passed in silence. It refuses only what it cannot check at all, by the
// rules in errors.go; everything else is a finding with its file, its line and the numbers. Nothing here touches a chain.
package gsdm

import "github.com/pursechain/purse/base/money"

// Kind says what a file holds. It is recognised by the file's header.
type Kind int

// The kinds of files, in the order in which findings stand.
const (
	FileA Kind = iota
	FileB
	FileC
	SF133
	Activities
)

const kinds = 5

// Letter is the kind in a word: A, B, C.
func (k Kind) Letter() string { return [kinds]string{"A", "B", "C", "SF-133", "activities"}[k] }

// String is the kind as people name it.
func (k Kind) String() string {
	return [kinds]string{"file A", "file B", "file C", "SF-133", "list of program activities"}[k]
}

// Severity says whether the broker would take the file.
type Severity string

// The broker refuses what has a fatal fault, and asks the agency to explain a warning.
const (
	Fatal   Severity = "fatal"
	Warning Severity = "warning"
)

// What is read is bounded, so that no file can exhaust the machine: some 128 MiB of text take about a gigabyte while checked.
const (
	MaxBytes = 128 << 20
	MaxRows  = 500_000
	// maxTotal bounds the sum of the absolute values of all amounts of one file. No sum within or between files can then overflow.
	maxTotal = money.Amount(1<<63-1) / 4
)

// MaxListed is the number of findings of one rule that are listed; more are only counted.
const MaxListed = 1000
