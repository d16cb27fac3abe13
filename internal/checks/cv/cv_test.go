// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cv

import (
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/checktest"
)

func TestChecks(t *testing.T) {
	ref := func(r ades.Reference) *Facts { return &Facts{Ref: &r} }
	entries := func(found ...bool) *Facts {
		f := &Facts{}
		for _, x := range found {
			f.Entries = append(f.Entries, &ades.Reference{Found: x})
		}
		return f
	}
	stamp := func(found bool, computed ...string) *Facts {
		ts := &ades.Timestamp{Found: found, Imprint: []byte("right")}
		for _, c := range computed {
			ts.Computed = append(ts.Computed, []byte(c))
		}
		return &Facts{Imprint: ts}
	}
	intact := ref(ades.Reference{Name: "r", Found: true, Want: []byte("d"), Got: []byte("d")})
	changed := ref(ades.Reference{Name: "r", Found: true, Want: []byte("d"), Got: []byte("e")})
	empty := ref(ades.Reference{Name: "r", Found: true})
	missing := ref(ades.Reference{Name: "r", Problem: "no such file"})
	named := ref(ades.Reference{Found: true, URI: "a.txt", DocumentName: "a.txt"})
	misnamed := ref(ades.Reference{Found: true, URI: "a.txt", DocumentName: "b.txt"})
	checktest.Run(t, "cv", []checktest.Row[*Facts]{
		{Check: DataFound, Name: "found", Facts: intact, Want: checktest.Passes},
		{Check: DataFound, Name: "missing", Facts: missing, Want: checktest.Fails, Sub: ades.SignedDataNotFound, Text: "r: no such file"},
		{Check: DataIntact, Name: "intact", Facts: intact, Want: checktest.Passes},
		{Check: DataIntact, Name: "a changed file", Facts: &Facts{Ref: &ades.Reference{DocumentName: "a.txt", Name: "r-1", URI: "a.txt", Found: true, Want: []byte{1}, Got: []byte{2}}}, Want: checktest.Fails, Sub: ades.HashFailure, Text: "a.txt (r-1)"},
		{Check: DataIntact, Name: "a changed element", Facts: &Facts{Ref: &ades.Reference{Name: "r-1", URI: "#e", Found: true, Want: []byte{1}, Got: []byte{2}}}, Want: checktest.Fails, Sub: ades.HashFailure, Text: "r-1 (#e)"},
		{Check: DataIntact, Name: "changed", Facts: changed, Want: checktest.Fails, Sub: ades.HashFailure},
		{Check: DataIntact, Name: "no digests to compare", Facts: empty, Want: checktest.Fails, Sub: ades.HashFailure},
		{Check: DataIntact, Name: "missing", Facts: missing, Want: checktest.Skipped},
		{Check: DataName, Name: "same", Facts: named, Want: checktest.Passes},
		{Check: DataName, Name: "other", Facts: misnamed, Want: checktest.Fails, Text: "a.txt / b.txt"},
		{Check: DataName, Name: "no name", Facts: intact, Want: checktest.Skipped},
		{Check: EntryFound, Name: "one of two", Facts: entries(false, true), Want: checktest.Passes},
		{Check: EntryFound, Name: "none of two", Facts: entries(false, false), Want: checktest.Fails, Sub: ades.SignedDataNotFound},
		{Check: EntriesAllFound, Name: "both", Facts: entries(true, true), Want: checktest.Passes},
		{Check: EntriesAllFound, Name: "one of two", Facts: entries(false, true), Want: checktest.Fails, Sub: ades.SignedDataNotFound},
		{Check: EntryIntact, Name: "intact", Facts: intact, Want: checktest.Passes},
		{Check: EntryIntact, Name: "changed", Facts: changed, Want: checktest.Fails, Sub: ades.HashFailure},
		{Check: EntryIntact, Name: "missing", Facts: missing, Want: checktest.Skipped},
		{Check: EntryName, Name: "same", Facts: named, Want: checktest.Passes},
		{Check: EntryName, Name: "other", Facts: misnamed, Want: checktest.Fails},
		{Check: EntryName, Name: "no name", Facts: intact, Want: checktest.Skipped},
		{Check: ImprintFound, Name: "found", Facts: stamp(true), Want: checktest.Passes},
		{Check: ImprintFound, Name: "missing", Facts: stamp(false), Want: checktest.Fails, Sub: ades.SignedDataNotFound},
		{Check: ImprintIntact, Name: "second of two ways", Facts: stamp(true, "wrong", "right"), Want: checktest.Passes},
		{Check: ImprintIntact, Name: "no way", Facts: stamp(true, "wrong"), Want: checktest.Fails, Sub: ades.HashFailure},
		{Check: ImprintIntact, Name: "nothing computed", Facts: stamp(true), Want: checktest.Fails},
		{Check: ImprintIntact, Name: "missing", Facts: stamp(false, "right"), Want: checktest.Skipped},
		{Check: ValueIntact, Name: "verifies", Facts: &Facts{Intact: true}, Want: checktest.Passes},
		{Check: ValueIntact, Name: "does not", Facts: &Facts{Failure: "no key"}, Want: checktest.Fails, Sub: ades.SigCryptoFailure, Text: "no key"},
	})
}
