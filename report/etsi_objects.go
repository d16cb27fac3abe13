// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/validate"
)

// object is one validation object.
type object struct {
	id   ades.ID
	kind string // last part of the object type URI
	raw  []byte
	// hash and digest represent signed data, and uri names it.
	hash   sigalg.Hash
	digest []byte
	uri    string
	stamp  *validate.Timestamp
	record *validate.EvidenceRecord
}

// collect lists the validation objects, each once: evidence records, time-stamps, certificates, revocation data, signed data.
func (e *etsi) collect() {
	e.signed, e.known, e.digests = map[ades.ID]string{}, map[ades.ID]bool{}, map[sigalg.Hash]map[string]ades.ID{}
	taken := map[string]bool{}
	for _, s := range e.r.Signatures {
		id := ncName(s.Signature.ID)
		for n := 2; id == "" || taken[id]; n++ {
			id = fmt.Sprintf("%s_%d", ncName("S-"+s.Signature.ID), n)
		}
		taken[id] = true
		e.sigIDs = append(e.sigIDs, id)
		if _, ok := e.signed[s.Signature.ID]; !ok {
			e.signed[s.Signature.ID] = id
		}
	}
	add := func(o object) {
		if o.id != "" && !e.known[o.id] && !taken[ncName(o.id)] {
			e.known[o.id], taken[ncName(o.id)] = true, true
			e.list = append(e.list, o)
		}
	}
	var stamps []*validate.Timestamp
	for _, s := range e.r.Signatures {
		stamps = append(stamps, s.Timestamps...)
	}
	stamps = append(stamps, e.r.Timestamps...)
	for _, x := range records(e.r) {
		add(recordObject(x))
		stamps = append(stamps, x.Timestamps...)
	}
	for _, t := range stamps {
		add(object{id: t.Timestamp.ID, kind: "timestamp", raw: t.Timestamp.Raw, stamp: t})
	}
	certificate := func(c *ades.Certificate) { add(object{id: c.ID(), kind: "certificate", raw: c.Raw()}) }
	for _, s := range e.r.Signatures {
		for _, l := range s.Chain {
			certificate(l.Certificate)
		}
	}
	for _, t := range stamps {
		for _, l := range t.Chain {
			certificate(l.Certificate)
		}
	}
	pool := e.r.Pool
	if pool == nil {
		pool = &e.r.Document.Pool
	}
	for _, c := range pool.Certificates {
		certificate(c)
	}
	for _, r := range pool.Revocations {
		kind := "OCSPResponse"
		if r.CRL() != nil {
			kind = "CRL"
		}
		add(object{id: r.ID(), kind: kind, raw: r.Raw()})
	}
	for _, s := range e.r.Signatures {
		for _, r := range s.Signature.References {
			e.collectData(r, add)
		}
	}
	for _, t := range stamps {
		for _, r := range t.Timestamp.References {
			e.collectData(r, add)
		}
	}
}

// collectData adds the data of a reference: by the digest computed, or by the one wanted where the data is not there.
func (e *etsi) collectData(r *ades.Reference, add func(object)) {
	o := object{id: dataID(r), kind: "signedData", hash: r.Algorithm, digest: r.Got, uri: r.URI}
	if len(o.digest) == 0 {
		o.digest = r.Want
	}
	if len(o.digest) > 0 && o.hash != "" || o.uri != "" {
		add(o)
	}
}

// dataID is the id of the data referenced; data that was not found goes by its digest and name.
func dataID(r *ades.Reference) ades.ID {
	if r.Data != "" {
		return r.Data
	}
	return ades.NewID("D", fmt.Appendf(nil, "%s\n%x\n%s", r.Algorithm, r.Want, r.URI))
}

// objects is clause 4.4 (SignatureValidationObjects).
func (e *etsi) objects() {
	if len(e.list) == 0 {
		return
	}
	defer e.open("SignatureValidationObjects")()
	for _, o := range e.list {
		end := e.open("ValidationObject", attribute{"id", ncName(o.id)})
		e.text("ObjectType", urnObject+o.kind)
		e.representation(o)
		if at, by := e.r.Proof(o.id); xmlTime(at) != "" {
			e.proof("POE", xmlTime(at), by)
		}
		if o.stamp != nil {
			e.provides(o.stamp.Timestamp.GenTime, o.stamp.Timestamp.Covers)
			report := e.open("ValidationReport")
			e.stampReport(o.stamp)
			report()
		}
		if o.record != nil {
			e.recordReport(o.record)
		}
		end()
	}
}

func (e *etsi) representation(o object) {
	defer e.open("ValidationObjectRepresentation")()
	switch {
	case o.raw != nil:
		e.digest("DigestAlgAndValue", sigalg.SHA256, sigalg.SHA256.Sum(o.raw))
	case len(o.digest) > 0 && o.hash != "":
		e.digest("DigestAlgAndValue", o.hash, o.digest)
	}
	if o.uri != "" {
		e.text("URI", anyURI(o.uri))
	}
}

// provides lists what a time-stamp or evidence record proves to have existed at a time.
func (e *etsi) provides(when time.Time, covers []ades.ID) {
	at := xmlTime(when)
	if at == "" {
		return
	}
	defer e.open("POEProvisioning")()
	e.text("POETime", at)
	covered := map[ades.ID]bool{}
	for _, id := range covers {
		if _, isSignature := e.signed[id]; !isSignature && !covered[id] {
			e.ref("ValidationObject", id)
		}
		covered[id] = true
	}
	for _, s := range e.r.Document.Signatures {
		if covered[s.ID] {
			e.signatureReference("SignatureReference", s)
		}
	}
}

// stampReport is the report of a time-stamp, without its identifier.
func (e *etsi) stampReport(t *validate.Timestamp) {
	e.constraints(t.Blocks, t.Processes)
	if at, by := e.r.Proof(t.Timestamp.ID); xmlTime(at) != "" {
		end := e.open("ValidationTimeInfo")
		e.text("ValidationTime", xmlTime(e.r.Time))
		e.proof("BestSignatureTime", xmlTime(at), by)
		end()
	}
	e.signer(t.Signer)
	e.quality(t.Qualification, "timestampQualification")
	end := e.open("SignatureValidationProcess")
	e.text("SignatureValidationProcessID", "urn:etsi:019102:validationprocess:"+process(t.Processes))
	end()
	e.status(verdictOfStamp(t), main(t.Indication))
}

// signersDocument is clause 4.2.7: the data that was signed, with its digest if it is one.
func (e *etsi) signersDocument(s *ades.Signature) {
	var refs []*ades.Reference
	var ids []ades.ID
	seen := map[ades.ID]bool{}
	for _, r := range s.References {
		switch r.Kind {
		case ades.RefSignedProperties, ades.RefKeyInfo, ades.RefSignatureProps, ades.RefCounterSignature, ades.RefCounterSigned:
			continue
		}
		if id := dataID(r); e.known[id] && !seen[id] {
			seen[id] = true
			refs, ids = append(refs, r), append(ids, id)
		}
	}
	if len(ids) == 0 {
		return
	}
	defer e.open("SignersDocument")()
	if len(refs) == 1 && len(refs[0].Got) > 0 {
		e.digest("DigestAlgAndValue", refs[0].Algorithm, refs[0].Got)
	}
	e.ref("SignersDocumentRepresentation", ids...)
}
