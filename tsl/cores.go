// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"runtime"
	"sync"
)

// cores bounds the lists that are parsed and verified at one time, and so the memory. The largest of those that wait goes first:
// begun last, it would keep one core busy while the others have nothing left to do.
type cores struct {
	mu      sync.Mutex
	free    int
	waiting []waiter
}

type waiter struct {
	size int
	turn chan struct{}
}

func newCores() *cores { return &cores{free: runtime.GOMAXPROCS(0)} }

// take waits for a core for a text of that size; the function given back returns it.
func (c *cores) take(size int) func() {
	c.mu.Lock()
	if c.free > 0 {
		c.free--
		c.mu.Unlock()
	} else {
		w := waiter{size, make(chan struct{})}
		c.waiting = append(c.waiting, w)
		c.mu.Unlock()
		<-w.turn
	}
	return sync.OnceFunc(c.give)
}

func (c *cores) give() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiting) == 0 {
		c.free++
		return
	}
	next := 0
	for i := range c.waiting {
		if c.waiting[i].size > c.waiting[next].size {
			next = i
		}
	}
	close(c.waiting[next].turn)
	c.waiting = append(c.waiting[:next], c.waiting[next+1:]...)
}
