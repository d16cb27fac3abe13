// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/validate"
)

// NewDocument draws the JSON report from a result.
func NewDocument(r *validate.Result) *Document {
	d := r.Document
	digest := r.Policy.SHA256()
	out := &Document{Schema: "mitome.report/1",
		Document: File{d.Name, hex.EncodeToString(d.Digest[:]), d.Size, string(d.Format)},
		Policy:   Named{r.Policy.Name(), hex.EncodeToString(digest[:])},
		Trust:    Trust{r.Trust.ID, r.Trust.Anchors, orEmpty(r.Trust.Problems)},
		View:     string(r.View), ValidationTime: stamp(r.Time),
		Signatures: []Signature{}, Timestamps: []Timestamp{}, Problems: problems(d.Problems)}
	for _, s := range r.Signatures {
		out.Signatures = append(out.Signatures, signature(s))
	}
	inSignature := map[ades.ID]bool{}
	for _, s := range d.Signatures {
		for _, t := range s.Timestamps {
			inSignature[t.ID] = true
		}
	}
	for _, t := range r.Timestamps {
		if !inSignature[t.Timestamp.ID] {
			out.Timestamps = append(out.Timestamps, timestamp(t))
		}
	}
	for _, x := range records(r) {
		for _, t := range x.Timestamps {
			out.Timestamps = append(out.Timestamps, timestamp(t))
		}
	}
	for _, p := range d.Pool.Unread {
		out.Problems = append(out.Problems, p.Where+": "+p.Text)
	}
	return out
}

func signature(s *validate.Signature) Signature {
	sg := s.Signature
	value := sha256.Sum256(sg.Value)
	out := Signature{ID: string(sg.ID), Parent: string(sg.Parent), Name: sg.Name, Format: string(sg.Format), Level: string(sg.Level),
		SignatureValueSHA256: hex.EncodeToString(value[:]), Indication: s.Indication.Total(), SubIndication: s.Indication.Sub().String(),
		Signer: signer(s.Signer, s.Chain), Chain: []Link{}, ClaimedSigningTime: stamp(sg.Attributes.SigningTime), BestSignatureTime: stamp(s.BestTime),
		Qualification: qualification(s.Qualification), DigestAlgorithm: string(digestOf(sg.Algorithm)), SignatureAlgorithm: string(sg.Algorithm.Scheme),
		SignatureIntact: sg.Intact, References: []Reference{}, Scopes: []Scope{}, Blocks: blocks(s.Blocks), Findings: findings(s.Blocks, s.Processes),
		Timestamps: []Timestamp{}, Problems: problems(sg.Problems)}
	for _, l := range s.Chain {
		out.Chain = append(out.Chain, Link{sum(l.Certificate), l.Certificate.Subject(), l.Anchor})
	}
	for _, r := range sg.References {
		out.References = append(out.References, Reference{string(r.Kind), r.Name, r.Found, r.Intact()})
	}
	for _, x := range sg.Scopes {
		out.Scopes = append(out.Scopes, Scope{x.Kind, x.Name})
	}
	for _, t := range s.Timestamps {
		out.Timestamps = append(out.Timestamps, timestamp(t))
	}
	for _, x := range s.EvidenceRecords {
		out.EvidenceRecords = append(out.EvidenceRecords, evidence(x))
	}
	return out
}

func timestamp(t *validate.Timestamp) Timestamp {
	ts := t.Timestamp
	return Timestamp{ID: string(ts.ID), Kind: string(ts.Kind), Type: ts.Subtype, Time: stamp(ts.GenTime), Indication: main(t.Indication),
		SubIndication: t.Indication.Sub().String(), ImprintIntact: ts.ImprintIntact(), Signer: signer(t.Signer, t.Chain),
		QTSA: orNA(t.Qualification.Level), Blocks: blocks(t.Blocks), Findings: findings(t.Blocks, t.Processes), Problems: problems(ts.Problems)}
}

func main(i ades.Indication) string {
	m, _, _ := strings.Cut(i.String(), "/")
	return m
}

func signer(c *ades.Certificate, chain []validate.ChainLink) *Signer {
	if c == nil {
		return nil
	}
	return &Signer{SHA256: sum(c), Subject: c.Subject(), Issuer: c.Issuer(), Territory: territory(chain)}
}

func qualification(q validate.Qualification) Qualification {
	out := Qualification{Level: orNA(q.Level), View: string(q.View), Vocabulary: string(q.Vocabulary), Reasons: q.Reasons}
	if r := q.Recognition; r.Basis != "" {
		out.Recognition = &Recognition{r.Agreement, r.As, r.Status, stamp(r.Since), r.Basis, r.Unofficial}
	}
	if h := q.Home; h.Territory != "" {
		out.Home = &Home{h.Territory, h.Type, h.Status, h.Level, h.Unofficial}
	}
	return out
}

func orNA(level string) string {
	if level == "" {
		return "N/A"
	}
	return level
}

func blocks(list []*validate.Block) Blocks {
	out := Blocks{}
	for _, b := range list {
		out = append(out, Block{b.Name, b.Indication.String()})
	}
	return out
}

// findings lists what did not hold, block by block, each once.
func findings(list []*validate.Block, procs []*validate.Process) []Finding {
	out := []Finding{}
	seen := map[Finding]bool{}
	add := func(fs []validate.Finding) {
		for _, f := range fs {
			x := Finding{f.Check, f.Clause, f.Level.String(), string(f.Outcome), f.Text, f.Remedy, string(f.About)}
			if f.Outcome == validate.NotMet && !seen[x] {
				seen[x] = true
				out = append(out, x)
			}
		}
	}
	var walk func(b *validate.Block)
	walk = func(b *validate.Block) {
		for _, s := range b.Sub {
			walk(s)
		}
		add(b.Findings)
	}
	for _, b := range list {
		walk(b)
	}
	for _, p := range procs {
		add(p.Findings)
	}
	return out
}

func problems(list []ades.Problem) []string {
	out := []string{}
	for _, p := range list {
		out = append(out, p.Where+": "+p.Text)
	}
	return out
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func sum(c *ades.Certificate) string { return strings.TrimPrefix(string(c.ID()), "C-") }

func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
