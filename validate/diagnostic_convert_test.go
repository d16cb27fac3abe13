// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"cmp"
	stdpkix "crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/internal/crl"
	"github.com/mitome-project/mitome/internal/ocsp"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// converter makes evidence of a file of facts. Certificates have no bytes there: their ids stand for them.
type converter struct {
	in    *diagnosticData
	ev    *validate.Evidence
	names map[string]pkix.Name
	certs map[string]*diagCertificate
	revs  map[string]*diagRevocation
	bits  map[string]string // size of the key with which a certificate's holder signed, which the files tell of each token
	store trust.Builder
}

func convert(d *diagnosticData) (*validate.Evidence, *trust.Store) {
	c := &converter{in: d, names: map[string]pkix.Name{}, certs: map[string]*diagCertificate{}, revs: map[string]*diagRevocation{}, bits: map[string]string{}}
	for _, x := range d.Signatures {
		c.bits[x.Signer.Certificate] = x.Basic.Bits
	}
	c.ev = &validate.Evidence{Document: &ades.Document{Name: d.DocumentName}, Pool: &ades.Pool{}, Issuers: map[ades.ID][]ades.ID{},
		Statuses: map[ades.ID][]*rac.Status{}, RevocationSigners: map[ades.ID]validate.RevocationSigner{}, Time: d.ValidationDate}
	for i := range d.Certificates {
		c.certs[d.Certificates[i].ID] = &d.Certificates[i]
	}
	for _, x := range d.Certificates { // subjects first: they have more to tell than the issuers
		c.name(x.Subject, x.Country, x.CN, x.Pseudonym)
	}
	for i := range d.Certificates {
		c.certificate(&d.Certificates[i])
	}
	for i := range d.Revocations {
		c.revs[d.Revocations[i].ID] = &d.Revocations[i]
		c.revocation(&d.Revocations[i])
	}
	for i := range d.Certificates {
		c.statuses(&d.Certificates[i])
	}
	c.document()
	return c.ev, c.store.Build(time.Time{})
}

