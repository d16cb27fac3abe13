// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"runtime"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/trust"
)

// The ceilings of a load of all lists of the EU that parses and verifies them: 35 lists of 23 MB.
const (
	coldAllocations = 650_000
	coldBytes       = 165 << 20
	heldBytes       = 40 << 20
)

// held is what the heap holds more than before.
func held(before *runtime.MemStats) int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc) - int64(before.HeapAlloc)
}

func BenchmarkColdLoad(b *testing.B) {
	dir := beside.Path(b, "corpus", "lists", "eu-2025-08")
	b.ReportAllocs()
	var store *trust.Store
	for b.Loop() {
		var err error
		if store, _, err = LoadMirror(b.Context(), dir); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(held(&runtime.MemStats{}))/(1<<20), "MB-held")
	runtime.KeepAlive(store)
}

// TestColdLoadAllocations holds a load to its ceilings of allocations, and the store to its ceiling of memory.
func TestColdLoadAllocations(t *testing.T) {
	dir := beside.Path(t, "corpus", "lists", "eu-2025-08")
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	store, _, err := LoadMirror(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	n, size, kept := after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc, held(&before)
	t.Logf("%d allocations of %d MB, %d MB held", n, size>>20, kept>>20)
	if n > coldAllocations || size > coldBytes || kept > heldBytes {
		t.Errorf("%d allocations of %d bytes, %d bytes held", n, size, kept)
	}
	runtime.KeepAlive(store)
}

// TestNoTextIsKept: what is kept of a list does not keep its text alive, of which it is a small part here.
func TestNoTextIsKept(t *testing.T) {
	const filler = 16 << 20
	p := newMaker(t)
	text := p.build(t, strings.Replace(description, "name: {en: \"JP", "address: {street: \""+strings.Repeat("long street ", filler/12)+"\"}\nname: {en: \"JP", 1))
	if len(text) < filler {
		t.Fatalf("the list has %d bytes", len(text))
	}
	files := map[string][]byte{listURL: text}
	text = nil
	load := func() *trust.Store {
		store, st := loadAt(t, Japan(listURL, p.cert), &fakeClient{files: files}, nil, testTime)
		if len(st.Problems) > 0 {
			t.Fatal(st.Problems)
		}
		return store
	}
	load() // what is made once is there before it is measured
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	store := load()
	if kept := held(&before); kept > 1<<20 {
		t.Errorf("%d bytes held of a list with a filler of %d", kept, filler)
	}
	l, err := Parse(files[listURL])
	if err != nil {
		t.Fatal(err)
	}
	if kept := held(&before); kept > 1<<20 {
		t.Errorf("%d bytes held of a list that was parsed, with a filler of %d", kept, filler)
	}
	runtime.KeepAlive(store)
	runtime.KeepAlive(l)
	runtime.KeepAlive(files)
}
