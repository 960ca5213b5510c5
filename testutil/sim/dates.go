package sim

import "github.com/pursechain/purse/x/consortium"

// moveDate moves the day: by a few days a block, now and then by months, seldom beyond several ends of years; not while the
// calendar is at work, so that a day has an end.
func (s *Sim) moveDate() error {
	if s.closing() {
		return nil
	}
	pace := s.pace()
	days := s.rand.IntN(2*pace + 1)
	switch draw := s.rand.IntN(5000); {
	case draw < 3:
		days = 300 + s.rand.IntN(1000)
	case draw < 60:
		days = 15*pace + s.rand.IntN(30)
	}
	if days == 0 {
		return nil
	}
	next := s.today.Plus(uint32(days))
	msg := &consortium.MsgMoveDate{Signer: s.address[clock], Date: next}
	return s.play("move-date", &attempt{msg: msg, done: func(any) {
		s.today = next
		s.newYear()
	}})
}

// pace is half of the greatest number of ordinary days in a block: a run lives some twenty years, a short one some nine.
func (s *Sim) pace() int {
	if s.Acts > 100_000 {
		return max(1, 20*365*200/s.Acts)
	}
	return max(1, 9*365*40/s.Acts)
}

// newYear takes note of the fiscal year of the day.
func (s *Sim) newYear() {
	year := uint32(s.today.FiscalYear(10))
	s.years[year] = true
	if year != s.year {
		s.year = year
		s.want()
	}
}
