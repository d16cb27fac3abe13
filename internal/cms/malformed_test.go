// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cms

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
)

// TestMalformedSignedData: what is missing where the content stands makes the input no SignedData; what is wrong after it is a problem
// of that part, and the rest is read.
func TestMalformedSignedData(t *testing.T) {
	alg := sequence([]byte(oidData))
	version, algs, data := []byte{2, 1, 1}, der.Encode(0x31, alg), sequence([]byte(oidData))
	null := []byte{5, 0}
	signer := signerInfo([]byte{0x80, 1, 7}, attribute(1))
	signers := der.Encode(0x31, signer)
	in := func(fields ...[]byte) []byte {
		return sequence([]byte(oidSigned), der.Encode(0xa0, sequence(fields...)))
	}
	content := func(parts ...[]byte) []byte { return sequence(append([][]byte{[]byte(oidData)}, parts...)...) }
	for _, c := range []struct {
		name    string
		in      []byte
		refused bool
		problem string // part of one; empty: none
		signers int
	}{
		{"whole", in(version, algs, data, signers), false, "", 1},
		{"no signers", in(version, algs, data), false, "", 0},
		{"content type without content", sequence([]byte(oidSigned)), true, "", 0},
		{"content under another tag", sequence([]byte(oidSigned), der.Encode(0xa1, sequence())), true, "", 0},
		{"content that is no sequence", sequence([]byte(oidSigned), der.Encode(0xa0, null)), true, "", 0},
		{"empty", in(), true, "", 0},
		{"version of another type", in(null, algs, data, signers), true, "", 0},
		{"version alone", in(version), true, "", 0},
		{"digest algorithms of another type", in(version, null, data, signers), false, "not a set of algorithm identifiers", 1},
		{"digest algorithm of another type", in(version, der.Encode(0x31, null), data, signers), false, "is no sequence", 1},
		{"digest algorithm with three elements", in(version, der.Encode(0x31, sequence([]byte(oidData), null, null)), data, signers), false, "has 3 elements", 1},
		{"no content info", in(version, algs), true, "", 0},
		{"content info of another type", in(version, algs, null, signers), true, "", 0},
		{"content info without a type", in(version, algs, sequence(null), signers), true, "", 0},
		{"content under another tag", in(version, algs, content(der.Encode(0xa1, []byte{4, 0})), signers), true, "", 0},
		{"content tagged and empty", in(version, algs, content(der.Encode(0xa0)), signers), false, "is tagged but empty", 1},
		{"two contents", in(version, algs, content(der.Encode(0xa0, []byte{4, 0}, []byte{4, 0})), signers), false, "holds more than one value", 1},
		{"something after the content", in(version, algs, content(der.Encode(0xa0, []byte{4, 0}), null), signers), false, "more than two elements", 1},
		{"certificates twice", in(version, algs, data, der.Encode(0xa0), der.Encode(0xa0), signers), false, "the field is there twice", 1},
		{"crls twice", in(version, algs, data, der.Encode(0xa1), der.Encode(0xa1), signers), false, "the field is there twice", 1},
		{"unexpected field", in(version, algs, data, der.Encode(0xa7), signers), false, "unexpected field with tag 7", 1},
		{"signer that is none", in(version, algs, data, der.Encode(0x31, null, signer)), false, "signer info", 1},
		{"field cut off inside", in(version, algs, data, der.Encode(0xa0, []byte{0x30, 9}), signers), false, "field at offset", 1},
	} {
		sd, err := parse(t, c.in)
		if (err != nil) != c.refused || err != nil && !errors.Is(err, ErrNotSignedData) {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil {
			continue
		}
		if p := fmt.Sprint(sd.Problems); c.problem == "" && len(sd.Problems) > 0 || !strings.Contains(p, c.problem) || len(sd.Signers) != c.signers {
			t.Errorf("%s: %d signers, problems %s, want %q", c.name, len(sd.Signers), p, c.problem)
		}
	}
}

// TestMalformedSigner: what is missing or of another type in a SignerInfo is told, and what follows is read where its type tells it.
func TestMalformedSigner(t *testing.T) {
	alg := sequence([]byte(oidData))
	null := []byte{5, 0}
	sid, ski := sequence(sequence(), []byte{2, 1, 9}), []byte{0x80, 1, 7}
	version, value := []byte{2, 1, 1}, []byte{4, 1, 'v'}
	attrs := der.Encode(0xa0, attribute(1))
	for _, c := range []struct {
		name     string
		in       []byte
		problem  string // part of one; empty: none
		complete bool   // version, sid, digest algorithm, signature algorithm and value were read
	}{
		{"whole", sequence(version, sid, alg, attrs, alg, value), "", true},
		{"by key id, no attributes", sequence(version, ski, alg, alg, value), "", true},
		{"with unsigned attributes", sequence(version, sid, alg, attrs, alg, value, der.Encode(0xa1, attribute(2))), "", true},
		{"no version", sequence(sid, alg, attrs, alg, value), "version is missing", false},
		{"no sid", sequence(version, []byte{2, 1, 1}, alg, attrs, alg, value), "sid is missing", false},
		{"sid without a serial number", sequence(version, sequence(sequence()), alg, attrs, alg, value), "not a name and an integer", false},
		{"sid with a name of another type", sequence(version, sequence(null, []byte{2, 1, 9}), alg, attrs, alg, value), "not a name and an integer", false},
		{"empty key id", sequence(version, []byte{0x80, 0}, alg, attrs, alg, value), "subjectKeyIdentifier cannot be read", false},
		{"digest algorithm without a type", sequence(version, sid, sequence(null), attrs, alg, value), "digestAlgorithm", false},
		{"no signature algorithm", sequence(version, sid, alg, attrs, value), "signatureAlgorithm is missing", false},
		{"signature algorithm without a type", sequence(version, sid, alg, attrs, sequence(null), value), "signatureAlgorithm", false},
		{"no value", sequence(version, sid, alg, attrs, alg), "signature is missing", false},
		{"value of another type", sequence(version, sid, alg, attrs, alg, null), "signature is missing", false},
		{"attribute that is none", sequence(version, sid, alg, der.Encode(0xa0, null, attribute(1)), alg, value), "signedAttrs", true},
		{"attribute of three elements", sequence(version, sid, alg, der.Encode(0xa0, sequence([]byte(oidData), der.Encode(0x31), null)), alg, value), "not a type and a set of values", true},
		{"attribute without a type", sequence(version, sid, alg, der.Encode(0xa0, sequence(null, der.Encode(0x31))), alg, value), "signedAttrs", true},
		{"something at the end", sequence(version, sid, alg, attrs, alg, value, null), "unexpected element with tag 5", true},
		{"empty", sequence(), "version is missing", false},
	} {
		v, err := der.NewReader(limits.Default()).Single(c.in, 0)
		if err != nil {
			t.Fatal(err)
		}
		si, err := ReadSignerInfo(v)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var told []string
		for _, p := range si.Problems {
			told = append(told, p.Where+" "+p.Text)
		}
		if p := strings.Join(told, "; "); c.problem == "" && p != "" || !strings.Contains(p, c.problem) {
			t.Errorf("%s: problems %q, want %q", c.name, p, c.problem)
		}
		complete := si.RawVersion != nil && (len(si.Serial) > 0 || len(si.SubjectKeyID) > 0) && si.Digest.OID != "" && si.SignatureAlgorithm.OID != "" && si.Signature != nil
		if complete != c.complete {
			t.Errorf("%s: read whole: %v", c.name, complete)
		}
	}
	v, err := der.NewReader(limits.Default()).Single(null, 0)
	if err != nil {
		t.Fatal(err)
	}
	if si, err := ReadSignerInfo(v); si != nil || err == nil {
		t.Error("a null is taken for a signer info")
	}
}

// broken is a container that fails to be read from some place on.
type broken struct {
	b    []byte
	from int64
}

var errRead = errors.New("broken disk")

func (f broken) ReadAt(b []byte, off int64) (int, error) {
	if off+int64(len(b)) > f.from {
		return 0, errRead
	}
	return copy(b, f.b[off:]), nil
}

// failingWriter takes nothing.
type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errRead }

