// Package date holds the business date: a day of the calendar, without time or zone.
package date

import (
	"fmt"
	"time"
)

// Date is a day written YYYY-MM-DD (ISO 8601), so that dates compare as strings do. The zero Date is before every day.
type Date string

// Parse reads a day of the years 1700 to 9999. Only YYYY-MM-DD is a date, and only if the calendar has that day. An error says
// what is wrong, and not how it is written right.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1700 {
		return "", fmt.Errorf("%q is not a date", s)
	}
	return Date(s), nil
}

// Of is the day of a time, in UTC.
func Of(t time.Time) Date { return Date(t.UTC().Format(time.DateOnly)) }

// Plus is the day so many days later; a date that is not valid, or a day after the year 9999, is "".
func (d Date) Plus(days uint32) Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	if t = t.AddDate(0, 0, int(days)); t.Year() > 9999 {
		return ""
	}
	return Of(t)
}

// Valid says whether d is a date that Parse accepts.
func (d Date) Valid() bool {
	_, err := Parse(string(d))
	return err == nil
}

// FiscalYear is the year in which the fiscal year of d ends, when fiscal years begin in the month start (1 to 12): with
// start 10, 2017-09-30 lies in 2017 and 2017-10-01 in 2018. It is 0 if d is not valid.
func (d Date) FiscalYear(start uint32) int {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0
	}
	if start > 1 && uint32(t.Month()) >= start {
		return t.Year() + 1
	}
	return t.Year()
}

// FiscalStart is the first day of a fiscal year, or so many months later in it, when fiscal years begin in the month start: with
// start 10, FiscalStart(2018, 10, 0) is 2017-10-01, and 3 months later is 2018-01-01.
func FiscalStart(year int, start, months uint32) Date {
	if start > 1 {
		year--
	}
	return Of(time.Date(year, time.Month(max(start, 1)+months), 1, 0, 0, 0, 0, time.UTC))
}

// Until is how many days pass from d to a later date; 0 if it is not later, or either is not valid.
func (d Date) Until(later Date) uint32 {
	from, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0
	}
	to, err := time.Parse(time.DateOnly, string(later))
	if err != nil || to.Before(from) {
		return 0
	}
	return uint32((to.Unix() - from.Unix()) / (24 * 60 * 60))
}

// Before is the day before; "" if d is not valid.
func (d Date) Before() Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return Of(t.AddDate(0, 0, -1))
}
