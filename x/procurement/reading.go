package procurement

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/x/history"
)

func (q queryServer) Solicitations(ctx context.Context, req *QuerySolicitationsRequest) (*QuerySolicitationsResponse, error) {
	all, page, err := query.CollectionPaginate(ctx, q.solicitations, req.Pagination,
		func(_ string, s Solicitation) (Solicitation, error) { return s, nil })
	return &QuerySolicitationsResponse{Solicitations: all, Pagination: page}, err
}

func (q queryServer) Solicitation(ctx context.Context, req *QuerySolicitationRequest) (*QuerySolicitationResponse, error) {
	s, err := q.solicitation(ctx, req.Solicitation)
	if errors.Is(err, ErrNotTheTime) {
		return q.over(ctx, req.Solicitation)
	}
	if err != nil {
		return nil, err
	}
	bids, page, err := query.CollectionPaginate(ctx, q.bids, req.Pagination,
		func(_ collections.Pair[string, string], b Bid) (Bid, error) { return b, nil },
		query.WithCollectionPaginationPairPrefix[string, string](s.Number))
	return &QuerySolicitationResponse{Solicitation: s, Bids: bids, Pagination: page}, err
}

// over reads a solicitation that is over, with all its bids.
func (q queryServer) over(ctx context.Context, number string) (*QuerySolicitationResponse, error) {
	record, err := recordOf[SolicitationRecord](ctx, q.Keeper, subject(aSolicitation, number))
	if err != nil {
		return nil, err
	}
	answer := &QuerySolicitationResponse{Solicitation: record.Solicitation, Closed: record.Day}
	if n := record.Solicitation.Bids; n > 0 {
		answer.Bids, _, err = history.Records[Bid](ctx, q.history, BidsOf(record.Member), record.First, uint64(n))
	}
	return answer, err
}

func (q queryServer) ClosedSolicitations(ctx context.Context, req *QueryClosedSolicitationsRequest) (*QueryClosedSolicitationsResponse, error) {
	if _, err := q.consortium.Member(ctx, req.Member); err != nil {
		return nil, err
	}
	records, size, err := history.Records[SolicitationRecord](ctx, q.history, SolicitationsOf(req.Member), req.Start, req.Limit)
	return &QueryClosedSolicitationsResponse{Solicitations: records, Size_: size}, err
}

func (q queryServer) Shipments(ctx context.Context, req *QueryShipmentsRequest) (*QueryShipmentsResponse, error) {
	if _, err := q.order(ctx, req.Piid); err != nil {
		return nil, err
	}
	all, page, err := query.CollectionPaginate(ctx, q.shipments, req.Pagination,
		func(_ collections.Pair[string, string], s Shipment) (Shipment, error) { return s, nil },
		query.WithCollectionPaginationPairPrefix[string, string](req.Piid))
	return &QueryShipmentsResponse{Shipments: all, Pagination: page}, err
}

func (q queryServer) Shipment(ctx context.Context, req *QueryShipmentRequest) (*QueryShipmentResponse, error) {
	_, s, err := q.underWay(ctx, req.Piid, req.Shipment)
	return &QueryShipmentResponse{Shipment: s}, err
}

// Silent walks the shipments by the day of their last signature.
func (q queryServer) Silent(ctx context.Context, req *QuerySilentRequest) (*QuerySilentResponse, error) {
	today, err := q.consortium.Today(ctx)
	if err != nil {
		return nil, err
	}
	all, page, err := query.CollectionFilteredPaginate(ctx, q.signed, req.Pagination,
		func(at silentKey, _ collections.NoValue) (bool, error) { return silent(at.K1(), today, req.Days), nil },
		func(at silentKey, _ collections.NoValue) (Shipment, error) { return q.shipment(ctx, at.K2(), at.K3()) })
	return &QuerySilentResponse{Shipments: all, Pagination: page}, err
}

func (q queryServer) Debts(ctx context.Context, req *QueryDebtsRequest) (*QueryDebtsResponse, error) {
	all, page, err := query.CollectionPaginate(ctx, q.debts, req.Pagination, func(_ string, d Debt) (Debt, error) { return d, nil })
	return &QueryDebtsResponse{Debts: all, Pagination: page}, err
}

func (q queryServer) Custody(ctx context.Context, req *QueryCustodyRequest) (*QueryCustodyResponse, error) {
	if err := checkPIID(req.Piid); err != nil {
		return nil, err
	}
	records, size, err := history.Records[CustodyRecord](ctx, q.history, CustodyOf(req.Piid), req.Start, req.Limit)
	if err != nil {
		return nil, err
	}
	return &QueryCustodyResponse{Records: records, Size_: size}, nil
}
