// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mitome-project/mitome/trust"
)

// swapping serves one list after another, and breaks down now and then.
type swapping struct {
	mu    sync.Mutex
	lists [][]byte
	asked int
}

func (s *swapping) Download(ctx context.Context, _ string, _ Validators, _ int64) (Download, error) {
	if err := ctx.Err(); err != nil {
		return Download{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	switch s.asked % 5 {
	case 3:
		return Download{}, errors.New("503 service unavailable")
	case 4:
		return Download{Body: s.lists[0][:len(s.lists[0])/2]}, nil
	}
	return Download{Body: s.lists[min(s.asked/5, len(s.lists)-1)]}, nil
}

// TestRefreshUnderLoad is R1 of the known attacks: loaders refresh one cache at the same time, some of them are cancelled, while
// others read. Each snapshot is that of one list, whole, and what was reached is not lost.
func TestRefreshUnderLoad(t *testing.T) {
	m := newMaker(t)
	var lists [][]byte
	alone := map[string]int64{}
	now := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	for _, n := range []string{"4", "5", "6"} {
		b := m.build(t, strings.Replace(description, "sequence: 4", "sequence: "+n, 1))
		lists = append(lists, b)
		s, st, err := loadOnce(t, m, &fakeClient{files: map[string][]byte{listURL: b}}, Dir(t.TempDir()), now)
		if err != nil {
			t.Fatal(err)
		}
		alone[s.ID()] = st.Sequence
	}
	if len(alone) != len(lists) {
		t.Fatalf("%d snapshots", len(alone))
	}
	cache := Dir(t.TempDir())
	client := &swapping{lists: lists}
	// no age: each load asks the network
	load := func(ctx context.Context) (*trust.Store, Status, error) {
		l, err := NewLoader(Options{Schemes: []Scheme{Japan(listURL, m.cert)}, Client: client, Cache: cache, Clock: func() time.Time { return now }})
		if err != nil {
			t.Error(err)
		}
		return l.Load(ctx)
	}
	first, _, err := load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var live trust.Live
	live.Set(first)
	stop := make(chan struct{})
	var readers, loaders sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				s := live.Store()
				if _, ok := alone[s.ID()]; !ok || s.Anchors() != 1 || len(s.Status()) != 1 || s.Status()[0].Sequence != alone[s.ID()] {
					t.Errorf("snapshot %s with %d anchors is of no list", s.ID(), s.Anchors())
					return
				}
			}
		})
	}
	for worker := range 4 {
		loaders.Go(func() {
			for i := range 15 {
				ctx, cancel := context.WithCancel(t.Context())
				if (worker+i)%4 == 0 {
					cancel()
				}
				s, st, err := load(ctx)
				ended := ctx.Err() != nil
				cancel()
				switch {
				case ended && !errors.Is(err, context.Canceled):
					t.Errorf("a cancelled load: %v", err)
				case !ended && err != nil:
					t.Errorf("%v: %q", err, st.Problems)
				case !ended:
					live.Set(s)
				}
			}
		})
	}
	loaders.Wait()
	close(stop)
	readers.Wait()
	s, _, err := load(t.Context())
	if err != nil || alone[s.ID()] != 6 {
		t.Errorf("at the end sequence %d, %v", alone[s.ID()], err)
	}
}
