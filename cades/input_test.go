// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/testpki"
)

// TestEncodings reads the forms in which CMS is passed on: DER, PEM and base64.
func TestEncodings(t *testing.T) {
	p := newPKI(t)
	m, _ := makeAndRead(t, p, recipe("T"))
	armoured := pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: m.Document})
	encoded := base64.StdEncoding.EncodeToString(m.Document)
	for _, c := range []struct {
		name     string
		in       []byte
		detected bool
		good     bool
	}{
		{"DER", m.Document, true, true},
		{"DER with zeros after it", append(bytes.Clone(m.Document), 0, 0), true, true},
		{"PEM", armoured, true, true},
		{"PEM with text before it", append([]byte("text\n"), armoured...), false, false},
		{"PEM without an end", armoured[:len(armoured)/2], true, false},
		{"base64", []byte(encoded), true, true},
		{"base64 in lines", []byte(strings.Join([]string{encoded[:76], encoded[76:152], encoded[152:], ""}, "\r\n")), true, true},
		{"base64 of something else", []byte(base64.StdEncoding.EncodeToString([]byte("some text, no CMS"))), false, false},
		{"base64 with another character", []byte("!" + encoded), false, false},
		{"text", []byte("no CMS"), false, false},
		{"empty", nil, false, false},
	} {
		if got := Detect(c.in[:min(len(c.in), 1024)]); got != c.detected {
			t.Errorf("%s: detected %v", c.name, got)
		}
		d, err := read(t, c.in)
		if (err == nil) != c.good {
			t.Errorf("%s: %v", c.name, err)
		}
		if err == nil && (len(d.Signatures) != 1 || !good(d.Signatures[0])) {
			t.Errorf("%s: not good", c.name)
		}
	}
	after, err := read(t, append(bytes.Clone(m.Document), "more"...))
	if err != nil || !slices.ContainsFunc(after.Problems, func(p ades.Problem) bool { return strings.Contains(p.Text, "4 octets follow it") }) {
		t.Errorf("what follows the container is not told: %v, %v", err, after)
	}
}

// TestTokenAlone reads a time-stamp token as a document, bare and as a TimeStampResp, with contents that fit and that do not.
func TestTokenAlone(t *testing.T) {
	p := newPKI(t)
	content := []byte("the content that was time-stamped")
	token, err := p.Token(testpki.Stamp{TSA: "tsa", At: at("2024-06-02")}, content, nil)
	if err != nil {
		t.Fatal(err)
	}
	response := seq(seq([]byte{2, 1, 0}), token)
	for _, c := range []struct {
		name          string
		in            []byte
		contents      [][]byte
		found, intact bool
	}{
		{"with its content", token, [][]byte{content}, true, true},
		{"response with its content", response, [][]byte{content}, true, true},
		{"with another content", token, [][]byte{[]byte("another")}, true, false},
		{"with its content among others", token, [][]byte{[]byte("another"), content}, true, true},
		{"with others only", token, [][]byte{[]byte("another"), []byte("a third")}, true, false},
		{"without a content", token, nil, false, false},
	} {
		if !Detect(c.in[:64]) {
			t.Errorf("%s: not detected", c.name)
		}
		d, err := read(t, c.in, c.contents...)
		if err != nil {
			t.Fatal(err)
		}
		if d.Format != ades.TST || len(d.Signatures) > 0 || len(d.Timestamps) != 1 {
			t.Fatalf("%s: %s with %d signatures and %d time-stamps", c.name, d.Format, len(d.Signatures), len(d.Timestamps))
		}
		if ts := d.Timestamps[0]; ts.Found != c.found || ts.ImprintIntact() != c.intact || !ts.Intact || (len(ts.Covers) > 0) != c.found {
			t.Errorf("%s: found %v, imprint %v, value %v, covers %v", c.name, ts.Found, ts.ImprintIntact(), ts.Intact, ts.Covers)
		}
	}
}

// failing is a content that cannot be read to its end.
type failing struct{ after int }

var errBroken = errors.New("broken disk")

func (f failing) ReadAt(b []byte, off int64) (int, error) {
	if off+int64(len(b)) > int64(f.after) {
		return 0, errBroken
	}
	return len(b), nil
}

