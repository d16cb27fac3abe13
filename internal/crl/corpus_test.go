// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package crl_test

import (
	"bytes"
	"compress/zlib"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	xocsp "golang.org/x/crypto/ocsp"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/internal/crl"
	"github.com/mitome-project/mitome/internal/ocsp"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/tlv"
)

// found collects CRLs and OCSP responses, each once, by their encoding.
type found struct{ crls, ocsps map[string]string }

var (
	xmlCRL    = regexp.MustCompile(`(?s)<(?:\w+:)?EncapsulatedCRLValue[^>]*>([^<]*)<`)
	xmlOCSP   = regexp.MustCompile(`(?s)<(?:\w+:)?EncapsulatedOCSPValue[^>]*>([^<]*)<`)
	xmlBase64 = regexp.MustCompile(`(?s)<(?:\w+:)?EncapsulatedTimeStamp[^>]*>([^<]*)<`)
	pdfStream = regexp.MustCompile(`stream\r?\n`)
	pdfHex    = regexp.MustCompile(`<[0-9a-fA-F\s]{1000}[0-9a-fA-F\s]*>`)
)

func unbase64(b []byte) []byte {
	b = bytes.Join(bytes.Fields(bytes.ReplaceAll(b, []byte("&#13;"), nil)), nil)
	out, _ := base64.StdEncoding.DecodeString(string(b))
	return out
}

func (f *found) file(name string, b []byte) {
	switch {
	case bytes.HasPrefix(b, []byte("%PDF")) || bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF")):
		f.pdf(name, b)
	case bytes.Contains(b, []byte("Encapsulated")):
		for _, m := range xmlCRL.FindAllSubmatch(b, -1) {
			f.crls[string(unbase64(m[1]))] = name
		}
		for _, m := range xmlOCSP.FindAllSubmatch(b, -1) {
			f.ocsps[string(unbase64(m[1]))] = name
		}
		for _, m := range xmlBase64.FindAllSubmatch(b, -1) {
			f.scan(name, unbase64(m[1]))
		}
	default:
		f.scan(name, b)
	}
}

func (f *found) pdf(name string, b []byte) {
	for _, at := range pdfStream.FindAllIndex(b, -1) {
		rest := b[at[1]:]
		if r, err := zlib.NewReader(bytes.NewReader(rest)); err == nil {
			plain, _ := io.ReadAll(io.LimitReader(r, 8<<20))
			f.scan(name, plain)
		} else if end := bytes.Index(rest, []byte("endstream")); end > 0 {
			f.scan(name, rest[:end])
		}
	}
	for _, h := range pdfHex.FindAll(b, -1) {
		h = bytes.Join(bytes.Fields(h[1:len(h)-1]), nil)
		raw := make([]byte, len(h)/2)
		n, _ := hex.Decode(raw, h[:len(h)/2*2])
		f.scan(name, raw[:n])
	}
}

// scan looks for what starts like a CRL (version 2 or 1) or an OCSPResponse or BasicOCSPResponse.
func (f *found) scan(name string, b []byte) {
	for i := 0; i+16 < len(b); i++ {
		if b[i] != 0x30 || b[i+1] < 0x81 || b[i+1] > 0x84 {
			continue
		}
		v, _, err := tlv.Read(b[i:])
		if err != nil || len(v.Raw) < 60 {
			continue
		}
		c := v.Children()
		if c.Peek(tlv.Enumerated) {
			f.ocsps[string(v.Raw)] = name
			continue
		}
		tbs, ok := c.Take(tlv.Sequence)
		if !ok || !c.Peek(tlv.Sequence) {
			continue
		}
		c.Next()
		if !c.Peek(tlv.BitString) {
			continue
		}
		k := tbs.Children()
		if k.Peek(tlv.ContextConstructed(1)) || k.Peek(tlv.ContextConstructed(2)) {
			f.ocsps[string(v.Raw)] = name
			continue
		}
		k.Take(tlv.Integer)
		_, ok = k.Take(tlv.Sequence)
		_, ok2 := k.Take(tlv.Sequence)
		if ok && ok2 && (k.Peek(tlv.UTCTime) || k.Peek(tlv.GeneralizedTime)) {
			f.crls[string(v.Raw)] = name
		}
	}
}

