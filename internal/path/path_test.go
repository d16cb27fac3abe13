// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package path

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	xpkix "crypto/x509/pkix"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/pkix"
)

var t0 = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

// authority is a name with a key.
type authority struct {
	name string
	key  *ecdsa.PrivateKey
}

func newAuthority(t testing.TB, name string) *authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{name, key}
}

// issue makes a certificate for subject by issuer.
func issue(t testing.TB, serial int64, subject, issuer *authority, change func(*x509.Certificate)) *pkix.Certificate {
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: xpkix.Name{CommonName: subject.name}, NotBefore: t0, NotAfter: t0.AddDate(5, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	if change != nil {
		change(template)
	}
	parent := &x509.Certificate{Subject: xpkix.Name{CommonName: issuer.name}}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, subject.key.Public(), issuer.key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := pkix.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func names(chains [][]*pkix.Certificate) string {
	var out []string
	for _, chain := range chains {
		var s []string
		for _, c := range chain {
			s = append(s, c.Serial.String())
		}
		out = append(out, strings.Join(s, ">"))
	}
	return strings.Join(out, " ")
}

// TestChains builds over cross certificates, a CA certificate issued again, and a stranger of the same name.
func TestChains(t *testing.T) {
	r1, r2, ca, leafKey, stranger := newAuthority(t, "R1"), newAuthority(t, "R2"), newAuthority(t, "CA"), newAuthority(t, "leaf"), newAuthority(t, "CA")
	root1, root2 := issue(t, 1, r1, r1, nil), issue(t, 2, r2, r2, nil)
	old := issue(t, 10, ca, r1, func(c *x509.Certificate) { c.NotAfter = t0.AddDate(0, 1, 0) })
	again := issue(t, 11, ca, r1, nil)
	cross := issue(t, 12, ca, r2, nil)
	fake := issue(t, 13, stranger, r1, nil)
	link := issue(t, 14, r1, r2, nil)
	leaf := issue(t, 99, leafKey, ca, func(c *x509.Certificate) { c.NotBefore = t0.AddDate(1, 0, 0); c.IsCA = false })
	g := New([]*pkix.Certificate{leaf, fake, old, again, cross, link, root1, root2, again}, limits.Default())
	is := func(anchors ...*pkix.Certificate) func(*pkix.Certificate) bool {
		return func(c *pkix.Certificate) bool {
			for _, a := range anchors {
				if a == c {
					return true
				}
			}
			return false
		}
	}
	if got := names([][]*pkix.Certificate{g.Issuers(leaf)}); got != "11>12>10" {
		t.Errorf("issuers %s", got)
	}
	for _, c := range []struct {
		anchors func(*pkix.Certificate) bool
		want    string
	}{
		{is(root2), "99>12>2 99>11>14>2 99>10>14>2 99>11>1 99>10>1"},
		{is(root1, root2), "99>11>1 99>12>2 99>10>1 99>11>14>2 99>10>14>2"},
		{is(again), "99>11 99>12>2 99>10>1 99>10>14>2"},
		{is(leaf), "99"},
		{is(), "99>11>1 99>12>2 99>10>1 99>11>14>2 99>10>14>2"},
	} {
		for range 3 {
			if got := names(g.Chains(leaf, c.anchors)); got != c.want {
				t.Errorf("chains %s\nwant   %s", got, c.want)
			}
		}
	}
	if got := names(g.Chains(leaf, is(again), is(again))); !strings.HasPrefix(got, "99>11 99>11>1") && !strings.Contains(got, "99>11>1") {
		t.Errorf("beyond a sunset anchor: %s", got)
	}
	n := g.Checks()
	g.Chains(leaf, is(root1))
	if g.Checks() != n {
		t.Error("signatures are checked again")
	}
}

// TestBounds runs the search in a web where every CA certifies every other: the number of paths is exponential.
func TestBounds(t *testing.T) {
	const n = 12
	var cas []*authority
	for i := range n {
		cas = append(cas, newAuthority(t, fmt.Sprint("CA", i)))
	}
	var all []*pkix.Certificate
	for i, a := range cas {
		for k, b := range cas {
			if i != k {
				all = append(all, issue(t, int64(100*i+k), a, b, nil))
			}
		}
	}
	leaf := issue(t, 9999, newAuthority(t, "leaf"), cas[0], nil)
	lim := limits.Default()
	g := New(append(all, leaf), lim)
	chains := g.Chains(leaf, func(*pkix.Certificate) bool { return false })
	if len(chains) == 0 || len(chains) > lim.Chains {
		t.Errorf("%d chains", len(chains))
	}
	for _, c := range chains {
		if len(c) > lim.ChainDepth {
			t.Errorf("chain of %d", len(c))
		}
	}
	lim.SignatureChecks = 5
	g = New(append(all, leaf), lim)
	g.Chains(leaf, func(*pkix.Certificate) bool { return false })
	if g.Checks() != 5 || !g.Exhausted() {
		t.Errorf("%d checks", g.Checks())
	}
}

// TestPolicyGraph: mappings of every policy to every other make the tree of RFC 5280 exponential; the graph stays small.
func TestPolicyGraph(t *testing.T) {
	const width, depth = 40, 30
	policy := func(i int) string { return fmt.Sprint("1.2.3.", i) }
	name := func(s string) pkix.Name { return pkix.Name{Raw: []byte(s)} }
	var chain []*pkix.Certificate
	for d := range depth {
		c := &pkix.Certificate{PathLen: -1, InhibitAnyPolicy: -1, Issuer: pkix.Name{Raw: []byte{1}, Attributes: []pkix.NameAttribute{{OID: "2.5.4.3", Value: fmt.Sprint(d + 1)}}}}
		c.Subject = pkix.Name{Raw: []byte{2}, Attributes: []pkix.NameAttribute{{OID: "2.5.4.3", Value: fmt.Sprint(d)}}}
		for i := range width {
			c.Policies = append(c.Policies, pkix.Policy{OID: policy(i)})
			for k := range width {
				c.PolicyMappings = append(c.PolicyMappings, pkix.PolicyMapping{Issuer: policy(i), Subject: policy(k)})
			}
		}
		chain = append(chain, c)
	}
	chain = append(chain, &pkix.Certificate{Subject: name("anchor")})
	ok, why := Options{ExplicitPolicy: true, UserPolicies: []string{policy(3)}}.policyTree(chain)
	if !ok {
		t.Errorf("%v %s", ok, why)
	}
	if ok, _ := (Options{ExplicitPolicy: true, UserPolicies: []string{"9.9"}}).policyTree(chain); ok {
		t.Error("a policy that is not there is accepted")
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		tag        int
		name, base string
		in, known  bool
	}{
		{tagDNS, "a.example.org", "example.org", true, true}, {tagDNS, "EXAMPLE.org.", "example.org", true, true},
		{tagDNS, "badexample.org", "example.org", false, true}, {tagDNS, "example.org", ".example.org", false, true},
		{tagDNS, "a.example.org", ".example.org", true, true}, {tagDNS, "a", "", true, true},
		{tagMail, "x@example.org", "example.org", true, true}, {tagMail, "x@a.example.org", "example.org", false, true},
		{tagMail, "x@a.example.org", ".example.org", true, true}, {tagMail, "x@example.org", "x@EXAMPLE.org", true, true},
		{tagMail, "X@example.org", "x@example.org", false, true}, {tagMail, "nobody", "example.org", false, false},
		{tagURI, "https://a.example.org/x", ".example.org", true, true}, {tagURI, "https://example.org:8080/x", "example.org", true, true},
		{tagURI, "https://a.example.org/x", "example.org", false, true}, {tagURI, "urn:x", "example.org", false, false}, {tagURI, "http://10.0.0.1/", "example.org", false, false},
	} {
		in, known := within(&pkix.GeneralName{Tag: c.tag, Text: c.name}, &pkix.GeneralName{Tag: c.tag, Text: c.base})
		if in != c.in || known != c.known {
			t.Errorf("%d %q in %q: %v %v", c.tag, c.name, c.base, in, known)
		}
	}
	for _, c := range []struct {
		name, base []byte
		in, known  bool
	}{
		{[]byte{10, 1, 2, 3}, []byte{10, 0, 0, 0, 255, 0, 0, 0}, true, true}, {[]byte{11, 1, 2, 3}, []byte{10, 0, 0, 0, 255, 0, 0, 0}, false, true},
		{make([]byte, 16), make([]byte, 8), false, true}, {make([]byte, 16), make([]byte, 32), true, true}, {make([]byte, 5), make([]byte, 8), false, false},
	} {
		if in, known := addressWithin(c.name, c.base); in != c.in || known != c.known {
			t.Errorf("%x in %x: %v %v", c.name, c.base, in, known)
		}
	}
}

func TestPathLength(t *testing.T) {
	cert := func(subject, issuer string, length int) *pkix.Certificate {
		n := func(s string) pkix.Name {
			return pkix.Name{Attributes: []pkix.NameAttribute{{OID: "2.5.4.3", Value: s}}}
		}
		return &pkix.Certificate{Subject: n(subject), Issuer: n(issuer), PathLen: length}
	}
	for what, c := range map[string]struct {
		chain []*pkix.Certificate
		ok    bool
	}{
		"anchor's own does not count": {[]*pkix.Certificate{cert("e", "b", -1), cert("b", "a", -1), cert("a", "r", -1), cert("r", "r", 0)}, true},
		"zero above an end entity":    {[]*pkix.Certificate{cert("e", "a", -1), cert("a", "r", 0), cert("r", "r", -1)}, true},
		"zero above a ca":             {[]*pkix.Certificate{cert("e", "b", -1), cert("b", "a", -1), cert("a", "r", 0), cert("r", "r", -1)}, false},
		"self-issued does not count":  {[]*pkix.Certificate{cert("e", "a", -1), cert("a", "a", -1), cert("a", "r", 0), cert("r", "r", -1)}, true},
		"smaller below":               {[]*pkix.Certificate{cert("e", "c", -1), cert("c", "b", -1), cert("b", "a", 0), cert("a", "r", 5), cert("r", "r", -1)}, false},
		"larger below":                {[]*pkix.Certificate{cert("e", "c", -1), cert("c", "b", -1), cert("b", "a", 9), cert("a", "r", 1), cert("r", "r", -1)}, false},
	} {
		if ok, reason := PathLength(c.chain); ok != c.ok {
			t.Errorf("%s: %v %s", what, ok, reason)
		}
	}
}
