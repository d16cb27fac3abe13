// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package token reads RFC 3161 time-stamp tokens into the model. A broken token is described, never refused.
package token

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/signer"
	"github.com/mitome-project/mitome/internal/tst"
)

// Parsed is what the formats need of a token beyond the model.
type Parsed struct {
	// Unsigned are the token's unsigned attributes, where an ats-hash-index stands.
	Unsigned []cms.Attribute
	// Objects are the ids of the certificates and revocation data in the token.
	Objects []ades.ID
	// Info is the TSTInfo; nil: it could not be read.
	Info *tst.Info
}

// Read reads one token, puts its certificates and revocation data into the pool and finds its signer there. It never
// returns nil. What the token covers (Computed, Found, Covers) is left to the format.
func Read(raw []byte, kind ades.TimestampKind, subtype string, pool *ades.Pool, lim limits.Limits) *ades.Timestamp {
	t, _ := ReadParsed(raw, kind, subtype, pool, lim)
	signer.IdentifyToken(t, pool)
	return t
}

// ReadParsed is Read without the search for the signer, which the caller makes once all certificates are in the pool
// (a token need not hold its own: RFC 3161 2.4.1, certReq).
func ReadParsed(raw []byte, kind ades.TimestampKind, subtype string, pool *ades.Pool, lim limits.Limits) (*ades.Timestamp, *Parsed) {
	t := &ades.Timestamp{Kind: kind, Subtype: subtype}
	p := &Parsed{}
	sd := open(t, raw, lim)
	t.ID = pool.TokenID(t.Raw)
	if sd == nil {
		return t, p
	}
	for _, q := range sd.Problems {
		problem(t, q.Where, q.Text)
	}
	content := info(t, p, sd, lim)
	h := cmsattr.Harvester{Pool: pool, Lim: lim}
	found := h.SignedData(sd, t.ID)
	p.Objects = found.All()
	for _, id := range found.Certificates {
		if id != "" {
			t.Candidates = append(t.Candidates, id)
		}
	}
	if len(sd.Signers) != 1 {
		problem(t, "signerInfos", fmt.Sprintf("token has %d signers, one is wanted (RFC 3161 2.4.2)", len(sd.Signers)))
	}
	if len(sd.Signers) == 0 {
		t.AlgorithmProblem = "the token has no signer"
		return t, p
	}
	si := sd.Signers[0]
	p.Unsigned = si.Unsigned
	for _, a := range si.Unsigned {
		p.Objects = append(p.Objects, h.Attribute(a, t.ID).All()...)
	}
	fill(t, si, sd.ContentType, content)
	return t, p
}

func problem(t *ades.Timestamp, where, text string) {
	t.Problems = append(t.Problems, ades.Problem{Where: where, Text: text})
}

// open reads the container and sets t.Raw; a TimeStampResp (RFC 3161 2.4.2) is unwrapped.
func open(t *ades.Timestamp, raw []byte, lim limits.Limits) *cms.SignedData {
	t.Raw = raw
	sd, err := cms.Parse(bytes.NewReader(raw), int64(len(raw)), lim)
	if errors.Is(err, cms.ErrNotSignedData) {
		if inner := Unwrap(raw, lim); inner != nil {
			problem(t, "token", "is a TimeStampResp, not the token alone (RFC 3161 2.4.2)")
			t.Raw = inner
			sd, err = cms.Parse(bytes.NewReader(inner), int64(len(inner)), lim)
		}
	}
	if err != nil {
		problem(t, "token", err.Error())
		t.AlgorithmProblem = "the token cannot be read"
		return nil
	}
	if sd.Trailing > 0 {
		if !sd.TrailingZeros {
			problem(t, "token", fmt.Sprintf("%d octets follow the token", sd.Trailing))
		}
		t.Raw = t.Raw[:len(t.Raw)-int(sd.Trailing)]
	}
	return sd
}

// Unwrap returns the token inside a TimeStampResp, nil if raw is none.
func Unwrap(raw []byte, lim limits.Limits) []byte {
	v, _, err := der.NewReader(lim).Read(raw, 0)
	if err != nil || !v.IsSequence() {
		return nil
	}
	c, err := v.Children()
	if err != nil || len(c) != 2 || !c[0].IsSequence() || !c[1].IsSequence() {
		return nil
	}
	status, err := c[0].Children()
	if err != nil || len(status) == 0 || !status[0].Is(der.Universal, der.Integer) {
		return nil
	}
	return c[1].Raw
}

// info reads the TSTInfo and returns its octets.
func info(t *ades.Timestamp, p *Parsed, sd *cms.SignedData, lim limits.Limits) []byte {
	if sd.ContentType != cms.OIDTSTInfo {
		problem(t, "eContentType", "is "+sd.ContentType+", not that of a TSTInfo (RFC 3161 2.4.2)")
	}
	if sd.Content == nil {
		problem(t, "eContent", "is missing")
		return nil
	}
	var b bytes.Buffer
	if _, err := sd.Content.WriteTo(&b); err != nil {
		problem(t, "eContent", err.Error())
		return nil
	}
	if sd.ContentType != cms.OIDTSTInfo {
		return b.Bytes()
	}
	i, err := tst.Parse(b.Bytes())
	if err != nil {
		problem(t, "TSTInfo", err.Error())
		return b.Bytes()
	}
	p.Info = i
	for _, q := range i.Problems {
		problem(t, "TSTInfo", q)
	}
	t.GenTime, t.Policy, t.Ordering = i.GenTime, i.Policy, i.Ordering
	t.Accuracy, t.HasAccuracy = i.Accuracy, i.HasAccuracy
	if i.Serial != nil {
		t.Serial = i.Serial.String()
	}
	t.ImprintAlgorithm, t.Imprint = i.ImprintAlgorithm, i.Imprint
	if i.TSA != nil && i.TSA.Directory != nil {
		t.TSAName = i.TSA.Directory.Raw
	}
	return b.Bytes()
}

// fill takes the facts of the token's own signature.
func fill(t *ades.Timestamp, si *cms.SignerInfo, contentType string, content []byte) {
	c := cmsattr.Read(si, contentType, false)
	c.SetContent(func(h sigalg.Hash) ([]byte, error) {
		if content == nil {
			return nil, nil
		}
		return h.Sum(content), nil
	}, nil)
	t.Value, t.Algorithm, t.AlgorithmProblem = c.Value, c.Algorithm, c.AlgorithmProblem
	t.SignedData, t.SignerID = c.SignedData, c.SignerID
	t.CertRefs = c.CertRefs
	if a := cms.Find(si.Signed, cmsattr.SigningTime); len(a) == 1 && len(a[0].Values) == 1 {
		if at, err := a[0].Values[0].Time(); err == nil {
			t.ClaimedTime = at
		}
	}
	t.References = []*ades.Reference{c.Reference}
	t.Problems = append(t.Problems, c.Problems...)
	if c.CertRefAttributes == 0 {
		problem(t, "signing-certificate", "the token does not name the TSA's certificate (RFC 3161 2.4.2, RFC 5816 2.2.1)")
	}
}

// Imprint returns the digest of the parts, one after the other; nil where h cannot be computed.
func Imprint(h sigalg.Hash, parts ...[]byte) []byte {
	d := h.New()
	if d == nil {
		return nil
	}
	for _, p := range parts {
		d.Write(p)
	}
	return d.Sum(nil)
}
