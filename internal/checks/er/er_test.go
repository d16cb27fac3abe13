// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package er

import (
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/checktest"
)

func TestChecks(t *testing.T) {
	ref := func(kind ades.ReferenceKind, found bool, want, got string) *Facts {
		return &Facts{Ref: &ades.Reference{Kind: kind, Name: "r", Found: found, Want: []byte(want), Got: []byte(got), Problem: "problem"}}
	}
	record := func(refs ...*ades.Reference) *Facts { return &Facts{Record: &ades.EvidenceRecord{References: refs}} }
	sig, stamp, seq := ades.RefMasterSignature, ades.RefArchiveTimestamp, ades.RefArchiveSequence
	known, orphan := &ades.Reference{Kind: sig, Found: true}, &ades.Reference{Kind: ades.RefOrphan}
	faulty := &Facts{Record: &ades.EvidenceRecord{Faults: []ades.Problem{{Where: "chain 1", Text: "is empty"}}}}
	partial := &Facts{Record: &ades.EvidenceRecord{Uncovered: []string{"a.txt", "b.txt"}}}
	checktest.Run(t, "er", []checktest.Row[*Facts]{
		{Check: WellFormed, Name: "no fault", Facts: record(), Want: checktest.Passes},
		{Check: WellFormed, Name: "a fault", Facts: faulty, Want: checktest.Fails, Sub: ades.FormatFailure, Text: "chain 1: is empty"},
		{Check: DataExistence, Name: "named", Facts: ref(sig, true, "d", "d"), Want: checktest.Passes},
		{Check: DataExistence, Name: "not named", Facts: ref(sig, false, "", "d"), Want: checktest.Fails, Sub: ades.SignedDataNotFound, Text: "r problem"},
		{Check: DataIntact, Name: "same", Facts: ref(sig, true, "d", "d"), Want: checktest.Passes},
		{Check: DataIntact, Name: "another", Facts: ref(sig, true, "d", "e"), Want: checktest.Fails, Sub: ades.HashFailure},
		{Check: DataIntact, Name: "no digests to compare", Facts: ref(sig, true, "", ""), Want: checktest.Fails, Sub: ades.HashFailure},
		{Check: DataIntact, Name: "not named", Facts: ref(sig, false, "", "d"), Want: checktest.Skipped},
		{Check: DataFound, Name: "one of two", Facts: record(orphan, known), Want: checktest.Passes},
		{Check: DataFound, Name: "unknown data only", Facts: record(orphan), Want: checktest.Fails, Sub: ades.SignedDataNotFound},
		{Check: DataFound, Name: "nothing", Facts: record(), Want: checktest.Fails},
		{Check: DataGroup, Name: "all known", Facts: record(known), Want: checktest.Passes},
		{Check: DataGroup, Name: "one unknown", Facts: record(known, orphan), Want: checktest.Fails, Sub: ades.SignedDataNotFound, Text: "1 of 2"},
		{Check: FilesCovered, Name: "all", Facts: record(known), Want: checktest.Passes},
		{Check: FilesCovered, Name: "not all", Facts: partial, Want: checktest.Fails, Sub: ades.FormatFailure, Text: "a.txt, b.txt"},
		{Check: RenewalFound, Name: "named", Facts: ref(stamp, true, "d", "d"), Want: checktest.Passes},
		{Check: RenewalFound, Name: "not named", Facts: ref(seq, false, "", "d"), Want: checktest.Fails, Sub: ades.SignedDataNotFound},
		{Check: RenewalFound, Name: "data", Facts: ref(sig, false, "", "d"), Want: checktest.Skipped},
		{Check: RenewalIntact, Name: "same", Facts: ref(stamp, true, "d", "d"), Want: checktest.Passes},
		{Check: RenewalIntact, Name: "another", Facts: ref(sig, true, "d", "e"), Want: checktest.Fails, Sub: ades.HashFailure},
		{Check: RenewalIntact, Name: "not named", Facts: ref(stamp, false, "", "d"), Want: checktest.Skipped},
		{Check: TreeRenewal, Name: "covered", Facts: ref(sig, true, "d", "d"), Want: checktest.Passes},
		{Check: TreeRenewal, Name: "not covered", Facts: ref(sig, false, "", "d"), Want: checktest.Fails, Sub: ades.SignedDataNotFound},
		{Check: TreeRenewal, Name: "no data", Facts: ref(seq, false, "", "d"), Want: checktest.Skipped},
	})
}
