// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/validate"
)

// TestJSONVersion1 asks for every field that version 1 promises, with the kind of its value. More fields may be there.
func TestJSONVersion1(t *testing.T) {
	var d map[string]any
	if err := json.Unmarshal(render(t, formats[0].write, jobs(t, "pades-lta")[0].result(t, validate.EU)), &d); err != nil {
		t.Fatal(err)
	}
	has := func(where string, o map[string]any, fields string) {
		t.Helper()
		for _, f := range strings.Fields(fields) {
			name, kind, _ := strings.Cut(f, ":")
			got := ""
			switch o[name].(type) {
			case string:
				got = "s"
			case bool:
				got = "b"
			case float64:
				got = "n"
			case []any:
				got = "l"
			case map[string]any:
				got = "o"
			}
			if got != kind {
				t.Errorf("%s.%s is of kind %q, want %q", where, name, got, kind)
			}
		}
	}
	object := func(o map[string]any, name string) map[string]any { m, _ := o[name].(map[string]any); return m }
	first := func(o map[string]any, name string) map[string]any {
		t.Helper()
		list, _ := o[name].([]any)
		if len(list) == 0 {
			t.Fatalf("%s is empty", name)
		}
		m, _ := list[0].(map[string]any)
		return m
	}
	has("", d, "schema:s document:o policy:o trust:o view:s validationTime:s signatures:l timestamps:l problems:l")
	has("document", object(d, "document"), "name:s sha256:s size:n format:s")
	has("policy", object(d, "policy"), "name:s sha256:s")
	has("trust", object(d, "trust"), "id:s anchors:n problems:l")
	s := first(d, "signatures")
	has("signature", s, "id:s format:s level:s signatureValueSHA256:s indication:s signer:o chain:l claimedSigningTime:s bestSignatureTime:s qualification:o "+
		"digestAlgorithm:s signatureAlgorithm:s signatureIntact:b references:l scopes:l blocks:o findings:l timestamps:l")
	has("signer", object(s, "signer"), "sha256:s subject:s issuer:s territory:s")
	has("chain", first(s, "chain"), "sha256:s subject:s anchor:b")
	has("qualification", object(s, "qualification"), "level:s view:s")
	has("reference", first(s, "references"), "kind:s name:s found:b intact:b")
	has("scope", first(s, "scopes"), "kind:s name:s")
	has("finding", first(s, "findings"), "check:s clause:s level:s outcome:s text:s")
	has("timestamp", first(s, "timestamps"), "id:s kind:s time:s indication:s imprintIntact:b signer:o qualification:s")
}

func TestEdDSADigest(t *testing.T) {
	d := NewDocument(jobs(t, "cades-ed25519")[0].result(t, validate.EU))
	if got := d.Signatures[0].DigestAlgorithm; got != "SHA512" {
		t.Errorf("digest of Ed25519 is %q", got)
	}
}

func TestTerritory(t *testing.T) {
	for name, want := range map[string]string{"cades-b": "XA", "cades-unknown-ca": ""} {
		if got := NewDocument(jobs(t, name)[0].result(t, validate.EU)).Signatures[0].Signer.Territory; got != want {
			t.Errorf("%s: territory %q, want %q", name, got, want)
		}
	}
}

// TestMeanings asks that every sub-indication has a meaning, and that what to do is told for all but CUSTOM.
func TestMeanings(t *testing.T) {
	for _, s := range ades.Subs() {
		what, todo := Meaning(s)
		if what == "" || todo == "" && s != ades.Custom || strings.HasSuffix(what, ".") {
			t.Errorf("%s: %q, %q", s, what, todo)
		}
	}
	if what, _ := Meaning(ades.NoSub); what != "" {
		t.Error(what)
	}
}

// TestDecidingReasonFirst asks, case by case, that the first reason told is one that belongs to the verdict.
func TestDecidingReasonFirst(t *testing.T) {
	want := map[string]string{"cades-revoked": "xcv.not-revoked", "cades-tampered": "cv.data-intact", "cades-unknown-ca": "xcv.chain",
		"cades-missing-content": "cv.data-found", "pades-expired": "xcv.not-expired", "cades-no-certificate": "isc.recognition", "cades-b-bare": "xcv.revocation-available"}
	for _, j := range jobs(t) {
		for _, s := range j.result(t, validate.EU).Signatures {
			r := reasonsOf(s.Indication, s.Blocks, s.Processes)
			if s.Indication.Passed() {
				if len(r.because)+len(r.todo) > 0 {
					t.Errorf("%s: reasons although it passed", j.ID)
				}
				continue
			}
			if len(r.because) == 0 {
				t.Errorf("%s: no reason for %s", j.ID, s.Indication)
				continue
			}
			if w := want[j.ID]; w != "" && r.because[0].Check != w {
				t.Errorf("%s: the first reason is %s, want %s", j.ID, r.because[0].Check, w)
			}
			if len(r.todo) == 0 && !slices.Contains([]ades.Sub{ades.Custom}, s.Indication.Sub()) {
				t.Errorf("%s: nothing to do about %s", j.ID, s.Indication)
			}
		}
	}
}
