// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"fmt"
	"time"
)

// Recipe describes one signed document. Mutations say what is wrong with it.
type Recipe struct {
	Format    string // "cades", "xades", "pades"
	Packaging string // cades: "attached" (default), "detached"; xades: "enveloped" (default), "enveloping", "detached"
	Level     string // "B", "T", "LT", "LTA"
	Signer    string
	Time      time.Time // claimed signing time; zero: none
	Content   []byte    // what is signed (xades enveloped: an XML document; pades: lines of text)
	// Digest gives the digests of a content that is too large to be held, instead of Content (cades, detached).
	Digest func(hash string) []byte
	Hash   string
	PSS    bool
	Reason string // pades: of the signature dictionary; empty: none

	Stamp        *Stamp // signature time-stamp
	SecondStamp  *Stamp
	ContentStamp *Stamp
	Archive      []Stamp // archive time-stamps, or PDF document time-stamps
	// Revocation is what is embedded. At B and T nothing is unless it is given.
	Revocation *Plan
	Policy     *PolicyRef
	Counters   []Counter // cades: counter-signatures
	Extended   *Extended // cades: the attributes of the extended levels
	Evidence   []Evidence
	Raw        *Raw     // cades: whole values added as they are
	OtherCert  string   // the signing-certificate reference names this certificate
	Embed      []string // IDs of further certificates to embed
	Mutate     []string
}

// Plan says which revocation data is embedded for the chains of the signer and of the time-stamps.
type Plan struct {
	At       time.Time // issue
	Valid    time.Duration
	CRLs     bool       // CRLs for all; otherwise OCSP for end entities and CRLs for CAs
	Skip     []string   // IDs without revocation data
	Signer   *OCSPSpec  // instead of the default response for the signer; Cert and Produced may be left out
	Override []CRLSpec  // instead of the default CRL of its issuer
	Extra    []OCSPSpec // added as they are
	Lists    []CRLSpec  // added as they are
	// LastArchive adds the data for the last archive time-stamp too, which a validator with a network would look up.
	LastArchive bool
}

// Raw are DER values to add to a CAdES signature: attributes of its signer, and items of the certificates and crls fields.
type Raw struct{ Signed, Unsigned, Certificates, Revocations [][]byte }

// PolicyRef is a signature-policy identifier.
type PolicyRef struct {
	ID        string // OID
	Document  []byte // its digest is signed
	Store     bool   // the document is embedded (signature-policy-store)
	WrongHash bool
	Inner     bool // the document is a DER sequence, and its digest leaves out the outer header (RFC 3125 3)
}

// Made is a document that was made.
type Made struct {
	Document []byte
	Ext      string            // file extension with its dot
	Contents map[string][]byte // detached contents, by file name
}

// Make makes the document of a recipe.
func (p *PKI) Make(r Recipe) (*Made, error) {
	if _, err := p.need(r.Signer); err != nil {
		return nil, err
	}
	switch r.Format {
	case "cades":
		return p.makeCAdES(r)
	case "xades":
		return p.makeXAdES(r)
	case "pades":
		return p.makePAdES(r)
	}
	return nil, fmt.Errorf("recipe: format %q is not known", r.Format)
}

func (r *Recipe) has(mutation string) bool { return contains(r.Mutate, mutation) }

// validationData are the certificates and revocation data of the chains of a document.
type validationData struct {
	certs       [][]byte // without the signer's
	crls, ocsps [][]byte
}

// collect gathers what level LT asks for: the chains of the signer and of all time-stamps and their revocation data.
func (p *PKI) collect(r *Recipe) (*validationData, error) {
	v := &validationData{}
	if r.Revocation == nil {
		return v, nil
	}
	chains := append([]string{r.Signer}, ends(r.Counters)...)
	for _, s := range r.stamps() {
		chains = append(chains, s.TSA)
	}
	seen := map[string]bool{}
	for i, end := range chains {
		for j, c := range p.Chain(end) {
			if seen[c.ID] {
				continue
			}
			seen[c.ID] = true
			if i > 0 || j > 0 {
				v.certs = append(v.certs, c.DER)
			}
			if c.SelfSigned() || c.NoCheck || c.ValidityAssured || contains(r.Revocation.Skip, c.ID) {
				continue
			}
			if err := p.addRevocation(v, r, c, j == 0, seen); err != nil {
				return nil, err
			}
		}
	}
	for _, s := range r.Revocation.Extra {
		b, err := p.OCSP(s)
		if err != nil {
			return nil, err
		}
		v.ocsps = append(v.ocsps, b)
	}
	for _, s := range r.Revocation.Lists {
		b, err := p.CRL(s)
		if err != nil {
			return nil, err
		}
		v.crls = append(v.crls, b)
	}
	return v, nil
}

func (p *PKI) addRevocation(v *validationData, r *Recipe, c *Cert, end bool, seen map[string]bool) error {
	plan := r.Revocation
	next := plan.At.Add(plan.validity())
	if end && !plan.CRLs {
		spec := OCSPSpec{}
		if c.ID == r.Signer && plan.Signer != nil {
			spec = *plan.Signer
		}
		if spec.Cert == "" {
			spec.Cert = c.ID
		}
		if spec.Produced.IsZero() {
			spec.Produced, spec.NextUpdate = plan.At, next
		}
		b, err := p.OCSP(spec)
		if err != nil {
			return err
		}
		v.ocsps = append(v.ocsps, b)
		return nil
	}
	if seen["crl "+c.issuer.ID] {
		return nil
	}
	seen["crl "+c.issuer.ID] = true
	spec := CRLSpec{Issuer: c.issuer.ID, ThisUpdate: plan.At, NextUpdate: next}
	for _, o := range plan.Override {
		if o.Issuer == c.issuer.ID {
			spec = o
		}
	}
	if spec.ThisUpdate.IsZero() {
		spec.ThisUpdate, spec.NextUpdate = plan.At, next
	}
	b, err := p.CRL(spec)
	if err != nil {
		return err
	}
	v.crls = append(v.crls, b)
	return nil
}

func (p *Plan) validity() time.Duration {
	if p.Valid > 0 {
		return p.Valid
	}
	return 60 * 24 * time.Hour
}

// stamps are the time-stamps whose chains get validation data: as a rule all but the last archive time-stamp.
func (r *Recipe) stamps() []Stamp {
	var out []Stamp
	list := []*Stamp{r.ContentStamp, r.Stamp, r.SecondStamp}
	if x := r.Extended; x != nil {
		list = append(list, x.CStamp, x.RefsStamp)
	}
	for _, s := range list {
		if s != nil {
			out = append(out, *s)
		}
	}
	for _, e := range r.Evidence {
		for _, c := range e.Chains {
			out = append(out, c...)
		}
	}
	if n := len(r.Archive); r.Revocation.LastArchive {
		out = append(out, r.Archive...)
	} else if n > 1 {
		out = append(out, r.Archive[:n-1]...)
	}
	return out
}
