// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/validate"
)

// attributes is TS 119 102-2 v1.4.1 annex A. Signed attributes are marked as such only if the signature is mathematically intact.
func (e *etsi) attributes(s *validate.Signature) {
	sg := s.Signature
	a := &attributeWriter{etsi: e, s: sg}
	if sg.Intact && !slices.ContainsFunc(sg.References, func(r *ades.Reference) bool { return !r.Intact() }) {
		a.signed = []attribute{{"Signed", "true"}}
	}
	a.signedAttributes()
	a.unsignedAttributes()
	a.pdf()
	if a.end != nil {
		a.end()
	}
}

// attributeWriter writes the attributes of one signature; it opens the container with the first of them.
type attributeWriter struct {
	*etsi
	s      *ades.Signature
	signed []attribute
	end    func()
}

// begin opens the container if need be, and an attribute in it.
func (a *attributeWriter) begin(name string, attrs ...attribute) func() {
	if a.end == nil {
		a.end = a.open("SignatureAttributes")
	}
	return a.open(name, attrs...)
}

func (a *attributeWriter) signedAttributes() {
	at := &a.s.Attributes
	if t := xmlTime(at.SigningTime); t != "" {
		end := a.begin("SigningTime", a.signed...)
		a.text("Time", t)
		end()
	}
	if len(at.CertRefs) > 0 {
		a.certificateRefs("SigningCertificate", at.CertRefs, a.signed)
	}
	a.dataObjectFormat()
	for _, c := range at.Commitments {
		end := a.begin("CommitmentTypeIndication", a.signed...)
		a.text("CommitmentTypeIdentifier", anyURI(c))
		end()
	}
	a.stamps("AllDataObjectsTimeStamp", a.signed, "CONTENT_TIMESTAMP", "ALL_DATA_OBJECTS_TIMESTAMP")
	a.stamps("IndividualDataObjectsTimeStamp", a.signed, "INDIVIDUAL_DATA_OBJECTS_TIMESTAMP")
	if p := at.Policy; p != nil && !p.Implied && p.ID != "" {
		end := a.begin("SigPolicyIdentifier", a.signed...)
		a.text("SigPolicyId", anyURI(p.ID))
		end()
	}
	if place := placeOf(at); len(place) > 0 {
		end := a.begin("SignatureProductionPlace", a.signed...)
		for _, line := range place {
			a.text("AddressString", line)
		}
		end()
	}
	a.roles()
}

func (a *attributeWriter) dataObjectFormat() {
	content, mime := a.s.Attributes.ContentType, a.s.Attributes.MimeType
	if content != "" && !isOID(content) && strings.Contains(content, "/") && !strings.Contains(content, ":") {
		if mime == "" {
			mime = content
		}
		content = ""
	}
	if content == "" && mime == "" {
		return
	}
	defer a.begin("DataObjectFormat", a.signed...)()
	if content != "" {
		a.text("ContentType", anyURI(content))
	}
	a.optional("MimeType", mime)
}

// placeOf is the claimed place of signing, line by line.
func placeOf(at *ades.Attributes) []string {
	var out []string
	add := func(lines ...string) {
		for _, l := range lines {
			if l != "" {
				out = append(out, l)
			}
		}
	}
	add(at.Location)
	if l := at.SignerLocation; l != nil {
		add(l.Country, l.State, l.Locality, l.Street)
		add(l.Address...)
		add(l.PostalCode)
	}
	return out
}

func (a *attributeWriter) roles() {
	at := &a.s.Attributes
	if len(at.ClaimedRoles)+len(at.CertifiedRoles)+at.SignedAssertions == 0 {
		return
	}
	defer a.begin("SignerRole", a.signed...)()
	role := func(text, kind string) {
		end := a.open("RoleDetails")
		a.text("Role", text)
		a.text("EndorsementType", kind)
		end()
	}
	for _, r := range at.ClaimedRoles {
		role(r, "claimed")
	}
	for _, id := range at.CertifiedRoles {
		role("attribute certificate "+string(id), "certified")
	}
	for i := range at.SignedAssertions {
		role("signed assertion "+strconv.Itoa(i+1), "signed")
	}
}

