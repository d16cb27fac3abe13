// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"slices"
	"sync"
	"testing"
	"time"
)

// TestCoresLargestFirst: no more than the cores there are work at one time, and the largest that waits is next.
func TestCoresLargestFirst(t *testing.T) {
	c := &cores{free: 2}
	first, second := c.take(1), c.take(1)
	var mu sync.Mutex
	var order []int
	var wg sync.WaitGroup
	for _, size := range []int{3, 9, 1, 5} {
		wg.Go(func() {
			done := c.take(size)
			mu.Lock()
			order = append(order, size)
			mu.Unlock()
			done()
			done() // giving back twice is once
		})
	}
	for waiting := 0; waiting < 4; time.Sleep(time.Millisecond) {
		c.mu.Lock()
		waiting = len(c.waiting)
		c.mu.Unlock()
	}
	first()
	wg.Wait()
	if !slices.Equal(order, []int{9, 5, 3, 1}) {
		t.Errorf("order %v", order)
	}
	second()
	if c.free != 2 || len(c.waiting) != 0 {
		t.Errorf("%d free, %d waiting", c.free, len(c.waiting))
	}
}
