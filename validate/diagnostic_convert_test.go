// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"cmp"
	stdpkix "crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
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

// references are the entries of the signing-certificate attributes.
func (c *converter) references(f diagFoundCertificates) []ades.CertRef {
	var out []ades.CertRef
	for _, found := range append(slices.Clone(f.Related), f.Orphan...) {
		for _, r := range found.Refs {
			if r.Origin != "SIGNING_CERTIFICATE" {
				continue
			}
			var ref ades.CertRef
			cert := c.ev.Pool.Certificate(ades.ID(found.Certificate))
			ref.Algorithm = hashName(r.Digest.Method)
			ref.Value, _ = base64.StdEncoding.DecodeString(r.Digest.Value)
			if cert != nil && r.Digest.Match == "true" {
				ref.Value = ref.Algorithm.Sum(cert.Raw())
			}
			if r.IssuerSerial.Value != "" {
				ref.Issuer, ref.Serial = []byte("another"), []byte{1}
				if cert != nil && r.IssuerSerial.Match == "true" {
					ref.Issuer, ref.Serial = cert.X509().Issuer.Raw, append([]byte{0}, cert.Serial().Bytes()...)
				}
			}
			out = append(out, ref)
		}
	}
	return out
}

func (c *converter) document() {
	stamps := map[string]*ades.Timestamp{}
	for i := range c.in.Timestamps {
		stamps[c.in.Timestamps[i].ID] = c.stamp(&c.in.Timestamps[i])
	}
	used := map[string]bool{}
	for i := range c.in.Signatures {
		d := &c.in.Signatures[i]
		s := c.signature(d)
		for _, f := range d.Stamps {
			if t := stamps[f.Timestamp]; t != nil {
				s.Timestamps = append(s.Timestamps, t)
				used[f.Timestamp] = true
			}
		}
		c.ev.Document.Signatures = append(c.ev.Document.Signatures, s)
		c.ev.Document.Format = s.Format
	}
	for _, d := range c.in.Timestamps {
		if !used[d.ID] || d.Type == "DOCUMENT_TIMESTAMP" {
			c.ev.Document.Timestamps = append(c.ev.Document.Timestamps, stamps[d.ID])
		}
	}
}

func (c *converter) signature(d *diagSignature) *ades.Signature {
	level := strings.ReplaceAll(d.SignatureFormat, "_", "-")
	s := &ades.Signature{ID: ades.ID(d.ID), Format: ades.Format(strings.SplitN(level, "-", 2)[0]), Level: ades.Level(level), Algorithm: algorithm(d.Basic),
		Signer: ades.ID(d.Signer.Certificate), Intact: d.Basic.Intact, Duplicate: d.Duplicated}
	if c.ev.Pool.Certificate(s.Signer) == nil {
		s.Signer = ""
	}
	if d.Parent != nil {
		s.Parent = ades.ID(d.Parent.Id)
	} else {
		s.Parent = ades.ID(d.ParentAttribute)
	}
	for i := range d.Matchers {
		s.References = append(s.References, reference(&d.Matchers[i]))
	}
	a := &s.Attributes
	a.SigningTime, a.MessageDigestOrProperties, a.ContentType, a.MimeType = value(d.ClaimedTime), s.Format == "JAdES", d.ContentType, d.MimeType
	for _, r := range s.References {
		if r.Kind == ades.RefMessageDigest || r.Kind == ades.RefSignedProperties {
			a.MessageDigestOrProperties = true
		}
	}
	a.CertRefs = c.references(d.Certs)
	a.CertRefAttributes = min(1, len(a.CertRefs))
	if d.Structure != nil && !d.Structure.Valid {
		s.Problems = append(s.Problems, ades.Problem{Where: "signature", Text: "not valid against its schema", Structural: true})
	}
	for _, x := range d.Scopes {
		s.Scopes = append(s.Scopes, ades.Scope{Kind: x.Scope, Name: x.Name, Data: ades.ID(x.Data)})
	}
	if p := d.Policy; p != nil {
		sp := &ades.SignaturePolicy{ID: p.ID, Implied: p.ID == "IMPLICIT_POLICY", URL: p.URL, StorePresent: d.PolicyStore != nil, Problem: p.Error}
		if p.Identified {
			sp.Document = []byte("policy")
		}
		if p.Digest != nil {
			sp.ZeroHash = p.Digest.Zero
			sp.Hash = ades.Digest{Algorithm: hashName(p.Digest.Method), Value: []byte{1}}
			sp.Computed = []byte{2}
			if p.Digest.Match == "true" {
				sp.Computed = []byte{1}
			}
		}
		a.Policy = sp
	}
	s.PDF = revision(d.PDF)
	if s.PDF != nil {
		s.PDF.SignerInfos = len(d.SignerInfos)
		if s.PDF.SignerInfos == 0 { // older files do not tell
			s.PDF.SignerInfos = 1
		}
	}
	return s
}