// TestReadErrors: an error of the reader or of the writer is passed on and never taken for an end.
func TestReadErrors(t *testing.T) {
	in := sample(der.Encode(0xa0, der.Encode(0x24, []byte{4, 1, 'a'}, []byte{4, 1, 'b'})), signerInfo([]byte{0x80, 1, 7}, attribute(1)))
	if _, err := Parse(broken{in, 0}, int64(len(in)), limits.Default()); !errors.Is(err, errRead) {
		t.Errorf("a broken reader: %v", err)
	}
	if _, err := Parse(strings.NewReader(string(in)), int64(len(in))+10, limits.Default()); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a container shorter than it is said to be: %v", err)
	}
	sd, err := parse(t, in)
	if err != nil {
		t.Fatal(err)
	}
	for what, write := range map[string]func(io.Writer) error{
		"content": func(w io.Writer) error { _, err := sd.Content.WriteTo(w); return err },
		"encap":   sd.WriteEncap,
		"DER":     sd.WriteEncapDER,
	} {
		if err := write(failingWriter{}); !errors.Is(err, errRead) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, lim := range []func(*limits.Limits){func(l *limits.Limits) { l.DERElements = 5 }, func(l *limits.Limits) { l.DERDepth = 3 }} {
		l := limits.Default()
		lim(&l)
		var limit *limits.Error
		if _, err := Parse(strings.NewReader(string(in)), int64(len(in)), l); !errors.As(err, &limit) {
			t.Errorf("limits %+v: %v", l, err)
		}
	}
}