func collect(t *testing.T) *found {
	f := &found{map[string]string{}, map[string]string{}}
	for _, folder := range []string{"corpus/files", "corpus/pkits/crls", "matrix/files"} {
		dir := beside.Path(t, folder)
		err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			if info, err := d.Info(); err != nil || info.Size() > 30<<20 {
				return err
			}
			b, err := os.ReadFile(p)
			f.file(filepath.Base(p), b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return f
}

func keys(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// TestCorpus reads every CRL and OCSP response that can be found in the documents beside the module, and compares what is
// read with the standard library and x/crypto, where these can read it at all.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all documents")
	}
	f := collect(t)
	read, same, stdRefuses := 0, 0, 0
	for _, der := range keys(f.crls) {
		l, err := crl.Parse([]byte(der))
		if err != nil {
			t.Logf("crl in %s refused: %v", f.crls[der], err)
			if _, e := x509.ParseRevocationList([]byte(der)); e == nil {
				t.Errorf("crl in %s: crypto/x509 reads it", f.crls[der])
			}
			continue
		}
		read++
		if len(l.Problems) > 0 {
			t.Logf("crl in %s: %s", f.crls[der], strings.Join(l.Problems, "; "))
		}
		std, err := x509.ParseRevocationList(l.Raw)
		if err != nil {
			stdRefuses++
			continue
		}
		if compareCRL(t, f.crls[der], l, std) {
			same++
		}
	}
	t.Logf("crls: %d found, %d read; crypto/x509 refuses %d of these, agrees on %d", len(f.crls), read, stdRefuses, same)
	read, same, stdRefuses = 0, 0, 0
	for _, der := range keys(f.ocsps) {
		r, err := ocsp.Parse([]byte(der))
		if err != nil {
			t.Logf("ocsp response in %s refused (%d octets): %v", f.ocsps[der], len(der), err)
			continue
		}
		read++
		if len(r.Problems) > 0 && r.ArchiveCutoff.IsZero() {
			t.Logf("ocsp response in %s: %s", f.ocsps[der], strings.Join(r.Problems, "; "))
		}
		if len(r.Singles) == 0 {
			t.Errorf("ocsp response in %s: no single response", f.ocsps[der])
			continue
		}
		std, err := xocsp.ParseResponse(full(r), nil)
		if err != nil {
			stdRefuses++
			continue
		}
		if compareOCSP(t, f.ocsps[der], r, std) {
			same++
		}
	}
	t.Logf("ocsp responses: %d found, %d read; x/crypto/ocsp refuses %d of these, agrees on %d", len(f.ocsps), read, stdRefuses, same)
}

// full is r as an OCSPResponse.
func full(r *ocsp.Response) []byte {
	oid := tlv.EncodeOID("1.3.6.1.5.5.7.48.1.1")
	bytes := tlv.Encode(tlv.Sequence, append(oid, tlv.Encode(tlv.OctetString, r.Basic)...))
	return tlv.Encode(tlv.Sequence, append([]byte{0x0a, 1, 0}, tlv.Encode(tlv.ContextConstructed(0), bytes)...))
}

func compareCRL(t *testing.T, name string, l *crl.List, std *x509.RevocationList) bool {
	n, err := l.Entries()
	if err != nil || n != len(std.RevokedCertificateEntries) {
		t.Errorf("%s: %d entries, want %d: %v", name, n, len(std.RevokedCertificateEntries), err)
		return false
	}
	if !l.ThisUpdate.Equal(std.ThisUpdate) || !l.NextUpdate.Equal(std.NextUpdate) || !bytes.Equal(l.Issuer.Raw, std.RawIssuer) ||
		!bytes.Equal(l.RawTBS, std.RawTBSRevocationList) || !bytes.Equal(l.Signature, std.Signature) && len(l.Problems) == 0 ||
		(l.Number == nil) != (std.Number == nil) || l.Number != nil && l.Number.Cmp(std.Number) != 0 {
		t.Errorf("%s: header differs", name)
		return false
	}
	if l.Point != nil && l.Point.Indirect {
		return true // crypto/x509 knows no certificateIssuer
	}
	seen := map[string]bool{}
	for i, want := range std.RevokedCertificateEntries {
		if i > 200 {
			break
		}
		if seen[want.SerialNumber.String()] { // the first counts
			continue
		}
		seen[want.SerialNumber.String()] = true
		e, ok, _ := l.Lookup(want.SerialNumber, l.Issuer)
		if !ok || !e.RevokedAt.Equal(want.RevocationTime) || max(e.Reason, 0) != want.ReasonCode {
			t.Errorf("%s: entry %d: %+v, want %+v", name, i, e, want)
			return false
		}
	}
	return true
}

func compareOCSP(t *testing.T, name string, r *ocsp.Response, std *xocsp.Response) bool {
	i := slices.IndexFunc(r.Singles, func(s ocsp.Single) bool { return s.Serial.Cmp(std.SerialNumber) == 0 })
	if i < 0 {
		t.Errorf("%s: serial number %v not found", name, std.SerialNumber)
		return false
	}
	s := r.Singles[i]
	status := map[ocsp.Status]int{ocsp.Good: xocsp.Good, ocsp.Revoked: xocsp.Revoked, ocsp.Unknown: xocsp.Unknown}[s.Status]
	if status != std.Status || !s.ThisUpdate.Equal(std.ThisUpdate) || !s.NextUpdate.Equal(std.NextUpdate) || !r.ProducedAt.Equal(std.ProducedAt) ||
		!s.RevokedAt.Equal(std.RevokedAt) || max(s.Reason, 0) != std.RevocationReason || !bytes.Equal(r.RawTBS, std.TBSResponseData) ||
		!bytes.Equal(r.Signature, std.Signature) && len(r.Problems) == 0 || !bytes.Equal(r.ResponderKeyHash, std.ResponderKeyHash) {
		t.Errorf("%s: %+v, want %+v", name, s, std)
		return false
	}
	if std.Certificate != nil { // x/crypto has checked the signature with it
		c, err := pkix.ParseCertificate(std.Certificate.Raw)
		if err != nil || r.CheckSignature(c.PublicKey) != nil || !bytes.Equal(r.Certificates[0].Raw, c.Raw) {
			t.Errorf("%s: signature does not verify: %v", name, err)
			return false
		}
	}
	return true
}
