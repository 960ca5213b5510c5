package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pursechain/purse/base/money"
	"github.com/pursechain/purse/base/rule"
	"github.com/pursechain/purse/client/form"
	"github.com/pursechain/purse/x/consortium"
	"github.com/pursechain/purse/x/procurement"
)

// bidCmd seals a vendor's bid, and opens it when it is revealed. It asks no node.
func bidCmd() *cobra.Command {
	return family("bid", "Sealed bids: seal prices in a file of your own, and open it again", bidSealCmd(), bidOpenCmd())
}

func bidSealCmd() *cobra.Command {
	var solicitation, vendor, out string
	var prices []string
	cmd := &cobra.Command{
		Use:   "seal",
		Short: "Seal a bid: the prices stay in a file that only you can read, the seal goes on the chain",
		Long: `Seal a bid for a solicitation, with a price for each line of its requisition, in their order. The prices and a salt, drawn by chance, are
written to a new file that only you can read: the seal is its SHA-256, and tells nobody what is in it. What is printed goes into
pursed tx procurement bid. Keep the file until the bids are opened: without it the bid cannot be revealed, and is none.`,
		Example: "  pursed tx procurement bid --from acme $(pursed bid seal --solicitation 70FB7018R00000001 --vendor N4YFFGL4CDX5 " +
			"--price 5.00 --price 1.50)",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			salt := make([]byte, 32)
			if _, err := rand.Read(salt); err != nil {
				return err
			}
			b, err := newBid(solicitation, vendor, prices, hex.EncodeToString(salt))
			if err != nil {
				return err
			}
			if out == "" {
				out = solicitation + ".bid"
			}
			if err := writeNew(out, []byte(b.text())); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "--solicitation %s --seal %s\n", b.solicitation, b.seal())
			return err
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&solicitation, "solicitation", "", "the solicitation: 70FB7018R00000001")
	f.StringVar(&vendor, "vendor", "", "your UEI: N4YFFGL4CDX5")
	f.StringArrayVar(&prices, "price", nil, "the price of one unit of a line; again for the next line")
	f.StringVar(&out, "file", "", "the new file (default: the solicitation's number with .bid)")
	return cmd
}

func bidOpenCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "open FILE",
		Short: "Print the prices and the salt of a bid that you sealed, to reveal it",
		Long: `Print the prices and the salt of a bid that you sealed, as pursed tx procurement reveal takes them. Whoever has them knows your bid: open it
when no more bids may come.`,
		Example: "  pursed tx procurement reveal --from acme $(pursed bid open 70FB7018R00000001.bid)",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := readBid(args[0])
			if err != nil {
				return err
			}
			written := make([]string, len(b.prices))
			for i, p := range b.prices {
				written[i] = plainAmount(p)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "--solicitation %s --prices %s --salt %s\n", b.solicitation, strings.Join(written, ","), b.salt)
			return err
		},
	}
}

// bid is what a file of a sealed bid holds.
type bid struct {
	solicitation, vendor, salt string
	prices                     []money.Amount
}

func (b bid) text() string { return procurement.SealText(b.solicitation, b.vendor, b.prices, b.salt) }

func (b bid) seal() string { return procurement.Sealed(b.solicitation, b.vendor, b.prices, b.salt) }

// newBid is a bid at prices as people write them; it refuses what the chain would refuse when it is revealed.
func newBid(solicitation, vendor string, prices []string, salt string) (b bid, err error) {
	if why := procurement.CheckSolicitation(solicitation); why != "" {
		return b, form.ErrValue.Refuse("solicitation %q: %s", rule.Clip(solicitation, 40), why)
	}
	if err := consortium.CheckUEI(vendor); err != nil {
		return b, form.ErrValue.Refuse("vendor: %s", err)
	}
	b = bid{solicitation: solicitation, vendor: vendor, salt: salt}
	for i, text := range prices {
		p, err := money.Parse(text)
		if err != nil {
			return b, form.ErrValue.Refuse("price %d: %s", i+1, err)
		}
		b.prices = append(b.prices, p)
	}
	reveal := procurement.MsgReveal{Prices: b.prices, Salt: salt}
	return b, reveal.ValidateBasic()
}

// readBid reads the file of a sealed bid: the text that is sealed, as it is. Another text would have another seal.
func readBid(name string) (b bid, err error) {
	bz, err := os.ReadFile(name)
	if err != nil {
		return b, err
	}
	lines := strings.Split(strings.TrimSuffix(string(bz), "\n"), "\n")
	if n := len(lines); n >= 4 {
		b, err = newBid(lines[0], lines[1], lines[2:n-1], lines[n-1])
	} else {
		err = fmt.Errorf("%s", rule.Count(n, "line"))
	}
	if err == nil && b.text() != string(bz) {
		err = errors.New("it is not written as it was sealed")
	}
	if err != nil {
		return b, fmt.Errorf("%s is no sealed bid: %w", form.Clean(name), err)
	}
	return b, nil
}

// writeNew writes a file that only its owner can read. It never takes the place of another, which may be the only one of its kind.
func writeNew(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}
