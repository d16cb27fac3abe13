// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// TestRealRecords tells what the evidence records of real documents cover: of makers that are not this project's generator, and
// by the names of the documents, whether they are good.
//
// A record is written as its digests, S of the signature, C of a content, o of unknown data, and after a bar for each time-stamp its
// imprint, i, and what it renews: t a time-stamp, q a sequence, S and C again. A minus follows what is not as it should be.
func TestRealRecords(t *testing.T) {
	want := map[string]string{
		"dss-c-e-ers-2dc31c55":                                  "S|i",
		"dss-c-e-ers-basic-0889feef":                            "So|i",
		"dss-c-e-ers-detached-84980adf":                         "SC|i",
		"dss-c-e-ers-detached-ber-01d3ab6e":                     "SC|i",
		"dss-c-e-ers-detached-invalid-9e25faf1":                 "S-|i",
		"dss-c-e-ers-detached-original-not-covered-66eca9dc":    "S|i",
		"dss-c-e-ers-detached-renewed-hashtree-494b819f":        "SC|i|it|iSC",
		"dss-c-e-ers-detached-renewed-hashtree-invali-2a89cf20": "SC|i|it|iSC-",
		"dss-c-e-ers-parallel-ers-6cf50a61":                     "S|i S|i",
		"dss-c-e-ers-renewed-hashtree-1dfd40f2":                 "S|i|it|iS",
		"dss-c-e-ers-renewed-hashtree-invalid-068adf43":         "S|i|it|iS-",
		"dss-c-e-ers-two-er-mixed-12aead84":                     "S|i S|i",
		"dss-c-b-b-wrong-er-attribute-60100c99":                 "S|i",
		"dss-double-c-e-ers-9d3a4774":                           "S|i",
		"dss-double-c-e-ers-basic-1c1f92ac":                     "S|i",
		"dss-double-c-e-ers-detached-hashtree-renewal-509898d1": "SC|i|it|iSC",
		"dss-double-sig-x-e-ers-lt-61db5da3":                    "S|i S|i",
		"dss-er-within-xades-exclusive-97f70c2a":                "S|i",
		"dss-er-within-xades-inclusive-12546294":                "S|i",
		"dss-pades-with-er-072ce29d":                            "SCo|i",
		"dss-x-e-ers-basic-898d0601":                            "S|i",
		"dss-x-e-ers-basic-chain-renewal-018613e5":              "S|i|it|iqS",
		"dss-x-e-ers-basic-chain-renewal-master-sig-n-1a681c23": "S|i|it|iqS-",
		"dss-x-e-ers-detached-lt-89acf7de":                      "SC|i",
		"dss-x-e-ers-detached-lt-chain-renewal-7189d908":        "SC|i|it|iqSC",
		"dss-x-e-ers-detached-lt-data-not-covered-55fbc81f":     "S|i",
		"dss-x-e-ers-detached-lt-data-not-covered-cha-7dab515b": "S|i|iqS",
		"dss-x-e-ers-detached-lt-data-not-covered-cha-a96f2df2": "S|i|i-Sq-",
		"dss-x-e-ers-detached-lt-orphan-ref-56d5cf86":           "So|i",
		"dss-x-e-ers-detached-lt-sig-invalid-digest-834db2aa":   "CS-|i",
		"dss-x-e-ers-manifest-40b7017c":                         "S|i",
		"dss-x-e-ers-two-ers-76dc0699":                          "S|i S|i",
		"dss-x-e-ers-two-parallel-ers-23d1b513":                 "S|i S|i",
		"dss-x-e-ers-two-parallel-ers-one-tst-invalid-112437cd": "S|i S|i-",
		"dss-x-e-ers-with-counter-sig-456b88c7":                 "S|i",
		"dss-xades-b-er-renewed-can-3a4f0f5e":                   "S|i|it",
		"dss-xades-b-er-renewed-no-can-2ce413bd":                "S|i|it-",
	}
	v, err := validate.New(validate.Options{Trust: trust.FromCertificates(), Policy: policy.Default(), Time: parseTime(t, "2026-06-01T00:00:00Z")})
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, d := range corpus(t, "corpus") {
		w, ok := want[d.id]
		if !ok {
			continue
		}
		found++
		ev := d.collect(t, v)
		if ev == nil {
			t.Errorf("%s cannot be read", d.id)
			continue
		}
		var got []string
		for _, s := range ev.Document.Signatures {
			for _, r := range s.EvidenceRecords {
				if len(r.Faults) > 0 {
					t.Errorf("%s: %v", d.id, r.Faults)
				}
				got = append(got, recordText(r))
			}
		}
		if g := strings.Join(got, " "); g != w {
			t.Errorf("%s: %s, want %s", d.id, g, w)
		}
	}
	if found != len(want) {
		t.Errorf("%d of %d documents are there", found, len(want))
	}
}

func recordText(r *ades.EvidenceRecord) string {
	letters := map[ades.ReferenceKind]string{ades.RefMasterSignature: "S", ades.RefArchiveObject: "C", ades.RefOrphan: "o",
		ades.RefArchiveTimestamp: "t", ades.RefArchiveSequence: "q"}
	refs := func(list []*ades.Reference) string {
		out := ""
		for _, x := range list {
			out += letters[x.Kind]
			if x.Kind != ades.RefOrphan && !x.Intact() {
				out += "-"
			}
		}
		return out
	}
	out := refs(r.References)
	for _, ts := range r.Timestamps {
		out += "|i"
		if !ts.ImprintIntact() {
			out += "-"
		}
		out += refs(ts.Renewal)
	}
	return out
}
