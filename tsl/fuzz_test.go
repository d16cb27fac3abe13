// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"bytes"
	"encoding/json"
	"runtime"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/trust"
)

// FuzzList reads and verifies arbitrary text: nothing may crash, and nothing that was not signed may be taken for good.
func FuzzList(f *testing.F) {
	m := newMaker(f)
	good := m.build(f, description)
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte(`<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"><SchemeInformation><NextUpdate/></SchemeInformation></TrustServiceStatusList>`))
	f.Add([]byte(`<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/></TrustServiceStatusList>`))
	cert, err := ades.ParseCertificate(m.cert)
	if err != nil {
		f.Fatal(err)
	}
	want, err := Parse(good)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		tree, l, err := parseText(text)
		if err != nil {
			return
		}
		if len(l.Problems) > maxProblems+1 {
			t.Errorf("%d problems", len(l.Problems))
		}
		sig := verify(tree, []*ades.Certificate{cert})
		if sig.verdict == trust.VerdictGood && !bytes.Equal(content(t, l), content(t, want)) {
			t.Errorf("a list that says something else verifies")
		}
	})
}

// content is what a list says, in a form to compare.
func content(t *testing.T, l *List) []byte {
	b, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	return b
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
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "MB-held")
	runtime.KeepAlive(store)
}

// TestColdLoadAllocations holds a load to a ceiling of allocations, and the store to one of memory.
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
	if n := after.Mallocs - before.Mallocs; n > 1_500_000 {
		t.Errorf("%d allocations", n)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	held := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	if held > 100<<20 {
		t.Errorf("%d bytes held", held)
	}
	t.Logf("%d MB held", held>>20)
	runtime.KeepAlive(store)
}
