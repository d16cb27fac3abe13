// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package path

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/internal/crl"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/pkix"
)

// pkitsCase is one test of NIST's Public Key Interoperability Test Suite.
type pkitsCase struct {
	ID, Name, Cert string
	Others         []string `json:"other_certs"`
	CRLs           []string `json:"crls"`
	Revocation     *bool    `json:"revocation"`
	Error          *struct{ Class string }
	Params         struct {
		Policies []string `json:"user_initial_policy_set"`
		Explicit bool     `json:"initial_explicit_policy"`
		Mapping  bool     `json:"initial_policy_mapping_inhibit"`
		Any      bool     `json:"initial_any_policy_inhibit"`
	} `json:"params"`
}

// pkitsExceptions are the tests that end otherwise than the suite says, with the reason.
var pkitsExceptions = map[string]string{
	"valid_dsa_parameter_inheritance_test5": "a DSA key without parameters, to be inherited from the issuer (RFC 3279 2.3.2), is not read: no such certificate is in use",
}

func TestPKITS(t *testing.T) {
	dir := beside.Path(t, "corpus", "pkits")
	raw, err := os.ReadFile(filepath.Join(dir, "pkits.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []pkitsCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	agree := 0
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			why := runPKITS(t, dir, c)
			good := why == ""
			if good == (c.Error == nil) {
				agree++
				// A CRL with a critical extension that is not understood is believed where it says "revoked", and only there.
				unread := strings.Contains(c.Name, "unknown_crl")
				if c.Error != nil && !unread && (c.Error.Class == "RevokedError") != strings.Contains(why, "revoked") {
					t.Errorf("%s: ends as %s for another reason: %s", c.ID, c.Error.Class, why)
				}
				if pkitsExceptions[c.Name] != "" {
					t.Errorf("listed as an exception, and is none")
				}
				return
			}
			if pkitsExceptions[c.Name] == "" {
				t.Errorf("%s: valid %v, want %v: %s", c.ID, good, c.Error == nil, why)
			}
		})
	}
	t.Logf("%d of %d tests end as the suite says, %d exceptions", agree, len(cases), len(pkitsExceptions))
	if len(cases) < 200 {
		t.Errorf("only %d tests", len(cases))
	}
}

func load(t *testing.T, dir, name string) []byte {
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// runPKITS returns why no chain is valid; empty if one is.
func runPKITS(t *testing.T, dir string, c pkitsCase) string {
	at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	parse := func(name string) *pkix.Certificate {
		cert, err := pkix.ParseCertificate(load(t, filepath.Join(dir, "certs"), name))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return cert
	}
	anchor := parse("TrustAnchorRootCertificate.crt")
	leaf := parse(c.Cert)
	pool := []*pkix.Certificate{anchor, leaf}
	for _, o := range c.Others {
		pool = append(pool, parse(o))
	}
	r := &checker{graph: New(pool, limits.Default()), anchor: anchor, at: at}
	for _, name := range append([]string{"TrustAnchorRootCRL.crl"}, c.CRLs...) {
		l, err := crl.Parse(load(t, filepath.Join(dir, "crls"), name))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r.lists = append(r.lists, l)
	}
	opts := Options{UserPolicies: c.Params.Policies, ExplicitPolicy: c.Params.Explicit, InhibitMapping: c.Params.Mapping, InhibitAny: c.Params.Any}
	why := "no chain to the anchor"
	for _, chain := range r.chains(leaf) {
		failures := Validate(chain, at, opts)
		if len(failures) > 0 {
			why = failures[0].String()
			continue
		}
		if c.Revocation != nil && !*c.Revocation {
			return ""
		}
		if why = r.revocation(chain, 0); why == "" {
			return ""
		}
	}
	return why
}

// checker is a small revocation checker of the kind that the engine has, for the CRL tests of the suite: RFC 5280 6.3.3.
type checker struct {
	graph  *Graph
	anchor *pkix.Certificate
	lists  []*crl.List
	at     time.Time
}

func (r *checker) chains(c *pkix.Certificate) [][]*pkix.Certificate {
	all := r.graph.Chains(c, func(i *pkix.Certificate) bool { return i == r.anchor })
	return slices.DeleteFunc(all, func(chain []*pkix.Certificate) bool { return chain[len(chain)-1] != r.anchor })
}

func (r *checker) revocation(chain []*pkix.Certificate, depth int) string {
	for i := len(chain) - 2; i >= 0; i-- {
		if why := r.status(chain[i], depth); why != "" {
			return chain[i].Subject.String() + ": " + why
		}
	}
	return ""
}

// status returns why c cannot be taken as not revoked.
func (r *checker) status(c *pkix.Certificate, depth int) string {
	if depth > 4 {
		return "revocation of revocation nests too deep"
	}
	var covered uint16
	why := "no crl in scope"
	for _, l := range r.lists {
		mask, reason := l.Scope(c)
		if mask == 0 {
			why = reason
			continue
		}
		if !r.current(l) || !r.authentic(l, c, depth) {
			why = "crl is not current or not authentic"
			continue
		}
		_, found, err := r.lookup(l, c, depth)
		switch {
		case found:
			return "revoked"
		case err != nil:
			why = err.Error()
		case len(l.UnknownCritical) > 0:
			why = "critical crl extension " + l.UnknownCritical[0]
		default:
			covered |= mask
		}
	}
	if covered == crl.AllReasons {
		return ""
	}
	return why
}

func (r *checker) current(l *crl.List) bool {
	return !l.ThisUpdate.After(r.at) && !l.NextUpdate.IsZero() && r.at.Before(l.NextUpdate)
}

// authentic reports whether a valid CRL issuer with the CRL's issuer name signed l, on a chain to the same anchor.
func (r *checker) authentic(l *crl.List, c *pkix.Certificate, depth int) bool {
	for _, i := range r.graph.certs {
		if !i.Subject.Equal(l.Issuer) || i.HasKeyUsage && i.KeyUsage&pkix.CRLSign == 0 || l.CheckSignature(i.PublicKey) != nil {
			continue
		}
		if i == r.anchor {
			return true
		}
		for _, chain := range r.chains(i) {
			if len(Validate(chain, r.at, Options{})) > 0 {
				continue
			}
			// A CRL issuer's own certificate may be on the CRL that it signs; its status is then told by that CRL.
			if i == c || r.revocation(chain, depth+1) == "" {
				return true
			}
		}
	}
	return false
}

// lookup uses the newest delta that applies.
func (r *checker) lookup(l *crl.List, c *pkix.Certificate, depth int) (crl.Entry, bool, error) {
	for _, d := range r.lists {
		if ok, _ := d.AppliesTo(l); ok && r.current(d) && r.authentic(d, c, depth) {
			return crl.LookupDelta(l, d, c.Serial, c.Issuer)
		}
	}
	return l.Lookup(c.Serial, c.Issuer)
}