// TestContents gives detached contents in every way: by octets, by digest, several, none, and unreadable.
func TestContents(t *testing.T) {
	p := newPKI(t)
	r := recipe("LTA")
	r.Packaging = "detached"
	m, err := p.Make(r)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(r.Content)
	whole := func(b []byte) ades.Content {
		return ades.Content{Name: "c", Data: bytes.NewReader(b), Size: int64(len(b))}
	}
	digests := func(h sigalg.Hash, b []byte) ades.Content {
		return ades.Content{Name: "c", Digests: map[sigalg.Hash][]byte{h: b}}
	}
	for _, c := range []struct {
		name                   string
		contents               []ades.Content
		found, intact, imprint bool
	}{
		{"octets", []ades.Content{whole(r.Content)}, true, true, true},
		{"other octets", []ades.Content{whole([]byte("x"))}, true, false, false},
		{"digest", []ades.Content{digests(sigalg.SHA256, sum[:])}, true, true, true},
		{"another digest", []ades.Content{digests(sigalg.SHA256, make([]byte, 32))}, true, false, false},
		{"digest by another algorithm", []ades.Content{digests(sigalg.SHA512, make([]byte, 64))}, false, false, false},
		{"the right one of three", []ades.Content{whole([]byte("x")), digests(sigalg.SHA512, make([]byte, 64)), whole(r.Content)}, true, true, true},
		{"none of two", []ades.Content{whole([]byte("x")), whole([]byte("y"))}, true, false, false},
		{"none", nil, false, false, false},
	} {
		d, err := Read(context.Background(), &ades.Input{Name: "t", Data: bytes.NewReader(m.Document), Size: int64(len(m.Document)), Contents: c.contents})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		s := d.Signatures[0]
		archive := s.Timestamps[slices.IndexFunc(s.Timestamps, func(ts *ades.Timestamp) bool { return ts.Kind == ades.TSArchive })]
		if ref := s.References[0]; ref.Found != c.found || ref.Intact() != c.intact || archive.ImprintIntact() != c.imprint || !s.Intact {
			t.Errorf("%s: found %v, intact %v, archive time-stamp %v, value %v", c.name, ref.Found, ref.Intact(), archive.ImprintIntact(), s.Intact)
		}
	}
	in := &ades.Input{Name: "t", Data: bytes.NewReader(m.Document), Size: int64(len(m.Document)), Contents: []ades.Content{{Name: "c", Data: failing{10}, Size: 100}}}
	if _, err := Read(context.Background(), in); !errors.Is(err, errBroken) {
		t.Errorf("a content that cannot be read: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	in.Contents = []ades.Content{whole(r.Content)}
	if _, err := Read(ctx, in); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
	in.Data = failing{0}
	if _, err := Read(context.Background(), in); !errors.Is(err, errBroken) && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a container that cannot be read: %v", err)
	}
}

// TestMalformedSegments: an encapsulated content whose segments are none is one that is not found.
func TestMalformedSegments(t *testing.T) {
	r := recipe("B")
	r.Packaging = "detached"
	m, err := newPKI(t).Make(r)
	if err != nil {
		t.Fatal(err)
	}
	head, tail, err := testpki.Around(m.Document)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"whole":               der.Encode(4, r.Content),
		"segments":            der.Encode(0x24, der.Encode(4, r.Content[:5]), der.Encode(4, r.Content[5:])),
		"segments of another": der.Encode(0x24, der.Encode(4, r.Content[:5]), der.Encode(12, r.Content[5:])),
	} {
		d, err := read(t, slices.Concat(head, content, tail))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		bad := name == "segments of another"
		if ref := d.Signatures[0].References[0]; ref.Intact() == bad || ref.Found == bad || bad == (len(d.Problems) == 0) {
			t.Errorf("%s: found %v, intact %v, %v", name, ref.Found, ref.Intact(), d.Problems)
		}
	}
}

// TestLimits: counter-signatures, signatures and time-stamps are bounded.
func TestLimits(t *testing.T) {
	r := recipe("T")
	r.SecondStamp = r.Stamp
	k := testpki.Counter{Signer: "p384", Time: at("2024-06-01")}
	k.Counters = []testpki.Counter{k}
	r.Counters = []testpki.Counter{k}
	m, err := newPKI(t).Make(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func(*limits.Limits)
		refuse bool
	}{
		{"as they are", func(*limits.Limits) {}, false},
		{"signatures", func(l *limits.Limits) { l.Signatures = 2 }, true},
		{"nesting", func(l *limits.Limits) { l.CounterDepth = 1 }, true},
		{"time-stamps", func(l *limits.Limits) { l.Timestamps = 1 }, false},
	} {
		lim := limits.Default()
		c.change(&lim)
		d, err := Read(context.Background(), &ades.Input{Name: "t", Data: bytes.NewReader(m.Document), Size: int64(len(m.Document)), Limits: lim})
		var limit *limits.Error
		if errors.As(err, &limit) != c.refuse {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil {
			continue
		}
		s := d.Signatures[0]
		told := slices.ContainsFunc(s.Problems, func(p ades.Problem) bool { return strings.Contains(p.Text, "time-stamps of one document") })
		if len(d.Signatures) != 3 || len(s.Timestamps) != min(2, lim.Timestamps) || told != (lim.Timestamps == 1) {
			t.Errorf("%s: %d signatures, %d time-stamps, told %v", c.name, len(d.Signatures), len(s.Timestamps), told)
		}
	}
}
