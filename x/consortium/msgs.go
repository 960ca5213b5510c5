package consortium

import (
	"context"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/pursechain/purse/base/date"
	"github.com/pursechain/purse/base/room"
	"github.com/pursechain/purse/base/rule"
)

// maxYears bounds how far a manual calendar moves in one act: duties and funds fall due on the way.
const maxYears = 10

type msgServer struct{ Keeper }

// NewMsgServer handles the messages of the consortium.
func NewMsgServer(k Keeper) MsgServer { return msgServer{k} }

// ValidateBasic checks what can be checked without state.
func (m *MsgMoveDate) ValidateBasic() error {
	return checkDate(m.Date)
}

// MoveDate moves the business date of a manual calendar. By an administrator.
func (k msgServer) MoveDate(ctx context.Context, m *MsgMoveDate) (*MsgMoveDateResponse, error) {
	officer, err := k.administrator(ctx, m.Signer, "")
	if err != nil {
		return nil, err
	}
	calendar, err := k.calendar.Get(ctx)
	if err != nil {
		return nil, err
	}
	if Calendar(calendar) != Manual {
		return nil, ErrCalendar.Refuse("asked %s", m.Date)
	}
	today, err := k.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := later(today, m.Date); err != nil {
		return nil, err
	}
	if err := k.date.Set(ctx, string(m.Date)); err != nil {
		return nil, err
	}
	return &MsgMoveDateResponse{}, room.Emit(ctx, &DateMoved{Date: m.Date, By: officer.Id})
}

// later refuses a date that is not after today or more than maxYears after it.
func later(today, asked date.Date) error {
	t, err := time.Parse(time.DateOnly, string(today))
	if err != nil {
		return err
	}
	if err := checkDate(asked); err != nil {
		return err // checked again: a message need not have come through the door of transactions
	}
	if last := date.Of(t.AddDate(maxYears, 0, 0)); asked <= today || asked > last {
		return ErrDate.Refuse("today is %s, asked %s", today, asked)
	}
	return nil
}

func checkDate(d date.Date) error {
	if !d.Valid() {
		return ErrDate.Refuse("%q is not a date", rule.Clip(string(d), 20))
	}
	return nil
}

// checkPerson refuses a malformed id, title or key.
func checkPerson(id, title, key string) error {
	if why := CheckID(id); why != "" {
		return ErrMalformedPerson.Refuse("id %s", why)
	}
	if why := rule.CheckText(title, maxName); why != "" {
		return ErrMalformedPerson.Refuse("title %s", why)
	}
	return checkAddress(key)
}

// checkAddress refuses what is no address, and one in capitals, which would be a second entry that nobody can use.
func checkAddress(key string) error {
	address, err := sdk.AccAddressFromBech32(key)
	if err != nil {
		return ErrMalformedPerson.Refuse("key %q is no address", rule.Clip(key, 80))
	}
	if one := address.String(); one != key {
		return ErrMalformedPerson.Refuse("key %q: write it %s", rule.Clip(key, 80), one)
	}
	return nil
}
