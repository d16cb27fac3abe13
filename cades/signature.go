// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/tst"
)

// signature reads one SignerInfo, and after it those that counter-sign it.
func (c *reader) signature(si *cms.SignerInfo, parent *work, position int) error {
	if len(c.works) >= c.opt.Limits.Signatures {
		return limits.Exceeded("signatures of one document", int64(c.opt.Limits.Signatures))
	}
	w := &work{si: si, parent: parent, content: c.content}
	if parent != nil {
		w.depth = parent.depth + 1
		if w.depth > c.opt.Limits.CounterDepth {
			return limits.Exceeded("nesting of counter-signatures", int64(c.opt.Limits.CounterDepth))
		}
		value := parent.si.Signature
		w.content = newDigester(c.ctx, &Source{Stream: func(dst io.Writer) error { _, err := dst.Write(value); return err }})
	}
	w.core = cmsattr.Read(si, c.sd.ContentType, parent != nil)
	w.sig = &ades.Signature{ID: c.id(w, position), Format: c.opt.Format, Value: w.core.Value, Algorithm: w.core.Algorithm,
		SignerID: w.core.SignerID, References: []*ades.Reference{w.core.Reference}}
	if parent != nil {
		w.sig.Parent = parent.sig.ID
		w.sig.Scopes = []ades.Scope{{Kind: "COUNTER_SIGNATURE", Name: string(parent.sig.ID), Data: parent.sig.ID}}
	}
	for _, id := range c.objects.Certificates {
		if id != "" {
			w.sig.Candidates = append(w.sig.Candidates, id)
		}
	}
	c.works = append(c.works, w)
	c.signedAttributes(w)
	return c.unsignedAttributes(w)
}

// id is made of the signature's place and content, so that the same SignerInfo twice gives two ids.
func (c *reader) id(w *work, position int) ades.ID {
	b := binary.BigEndian.AppendUint32(nil, uint32(position))
	if w.parent != nil {
		b = append(b, w.parent.sig.ID...)
	}
	for _, part := range [][]byte{c.opt.Salt, w.si.RawSID, w.si.RawSigned, w.si.Signature} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(part)))
		b = append(b, part...)
	}
	return ades.NewID("S", b)
}

func (w *work) problem(where string, structural bool, format string, args ...any) {
	w.sig.Problems = append(w.sig.Problems, ades.Problem{Where: where, Text: fmt.Sprintf(format, args...), Structural: structural})
}

// signedAttributes reads the signed attributes into the model.
func (c *reader) signedAttributes(w *work) {
	out := &w.sig.Attributes
	out.CertRefs, out.CertRefAttributes = w.core.CertRefs, w.core.CertRefAttributes
	seen := map[string]int{}
	for i, a := range w.si.Signed {
		out.All = append(out.All, ades.Attribute{Name: a.OID, Signed: true, Raw: a.Raw})
		if seen[a.OID]++; seen[a.OID] == 2 && a.OID != cmsattr.ContentTimestamp {
			w.problem(a.OID, true, "signed attribute is there more than once")
		}
		if n := len(a.Values); n == 0 || n > 1 && singleValued(a.OID) {
			w.problem(a.OID, true, "attribute has %d values", n)
			if a.OID == cmsattr.SigningTime {
				continue // which of them is claimed cannot be told
			}
		}
		for _, v := range a.Values {
			if a.OID == cmsattr.ContentTimestamp {
				c.stamp(w, a, v.Raw, true, i)
				continue
			}
			if err := readSigned(out, a, v); err != nil {
				w.problem(a.OID, true, "%v", err)
			}
		}
		if a.OID == cmsattr.AdobeRevocation {
			o := c.harvest.Attribute(a, w.sig.ID)
			w.signed = append(w.signed, o.All()...)
		}
	}
}