func reference(m *diagMatcher) *ades.Reference {
	r := &ades.Reference{Kind: ades.ReferenceKind(m.Type), Name: m.ID, URI: m.URI, Algorithm: hashName(m.Method), Found: m.Found, Duplicated: m.Duplicated, DocumentName: m.DocumentName}
	r.Want = []byte{1}
	if m.Intact {
		r.Got = []byte{1}
	} else if m.Found {
		r.Got = []byte{2}
	}
	return r
}

func revision(r *diagRevision) *ades.PDFFacts {
	if r == nil {
		return nil
	}
	f := &ades.PDFFacts{SubFilter: r.Dictionary.SubFilter, Filter: r.Dictionary.Filter, Type: r.Dictionary.Type, ByteRangeValid: r.Dictionary.Range.Valid,
		CoversWholeFile: true, DictionaryConsistent: r.Dictionary.Consistent, PagesSigned: -1, PagesFinal: -1}
	for _, x := range r.Fields {
		f.Fields = append(f.Fields, x.Name)
		f.Field = f.Fields[0]
	}
	if r.Dictionary.DocMDP != nil {
		f.Permission = map[string]int{"NO_CHANGE_PERMITTED": 1, "MINIMAL_CHANGES_PERMITTED": 2, "CHANGES_PERMITTED": 3}[r.Dictionary.DocMDP.Permissions]
		f.Certification = true
	}
	if m := r.Changes; m != nil {
		for _, p := range m.Overlaps {
			f.AnnotationOverlaps = append(f.AnnotationOverlaps, p.Page)
		}
		for _, p := range m.Visual {
			f.VisualDifferences = append(f.VisualDifferences, p.Page)
		}
		add := func(list []diagChange, k ades.PDFChangeKind) {
			for _, x := range list {
				f.Changes = append(f.Changes, ades.PDFChange{Kind: k, Object: x.Object, Field: x.Field, Action: x.Action})
			}
		}
		add(m.Objects.Extension, ades.ChangeExtension)
		add(m.Objects.Form, ades.ChangeFormFill)
		add(m.Objects.Annotation, ades.ChangeAnnotation)
		add(m.Objects.Undefined, ades.ChangeUndefined)
	}
	return f
}

func stampKind(kind string) ades.TimestampKind {
	switch {
	case strings.Contains(kind, "DATA_OBJECTS"), kind == "CONTENT_TIMESTAMP":
		return ades.TSContent
	case kind == "SIGNATURE_TIMESTAMP":
		return ades.TSSignature
	case kind == "VRI_TIMESTAMP":
		return ades.TSVRI
	case strings.HasPrefix(kind, "VALIDATION_DATA"):
		return ades.TSRefs
	case kind == "DOCUMENT_TIMESTAMP":
		return ades.TSDocument
	}
	return ades.TSArchive
}

func (c *converter) stamp(d *diagTimestamp) *ades.Timestamp {
	t := &ades.Timestamp{ID: ades.ID(d.ID), Kind: stampKind(d.Type), Subtype: d.Type, ArchiveType: d.ArchiveType, GenTime: d.Time, Imprint: []byte{1}, Found: true,
		Algorithm: algorithm(d.Basic), Signer: ades.ID(d.Signer.Certificate), Intact: d.Basic.Intact, CertRefs: c.references(d.Certs)}
	signer := c.ev.Pool.Certificate(t.Signer)
	if signer == nil {
		t.Signer = ""
	}
	intact := false
	for i := range d.Matchers {
		m := &d.Matchers[i]
		if m.Type != "MESSAGE_IMPRINT" && m.Type != "" {
			t.References = append(t.References, reference(m))
			continue
		}
		t.ImprintAlgorithm = hashName(m.Method)
		t.Found = m.Found
		intact = m.Intact
	}
	if intact {
		t.Computed = [][]byte{{1}}
	} else {
		t.Computed = [][]byte{{2}}
	}
	if d.TSAName != nil && signer != nil {
		t.TSAName = []byte("another")
		if d.TSAName.Match {
			t.TSAName = signer.X509().Subject.Raw
		}
	}
	for _, x := range d.Covers {
		t.Covers = append(t.Covers, ades.ID(x.Token))
	}
	t.PDF = revision(d.PDF)
	return t
}
