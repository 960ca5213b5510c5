package history

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"
)

type queryServer struct{ Keeper }

// NewQueryServer answers the queries of the history, at the height of each query's context.
func NewQueryServer(k Keeper) QueryServer { return queryServer{k} }

func (q queryServer) Log(ctx context.Context, req *QueryLogRequest) (*QueryLogResponse, error) {
	l, err := q.load(ctx, req.Log)
	if err != nil {
		return nil, err
	}
	root, err := l.Root()
	return &QueryLogResponse{Size_: l.Size_, Root: root}, err
}

func (q queryServer) Logs(ctx context.Context, req *QueryLogsRequest) (*QueryLogsResponse, error) {
	page := query.PageRequest{}
	if req.Pagination != nil {
		page = *req.Pagination
	}
	if page.Limit == 0 {
		page.Limit = defaultPage // a limit of 0 would make the engine count every log
	}
	page.Limit = min(page.Limit, maxPage)
	logs, next, err := query.CollectionPaginate(ctx, q.logs, &page, func(name string, l Log) (LogSize, error) {
		root, err := l.Root()
		return LogSize{Log: name, Size_: l.Size_, Root: root}, err
	})
	return &QueryLogsResponse{Logs: logs, Pagination: next}, err
}

func (q queryServer) Entry(ctx context.Context, req *QueryEntryRequest) (*QueryEntryResponse, error) {
	l, err := q.load(ctx, req.Log)
	if err != nil {
		return nil, err
	}
	if req.Index >= l.Size_ {
		return nil, noEntry(req.Log, l.Size_, req.Index)
	}
	entry, path, err := q.prove(req.Log, l, req.Index)
	if err != nil {
		return nil, err
	}
	root, err := l.Root()
	return &QueryEntryResponse{Entry: entry, Size_: l.Size_, Root: root, Proof: path}, err
}

func (q queryServer) Entries(ctx context.Context, req *QueryEntriesRequest) (*QueryEntriesResponse, error) {
	l, err := q.load(ctx, req.Log)
	if err != nil {
		return nil, err
	}
	entries, size, err := q.Keeper.Entries(ctx, req.Log, req.Start, req.Limit)
	if err != nil {
		return nil, err
	}
	root, err := l.Root()
	return &QueryEntriesResponse{Entries: entries, Size_: size, Root: root}, err
}
