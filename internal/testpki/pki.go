// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package testpki makes test data: certificates from a declarative description, CRLs, OCSP responses, time-stamps,
// CAdES, XAdES and PAdES signatures of levels B to LTA, and signed trusted lists (TS 119 612).
//
// Every byte is reproducible: the keys are committed, signatures are deterministic, and times and serial numbers are
// fixed or derived from names. Negative variants are recipes that say what is wrong, not files that were edited.
//
// It is for tests and for the generator in gen; nothing of the library depends on it.
package testpki

import (
	"crypto"
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

// CertSpec describes one certificate.
type CertSpec struct {
	ID      string // its name in the PKI
	Subject string // "C=XA, O=Example, CN=Example Root"; no escapes
	Issuer  string // the issuer's ID; empty: self-signed
	Key     string // name of a committed key
	From    time.Time
	To      time.Time
	Profile Profile
	Hash    string // of the issuer's signature; empty: SHA256

	Policies        []string
	QC              *QC
	KeyUsage        []int    // bits of RFC 5280 4.2.1.3, instead of the profile's
	NoKeyUsage      bool     //
	ExtKeyUsage     []string // OIDs, instead of the profile's
	NoExtKeyUsage   bool
	EKUNotCritical  bool // the time-stamping purpose is marked not critical
	NoBasic         bool // no basic constraints
	PathLen         int  // path length constraint, plus one; 0: none
	PermittedDNS    []string
	ExcludedCountry string     // excluded subtree: directory name with this country
	PermittedOrg    string     // permitted subtree: directory name with this organisation
	NoURLs          bool       // no CRL distribution point and no authority information access
	At              *Locations `json:",omitempty"` // instead of the addresses made from the issuer's ID
	CRLPoints       []CRLPoint `json:",omitempty"` // instead of the one made from the issuer\'s ID
	NoCheck         bool       // id-pkix-ocsp-nocheck
	ValidityAssured bool       // short-term certificate whose validity is assured (EN 319 412-1)
	NoRevAvail      bool       // RFC 9608
	AltEmail        string
	AltOther        []OtherName
	Critical        string // OID of an unknown critical extension to add
	WrongSignature  bool   // the issuer's signature does not verify
	Serial          int64  // instead of one made from the PKI's name and the ID; 0: none
}

// CRLPoint is one distribution point of a certificate (RFC 5280 4.2.1.13).
type CRLPoint struct {
	URL     string `json:",omitempty"`
	Reasons []int  `json:",omitempty"` // bits of ReasonFlags; none: all reasons
	Issuer  string `json:",omitempty"` // ID of the cRLIssuer; empty: the certificate's issuer
}

// Locations are the addresses in a certificate, instead of those that the PKI makes up.
type Locations struct{ CRLs, OCSPs, Issuers []string }

// OtherName is one otherName of a subject alternative name: OID and UTF-8 text.
type OtherName struct{ OID, Text string }

// QC are the QcStatements of EN 319 412-5.
type QC struct {
	Compliance  bool
	QSCD        bool
	Types       []string // "esign", "eseal", "web"
	Legislation []string
	PDS         string
}

// Profile is the kind of a certificate: it sets key usages and the like.
type Profile string

// The profiles.
const (
	ProfileCA     Profile = "ca"
	ProfileSigner Profile = "signer" // natural person: content commitment
	ProfileSeal   Profile = "seal"   // legal person: digital signature and content commitment
	ProfileTSA    Profile = "tsa"
	ProfileOCSP   Profile = "ocsp"
	ProfileList   Profile = "list" // signs trusted lists
)

// Revocation is one revocation event.
type Revocation struct {
	ID     string
	At     time.Time
	Reason int       // CRLReason; -1: none stated
	Until  time.Time // end of a suspension; zero: none
}

// Spec describes a PKI.
type Spec struct {
	Name        string
	Certs       []CertSpec // issuers before those they issue
	Revocations []Revocation
	Responders  map[string]string // issuer → ID of its OCSP responder; absent: the issuer answers itself
}

// Cert is a certificate that was made.
type Cert struct {
	CertSpec
	DER    []byte
	signer crypto.Signer
	issuer *Cert // itself if self-signed
	name   []byte
	serial *big.Int
}

// PKI is a PKI that was made from its description.
type PKI struct {
	Spec
	byID map[string]*Cert
}

// Root returns the module's root folder, found by walking up from the working directory.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("no go.mod above the working directory")
		}
		dir = up
	}
}

// RepositoryKeys loads the committed keys from testdata/keys.
func RepositoryKeys() (Keys, error) {
	root, err := Root()
	if err != nil {
		return nil, err
	}
	return LoadKeys(filepath.Join(root, "testdata", "keys"))
}

// Repository makes a PKI with the committed keys.
func Repository(spec Spec) (*PKI, error) {
	keys, err := RepositoryKeys()
	if err != nil {
		return nil, err
	}
	return New(spec, keys)
}

// New makes the certificates of a PKI.
func New(spec Spec, keys Keys) (*PKI, error) {
	p := &PKI{Spec: spec, byID: map[string]*Cert{}}
	for _, cs := range spec.Certs {
		c := &Cert{CertSpec: cs, signer: keys[cs.Key], name: nameDER(cs.Subject)}
		if c.signer == nil {
			return nil, fmt.Errorf("pki %s: certificate %s: no key %q", spec.Name, cs.ID, cs.Key)
		}
		c.issuer = c
		if cs.Issuer != "" {
			if c.issuer = p.byID[cs.Issuer]; c.issuer == nil {
				return nil, fmt.Errorf("pki %s: certificate %s: issuer %q is not above it", spec.Name, cs.ID, cs.Issuer)
			}
		}
		sum := sha256.Sum256([]byte(spec.Name + "/" + cs.ID))
		sum[0] = sum[0]&0x3f | 0x40
		c.serial = new(big.Int).SetBytes(sum[:8])
		if cs.Serial != 0 {
			c.serial = big.NewInt(cs.Serial)
		}
		if err := p.issue(c); err != nil {
			return nil, fmt.Errorf("pki %s: certificate %s: %w", spec.Name, cs.ID, err)
		}
		if p.byID[cs.ID] != nil {
			return nil, fmt.Errorf("pki %s: certificate %s is there twice", spec.Name, cs.ID)
		}
		p.byID[cs.ID] = c
	}
	return p, nil
}

// Cert returns the certificate with that ID, or nil.
func (p *PKI) Cert(id string) *Cert { return p.byID[id] }

// need returns the certificate with that ID, or an error that names it.
func (p *PKI) need(id string) (*Cert, error) {
	if c := p.byID[id]; c != nil {
		return c, nil
	}
	return nil, fmt.Errorf("pki %s: no certificate %q", p.Name, id)
}

// Chain is the certificate with that ID and those above it, root last.
func (p *PKI) Chain(id string) []*Cert {
	var out []*Cert
	for c := p.byID[id]; c != nil; c = c.issuer {
		out = append(out, c)
		if c.issuer == c {
			break
		}
	}
	return out
}

// SelfSigned reports whether the certificate is its own issuer.
func (c *Cert) SelfSigned() bool { return c.issuer == c }

// keyID is the SHA-1 of the subjectPublicKey bits (RFC 5280 4.2.1.2 method 1).
func (c *Cert) keyID() []byte {
	s := sha1.Sum(publicKeyBits(c.signer))
	return s[:]
}
