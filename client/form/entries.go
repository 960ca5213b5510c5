package form

import (
	"io"
	"strings"

	"github.com/cosmos/gogoproto/proto"
	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/cosmos/cosmos-sdk/codec"
)

// logs say of which message the entries of a log are, by the beginning of its name.
var logs = []struct{ begins, message string }{
	{"journal/", "purse.ledger.v1.JournalEntry"},
	{"claims/", "purse.grant.v1.ClaimRecord"},
	{"overlaps/", "purse.grant.v1.OverlapRecord"},
	{"applications/", "purse.grant.v1.ApplicationRecord"},
	{"appeals/", "purse.grant.v1.AppealRecord"},
	{"custody/", "purse.procurement.v1.CustodyRecord"},
	{"requisitions/", "purse.procurement.v1.RequisitionRecord"},
	{"solicitations/", "purse.procurement.v1.SolicitationRecord"},
	{"bids/", "purse.procurement.v1.Bid"},
	{"sales/", "purse.procurement.v1.SaleRecord"},
	{"bills/", "purse.procurement.v1.BillRecord"},
	{"orders/", "purse.procurement.v1.OrderRecord"},
	{"payments/", "purse.payment.v1.PaymentRecord"},
	{"receipts/", "purse.payment.v1.ReceiptRecord"},
	{"exceptions/", "purse.payment.v1.ExceptionRecord"},
	{"resolutions", "purse.resolution.v1.Decision"},
}

// PrintEntries lays out an answer that holds entries of a log, in a field entry or entries: the entries as the records they are,
// then the rest. Those of a log that is not known stay bytes.
func PrintEntries(w io.Writer, cdc codec.Codec, log string, answer proto.Message) error {
	m, err := dynamic(cdc, answer)
	if err != nil {
		return err
	}
	fields := m.Descriptor().Fields()
	if fd := fields.ByName("entry"); fd != nil {
		if records := decode(log, m.Get(fd).Bytes()); records != nil {
			_, err = io.WriteString(w, page(records[0])+"\n"+page(m, fd))
			return err
		}
	}
	if fd := fields.ByName("entries"); fd != nil {
		list := m.Get(fd).List()
		entries := make([][]byte, list.Len())
		for i := range entries {
			entries[i] = list.Get(i).Bytes()
		}
		if records := decode(log, entries...); records != nil {
			_, err = io.WriteString(w, rows(records[0].Descriptor(), records)+"\n"+page(m, fd))
			return err
		}
	}
	_, err = io.WriteString(w, page(m))
	return err
}

// decode reads the entries of a log; nil if it has none, or one that is no record of the log's kind.
func decode(log string, entries ...[]byte) []protoreflect.Message {
	for _, l := range logs {
		if !strings.HasPrefix(log, l.begins) {
			continue
		}
		md, err := Descriptor(l.message)
		if err != nil {
			return nil
		}
		var records []protoreflect.Message
		for _, entry := range entries {
			record := dynamicpb.NewMessage(md)
			if protov2.Unmarshal(entry, record) != nil {
				return nil
			}
			records = append(records, record)
		}
		return records
	}
	return nil
}
