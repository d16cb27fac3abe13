// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fetch_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/fetch"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/testpki"
)

const (
	caURL   = "http://pki.example.org/engine/ca.cer"
	crlURL  = "http://pki.example.org/engine/ca.crl"
	ocspURL = "http://ocsp.example.org/engine/ca"
)

// honest serves what the engine's PKI has at its addresses.
func honest(p *testpki.PKI, r *http.Request) *http.Response {
	var b []byte
	var err error
	switch r.URL.String() {
	case caURL:
		b = p.Cert("ca").DER
	case ocspURL:
		b, err = p.OCSP(testpki.OCSPSpec{Cert: "alice", Produced: known, NextUpdate: known.AddDate(0, 1, 0)})
	case "http://pki.example.org/engine/root.crl":
		b, err = p.CRL(testpki.CRLSpec{Issuer: "root", ThisUpdate: known, NextUpdate: known.AddDate(0, 1, 0)})
	default:
		return nil
	}
	if err != nil {
		return nil
	}
	return page(b)
}

// at is honest but for one address.
func at(url string, answer func() *http.Response) func(*testpki.PKI, *http.Request) *http.Response {
	return func(p *testpki.PKI, r *http.Request) *http.Response {
		if r.URL.String() == url {
			return answer()
		}
		return honest(p, r)
	}
}

func keep(*testpki.Spec) {}

// TestAttackC15 are C15 of the known attacks: what a document can make the validator ask of the network, where it may ask at all.
// A request is refused before it is made, or bounded, and the finding says so.
func TestAttackC15(t *testing.T) {
	const passed, noChain, noStatus = "TOTAL-PASSED", "NO_CERTIFICATE_CHAIN_FOUND", "TRY_LATER|CERTIFICATE_CHAIN_GENERAL_FAILURE"
	type row struct {
		name  string
		spec  func(*testpki.Spec)
		web   func(*testpki.PKI, *http.Request) *http.Response
		want  string
		tells string
		asked int64 // requests at most
	}
	rows := []row{
		{"all is well", keep, honest, passed, "", 4},
		{"nothing answers", keep, func(*testpki.PKI, *http.Request) *http.Response { return nil }, noChain, "status 404", 1},
	}
	for _, u := range []string{"http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://127.0.0.1:8080/", "http://10.0.0.1/", "http://192.168.0.1/", "http://172.16.0.1/",
		"http://localhost/", "http://[::ffff:127.0.0.1]/", "http://pki.example.org:22/", "http://pki.example.org:25/", "file:///etc/passwd", "gopher://pki.example.org/", "ldap://pki.example.org/cn=ca",
		"http://user:secret@pki.example.org/", "http:///", "\\\\server\\share"} {
		rows = append(rows,
			row{"issuer at " + u, locate(testpki.Locations{Issuers: []string{u}}, "alice"), honest, noChain, "egress refused", 0},
			row{"OCSP and CRL at " + u, locate(testpki.Locations{Issuers: []string{caURL}, OCSPs: []string{u}, CRLs: []string{u}}, "alice"), honest, noStatus, "egress refused", 3})
		if !strings.HasPrefix(u, "\\") { // in a redirect that is a path of the same host
			rows = append(rows, row{"redirect of the issuer to " + u, keep, at(caURL, func() *http.Response { return redirect(u) }), noChain, "egress refused", 1})
		}
	}
	huge := func() *http.Response {
		return &http.Response{StatusCode: http.StatusOK, ContentLength: 10 << 30, Body: endless{}}
	}
	silent := func() *http.Response {
		return &http.Response{StatusCode: http.StatusOK, ContentLength: -1, Body: endless{}}
	}
	many := make([]string, 100)
	for i := range many {
		many[i] = fmt.Sprintf("http://pki.example.org/%d.cer", i)
	}
	rows = append(rows,
		row{"10 GB issuer", keep, at(caURL, huge), noChain, "limit passed: octets of one answer", 1},
		row{"endless issuer", keep, at(caURL, silent), noChain, "limit passed: octets of one answer", 1},
		row{"10 GB OCSP response", keep, at(ocspURL, huge), noStatus, "limit passed: octets of one answer", 5},
		row{"endless OCSP response", keep, at(ocspURL, silent), noStatus, "limit passed: octets of one answer", 5},
		row{"endless CRL", locate(testpki.Locations{Issuers: []string{caURL}, CRLs: []string{crlURL}}, "alice"), at(crlURL, silent), noStatus, "limit passed: octets of one answer", 5},
		row{"packed issuer", keep, at(caURL, func() *http.Response {
			a := page([]byte("\x1f\x8b\x08 bomb"))
			a.Header = http.Header{"Content-Encoding": {"gzip"}}
			return a
		}), noChain, fetch.ErrEncoded.Error(), 1},
		row{"slow issuer", keep, at(caURL, func() *http.Response {
			return &http.Response{StatusCode: http.StatusOK, ContentLength: -1, Body: drip{}}
		}), noChain, "deadline exceeded", 1},
		row{"redirects without end", keep, at(caURL, func() *http.Response { return redirect(caURL) }), noChain, "more than 5 redirects", 6},
		row{"a web page", keep, at(caURL, func() *http.Response { return page([]byte("<!doctype html><title>moved</title>")) }), noChain, fetch.ErrHTML.Error(), 1},
		row{"another certificate", keep, func(p *testpki.PKI, r *http.Request) *http.Response { return page(p.Cert("other-ca").DER) }, noChain, "not about the certificate", 1},
		row{"100 addresses", locate(testpki.Locations{Issuers: many}, "alice"), func(*testpki.PKI, *http.Request) *http.Response { return nil }, noChain, "status 404", 8},
	)
	for _, c := range rows {
		t.Run(c.name, func(t *testing.T) {
			o := fetch.Options{MaxBytes: 4 << 20}
			if c.name == "slow issuer" {
				o.Timeout = 200 * time.Millisecond
			}
			w := newWeb(o, c.web)
			r := lookUp(t, c.spec, "alice", w, limits.Limits{})
			s := r.Signatures[0]
			got := s.Indication.Sub().String()
			if s.Indication.Passed() {
				got = s.Indication.Total()
			}
			if !strings.Contains("|"+c.want+"|", "|"+got+"|") {
				t.Errorf("%s, want %s", got, c.want)
			}
			if text := told(r); !strings.Contains(text, c.tells) {
				t.Errorf("no finding tells %q:\n%s", c.tells, text)
			}
			if n := w.asked.Load(); n > c.asked {
				t.Errorf("%d requests, want %d at most", n, c.asked)
			}
			if n := w.read.Load(); n > 5<<20 {
				t.Errorf("%d octets were read", n)
			}
		})
	}
}

