package gsdm

import "strings"

// NamedSo says that a full column name is of a column of which a short name begins as given, or that the rules name so.
func NamedSo(full, begin string) bool {
	for _, l := range layouts {
		at, ok := l.byName[full]
		if !ok {
			continue
		}
		if strings.HasPrefix(l.columns[at].short(), begin) || strings.HasPrefix(full, begin) || aliasOf(full) == begin {
			return true
		}
	}
	return false
}
