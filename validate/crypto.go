// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/sav"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/policy"
)

// cryptoIssue is an algorithm that the policy's suite does not take as reliable at some time.
type cryptoIssue struct {
	level policy.Level
	about string     // what was protected by it: "signature value", "certificate …"
	part  cryptoPart // where it stands
	id    ades.ID
	text  string
	uri   string // of the algorithm
	end   time.Time
}

// cryptoPart is where an algorithm stands, since steps of 5.5 look at some parts only.
type cryptoPart uint8

const (
	partValue      cryptoPart = iota // signature value
	partReference                    // digest of a reference to a certificate
	partData                         // digest of signed data
	partAttributes                   // digest of the signed attributes
	partChain                        // signature of a certificate of the chain
	partRevocation                   // signature of revocation data
)

// deciding returns the first issue at level FAIL, or nil.
func deciding(issues []cryptoIssue) *cryptoIssue {
	for i := range issues {
		if issues[i].level == policy.LevelFail {
			return &issues[i]
		}
	}
	return nil
}

func (e *evaluation) signatureIssue(s *policy.Suite, a sigalg.Algorithm, key *sigalg.PublicKey, t time.Time) *cryptoIssue {
	if s == nil {
		return nil
	}
	bits := 0
	if key != nil {
		bits = key.Bits
	}
	v := s.Signature(a, bits, t)
	if v.Acceptable || v.Level <= policy.LevelIgnore {
		return nil
	}
	return &cryptoIssue{level: v.Level, text: fmt.Sprintf("%s, %d bit: %s%s", algorithmName(a), bits, v.Reason, until(v.End)), uri: algorithmURI(a), end: v.End}
}

func (e *evaluation) digestIssue(s *policy.Suite, h sigalg.Hash, t time.Time) *cryptoIssue {
	if s == nil {
		return nil
	}
	v := s.Digest(h, t)
	if v.Acceptable || v.Level <= policy.LevelIgnore {
		return nil
	}
	return &cryptoIssue{level: v.Level, text: fmt.Sprintf("%s: %s%s", h, v.Reason, until(v.End)), uri: digestURI(h), end: v.End}
}

// algorithmName is how findings name a signature algorithm; the EdDSA schemes have no digest of their own choice.
func algorithmName(a sigalg.Algorithm) string {
	if a.Hash == "" {
		return string(a.Scheme)
	}
	return string(a.Scheme) + " with " + string(a.Hash)
}

func until(end time.Time) string {
	if end.IsZero() {
		return ""
	}
	return " (reliable until " + end.UTC().Format("2006-01-02") + ")"
}

// tokenIssues examines every algorithm of a token at t: value, references to certificates, signed data, chain.
func (e *evaluation) tokenIssues(t *token, at time.Time) []cryptoIssue {
	suite := e.pol.Suite(t.ctx)
	var out []cryptoIssue
	add := func(i *cryptoIssue, part cryptoPart, about string, id ades.ID) {
		if i != nil {
			i.part, i.about, i.id = part, about, id
			out = append(out, *i)
		}
	}
	var key *sigalg.PublicKey
	if t.signer != nil {
		key = t.signer.X509().PublicKey
	}
	add(e.signatureIssue(suite, t.algorithm(), key, at), partValue, "signature value", t.id)
	out = append(out, e.referenceIssues(t, suite, at)...)
	if t.sig != nil {
		for _, r := range t.sig.References {
			if r.Kind == ades.RefCounterSigned || r.Kind == ades.RefManifestEntry && !r.Found { // nothing was digested
				continue
			}
			part := partData
			if r.Kind == ades.RefSignedProperties || r.Kind == ades.RefKeyInfo {
				part = partAttributes
			}
			add(e.digestIssue(suite, r.Algorithm, at), part, "signed data "+r.Name, t.id)
		}
	}
	if t.ts != nil {
		add(e.digestIssue(suite, t.ts.ImprintAlgorithm, at), partData, "message imprint", t.id)
		for _, r := range t.ts.References {
			add(e.digestIssue(suite, r.Algorithm, at), partAttributes, "message digest", t.id)
		}
	}
	return append(out, e.chainIssues(t.ctx, t.chain, at)...)
}

