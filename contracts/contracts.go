// Package contracts holds the contracts that agencies may begin with, one to a file.
package contracts

import "embed"

// Files are the contracts by the names of their files.
//
//go:embed *.contract
var Files embed.FS
