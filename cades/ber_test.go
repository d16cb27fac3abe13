// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"bytes"
	"slices"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/testpki"
)

// indefinite writes a value and those in it, down to a depth, with indefinite lengths.
func indefinite(t *testing.T, v der.Value, depth int) []byte {
	t.Helper()
	if !v.Constructed || depth == 0 {
		return v.Raw
	}
	c, err := v.Children()
	if err != nil {
		t.Fatal(err)
	}
	out := []byte{v.Raw[0], 0x80}
	for _, k := range c {
		out = append(out, indefinite(t, k, depth-1)...)
	}
	return append(out, 0, 0)
}

// TestStampsInBER: time-stamps that were made over DER still fit where a part was written in BER since, and one that was made over
// other data does not.
func TestStampsInBER(t *testing.T) {
	p := newPKI(t)
	stamp := func() *testpki.Stamp { return &testpki.Stamp{TSA: "tsa", At: at("2024-06-04")} }
	type change func(fields, signer [][]byte, f, s []der.Value)
	attributes := func(fields, signer [][]byte, _, s []der.Value) { signer[6] = indefinite(t, s[6], 4) }
	encap := func(fields, _ [][]byte, f, _ []der.Value) { fields[2] = indefinite(t, f[2], 2) }
	lists := func(fields, _ [][]byte, f, _ []der.Value) {
		fields[3], fields[4] = indefinite(t, f[3], 1), indefinite(t, f[4], 1)
	}
	for _, c := range []struct {
		name   string
		kind   ades.TimestampKind
		recipe func(*testpki.Recipe)
		change []change
	}{
		{"archive v2, attributes", ades.TSArchive, func(r *testpki.Recipe) { r.Archive[0].Form = testpki.ArchiveV2 }, []change{attributes}},
		{"archive v2, content", ades.TSArchive, func(r *testpki.Recipe) { r.Archive[0].Form = testpki.ArchiveV2 }, []change{encap}},
		{"archive v2, certificates and crls", ades.TSArchive, func(r *testpki.Recipe) { r.Archive[0].Form = testpki.ArchiveV2 }, []change{lists}},
		{"archive v2, everything", ades.TSArchive, func(r *testpki.Recipe) { r.Archive[0].Form = testpki.ArchiveV2Bare }, []change{attributes, encap, lists}},
		{"archive v3, everything", ades.TSArchive, func(*testpki.Recipe) {}, []change{encap, lists}},
		{"references type 1", ades.TSRefs, func(r *testpki.Recipe) { r.Extended = &testpki.Extended{Refs: true, CStamp: stamp()} }, []change{attributes}},
		{"references type 2", ades.TSRefs, func(r *testpki.Recipe) { r.Extended = &testpki.Extended{Refs: true, RefsStamp: stamp()} }, []change{attributes}},
	} {
		for _, wrong := range []bool{false, true} {
			r := recipe("LTA")
			c.recipe(&r)
			if wrong {
				for _, s := range []*testpki.Stamp{&r.Archive[0], cStamp(&r), refsStamp(&r)} {
					if s != nil {
						s.Mutate = []string{"wrong-imprint"}
					}
				}
			}
			m, err := p.Make(r)
			if err != nil {
				t.Fatal(err)
			}
			f, s := parts(t, m.Document)
			fields, signer := raws(f), raws(s)
			for _, change := range c.change {
				change(fields, signer, f, s)
			}
			fields[len(fields)-1] = der.Encode(0x31, der.Encode(0x30, signer...))
			changed := container(fields)
			if bytes.Equal(changed, m.Document) {
				t.Fatalf("%s: nothing was changed", c.name)
			}
			d, err := read(t, changed)
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			sig := d.Signatures[0]
			i := slices.IndexFunc(sig.Timestamps, func(ts *ades.Timestamp) bool { return ts.Kind == c.kind })
			if ts := sig.Timestamps[i]; ts.ImprintIntact() == wrong || ts.IndexProblem != "" || !good(sig) {
				t.Errorf("%s, made over other data %v: imprint %v, index %q, signature good %v", c.name, wrong, ts.ImprintIntact(), ts.IndexProblem, good(sig))
			}
		}
	}
}

func cStamp(r *testpki.Recipe) *testpki.Stamp {
	if r.Extended == nil {
		return nil
	}
	return r.Extended.CStamp
}

func refsStamp(r *testpki.Recipe) *testpki.Stamp {
	if r.Extended == nil {
		return nil
	}
	return r.Extended.RefsStamp
}