func value(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// hashName is the digest's name as mitome spells it.
func hashName(s string) sigalg.Hash { return sigalg.Hash(strings.ReplaceAll(s, "SHA3_", "SHA3-")) }

func algorithm(b diagBasic) sigalg.Algorithm {
	a := sigalg.Algorithm{Scheme: sigalg.Scheme(b.Encryption), Hash: hashName(b.Digest)}
	switch strings.ToUpper(b.Encryption) {
	case "EDDSA", "ED25519", "X25519":
		a.Scheme = sigalg.Ed25519
	case "ED448":
		a.Scheme = sigalg.Ed448
	}
	return a
}

// name makes a name of the canonical form, so that equal ones are equal.
func (c *converter) name(list []diagName, country, cn, pseudonym string) pkix.Name {
	canonical := ""
	for _, n := range list {
		if n.Format == "CANONICAL" || canonical == "" {
			canonical = n.Value
		}
	}
	key := strings.ToLower(canonical)
	if n, ok := c.names[key]; ok {
		return n
	}
	var seq stdpkix.RDNSequence
	add := func(oid asn1.ObjectIdentifier, v string) {
		if v != "" {
			seq = append(seq, stdpkix.RelativeDistinguishedNameSET{{Type: oid, Value: v}})
		}
	}
	add(asn1.ObjectIdentifier{2, 5, 4, 13}, key) // the whole as a description
	add(asn1.ObjectIdentifier{2, 5, 4, 6}, country)
	add(asn1.ObjectIdentifier{2, 5, 4, 3}, cn)
	add(asn1.ObjectIdentifier{2, 5, 4, 65}, pseudonym)
	der, err := asn1.Marshal(seq)
	if err != nil {
		panic(err)
	}
	n, err := pkix.ParseName(der)
	if err != nil {
		panic(err)
	}
	c.names[key] = n
	return n
}

func (c *converter) certificate(d *diagCertificate) {
	x := pkix.Certificate{Raw: []byte(d.ID), RawSPKI: []byte("key of " + d.ID), Version: 3, PathLen: -1, InhibitAnyPolicy: -1,
		Subject: c.name(d.Subject, d.Country, d.CN, d.Pseudonym), NotBefore: d.NotBefore, NotAfter: d.NotAfter,
		SignatureAlgorithm: algorithm(d.Basic), PublicKey: &sigalg.PublicKey{Kind: d.KeyKind, SPKI: []byte("key of " + d.ID)}}
	x.Issuer = c.name(d.Issuer, "", "", "")
	if by := c.certs[d.By.Certificate]; by != nil && by != d {
		if x.Issuer = c.name(by.Subject, "", "", ""); !d.IssuerKey.Subject {
			x.Issuer = c.name([]diagName{{Value: "another name than " + by.ID}}, "", "", "")
		}
	}
	x.PublicKey.Bits, _ = strconv.Atoi(cmp.Or(c.bits[d.ID], d.Bits))
	x.Serial, _ = new(big.Int).SetString(cmp.Or(d.Serial, "0"), 10)
	e := &d.Extensions
	if e.Basic != nil {
		x.HasBasic, x.IsCA = true, e.Basic.CA
		if e.Basic.PathLen != nil {
			x.PathLen = *e.Basic.PathLen
		}
	}
	if e.KeyUsages != nil {
		x.HasKeyUsage = true
		for _, b := range e.KeyUsages.Bits {
			if n := trust.KeyUsageNumber(b); n >= 0 {
				x.KeyUsage |= 1 << n
			}
		}
	}
	x.ExtKeyUsage, x.OCSPURLs, x.IssuerURLs = e.ExtKeyUsages.OIDs, e.AIA.OCSP, e.AIA.Issuers
	for _, p := range e.Policies.OIDs {
		x.Policies = append(x.Policies, pkix.Policy{OID: p})
	}
	if len(e.CRL.URLs) > 0 {
		x.CRLPoints = []pkix.DistributionPoint{{URLs: e.CRL.URLs}}
	}
	x.OCSPNoCheck, x.NoRevAvail, x.ValidityAssured = e.NoCheck.Present, e.NoRevAvail.Present, e.Short.Present
	if e.NoCheck.Present {
		x.Extensions = append(x.Extensions, pkix.Extension{OID: "1.3.6.1.5.5.7.48.1.5"})
	}
	if e.NoRevAvail.Present {
		x.Extensions = append(x.Extensions, pkix.Extension{OID: "2.5.29.56"})
	}
	if e.Short.Present {
		x.Extensions = append(x.Extensions, pkix.Extension{OID: "0.4.0.194121.2.1"})
	}
	for _, o := range e.Other {
		if o.OID != "" {
			x.Extensions = append(x.Extensions, pkix.Extension{OID: o.OID, Critical: o.Critical})
		}
	}
	if e.QC != nil {
		x.QC = &pkix.QCStatements{Compliance: e.QC.Compliance.Present, SSCD: e.QC.SSCD.Present, Types: e.QC.Types, Retention: -1}
	}
	cert := ades.DescribedCertificate(ades.ID(d.ID), pkix.Described(x, d.SelfSigned))
	c.ev.Pool.Certificates = append(c.ev.Pool.Certificates, cert)
	c.ev.Pool.Index(cert)
	if d.By.Certificate != "" && d.By.Certificate != d.ID && c.certs[d.By.Certificate] != nil {
		c.ev.Issuers[cert.ID()] = []ades.ID{ades.ID(d.By.Certificate)}
	}
	c.anchor(d, cert)
}

// anchor adds a trusted certificate to the store, with its window of trust and the dates of its services that count.
func (c *converter) anchor(d *diagCertificate, cert *ades.Certificate) {
	if !d.Trusted.Value {
		return
	}
	if d.Trusted.Sunset == nil {
		c.store.AddCertificate(cert)
	} else {
		c.store.AddService(&trust.Service{Scheme: "EU", Periods: []trust.Period{{From: value(d.Trusted.Start), To: *d.Trusted.Sunset,
			Status: trust.StatusPrefix + "granted"}}}, "window "+d.ID, []*ades.Certificate{cert})
	}
	var periods []trust.Period
	for _, other := range c.in.Certificates {
		for _, s := range other.Services {
			if s.ExpiredCerts == nil || s.Identity != "" && s.Identity != d.ID {
				continue
			}
			periods = append(periods, trust.Period{From: s.StartDate, To: value(s.EndDate), Type: s.ServiceType, Status: s.Status, ExpiredCertsRevocation: *s.ExpiredCerts})
		}
	}
	if len(periods) > 0 {
		c.store.AddService(&trust.Service{Scheme: "EU", Type: periods[0].Type, Periods: periods}, "services "+d.ID, []*ades.Certificate{cert})
	}
}

func (c *converter) revocation(d *diagRevocation) {
	var l *crl.List
	var o *ocsp.Response
	if d.Type == "CRL" {
		l = &crl.List{Version: 2, ThisUpdate: d.ThisUpdate, NextUpdate: value(d.NextUpdate), SignatureAlgorithm: algorithm(d.Basic), ExpiredCertsOnCRL: value(d.ExpiredCerts)}
	} else {
		o = &ocsp.Response{ProducedAt: d.ProductionDate, SignatureAlgorithm: algorithm(d.Basic)}
	}
	r := ades.DescribedRevocation(ades.ID(d.ID), l, o)
	c.ev.Pool.Revocations = append(c.ev.Pool.Revocations, r)
	c.ev.Pool.IndexRevocation(r)
	c.ev.RevocationSigners[r.ID()] = validate.RevocationSigner{Signer: ades.ID(d.Signer.Certificate), Intact: d.Basic.Intact && d.Basic.Valid}
}

// designates reports whether the response names its signer.
func (d *diagRevocation) designates() bool {
	return slices.ContainsFunc(d.Certs.Related, func(f diagFound) bool {
		return f.Certificate == d.Signer.Certificate && slices.ContainsFunc(f.Refs, func(r diagCertRef) bool { return r.Origin == "SIGNING_CERTIFICATE" })
	})
}

func (c *converter) statuses(d *diagCertificate) {
	reasons := []string{"unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation", "certificateHold", "", "removeFromCRL"}
	for _, s := range d.Statuses {
		r := c.revs[s.Revocation]
		if r == nil {
			continue
		}
		st := &rac.Status{Certificate: ades.ID(d.ID), Revocation: ades.ID(r.ID), OCSP: r.Type != "CRL", Signer: ades.ID(r.Signer.Certificate),
			Intact: r.Basic.Intact && r.Basic.Valid, Revoked: s.Status == "REVOKED", Unknown: s.Status == "UNKNOWN", RevokedAt: value(s.RevocationDate),
			Reason:     slices.IndexFunc(reasons, func(n string) bool { return n != "" && strings.EqualFold(n, s.Reason) }),
			ThisUpdate: r.ThisUpdate, NextUpdate: value(r.NextUpdate), ProducedAt: r.ProductionDate, KeepsFrom: value(r.ExpiredCerts),
			HashPresent: r.HashPresent, HashMatch: r.HashMatch, ResponderMatch: r.designates()}
		if r.ArchiveCutOff != nil {
			st.KeepsFrom = *r.ArchiveCutOff
		}
		c.ev.Statuses[ades.ID(d.ID)] = append(c.ev.Statuses[ades.ID(d.ID)], st)
	}
}
