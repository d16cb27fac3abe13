// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"io"
	"net/url"
	"strconv"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/validate"
)

// Namespaces and identifiers of the ETSI report. What the standard leaves to the validator is named below nsOwn, but for
// building blocks, qualification and messages: these bear the identifiers that the reference implementation gave them, so that
// one reader serves both reports.
const (
	nsReport = "http://uri.etsi.org/19102/v1.4.1#"
	nsDSig   = "http://www.w3.org/2000/09/xmldsig#"
	nsXAdES  = "http://uri.etsi.org/01903/v1.3.2#"
	nsOwn    = "https://github.com/mitome-project/mitome"

	urnMain   = "urn:etsi:019102:mainindication:"
	urnSub    = "urn:etsi:019102:subindication:"
	urnObject = "urn:etsi:019102:validationObject:"
	urnProof  = "urn:etsi:019102:poetype:validation"
)

// ETSI writes the validation report of TS 119 102-2 v1.4.1: one SignatureValidationReport a signature, counter-signatures too;
// of a document without a signature, one a time-stamp. Certificates, revocation data, time-stamps and signed data are validation
// objects, given by their digests.
func ETSI(w io.Writer, r *validate.Result) error {
	e := &etsi{xmlWriter: newXMLWriter(w), r: r}
	e.collect()
	e.w.WriteString(`<?xml version="1.0" encoding="UTF-8"?>`)
	end := e.open("ValidationReport", attribute{"xmlns", nsReport}, attribute{"xmlns:ds", nsDSig}, attribute{"xmlns:XAdES", nsXAdES})
	for i, s := range r.Signatures {
		e.signature(s, e.sigIDs[i])
	}
	if len(r.Signatures) == 0 {
		for _, t := range r.Timestamps {
			done := e.open("SignatureValidationReport")
			e.timestampIdentifier(t.Timestamp)
			e.stampReport(t)
			e.about("")
			done()
		}
		if len(r.Timestamps) == 0 {
			done := e.open("SignatureValidationReport")
			status := e.open("SignatureValidationStatus")
			e.text("MainIndication", "urn:cef:dss:mainindication:noSignatureFound")
			status()
			e.about("")
			done()
		}
	}
	e.objects()
	end()
	e.w.WriteByte('\n')
	return e.w.Flush()
}

// etsi writes one ETSI report.
type etsi struct {
	*xmlWriter
	r      *validate.Result
	sigIDs []string // xs:ID of each signature
	signed map[ades.ID]string
	list   []object
	known  map[ades.ID]bool // the ids in list
	// digests maps the digests of certificates and revocation data to their ids, per algorithm.
	digests map[sigalg.Hash]map[string]ades.ID
}

// signature is clause 4.2 (SignatureValidationReport).
func (e *etsi) signature(s *validate.Signature, id string) {
	defer e.open("SignatureValidationReport")()
	e.identifier(s.Signature, id)
	e.constraints(s.Blocks, s.Processes)
	end := e.open("ValidationTimeInfo")
	e.text("ValidationTime", xmlTime(e.r.Time))
	best := s.BestTime
	if xmlTime(best) == "" {
		best = e.r.Time
	}
	e.proof("BestSignatureTime", xmlTime(best), s.BestTimeFrom)
	end()
	e.signersDocument(s.Signature)
	e.attributes(s)
	e.signer(s.Signer)
	e.quality(s.Qualification, "signatureQualification")
	end = e.open("SignatureValidationProcess")
	e.text("SignatureValidationProcessID", "urn:etsi:019102:validationprocess:"+process(s.Processes))
	end()
	e.status(verdictOf(s), s.Indication.Total())
	e.about(string(s.Signature.Level))
}

// process is the most far-reaching process that ran.
func process(list []*validate.Process) string {
	out := "Basic"
	for _, p := range list {
		switch p.Name {
		case "time":
			out = "LTVM"
		case "archive":
			return "LTA"
		}
	}
	return out
}

func (e *etsi) identifier(s *ades.Signature, id string) {
	defer e.open("SignatureIdentifier", attribute{"id", id})()
	e.toBeSigned(s.Algorithm, s.SignedData)
	e.base64("ds:SignatureValue", s.Value)
	e.text("HashOnly", "false")
	e.text("DocHashOnly", strconv.FormatBool(hashesOnly(s)))
	if s.Format == ades.XAdES {
		e.optional("DAIdentifier", s.Name)
	}
}