// singleValued names the attributes that have exactly one value (RFC 5652 11, RFC 5035 3, EN 319 122-1 v1.3.1 5).
func singleValued(oid string) bool {
	switch oid {
	case cmsattr.ContentType, cmsattr.MessageDigest, cmsattr.SigningTime, cmsattr.SigningCertificate, cmsattr.SigningCertificateV2,
		cmsattr.SignaturePolicyID, cmsattr.SignerLocation, cmsattr.ContentHints, cmsattr.ContentIdentifier, cmsattr.MimeType:
		return true
	}
	return false
}

// unsignedAttributes reads the unsigned attributes.
func (c *reader) unsignedAttributes(w *work) error {
	out := &w.sig.Attributes
	w.attrs = make([]attrFacts, len(w.si.Unsigned))
	for i, a := range w.si.Unsigned {
		out.All = append(out.All, ades.Attribute{Name: a.OID, Raw: a.Raw})
		facts := &w.attrs[i]
		switch a.OID {
		case cmsattr.SignatureTimestamp, cmsattr.CTimestamp, cmsattr.RefsTimestamp, cmsattr.ArchiveTimestampV1,
			cmsattr.ArchiveTimestampV2, cmsattr.ArchiveTimestampV3:
			for _, v := range a.Values {
				c.stamp(w, a, v.Raw, false, i)
			}
		case cmsattr.CertificateRefs, cmsattr.AttrCertificateRefs:
			refs, err := cmsattr.CompleteCertRefs(a)
			if err != nil {
				w.problem(a.OID, true, "%v", err)
			}
			for _, r := range refs {
				facts.digests = append(facts.digests, r.Digest)
			}
			out.CertificateRefs = append(out.CertificateRefs, refs...)
		case cmsattr.RevocationRefs, cmsattr.AttrRevocationRefs:
			refs, err := cmsattr.CompleteRevocationRefs(a)
			if err != nil {
				w.problem(a.OID, true, "%v", err)
			}
			facts.digests = refs
			out.RevocationRefs = append(out.RevocationRefs, refs...)
		case cmsattr.EvidenceRecordInternal, cmsattr.EvidenceRecordExternal:
			out.EvidenceRecords++
		case cmsattr.PolicyStore:
			for _, v := range a.Values {
				if err := policyStore(out, v); err != nil {
					w.problem(a.OID, true, "%v", err)
				}
			}
		case cmsattr.CounterSignature:
			if err := c.counters(w, a, facts); err != nil {
				return err
			}
		default:
			facts.objects = c.harvest.Attribute(a, w.sig.ID)
		}
	}
	return nil
}

// counters reads the SignerInfos of a countersignature attribute (RFC 5652 11.4).
func (c *reader) counters(w *work, a cms.Attribute, facts *attrFacts) error {
	for _, v := range a.Values {
		si, err := cms.ReadSignerInfo(v)
		if err != nil {
			w.problem(a.OID, true, "%v", err)
			continue
		}
		first := len(c.works)
		if err := c.signature(si, w, first); err != nil {
			return err
		}
		facts.counters = append(facts.counters, c.works[first])
	}
	return nil
}

// wantedDigests are the digests of the content that the container's signers name.
func wantedDigests(sd *cms.SignedData, lim limits.Limits) []ades.Digest {
	var out []ades.Digest
	if sd.ContentType == cms.OIDTSTInfo && sd.Content != nil {
		var b bytes.Buffer
		if _, err := sd.Content.WriteTo(&capped{w: &b, left: lim.EmbeddedBytes, limit: lim.EmbeddedBytes}); err == nil {
			if i, err := tst.Parse(b.Bytes()); err == nil && i.ImprintAlgorithm != "" {
				out = append(out, ades.Digest{Algorithm: i.ImprintAlgorithm, Value: i.Imprint})
			}
		}
		return out
	}
	for _, si := range sd.Signers {
		if r := cmsattr.Read(si, sd.ContentType, false).Reference; r.Algorithm != "" && r.Want != nil {
			out = append(out, ades.Digest{Algorithm: r.Algorithm, Value: r.Want})
		}
	}
	return out
}