// referenceIssues examines the digests of the references to the signing certificate. One good digest for a certificate is
// enough. The constraint SigningCertificateDigestAlgorithm caps the level; where a policy lacks it, they are not examined.
func (e *evaluation) referenceIssues(t *token, suite *policy.Suite, at time.Time) []cryptoIssue {
	refs, _ := t.refs()
	most := e.constraints.Get(pathSigningCertificateDigestAlgorithm(t.ctx)).Level
	var out []cryptoIssue
	for _, r := range refs {
		i := e.digestIssue(suite, r.Algorithm, at)
		if i == nil {
			continue
		}
		i.level = min(i.level, most)
		better := slices.ContainsFunc(refs, func(o ades.CertRef) bool {
			return e.digestIssue(suite, o.Algorithm, at) == nil && sameTarget(o, r, t.chain)
		})
		if !better && i.level > policy.LevelIgnore {
			i.part, i.about, i.id = partReference, "reference to the signing certificate", t.id
			out = append(out, *i)
		}
	}
	return out
}

// sameTarget reports whether two references name the same certificate of the chain.
func sameTarget(a, b ades.CertRef, chain []*ades.Certificate) bool {
	return slices.ContainsFunc(chain, func(c *ades.Certificate) bool { return sav.Matches(a, c) && sav.Matches(b, c) })
}

// chainIssues examines the signatures of the certificates below the anchor.
func (e *evaluation) chainIssues(ctx policy.Context, chain []*ades.Certificate, at time.Time) []cryptoIssue {
	var out []cryptoIssue
	for i, c := range chain {
		if e.anchorAt(ctx, roleAt(i), c, e.now) {
			break
		}
		if x := e.certificateIssue(ctx, chain, i, at); x != nil {
			out = append(out, *x)
		}
	}
	return out
}

// certificateIssue examines the signature of one certificate of the chain, made with its issuer's key.
func (e *evaluation) certificateIssue(ctx policy.Context, chain []*ades.Certificate, i int, at time.Time) *cryptoIssue {
	c := chain[i]
	var key *sigalg.PublicKey
	switch {
	case i+1 < len(chain):
		key = chain[i+1].X509().PublicKey
	case c.X509().SelfSigned():
		key = c.X509().PublicKey
	}
	x := e.signatureIssue(e.pol.CertSuite(ctx, roleAt(i)), c.X509().SignatureAlgorithm, key, at)
	if x != nil {
		x.part, x.about, x.id = partChain, "certificate "+c.Subject(), c.ID()
	}
	return x
}

// revocationIssues examines a revocation datum: its signature and its chain.
func (e *evaluation) revocationIssues(id ades.ID, at time.Time) []cryptoIssue {
	t := e.revocation(id)
	if t == nil {
		return nil
	}
	var out []cryptoIssue
	var key *sigalg.PublicKey
	if t.signer != nil {
		key = t.signer.X509().PublicKey
	}
	if i := e.signatureIssue(e.pol.Suite(policy.Revocation), t.algorithm(), key, at); i != nil {
		i.part, i.about, i.id = partRevocation, "revocation data", id
		out = append(out, *i)
	}
	for _, i := range e.chainIssues(policy.Revocation, t.chain, at) {
		i.part = partRevocation
		out = append(out, i)
	}
	return out
}

// crypto records the issues of a step and reports whether the block goes on.
func (s *steps) crypto(issues []cryptoIssue) bool {
	if s.indication.Main() != ades.None {
		return false
	}
	d := stepTexts[stepCrypto]
	if len(issues) == 0 {
		s.findings = append(s.findings, Finding{Check: d.check, Key: d.key, Clause: d.clause, Level: policy.LevelFail, Outcome: Held, Text: d.question})
	}
	for _, i := range issues {
		s.findings = append(s.findings, Finding{Check: d.check, Key: d.key, Clause: d.clause, Level: i.level, Outcome: NotMet,
			Text: d.question + " " + i.about + ": " + i.text, Remedy: d.remedy, About: i.id})
	}
	if deciding(issues) == nil {
		return true
	}
	s.indication = ades.CryptoConstraintsFailureNoPOE.Indication()
	return false
}