func (a *attributeWriter) unsignedAttributes() {
	at := &a.s.Attributes
	for _, o := range a.r.Document.Signatures {
		if o.Parent == a.s.ID && a.s.ID != "" {
			end := a.begin("CounterSignature")
			a.ref("AttributeObject", o.ID)
			a.signatureReference("CounterSignature", o)
			end()
		}
	}
	a.stamps("SignatureTimeStamp", nil, "SIGNATURE_TIMESTAMP")
	if len(at.CertificateRefs) > 0 {
		a.certificateRefs("CompleteCertificateRefs", at.CertificateRefs, nil)
	}
	a.revocationRefs()
	a.stamps("SigAndRefsTimeStamp", nil, "VALIDATION_DATA_TIMESTAMP")
	a.stamps("RefsOnlyTimeStamp", nil, "VALIDATION_DATA_REFSONLY_TIMESTAMP")
	a.values("CertificateValues", "CERTIFICATE_VALUES", "ANY_VALIDATION_DATA")
	a.values("RevocationValues", "REVOCATION_VALUES", "ANY_VALIDATION_DATA", "ADBE_REVOCATION_INFO_ARCHIVAL", "LONG_TERM_VALIDATION")
	a.values("AttrAuthoritiesCertValues", "ATTR_AUTHORITIES_CERT_VALUES")
	a.values("AttributeRevocationValues", "ATTRIBUTE_REVOCATION_VALUES")
	a.values("TimeStampValidationData", "TIMESTAMP_VALIDATION_DATA")
	a.stamps("ArchiveTimeStamp", nil, "ARCHIVE_TIMESTAMP")
	for _, r := range a.s.References {
		if r.Kind == ades.RefMessageDigest && len(r.Want) > 0 {
			end := a.begin("MessageDigest", a.signed...)
			a.base64("Digest", r.Want)
			end()
		}
	}
}

// certificateRefs writes references to certificates: to the object where the report holds the certificate, as a CertID otherwise.
func (a *attributeWriter) certificateRefs(name string, refs []ades.CertRef, attrs []attribute) {
	defer a.begin(name, attrs...)()
	var open []ades.CertRef
	for _, r := range refs {
		if id := a.byDigest(r.Digest); strings.HasPrefix(string(id), "C-") {
			a.ref("AttributeObject", id)
		} else if len(r.Value) > 0 {
			open = append(open, r)
		}
	}
	for _, r := range open {
		end := a.open("CertID")
		a.digestParts(r.Algorithm, r.Value)
		end()
	}
}

func (a *attributeWriter) revocationRefs() {
	if len(a.s.Attributes.RevocationRefs) == 0 {
		return
	}
	defer a.begin("CompleteRevocationRefs")()
	var open []ades.Digest
	for _, d := range a.s.Attributes.RevocationRefs {
		if id := a.byDigest(d); strings.HasPrefix(string(id), "R-") {
			a.ref("AttributeObject", id)
		} else if len(d.Value) > 0 {
			open = append(open, d)
		}
	}
	for _, d := range open {
		end := a.open("CRLID")
		a.digestParts(d.Algorithm, d.Value)
		end()
	}
}

// byDigest finds a certificate or revocation datum of the report by a digest of it.
func (e *etsi) byDigest(d ades.Digest) ades.ID {
	if e.digests[d.Algorithm] == nil {
		m := map[string]ades.ID{}
		for _, o := range e.list {
			if len(o.raw) > 0 && o.kind != "timestamp" {
				if s := d.Algorithm.Sum(o.raw); s != nil {
					m[string(s)] = o.id
				}
			}
		}
		e.digests[d.Algorithm] = m
	}
	return e.digests[d.Algorithm][string(d.Value)]
}

