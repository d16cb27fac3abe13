// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cmsattr

import (
	"fmt"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
)

// Harvester puts the certificates and revocation data of containers and attributes into a pool, within the limits.
type Harvester struct {
	Pool *ades.Pool
	Lim  limits.Limits
}

// full reports that no more certificates and revocation data are taken, and notes it once.
func (h Harvester) full() bool {
	if len(h.Pool.Certificates) < h.Lim.Certificates && len(h.Pool.Revocations) < h.Lim.Revocations {
		return false
	}
	p := ades.Problem{Where: "document", Text: limits.Exceeded("certificates or revocation data of one document", int64(h.Lim.Certificates)).Error()}
	if n := len(h.Pool.Unread); n == 0 || h.Pool.Unread[n-1] != p {
		h.Pool.Unread = append(h.Pool.Unread, p)
	}
	return true
}

func (h Harvester) certificate(raw []byte, from ades.Origin) ades.ID {
	if h.full() {
		return ""
	}
	if c := h.Pool.AddCertificate(raw, from); c != nil {
		return c.ID()
	}
	return ""
}

func (h Harvester) crl(raw []byte, from ades.Origin) ades.ID {
	if h.full() {
		return ""
	}
	if r := h.Pool.AddCRL(raw, from); r != nil {
		return r.ID()
	}
	return ""
}

func (h Harvester) ocsp(raw []byte, from ades.Origin) ades.ID {
	if h.full() {
		return ""
	}
	if r := h.Pool.AddOCSP(raw, from); r != nil {
		return r.ID()
	}
	return ""
}

// Objects are the ids of what was found in one place; an id is empty where the item could not be read or is of a kind
// that is not validated.
type Objects struct {
	Certificates, Revocations []ades.ID
}

// All returns the non-empty ids, certificates first.
func (o Objects) All() []ades.ID {
	var out []ades.ID
	for _, list := range [][]ades.ID{o.Certificates, o.Revocations} {
		for _, id := range list {
			if id != "" {
				out = append(out, id)
			}
		}
	}
	return out
}

// SignedData takes the certificates and crls fields; the ids stand in the order of the items.
func (h Harvester) SignedData(sd *cms.SignedData, in ades.ID) Objects {
	var o Objects
	from := ades.Origin{Where: "SIGNED_DATA", In: in}
	for _, c := range sd.Certificates {
		var id ades.ID
		if c.Kind == cms.Certificate {
			id = h.certificate(c.Raw, from)
		} else {
			h.unread(from, "certificate of a kind that is not evaluated: "+kindName(c))
		}
		o.Certificates = append(o.Certificates, id)
	}
	for _, c := range sd.Revocations {
		o.Revocations = append(o.Revocations, h.revocation(c, from))
	}
	return o
}

// revocation takes one RevocationInfoChoice.
func (h Harvester) revocation(c cms.Choice, from ades.Origin) ades.ID {
	switch {
	case c.Kind == cms.CRL:
		return h.crl(c.Raw, from)
	case c.Kind == cms.OtherRevocation && (c.Format == formatOCSPResponse || c.Format == formatOCSPBasic):
		return h.ocsp(c.Value, from)
	}
	h.unread(from, fmt.Sprintf("revocation data of the unknown format %q", c.Format))
	return ""
}

func (h Harvester) unread(from ades.Origin, text string) {
	h.Pool.Unread = append(h.Pool.Unread, ades.Problem{Where: from.Where, Text: text})
}

// kindName names a CertificateChoices alternative that is no certificate (RFC 5652 10.2.2).
func kindName(c cms.Choice) string {
	switch c.Kind {
	case cms.ExtendedCertificate:
		return "extended certificate"
	case cms.AttributeCertificateV1, cms.AttributeCertificateV2:
		return "attribute certificate"
	case cms.OtherCertificate:
		return fmt.Sprintf("other certificate of the format %q", c.Format)
	}
	return "unknown choice"
}

// Attribute takes the certificates and revocation data of one certificate-values, revocation-values, Adobe revocation
// archival or long-term-validation attribute; of any other attribute there is none.
func (h Harvester) Attribute(a cms.Attribute, in ades.ID) Objects {
	var o Objects
	for _, v := range a.Values {
		switch a.OID {
		case CertificateValues:
			from := ades.Origin{Where: "CERTIFICATE_VALUES", In: in}
			h.walk(v, from, func(c der.Value) { o.Certificates = append(o.Certificates, h.certificate(c.Raw, from)) })
		case RevocationValues:
			h.revocationValues(&o, v, ades.Origin{Where: "REVOCATION_VALUES", In: in})
		case AdobeRevocation:
			h.revocationValues(&o, v, ades.Origin{Where: "ADBE_REVOCATION_INFO_ARCHIVAL", In: in})
		case LongTermValidation:
			h.longTerm(&o, v, in)
		}
	}
	return o
}

// walk calls f for each element and notes where the list is malformed.
func (h Harvester) walk(v der.Value, from ades.Origin, f func(der.Value)) {
	err := v.Walk(func(c der.Value) error {
		f(c)
		return nil
	})
	if err != nil {
		h.unread(from, err.Error())
	}
}

// revocationValues reads RevocationValues (RFC 5126 6.3.4) and RevocationInfoArchival (ISO 32000-1 12.8.3.3.2), which share
// [0] CRLs and [1] OCSP answers.
func (h Harvester) revocationValues(o *Objects, v der.Value, from ades.Origin) {
	h.walk(v, from, func(k der.Value) {
		if k.Class != der.Context || k.Tag > 1 || !k.Constructed {
			h.unread(from, fmt.Sprintf("revocation data of an unknown kind, tag %d", k.Tag))
			return
		}
		h.walk(k, from, func(list der.Value) {
			if !list.IsSequence() {
				return
			}
			h.walk(list, from, func(item der.Value) {
				if k.Tag == 0 {
					o.Revocations = append(o.Revocations, h.crl(item.Raw, from))
				} else {
					o.Revocations = append(o.Revocations, h.ocsp(item.Raw, from))
				}
			})
		})
	})
}

// longTerm reads the extraCertificates [0] and extraRevocation [1] of the long-term-validation attribute of TS 101 733
// v1.8.3 and v2.1.1, whose own time-stamp is not evaluated. The tags are implicit over sets.
func (h Harvester) longTerm(o *Objects, v der.Value, in ades.ID) {
	from := ades.Origin{Where: "LONG_TERM_VALIDATION", In: in}
	items, err := v.Children()
	if err != nil || len(items) == 0 {
		return
	}
	for _, k := range items[1:] {
		if k.Class != der.Context || !k.Constructed {
			continue
		}
		h.walk(k, from, func(item der.Value) {
			switch {
			case item.IsSequence() && !isSigned(item): // the token or evidence record of poeValue
			case k.Tag == 0 && item.IsSequence():
				o.Certificates = append(o.Certificates, h.certificate(item.Raw, from))
			case k.Tag == 1:
				o.Revocations = append(o.Revocations, h.revocation(cms.ReadRevocationChoice(item), from))
			}
		})
	}
}

// isSigned tells a certificate or CRL from the values that poeValue may hold under the same tags: it is a sequence of three
// values, of which the first is a sequence.
func isSigned(v der.Value) bool {
	c, err := v.Children()
	return err == nil && len(c) == 3 && c[0].IsSequence()
}
