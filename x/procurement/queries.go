package procurement

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/x/history"
)

type queryServer struct{ Keeper }

// NewQueryServer answers the queries of procurement.
func NewQueryServer(k Keeper) QueryServer { return queryServer{k} }

func (q queryServer) Requisitions(ctx context.Context, req *QueryRequisitionsRequest) (*QueryRequisitionsResponse, error) {
	all, page, err := query.CollectionPaginate(ctx, q.requisitions, req.Pagination,
		func(_ string, r Requisition) (Requisition, error) { return r, nil })
	return &QueryRequisitionsResponse{Requisitions: all, Pagination: page}, err
}

func (q queryServer) Requisition(ctx context.Context, req *QueryRequisitionRequest) (*QueryRequisitionResponse, error) {
	r, err := q.requisition(ctx, req.Requisition)
	if errors.Is(err, ErrRequisitionNotOpen) {
		record, err := recordOf[RequisitionRecord](ctx, q.Keeper, requisitionSubject(req.Requisition))
		return &QueryRequisitionResponse{Requisition: record.Requisition, Ordered: record.Ordered, Closed: record.Day}, err
	}
	if err != nil {
		return nil, err
	}
	ordered, err := q.orderedOf(ctx, r)
	return &QueryRequisitionResponse{Requisition: r, Ordered: ordered}, err
}

func (q queryServer) ClosedRequisitions(ctx context.Context, req *QueryClosedRequisitionsRequest) (*QueryClosedRequisitionsResponse, error) {
	if _, err := q.consortium.Member(ctx, req.Member); err != nil {
		return nil, err
	}
	records, size, err := history.Records[RequisitionRecord](ctx, q.history, RequisitionsOf(req.Member), req.Start, req.Limit)
	return &QueryClosedRequisitionsResponse{Requisitions: records, Size_: size}, err
}

func (q queryServer) Orders(ctx context.Context, req *QueryOrdersRequest) (*QueryOrdersResponse, error) {
	all, page, err := query.CollectionPaginate(ctx, q.orders, req.Pagination,
		func(_ string, o Order) (Order, error) { return o, nil })
	return &QueryOrdersResponse{Orders: all, Pagination: page}, err
}

func (q queryServer) Order(ctx context.Context, req *QueryOrderRequest) (*QueryOrderResponse, error) {
	o, err := q.order(ctx, req.Piid)
	if err != nil {
		return nil, err
	}
	p, err := q.money(ctx, o.Piid)
	return &QueryOrderResponse{Order: o, Undelivered: p.Undelivered, Unpaid: p.Unpaid, Paid: p.Paid}, err
}

func (q queryServer) Match(ctx context.Context, req *QueryMatchRequest) (*QueryMatchResponse, error) {
	o, err := q.order(ctx, req.Piid)
	if err != nil {
		return nil, err
	}
	p, err := q.money(ctx, o.Piid)
	if err != nil {
		return nil, err
	}
	all, err := q.matches(ctx, o)
	return &QueryMatchResponse{Piid: o.Piid, Vendor: o.Vendor, Unpaid: p.Unpaid, Paid: p.Paid, Lines: all}, err
}

func (q queryServer) Invoices(ctx context.Context, req *QueryInvoicesRequest) (*QueryInvoicesResponse, error) {
	if _, err := q.order(ctx, req.Piid); err != nil {
		return nil, err
	}
	all, page, err := query.CollectionPaginate(ctx, q.invoices, req.Pagination,
		func(_ collections.Pair[string, string], i Invoice) (Invoice, error) { return i, nil },
		query.WithCollectionPaginationPairPrefix[string, string](req.Piid))
	return &QueryInvoicesResponse{Invoices: all, Pagination: page}, err
}

func (q queryServer) Records(ctx context.Context, req *QueryRecordsRequest) (*QueryRecordsResponse, error) {
	if err := checkPIID(req.Piid); err != nil {
		return nil, err
	}
	records, size, err := history.Records[OrderRecord](ctx, q.history, RecordsOf(req.Piid), req.Start, req.Limit)
	if err != nil {
		return nil, err
	}
	return &QueryRecordsResponse{Records: records, Size_: size}, nil
}