// stamps writes one attribute a time-stamp of these forms.
func (a *attributeWriter) stamps(name string, attrs []attribute, subtypes ...string) {
	for _, t := range a.s.Timestamps {
		at := xmlTime(t.GenTime)
		if slices.Contains(subtypes, t.Subtype) && at != "" {
			end := a.begin(name, attrs...)
			a.ref("AttributeObject", t.ID)
			a.text("TimeStampValue", at)
			end()
		}
	}
}

// values writes an attribute that holds certificates or revocation data.
func (a *attributeWriter) values(name string, where ...string) {
	ids := a.from(a.s.ID, where...)
	ids = slices.DeleteFunc(ids, func(id ades.ID) bool {
		return name == "CertificateValues" && id[0] != 'C' || name == "RevocationValues" && id[0] != 'R'
	})
	if len(ids) == 0 {
		return
	}
	defer a.begin(name)()
	a.ref("AttributeObject", ids...)
}

// from lists the certificates and revocation data of the document that were found at one of the places; in: within that
// signature, empty: anywhere.
func (e *etsi) from(in ades.ID, where ...string) []ades.ID {
	var out []ades.ID
	found := func(list []ades.Origin) bool {
		return slices.ContainsFunc(list, func(o ades.Origin) bool {
			return (in == "" || o.In == in) && slices.Contains(where, o.Where)
		})
	}
	for _, c := range e.r.Document.Pool.Certificates {
		if found(c.Origins) {
			out = append(out, c.ID())
		}
	}
	for _, r := range e.r.Document.Pool.Revocations {
		if found(r.Origins) {
			out = append(out, r.ID())
		}
	}
	return out
}

func (a *attributeWriter) pdf() {
	f := a.s.PDF
	if f == nil {
		return
	}
	a.dictionary("DSS", "", "DSS_DICTIONARY")
	a.dictionary("VRI", a.s.ID, "VRI_DICTIONARY")
	a.stamps("DocTimeStamp", nil, "DOCUMENT_TIMESTAMP")
	string1 := func(name, element, value string) {
		if value != "" {
			end := a.begin(name, a.signed...)
			a.text(element, value)
			end()
		}
	}
	string1("Reason", "ReasonElement", a.s.Attributes.Reason)
	string1("ContactInfo", "ContactInfoElement", a.s.Attributes.ContactInfo)
	string1("SubFilter", "SubFilterElement", f.SubFilter)
	if len(f.ByteRange) > 0 {
		var list []string
		for _, n := range f.ByteRange {
			list = append(list, strconv.FormatInt(n, 10))
		}
		if a.end == nil {
			a.end = a.open("SignatureAttributes")
		}
		a.text("ByteRange", strings.Join(list, " "))
	}
	if f.Filter != "" {
		end := a.begin("Filter")
		a.text("Filter", f.Filter)
		end()
	}
}

// dictionary writes what a DSS or VRI dictionary holds.
func (a *attributeWriter) dictionary(name string, in ades.ID, where string) {
	var certs, crls, answers []ades.ID
	for _, id := range a.from(in, where) {
		switch r := a.r.Document.Pool.Revocation(id); {
		case r == nil:
			certs = append(certs, id)
		case r.CRL() != nil:
			crls = append(crls, id)
		default:
			answers = append(answers, id)
		}
	}
	if len(certs)+len(crls)+len(answers) == 0 {
		return
	}
	defer a.begin(name)()
	a.ref("Certs", certs...)
	a.ref("CRLs", crls...)
	a.ref("OCSPs", answers...)
}

// signatureReference names a signature: by its field in a PDF, by the digest of its value elsewhere.
func (e *etsi) signatureReference(name string, s *ades.Signature) {
	defer e.open(name)()
	if s.PDF != nil && s.PDF.Field != "" {
		e.text("PAdESFieldName", s.PDF.Field)
		return
	}
	e.text("DigestMethod", hashURI(sigalg.SHA256))
	e.base64("DigestValue", sigalg.SHA256.Sum(s.Value))
}
