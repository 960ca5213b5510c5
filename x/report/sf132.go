package report

import (
	"fmt"

	"github.com/pursechain/purse/x/appropriation"
)

// The lines of the application of budgetary resources (OMB Circular A-11, section 120 and appendix F) [R].
const (
	quarterLine       = 6001 // and the three after it
	projectLine       = 6011 // and those after it
	lastProjectLine   = 6110 // under which stand all that the form has no line for
	deferredLine      = 6181
	unapportionedLine = 6182
	applicationTotal  = 6190
	resourcesOf132    = 1920 // what is 1910 on an SF-133
)

// Apportioned is an apportionment of the year: its line, its quarter if it is of category A, and its row of the status of funds.
type Apportioned struct {
	Line    appropriation.Line
	Quarter uint32
	Status  StatusLine
}

// SF132 is the apportionment of a fund: its resources, and what each apportionment of the year was given. An apportionment is
// what is left of it and what was made of it; what obligations of earlier years took from it, or gave back, stands in a line of
// its own, so that the application comes to the resources. Resources without an amount are left out, but for the sums.
func SF132(sf133 []Line, all []Apportioned) (resources []Line, application []Application, err error) {
	for _, l := range sf133 {
		if l.Section != sf133Resources() || l.Amount == 0 && !l.Total {
			continue
		}
		if l.Number == 1910 {
			l.Number = resourcesOf132
		}
		resources = append(resources, l)
	}
	total, err := numbered(sf133, 1910)
	if err != nil {
		return nil, nil, err
	}
	rest := sum{amount: total}
	add := func(a Application) {
		application = append(application, a)
		rest.add(-a.Amount, nil)
	}
	projects := uint32(projectLine)
	for _, category := range []appropriation.Category{appropriation.CategoryA, appropriation.CategoryB} {
		for _, a := range all {
			if a.Line.Category != category {
				continue
			}
			line := Application{Line: a.Line.Id, Opens: a.Line.Opens, Amount: a.Status.Total, Left: a.Status.Left}
			if category == appropriation.CategoryA {
				line.Number, line.Title = quarterLine+a.Quarter-1, fmt.Sprintf("Category A, quarter %d", a.Quarter)
			} else {
				line.Number, line.Title = projects, "Category B, "+a.Line.Name
				projects = min(projects+1, lastProjectLine)
			}
			add(line)
		}
	}
	for _, r := range []struct {
		number uint32
		title  string
		line   uint32
	}{{deferredLine, "Deferred", 2401}, {unapportionedLine, "Not apportioned", 2403}, {0, "Expired", 2413}} {
		amount, err := numbered(sf133, r.line)
		if err != nil {
			return nil, nil, err
		}
		if r.number != 0 || amount != 0 {
			add(Application{Number: r.number, Title: r.title, Amount: amount, Left: amount})
		}
	}
	if rest.amount != 0 {
		add(Application{Title: "Adjustments of obligations of earlier years, net", Amount: rest.amount})
	}
	add(Application{Number: applicationTotal, Title: "Total budgetary resources", Amount: total})
	return resources, application, rest.err
}

// sf133Resources is the title of the SF-133's section that the SF-132 shares.
func sf133Resources() string { return sf133[0].title }
