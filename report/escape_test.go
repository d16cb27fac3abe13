// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/validate"
)

// nasty holds what must never reach a reader raw: terminal control, reordering, markup, what XML forbids, and no UTF-8.
const nasty = "a\x1b[2J\x00\x07\r\n\u202egpj.exe\u2066\u200b\u2028\ufeff\ufffe\U000e0041</td></script><script>alert(1)</script>\"'&amp;{{.}}]]>\xff\xfe\u009b31m"

// hostile is a result in which every text that a document or a list can set is nasty.
func hostile(text string) *validate.Result {
	never := time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC)
	far := time.Date(12345, 1, 1, 0, 0, 0, 0, time.UTC)
	problem := []ades.Problem{{Where: text, Text: text}}
	finding := validate.Finding{Check: "own." + text, Clause: text, Level: policy.LevelFail, Outcome: validate.NotMet, Text: "Is it? " + text, Remedy: text, About: ades.ID(text)}
	ts := &ades.Timestamp{ID: "T-1", Kind: ades.TSSignature, Subtype: "SIGNATURE_TIMESTAMP", GenTime: far, Problems: problem, Covers: []ades.ID{ades.ID(text), "S-1"}}
	sg := &ades.Signature{ID: "S-1", Name: text, Format: ades.XAdES, Level: "XAdES-BASELINE-B", Value: []byte{1}, AlgorithmProblem: text, Failure: text,
		Algorithm: sigalg.Algorithm{Scheme: "X" + sigalg.Scheme(text), Hash: sigalg.Hash(text)}, SignedData: ades.SignedData{Bytes: []byte{1}},
		References: []*ades.Reference{{Kind: ades.RefReference, Name: text, URI: text, Algorithm: sigalg.Hash(text), Want: []byte{1}, Problem: text}, {Kind: ades.RefReference, URI: "http://[", Algorithm: sigalg.SHA256}},
		Attributes: ades.Attributes{SigningTime: never, Policy: &ades.SignaturePolicy{ID: text, Description: text}, ContentType: text, MimeType: text,
			Commitments: []string{text, "1.2.3", ":x", "http://a:999999999999/"}, SignerLocation: &ades.SignerLocation{Country: text, Address: []string{text}},
			ClaimedRoles: []string{text}, CertifiedRoles: []ades.ID{ades.ID(text)}, SignedAssertions: 1, Reason: text, ContactInfo: text, Location: text,
			CertRefs: []ades.CertRef{{Digest: ades.Digest{Algorithm: sigalg.Hash(text), Value: []byte{1}}}, {}}, CertificateRefs: []ades.CertRef{{}}, RevocationRefs: []ades.Digest{{Value: []byte{2}}}},
		PDF: &ades.PDFFacts{Field: text, SubFilter: text, Filter: text, ByteRange: []int64{0, -1}}, Timestamps: []*ades.Timestamp{ts},
		Scopes: []ades.Scope{{Kind: "FULL", Name: text}}, Problems: problem}
	twin := *sg
	counter := &ades.Signature{ID: ades.ID(text), Parent: "S-1", PDF: sg.PDF}
	doc := &ades.Document{Name: text, Format: ades.XAdES, Signatures: []*ades.Signature{sg, &twin, counter}, Problems: problem}
	doc.Pool.Unread = problem
	r := &validate.Result{Document: doc, Policy: policy.Default(), Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), View: validate.EU,
		Trust: validate.TrustUsed{ID: text, Problems: []string{text}}}
	block := &validate.Block{Name: "XCV", Indication: ades.TryLater.Indication(), Findings: []validate.Finding{finding}, About: ades.ID(text)}
	q := validate.Qualification{Level: "N/A", View: validate.EU, Recognition: validate.Recognition{Agreement: text, As: text}, Reasons: []string{text}}
	for _, s := range doc.Signatures {
		r.Signatures = append(r.Signatures, &validate.Signature{Signature: s, Indication: ades.TryLater.Indication(), BestTime: far, BestTimeFrom: "T-1",
			Qualification: q, Blocks: []*validate.Block{block}, Crypto: validate.CryptoUse{Object: s.ID, URI: text, Until: never},
			Timestamps: []*validate.Timestamp{{Timestamp: ts, Indication: ades.HashFailure.Indication(), Blocks: []*validate.Block{block}, Qualification: q}}})
	}
	return r
}

func TestNothingRawReachesTheReader(t *testing.T) {
	r := hostile(nasty)
	for _, f := range formats {
		text := render(t, f.write, r)
		if !utf8.Valid(text) {
			t.Errorf("%s: no UTF-8", f.name)
		}
		for _, c := range string(text) {
			if c != '\n' && hidden(c) {
				t.Errorf("%s: %U stands raw", f.name, c)
				break
			}
		}
		if f.name != "txt" && bytes.Contains(text, []byte("<script")) {
			t.Errorf("%s: markup stands raw", f.name)
		}
	}
}

func TestJSONKeepsTheText(t *testing.T) {
	name := "\u202eüß\U000e0041 <b>\x7f"
	r := hostile(nasty)
	r.Document.Name = name
	var got struct{ Document struct{ Name string } }
	if err := json.Unmarshal(render(t, formats[0].write, r), &got); err != nil {
		t.Fatal(err)
	}
	if got.Document.Name != name {
		t.Errorf("got %q, want %q", got.Document.Name, name)
	}
}

func TestTextHasNoForeignLines(t *testing.T) {
	r := hostile("x\nsignature 9  TOTAL-PASSED")
	for line := range strings.Lines(string(render(t, formats[1].write, r))) {
		if strings.HasPrefix(line, "signature 9") {
			t.Errorf("a document wrote the line %q", line)
		}
	}
}

func TestETSIHostileSchemaValid(t *testing.T) {
	reports := map[string][]byte{"hostile": etsiOf(t, hostile(nasty)), "long": etsiOf(t, hostile(strings.Repeat("%zz<#:", 50))), "empty-texts": etsiOf(t, hostile(""))}
	none := hostile(nasty)
	none.Signatures = nil
	reports["no-signature"] = etsiOf(t, none)
	for name, text := range reports {
		checkReferences(t, name, text)
	}
	checkSchema(t, reports)
}

func TestAnyURI(t *testing.T) {
	for in, want := range map[string]string{
		"1.2.840.113549": "urn:oid:1.2.840.113549", "http://example.org/a?b#c": "http://example.org/a?b#c", "urn:oid:1.2": "urn:oid:1.2",
		"": "", "a b": "a%20b", "1..": "1..", "#x": "#x", "a#b#c": "a%23b%23c", "%zz": "%25zz", "http://a:1234567/": "http%3A%2F%2Fa%3A1234567%2F", "ü": "%C3%BC", ":x": "%3Ax",
	} {
		if got := anyURI(in); got != want {
			t.Errorf("anyURI(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzReports(f *testing.F) {
	f.Add(nasty)
	f.Add("S-1")
	f.Add("http://x/%")
	f.Fuzz(func(t *testing.T, text string) {
		r := hostile(text)
		for _, format := range formats {
			out := render(t, format.write, r)
			if !utf8.Valid(out) {
				t.Fatalf("%s: no UTF-8", format.name)
			}
			if format.name == "xml" {
				d := xml.NewDecoder(bytes.NewReader(out))
				for {
					if _, err := d.Token(); err == io.EOF {
						break
					} else if err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	})
}
