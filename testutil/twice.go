package testutil

import "github.com/pursechain/purse/client/scenario"

// TwoBuyers adds to a cast two members who may owe one payee: fema by an award, and hud by an award and by an order. The payee, acme, does not
// know that they know of each other.
func TwoBuyers(cast *scenario.Cast) error {
	for _, words := range [][]string{
		{"officer", "lea", "member=congress", "duty=legislator"},
		{"officer", "eve", "member=omb", "duty=budget-examiner"},
		{"officer", "bud", "member=fema", "duty=budget-officer"},
		{"officer", "gia", "member=fema", "duty=grants-officer"},
		{"officer", "hal", "member=hud", "duty=budget-officer"},
		{"officer", "hew", "member=hud", "duty=grants-officer"},
		{"officer", "hope", "member=hud", "duty=receiving-officer"},
		{"officer", "hugh", "member=hud", "duty=contracting-officer"},
		{"payee", "acme", "uei=N4YFFGL4CDX5"},
	} {
		if _, err := cast.Add(words); err != nil {
			return err
		}
	}
	return nil
}

// TwoDebts are the acts of two buyers up to where acme may bill each of them for 100.00: each may owe it, and the goods that it sold are
// accepted.
var TwoDebts = []string{
	"open-fund by=eve fund=070-X-0702-000 title=Relief member=fema purposes=0004:Relief",
	"enact by=lea fund=070-X-0702-000 amount=1,000.00 law=PL-115-56 defc=A",
	"apportion by=eve authority=070-X-0702-000:1 amount=1,000.00",
	"allot by=bud apportionment=070-X-0702-000:1.1 office=IV amount=1,000.00",
	"open-programme by=gia listing=97.036 title=Assistance program-activity=0004",
	"make-award by=gia fain=FAIN1 listing=97.036 allotment=070-X-0702-000:1.1.1 recipient=acme amount=400.00 " +
		"begins=2017-10-01 ends=2018-09-30 description=Debris",
	"open-fund by=eve fund=086-X-0162-000 title=Housing member=hud purposes=0001:Housing",
	"enact by=lea fund=086-X-0162-000 amount=1,000.00 law=PL-115-56 defc=A",
	"apportion by=eve authority=086-X-0162-000:1 amount=1,000.00",
	"allot by=hal apportionment=086-X-0162-000:1.1 office=IV amount=1,000.00",
	"open-programme by=hew listing=14.228 title=Housing program-activity=0001",
	"make-award by=hew fain=FAIN2 listing=14.228 allotment=086-X-0162-000:1.1.1 recipient=acme amount=400.00 " +
		"begins=2017-10-01 ends=2018-09-30 description=Shelter",
	"commit by=hal allotment=086-X-0162-000:1.1.1 amount=500.00 purpose=Tents",
	"request by=hope requisition=R1 commitment=086-X-0162-000:1.1.1.1 program-activity=0001 object-class=310 description=Tents " +
		"items=8340:Tents:10:EA:Ponce:2018-01-31",
	"place-order by=hugh piid=86HUD118C00000001 requisition=R1 vendor=acme lines=1:10:10.00:2018-01-31 exception=6.302-2 reason=Urgent",
	"receive by=hope piid=86HUD118C00000001 number=R1 lines=1:10:0",
}
