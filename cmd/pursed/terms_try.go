package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/pursechain/purse/client/contract"
	"github.com/pursechain/purse/x/grant"
	"github.com/pursechain/purse/x/procurement"
	"github.com/pursechain/purse/x/terms"
)

// tried is what a contract is tried on: what was decided under an award or an order, and the versions of contracts that bind it.
type tried struct {
	of, what  string // "order 70FB7018C00000001", "invoice"
	bound     []string
	decisions []contract.Decision
}

func tryCmd() *cobra.Command {
	var fain, piid string
	var orders bool
	cmd := &cobra.Command{
		Use: "try FILE", Short: "Say which decided claims or invoices a contract would have refused or had reviewed",
		Long: `Say which decided claims of an award, or invoices of an order, a contract would have refused or had reviewed. --orders tries it on every
order that is open and that a version of the contract binds.

What was decided is shown to it as it was seen then. Counters and flags that the version which bound it keeps are as they were; others are
counted anew from the first, through those that were approved and that the contract would not have refused.`,
		Example: "  pursed terms try draws-2.contract --award 4337DRFLP00000001\n  pursed terms try delivery-2.contract --orders",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := compileFile(args[0])
			if err != nil {
				return err
			}
			ctx, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			all, err := toTry(cmd, ctx, c.Terms().Name, fain, piid)
			if err != nil {
				return err
			}
			for _, t := range all {
				if orders {
					cmd.Println(t.of)
				}
				if err := t.try(cmd, ctx, c); err != nil {
					return err
				}
			}
			if len(all) == 0 {
				cmd.Printf("no open order is bound by a version of %s\n", c.Terms().Name)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&fain, "award", "", "the award whose claims are tried")
	cmd.Flags().StringVar(&piid, "order", "", "the order whose invoices are tried, open or closed")
	cmd.Flags().BoolVar(&orders, "orders", false, "try the invoices of every open order that a version of the contract binds")
	cmd.MarkFlagsOneRequired("award", "order", "orders")
	cmd.MarkFlagsMutuallyExclusive("award", "order", "orders")
	nodeFlag(cmd)
	return cmd
}

// toTry reads what a contract is tried on: an award, an order, or every open order that a version of it binds.
func toTry(cmd *cobra.Command, ctx client.Context, name, fain, piid string) (all []tried, err error) {
	if fain != "" {
		t, err := ofAward(cmd, ctx, fain)
		return []tried{t}, err
	}
	piids := []string{piid}
	if piid == "" {
		if piids, err = boundOrders(cmd, ctx, name); err != nil {
			return nil, err
		}
	}
	for _, piid := range piids {
		t, err := ofOrder(cmd, ctx, piid)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

// try shows what was decided to a contract, and prints what it says.
func (t tried) try(cmd *cobra.Command, ctx client.Context, c *terms.Compiled) error {
	kept, err := t.keptFor(cmd, ctx, c.Terms().Name)
	if err != nil {
		return err
	}
	trial, err := contract.Try(c, t.what, t.decisions, kept)
	if err != nil {
		return err
	}
	trial.Print(cmd.OutOrStdout())
	return nil
}

// keptFor are the counters and flags that the version of a contract keeps which binds it; none if no version of it does.
func (t tried) keptFor(cmd *cobra.Command, ctx client.Context, name string) ([]string, error) {
	i := slices.IndexFunc(t.bound, versionOf(name))
	if i < 0 {
		return nil, nil
	}
	c, err := published(cmd, ctx, t.bound[i])
	if err != nil {
		return nil, err
	}
	return slices.Concat(c.Terms().Counters, c.Terms().Flags), nil
}

// versionOf says whether a reference is to a version of a contract.
func versionOf(name string) func(string) bool {
	return func(ref string) bool { return strings.HasPrefix(ref, name+"/") }
}

func ofAward(cmd *cobra.Command, ctx client.Context, fain string) (t tried, err error) {
	q := grant.NewQueryClient(ctx)
	answer, err := q.Award(cmd.Context(), &grant.QueryAwardRequest{Fain: fain})
	if err != nil {
		return t, err
	}
	records, err := everyPage(func(start uint64) ([]grant.ClaimRecord, uint64, error) {
		page, err := q.Decisions(cmd.Context(), &grant.QueryDecisionsRequest{Fain: fain, Start: start, Limit: journalPage})
		if err != nil {
			return nil, 0, err
		}
		return page.Decisions, page.Size_, nil
	})
	return tried{of: "award " + fain, what: "claim", bound: answer.Award.Terms, decisions: contract.Claims(records)}, err
}

// ofOrder reads the log of an order, which is there when it is closed, too; the first record says what binds it.
func ofOrder(cmd *cobra.Command, ctx client.Context, piid string) (t tried, err error) {
	records, err := everyPage(func(start uint64) ([]procurement.OrderRecord, uint64, error) {
		page, err := procurement.NewQueryClient(ctx).Records(cmd.Context(),
			&procurement.QueryRecordsRequest{Piid: piid, Start: start, Limit: journalPage})
		if err != nil {
			return nil, 0, err
		}
		return page.Records, page.Size_, nil
	})
	if err != nil {
		return t, err
	}
	if len(records) == 0 {
		return t, procurement.ErrUnknownOrder.Refuse("order %s", piid)
	}
	return tried{of: "order " + piid, what: "invoice", bound: records[0].Terms, decisions: contract.Invoices(records)}, nil
}

// boundOrders are the open orders that a version of a contract binds.
func boundOrders(cmd *cobra.Command, ctx client.Context, name string) (piids []string, err error) {
	page := &query.PageRequest{Limit: journalPage}
	for {
		answer, err := procurement.NewQueryClient(ctx).Orders(cmd.Context(), &procurement.QueryOrdersRequest{Pagination: page})
		if err != nil {
			return nil, err
		}
		for _, o := range answer.Orders {
			if slices.ContainsFunc(o.Terms, versionOf(name)) {
				piids = append(piids, o.Piid)
			}
		}
		if page.Key = answer.Pagination.NextKey; len(page.Key) == 0 {
			return piids, nil
		}
	}
}

// everyPage reads a log from its beginning to its end, page by page.
func everyPage[T any](read func(start uint64) (page []T, size uint64, err error)) (all []T, err error) {
	for {
		page, size, err := read(uint64(len(all)))
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		switch {
		case uint64(len(all)) >= size:
			return all, nil
		case len(page) == 0:
			return nil, fmt.Errorf("the node gave no entry %d of a log that has %d", len(all), size)
		}
	}
}
