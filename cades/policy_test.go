// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/testpki"
)

var sha256Alg = seq(oid("2.16.840.1.101.3.4.2.1"))

// TestPolicyIdentifier reads the signature-policy-identifier (EN 319 122-1 v1.3.1 5.2.9) with its digest and qualifiers.
func TestPolicyIdentifier(t *testing.T) {
	p := newPKI(t)
	const id = "1.3.6.1.4.1.32473.2.9"
	hash := func(b []byte) []byte { return seq(sha256Alg, der.Encode(4, b)) }
	sum := sha256.Sum256([]byte("policy"))
	qualifiers := seq(seq(oid("1.2.840.113549.1.9.16.5.1"), der.Encode(22, []byte("https://policy.example/1"))),
		seq(oid("1.2.840.113549.1.9.16.5.2"), seq(seq(utf8("org"), seq([]byte{2, 1, 1})), utf8("read this"))), seq(oid("0.4.0.19122.2.1"), oid("1.2.3")))
	for _, c := range []struct {
		name, problem string
		value         []byte
		holds         func(p *ades.SignaturePolicy) bool
	}{
		{"implied", "", []byte{5, 0}, func(p *ades.SignaturePolicy) bool { return p.Implied && p.ID == "" }},
		{"digest", "", seq(oid(id), hash(sum[:])), func(p *ades.SignaturePolicy) bool {
			return p.ID == id && p.Hash.Algorithm == "SHA256" && bytes.Equal(p.Hash.Value, sum[:]) && !p.ZeroHash
		}},
		{"qualifiers", "", seq(oid(id), hash(sum[:]), qualifiers), func(p *ades.SignaturePolicy) bool {
			return p.URL == "https://policy.example/1" && p.UserNotice == "read this"
		}},
		{"no digest", "", seq(oid(id)), func(p *ades.SignaturePolicy) bool { return p.ZeroHash && p.Hash.Value == nil }},
		{"zero digest", "", seq(oid(id), hash(make([]byte, 32))), func(p *ades.SignaturePolicy) bool { return p.ZeroHash }},
		{"unknown digest algorithm", "", seq(oid(id), seq(seq(oid("1.2.3")), octets("x"))), func(p *ades.SignaturePolicy) bool {
			return p.Problem != "" && p.Hash.Algorithm == "" && !p.ZeroHash
		}},
		{"empty", "signature policy identifier is empty", seq(), func(p *ades.SignaturePolicy) bool { return p.Problem != "" }},
		{"no identifier", "offset", seq(octets("x")), func(p *ades.SignaturePolicy) bool { return p.Problem != "" && p.ID == "" }},
		{"octets", "signature policy identifier is empty", octets("x"), func(p *ades.SignaturePolicy) bool { return p.Problem != "" }},
		{"digest that is no sequence", "a constructed one is wanted", seq(oid(id), octets("x")), func(p *ades.SignaturePolicy) bool { return p.Hash.Value == nil }},
	} {
		s, _ := readRaw(t, p, "B", testpki.Raw{Signed: [][]byte{attr(cmsattr.SignaturePolicyID, c.value)}})
		checkProblem(t, c.name, s, c.problem)
		if s.Attributes.Policy == nil || !c.holds(s.Attributes.Policy) {
			t.Errorf("%s: %+v", c.name, s.Attributes.Policy)
		}
	}
}

// TestPolicyStore reads the signature-policy-store (5.2.10) beside a policy identifier.
func TestPolicyStore(t *testing.T) {
	p := newPKI(t)
	const id = "1.3.6.1.4.1.32473.2.9"
	doc := []byte("policy")
	sum := sha256.Sum256(doc)
	inASN1 := seq(sha256Alg, seq(oid(id)), octets("digest"))
	inner := sha256.Sum256(bytes.Join([][]byte{sha256Alg, seq(oid(id))}, nil))
	identifier := func(b []byte) []byte {
		return attr(cmsattr.SignaturePolicyID, seq(oid(id), seq(sha256Alg, der.Encode(4, b))))
	}
	for _, c := range []struct {
		name, problem string
		digest, store []byte
		same          bool // the stored document is the one that was signed
	}{
		{"document", "", sum[:], seq(oid(id), der.Encode(4, doc)), true},
		{"document of a specification by address", "", sum[:], seq(der.Encode(22, []byte("urn:spec")), der.Encode(4, doc)), true},
		{"another document", "", sum[:], seq(oid(id), octets("polity")), false},
		{"policy in ASN.1", "", inner[:], seq(oid(id), der.Encode(4, inASN1)), true},
		{"another policy in ASN.1", "", sum[:], seq(oid(id), der.Encode(4, inASN1)), false},
		{"document elsewhere", "", sum[:], seq(oid(id), der.Encode(22, []byte("file:///policy"))), false},
		{"one element", "does not hold two elements", sum[:], seq(oid(id)), false},
		{"octets", "does not hold two elements", sum[:], octets("x"), false},
	} {
		s, _ := readRaw(t, p, "B", testpki.Raw{Signed: [][]byte{identifier(c.digest)}, Unsigned: [][]byte{attr(cmsattr.PolicyStore, c.store)}})
		checkProblem(t, c.name, s, c.problem)
		pol := s.Attributes.Policy
		if !pol.StorePresent || bytes.Equal(pol.Computed, pol.Hash.Value) != c.same {
			t.Errorf("%s: store %v, computed %x, signed %x", c.name, pol.StorePresent, pol.Computed, pol.Hash.Value)
		}
	}
	s, _ := readRaw(t, p, "B", testpki.Raw{Unsigned: [][]byte{attr(cmsattr.PolicyStore, seq(oid(id), der.Encode(4, doc)))}})
	checkProblem(t, "store alone", s, "without a signature policy identifier")
	// a store beside an identifier without a digest: nothing tells that the document is the policy (6.3)
	s, _ = readRaw(t, p, "B", testpki.Raw{Signed: [][]byte{attr(cmsattr.SignaturePolicyID, seq(oid(id)))}, Unsigned: [][]byte{attr(cmsattr.PolicyStore, seq(oid(id), der.Encode(4, doc)))}})
	if s.Level != "CAdES-EPES" {
		t.Errorf("store beside an identifier without a digest: level %s", s.Level)
	}
}
