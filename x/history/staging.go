package history

import (
	dbm "github.com/cosmos/cosmos-db"
)

// stagingBatch is how many keys an import writes at once.
const stagingBatch = 512

// stager writes what an import has read and not yet checked, under keys that no reader looks at.
type stager struct {
	db    dbm.DB
	batch dbm.Batch
	count int
}

func (s *stager) put(key, value []byte) error {
	if s.batch == nil {
		s.batch = s.db.NewBatch()
	}
	if err := s.batch.Set(stagedKey(key), value); err != nil {
		return err
	}
	if s.count++; s.count < stagingBatch {
		return nil
	}
	return s.flush()
}

func (s *stager) putNodes(log string, nodes []node) error {
	for _, n := range nodes {
		if err := s.put(nodeKey(log, n.id), n.hash); err != nil {
			return err
		}
	}
	return nil
}

func (s *stager) flush() error {
	if s.batch == nil {
		return nil
	}
	err := s.batch.Write()
	s.close()
	return err
}

func (s *stager) close() {
	if s.batch != nil {
		s.batch.Close() // its error says only that it was written before
		s.batch, s.count = nil, 0
	}
}

type pair struct{ key, value []byte }

// unstage empties the staging area: into the store if keep, else into nothing. Killed halfway, a second import mends it.
func (k Keeper) unstage(keep bool) error {
	for from := []byte{kindStaged}; ; {
		page, err := k.staged(from)
		if err != nil || len(page) == 0 {
			return err
		}
		if err := k.settle(page, keep); err != nil {
			return err
		}
		from = append(page[len(page)-1].key, 0)
	}
}

// staged reads a page of the staging area; a database may not be written while it is iterated over.
func (k Keeper) staged(from []byte) (page []pair, err error) {
	it, err := k.db.Iterator(from, []byte{kindStaged + 1})
	if err != nil {
		return nil, err
	}
	defer it.Close()
	for ; it.Valid() && len(page) < stagingBatch; it.Next() {
		page = append(page, pair{it.Key(), it.Value()})
	}
	return page, it.Error()
}

func (k Keeper) settle(page []pair, keep bool) error {
	batch := k.db.NewBatch()
	defer batch.Close()
	for _, p := range page {
		if keep {
			if err := batch.Set(p.key[1:], p.value); err != nil {
				return err
			}
		}
		if err := batch.Delete(p.key); err != nil {
			return err
		}
	}
	return batch.WriteSync()
}