func (e *etsi) timestampIdentifier(t *ades.Timestamp) {
	defer e.open("SignatureIdentifier")()
	e.toBeSigned(t.Algorithm, t.SignedData)
	e.base64("ds:SignatureValue", t.Value)
	e.text("HashOnly", "false")
	e.text("DocHashOnly", "false")
}

// hashesOnly reports whether the signed documents were given by their digests alone: the content was found, but no data of it.
func hashesOnly(s *ades.Signature) bool {
	for _, r := range s.References {
		if r.Found && r.Data == "" && r.DocumentName != "" {
			return true
		}
	}
	return false
}

// toBeSigned is the digest of the data to be signed representation.
func (e *etsi) toBeSigned(a sigalg.Algorithm, d ades.SignedData) {
	h := digestOf(a)
	digest := d.Digest
	if digest == nil && len(d.Bytes) > 0 {
		digest = h.Sum(d.Bytes)
	}
	if len(digest) > 0 && (h.URI() != "" || h.OID() != "") {
		e.digest("DigestAlgAndValue", h, digest)
	}
}

// proof writes an element of POEType.
func (e *etsi) proof(name, at string, by ades.ID) {
	defer e.open(name)()
	e.text("POETime", at)
	e.text("TypeOfProof", urnProof)
	e.ref("POEObject", by)
}

// ref writes a VOReference to the objects with these ids, if the report holds any of them.
func (e *etsi) ref(name string, ids ...ades.ID) bool {
	refs := ""
	for _, id := range ids {
		n, ok := e.signed[id]
		if !ok && e.known[id] {
			n, ok = ncName(id), true
		}
		if ok {
			if refs != "" {
				refs += " "
			}
			refs += n
		}
	}
	if refs != "" {
		e.empty(name, attribute{"VOReference", refs})
	}
	return refs != ""
}

func (e *etsi) signer(c *ades.Certificate) {
	if c == nil || !e.known[c.ID()] {
		return
	}
	pseudonym := len(c.SubjectValues(oidPseudonym)) > 0
	defer e.open("SignerInformation", attribute{"Pseudonym", strconv.FormatBool(pseudonym)})()
	e.ref("SignerCertificate", c.ID())
	e.optional("Signer", person(c))
}

// quality is what the signature is worth. The reference's identifiers speak the EU's vocabulary; other views have own ones.
func (e *etsi) quality(q validate.Qualification, what string) {
	if q.Level == "" {
		return
	}
	defer e.open("SignatureQuality")()
	uri := "urn:cef:dss:" + what + ":" + qualityName(q.Level)
	if q.Vocabulary == validate.JP {
		uri = nsOwn + "#" + what + ":JP:" + q.Level
	}
	e.text("SignatureQualityInformation", anyURI(uri))
	if r := q.Recognition; r.Basis != "" {
		e.text("SignatureQualityInformation", anyURI(nsOwn+"#recognition:"+r.Basis+":"+url.PathEscape(r.Agreement)))
		if r.Unofficial {
			e.text("SignatureQualityInformation", anyURI(nsOwn+"#recognition:unofficial"))
		}
	}
}

// about tells what the standard has no element for: document, policy, trust snapshot.
func (e *etsi) about(level string) {
	defer e.open("OtherInformation")()
	d, p := e.r.Document, e.r.Policy.SHA256()
	end := e.open("mitome", attribute{"xmlns", nsOwn})
	e.text("Document", d.Name, attribute{"SHA256", fmt.Sprintf("%x", d.Digest)}, attribute{"Format", string(d.Format)})
	e.optional("Level", level)
	e.text("Policy", e.r.Policy.Name(), attribute{"SHA256", fmt.Sprintf("%x", p)})
	e.text("Trust", e.r.Trust.ID, attribute{"Anchors", strconv.Itoa(e.r.Trust.Anchors)})
	for _, t := range e.r.Trust.Problems {
		e.text("TrustProblem", t)
	}
	e.text("View", string(e.r.View))
	end()
}
