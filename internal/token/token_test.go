// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package token

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/testpki"
)

func made(t testing.TB, mutate ...string) []byte {
	t.Helper()
	p, err := testpki.Repository(testpki.EnginePKI())
	if err != nil {
		t.Fatal(err)
	}
	b, err := p.Token(testpki.Stamp{TSA: "tsa", At: stampTime, Mutate: mutate, Accuracy: 2}, []byte("data"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var stampTime = time.Date(2024, 6, 2, 10, 0, 0, 0, time.UTC)

// wrap wraps content in a tag and a definite length.
func wrap(tag byte, content ...[]byte) []byte {
	c := bytes.Join(content, nil)
	if len(c) < 0x80 {
		return append([]byte{tag, byte(len(c))}, c...)
	}
	return append([]byte{tag, 0x82, byte(len(c) >> 8), byte(len(c))}, c...)
}

func TestRead(t *testing.T) {
	good := made(t)
	response := wrap(0x30, wrap(0x30, []byte{2, 1, 0}), good)
	broken := bytes.Clone(good)
	i := bytes.Index(broken, []byte("20240602100000Z"))
	broken[i+3] = '['
	for _, c := range []struct {
		name    string
		raw     []byte
		intact  bool
		signer  bool
		problem string
	}{
		{"good", good, true, true, ""},
		{"no reference to its certificate", made(t, "no-ess"), true, true, "does not name"},
		{"broken signature value", made(t, "broken-signature"), false, true, ""},
		{"no certificate", made(t, "no-certificate"), false, false, ""},
		{"the whole response", response, true, true, "TimeStampResp"},
		{"padding", append(bytes.Clone(good), 0, 0, 0), true, true, ""},
		{"octets after it", append(bytes.Clone(good), 1, 2, 3), true, true, "3 octets follow"},
		{"genTime is no time", broken, true, true, "genTime"},
		{"cut short", good[:len(good)/2], false, false, "token"},
		{"nothing", nil, false, false, "token"},
		{"a certificate", wrap(0x30, wrap(0x30, []byte{2, 1, 1})), false, false, "token"},
	} {
		pool := &ades.Pool{}
		ts := Read(c.raw, ades.TSSignature, "SIGNATURE_TIMESTAMP", pool, limits.Default())
		if ts.Intact != c.intact || (ts.Signer != "") != c.signer {
			t.Errorf("%s: intact %v, signer %q, %s %s", c.name, ts.Intact, ts.Signer, ts.Failure, ts.AlgorithmProblem)
		}
		var texts []string
		for _, p := range ts.Problems {
			texts = append(texts, p.Where+" "+p.Text)
		}
		if all := strings.Join(texts, "; "); c.problem == "" && all != "" || !strings.Contains(all, c.problem) {
			t.Errorf("%s: problems %q, want %q", c.name, all, c.problem)
		}
		if ts.ID == "" || ts.Covers != nil || ts.Computed != nil {
			t.Errorf("%s: %q covers %v", c.name, ts.ID, ts.Covers)
		}
	}
}

func TestFields(t *testing.T) {
	pool := &ades.Pool{}
	ts, p := ReadParsed(made(t), ades.TSArchive, "ARCHIVE_TIMESTAMP", pool, limits.Default())
	if !ts.GenTime.Equal(stampTime) || !ts.ClaimedTime.Equal(stampTime) || ts.Accuracy != 2*time.Second || !ts.HasAccuracy {
		t.Errorf("times: %v %v %v", ts.GenTime, ts.ClaimedTime, ts.Accuracy)
	}
	if ts.ImprintAlgorithm != "SHA256" || !bytes.Equal(ts.Imprint, Imprint("SHA256", []byte("da"), []byte("ta"))) || ts.Policy == "" || ts.Serial == "" {
		t.Errorf("imprint %s %x, policy %q", ts.ImprintAlgorithm, ts.Imprint, ts.Policy)
	}
	if p.Info == nil || len(p.Objects) < 2 || len(ts.Candidates) < 2 || len(ts.CertRefs) != 1 || !ts.References[0].Intact() {
		t.Errorf("objects %v, candidates %v, references %v", p.Objects, ts.Candidates, ts.CertRefs)
	}
	if Imprint("NO-SUCH-DIGEST", nil) != nil {
		t.Error("an imprint by a digest that is not known")
	}
}

// TestOccurrences: the same token at two places are two time-stamps.
func TestOccurrences(t *testing.T) {
	pool, raw := &ades.Pool{}, made(t)
	a := Read(raw, ades.TSSignature, "SIGNATURE_TIMESTAMP", pool, limits.Default())
	b := Read(raw, ades.TSSignature, "SIGNATURE_TIMESTAMP", pool, limits.Default())
	if a.ID == b.ID || a.ID != ades.NewID("T", raw) {
		t.Errorf("ids %s and %s", a.ID, b.ID)
	}
	if !ades.IsTokenID(a.ID, raw) || !ades.IsTokenID(b.ID, raw) || ades.IsTokenID("T-0", raw) || ades.IsTokenID(a.ID, raw[1:]) {
		t.Error("the ids are not those of the token")
	}
	if c := (&ades.Pool{}).TokenID(raw); c != a.ID {
		t.Errorf("the id depends on more than the document: %s", c)
	}
}

// TestFlip: a token with any octet changed is not both intact and about the same data.
func TestFlip(t *testing.T) {
	raw := made(t)
	good := Read(raw, ades.TSSignature, "", &ades.Pool{}, limits.Default())
	for i := range raw {
		b := bytes.Clone(raw)
		b[i] ^= 1
		ts := Read(b, ades.TSSignature, "", &ades.Pool{}, limits.Default())
		sound := ts.Intact && ts.References[0].Intact() && ts.Signer == good.Signer && bytes.Equal(ts.Imprint, good.Imprint)
		if sound && (!ts.GenTime.Equal(good.GenTime) || ts.Serial != good.Serial || ts.Policy != good.Policy) {
			t.Errorf("octet %d changed: %v", i, ts.GenTime)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(made(f))
	f.Add(wrap(0x30, wrap(0x30, []byte{2, 1, 0}), made(f)))
	f.Fuzz(func(t *testing.T, b []byte) {
		pool := &ades.Pool{}
		ts := Read(b, ades.TSSignature, "", pool, limits.Default())
		if ts == nil || ts.ID == "" {
			t.Fatal("no time-stamp")
		}
		if ts.Intact && ts.Signer == "" {
			t.Error("intact, by nobody")
		}
	})
}
