// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"sync"
	"testing"
)

// TestParallel validates in several goroutines with one validator: they share the trust store, whose anchors are in every
// document too and remember their own signature. The race detector watches.
func TestParallel(t *testing.T) {
	for _, c := range ceilings {
		bc := newBenchCase(t, c.file)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 3 {
					res, err := bc.v.Validate(t.Context(), bc.in)
					if err != nil {
						t.Error(err)
					} else if err := res.Err(); err != nil {
						t.Errorf("%s: %v", c.file, err)
					}
				}
			})
		}
		wg.Wait()
	}
}