// TestAttackC15Chain are chains that are made to be followed: each certificate names the next.
func TestAttackC15Chain(t *testing.T) {
	year := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
	ca := func(id, cn, issuer, key, at string) testpki.CertSpec {
		return testpki.CertSpec{ID: id, Subject: "C=XA, O=Example Engine Tests, CN=" + cn, Issuer: issuer, Key: key, From: year(2012), To: year(2040),
			Profile: testpki.ProfileCA, At: &testpki.Locations{Issuers: []string{at}}}
	}
	url := func(id string) string { return "http://pki.example.org/" + id }
	long := func(s *testpki.Spec) {
		s.Certs = append(s.Certs, ca("c0", "C0", "", "p256-1", url("none")))
		for i := 1; i < 1000; i++ {
			up := fmt.Sprintf("c%d", i-1)
			s.Certs = append(s.Certs, ca(fmt.Sprintf("c%d", i), fmt.Sprintf("C%d", i), up, "p256-1", url(up)))
		}
		c := ca("x", "X", "c999", "p256-29", url("c999"))
		c.Profile = testpki.ProfileSigner
		s.Certs = append(s.Certs, c)
	}
	// two CAs that certify each other, and one that certifies itself anew
	loop := func(s *testpki.Spec) {
		s.Certs = append(s.Certs, ca("a0", "A", "", "p256-1", url("none")), ca("b", "B", "a0", "p256-2", url("a")), ca("a", "A", "b", "p256-1", url("b")))
		c := ca("x", "X", "a", "p256-29", url("a"))
		c.Profile = testpki.ProfileSigner
		s.Certs = append(s.Certs, c)
	}
	serve := func(p *testpki.PKI, r *http.Request) *http.Response {
		if c := p.Cert(strings.TrimPrefix(r.URL.Path, "/")); c != nil {
			return page(c.DER)
		}
		return nil
	}
	for name, c := range map[string]struct {
		spec  func(*testpki.Spec)
		serve func(*testpki.PKI, *http.Request) *http.Response
		tells string
		asked int64
	}{
		"1000 certificates": {long, serve, "Does the chain reach a trust anchor?", 4},
		"a loop":            {loop, serve, "Does the chain reach a trust anchor?", 4},
		"100000 certificates at once": {loop, func(p *testpki.PKI, _ *http.Request) *http.Response {
			return page(bundle(p.Cert("a").DER, 100_000))
		}, "limit passed: octets of one answer", 1},
		"1000 certificates at once": {loop, func(p *testpki.PKI, _ *http.Request) *http.Response {
			return page(bundle(p.Cert("a").DER, 1000))
		}, "limit passed: certificates of one answer", 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWeb(fetch.Options{}, c.serve)
			r := lookUp(t, c.spec, "x", w, limits.Limits{})
			if got := r.Signatures[0].Indication.Sub(); got != ades.NoCertificateChainFound {
				t.Errorf("%s", got)
			}
			if text := told(r); !strings.Contains(text, c.tells) {
				t.Errorf("no finding tells %q:\n%s", c.tells, text)
			}
			if n := w.asked.Load(); n == 0 || n > c.asked {
				t.Errorf("%d requests, want %d at most", n, c.asked)
			}
		})
	}
}

// bundle is a certs-only message with a certificate n times.
func bundle(cert []byte, n int) []byte {
	value := func(id byte, parts ...[]byte) []byte {
		content := bytes.Join(parts, nil)
		return append([]byte{id, 0x84, byte(len(content) >> 24), byte(len(content) >> 16), byte(len(content) >> 8), byte(len(content))}, content...)
	}
	data := []byte{0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01}
	signed := []byte{0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02}
	return value(0x30, signed, value(0xa0, value(0x30, []byte{2, 1, 1}, value(0x31), value(0x30, data), value(0xa0, bytes.Repeat(cert, n)), value(0x31))))
}
