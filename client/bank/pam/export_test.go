package pam

import "fmt"

// Layouts are the places of all fields, by the codes of the records: "0+2".
func Layouts() map[string][]string {
	all := map[string][]string{}
	for _, l := range layouts {
		for _, f := range l.Fields {
			all[l.Name] = append(all[l.Name], fmt.Sprintf("%d+%d", f.Start, f.Width))
		}
	}
	return all
}
