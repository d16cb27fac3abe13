// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"archive/zip"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/signer"
	tsttoken "github.com/mitome-project/mitome/internal/token"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

// ErrEvidence says that a file is no evidence file, or one that does not hold together.
var ErrEvidence = errors.New("not a valid evidence file")

func errStored(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrEvidence}, args...)...)
}

// LoadEvidence reads what [Validator.SaveEvidence] wrote. The certificates, revocation data and tokens in it are read again,
// signers and issuers found again with their keys, and ids compared with the content; the error wraps [ErrEvidence] where
// the file does not hold together, or is a *limits.Error.
func LoadEvidence(r io.ReaderAt, size int64) (*Stored, error) {
	return loadEvidence(r, size, limits.Default())
}

func loadEvidence(r io.ReaderAt, size int64, lim limits.Limits) (*Stored, error) {
	l := &loader{lim: lim}
	if err := l.open(r, size); err != nil {
		return nil, err
	}
	var m manifest
	b, err := l.take(entryManifest)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return nil, errStored("%s: %w", entryManifest, err)
	}
	if m.Schema != EvidenceSchema {
		return nil, errStored("schema %q, this program reads %q", m.Schema, EvidenceSchema)
	}
	out := &Stored{Tool: m.Tool, View: m.View, Time: m.Time}
	if err := l.policy(&m, out); err != nil {
		return nil, err
	}
	doc, err := l.document(&m)
	if err != nil {
		return nil, err
	}
	if err := l.trust(&m, out); err != nil {
		return nil, err
	}
	for name := range l.files {
		return nil, errStored("unexpected entry, or one that nothing names: %.200q", name)
	}
	identify(doc)
	v := &Validator{opts: Options{Trust: out.Trust, Limits: lim}}
	if out.Evidence, err = v.gather(doc, m.Collected, l.certs, l.revs); err != nil {
		return nil, err
	}
	out.Evidence.Lookups = m.Lookups
	return out, nil
}

// identify finds the signers among the certificates of the document, as the formats do.
func identify(doc *ades.Document) {
	for _, s := range doc.Signatures {
		signer.Identify(s, &doc.Pool)
	}
	for _, t := range tokens(doc) {
		signer.IdentifyToken(t, &doc.Pool)
	}
}

// loader reads an evidence file.
type loader struct {
	lim   limits.Limits
	files map[string]*zip.File // those not read yet
	left  int64                // octets that may still be read
	certs []*ades.Certificate  // the pool's, in order
	revs  []*ades.Revocation
	byID  map[ades.ID]*ades.Certificate
}

func (l *loader) open(r io.ReaderAt, size int64) error {
	if size > l.lim.EmbeddedBytes {
		return limits.Exceeded("octets of an evidence file", l.lim.EmbeddedBytes)
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return errStored("%w", err)
	}
	if most := l.lim.Certificates + l.lim.Revocations + l.lim.Timestamps + 3; len(z.File) > most {
		return limits.Exceeded("entries of an evidence file", int64(most))
	}
	l.left, l.files, l.byID = l.lim.EmbeddedBytes, map[string]*zip.File{}, map[ades.ID]*ades.Certificate{}
	for _, f := range z.File {
		if l.files[f.Name] != nil {
			return errStored("entry %.200q is there twice", f.Name)
		}
		l.files[f.Name] = f
	}
	return nil
}

// take reads an entry, once.
func (l *loader) take(name string) ([]byte, error) {
	f := l.files[name]
	if f == nil {
		return nil, errStored("entry %.200q is missing", name)
	}
	delete(l.files, name)
	r, err := f.Open()
	if err != nil {
		return nil, errStored("%s: %w", name, err)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, l.left+1)) // the announced size is not relied upon
	if err != nil {
		return nil, errStored("%s: %w", name, err)
	}
	if l.left -= int64(len(b)); l.left < 0 {
		return nil, limits.Exceeded("unpacked octets of an evidence file", l.lim.EmbeddedBytes)
	}
	return b, nil
}

func (l *loader) policy(m *manifest, out *Stored) error {
	b, err := l.take(entryPolicy)
	if err != nil {
		return err
	}
	out.Policy, err = policy.Restore(b)
	if errors.Is(err, policy.ErrOwnChecks) {
		out.OwnChecks = true
		return nil
	}
	if err != nil {
		return errStored("%w", err)
	}
	if sum := out.Policy.SHA256(); hex.EncodeToString(sum[:]) != m.Policy.SHA256 {
		return errStored("the policy is not the one that the manifest names")
	}
	return nil
}

func (l *loader) trust(m *manifest, out *Stored) error {
	b, err := l.take(entryTrust)
	if err != nil {
		return err
	}
	var failed error
	out.Trust, err = trust.DecodeExtract(b, func(id ades.ID) *ades.Certificate {
		c, err := l.certificate(id)
		failed = errors.Join(failed, err)
		return c
	})
	if err = errors.Join(err, failed); err != nil {
		return errStored("%w", err)
	}
	if out.Trust.ID() != m.Trust {
		return errStored("the trust extract is not of the snapshot that the manifest names")
	}
	return nil
}

// certificate reads a certificate, once, and compares its id.
func (l *loader) certificate(id ades.ID) (*ades.Certificate, error) {
	if c := l.byID[id]; c != nil {
		return c, nil
	}
	b, err := l.take(certEntry(id))
	if err != nil {
		return nil, err
	}
	c, err := ades.ParseCertificate(b)
	if err != nil {
		return nil, errStored("certificate %.80s: %w", id, err)
	}
	if c.ID() != id {
		return nil, errStored("certificate %.80s is another one, %s", id, c.ID())
	}
	l.byID[id] = c
	return c, nil
}

func (l *loader) revocation(it storedItem) (r *ades.Revocation, err error) {
	if it.Kind != "CRL" && it.Kind != "OCSP" {
		return nil, errStored("revocation data %.80s of unknown kind %.20q", it.ID, it.Kind)
	}
	b, err := l.take(revocationEntry(it.ID, it.Kind))
	if err != nil {
		return nil, err
	}
	if it.Kind == "CRL" {
		r, err = ades.ParseCRL(b)
	} else {
		r, err = ades.ParseOCSP(b)
	}
	if err != nil {
		return nil, errStored("revocation data %.80s: %w", it.ID, err)
	}
	if r.ID() != it.ID {
		return nil, errStored("revocation data %.80s is another one, %s", it.ID, r.ID())
	}
	return r, nil
}

// pools reads certificates and revocation data, and puts the document's into its pool.
func (l *loader) pools(m *manifest, doc *ades.Document) error {
	for _, it := range m.Certificates {
		c, err := l.certificate(it.ID)
		if err != nil {
			return err
		}
		c.Origins = it.Origins
		l.certs = append(l.certs, c)
		if it.Document {
			doc.Pool.Certificates = append(doc.Pool.Certificates, c)
		}
	}
	for _, it := range m.Revocations {
		r, err := l.revocation(it)
		if err != nil {
			return err
		}
		r.Origins = it.Origins
		l.revs = append(l.revs, r)
		if it.Document {
			doc.Pool.Revocations = append(doc.Pool.Revocations, r)
		}
	}
	return nil
}

// document gives the document again.
func (l *loader) document(m *manifest) (*ades.Document, error) {
	d := &m.Document
	sum, err := hex.DecodeString(d.SHA256)
	if err != nil || len(sum) != 32 {
		return nil, errStored("the document's digest is %.80q", d.SHA256)
	}
	doc := &ades.Document{Format: d.Format, Name: d.Name, Digest: [32]byte(sum), Size: d.Size, Problems: d.Problems}
	doc.Pool.Unread = d.Unread
	switch {
	case len(d.Signatures) > l.lim.Signatures:
		return nil, limits.Exceeded("signatures", int64(l.lim.Signatures))
	case len(d.Stamps) > l.lim.Timestamps:
		return nil, limits.Exceeded("time-stamps", int64(l.lim.Timestamps))
	}
	if err := l.pools(m, doc); err != nil {
		return nil, err
	}
	tokens := map[ades.ID][]byte{}
	stamps := make([]*ades.Timestamp, len(d.Stamps))
	for i := range d.Stamps {
		if stamps[i], err = l.stamp(&d.Stamps[i], tokens); err != nil {
			return nil, err
		}
	}
	for i := range d.Signatures {
		s, err := d.Signatures[i].restore(stamps)
		if err != nil {
			return nil, err
		}
		doc.Signatures = append(doc.Signatures, s)
	}
	for _, i := range d.Timestamps {
		if i < 0 || i >= len(stamps) {
			return nil, errStored("time-stamp %d is missing", i)
		}
		doc.Timestamps = append(doc.Timestamps, stamps[i])
	}
	return doc, nil
}

// stamp reads a token again and takes from the file what the token cannot tell.
func (l *loader) stamp(s *storedStamp, tokens map[ades.ID][]byte) (*ades.Timestamp, error) {
	raw, ok := tokens[s.ID]
	if !ok {
		b, err := l.take(stampEntry(s.ID))
		if err != nil {
			return nil, err
		}
		raw, tokens[s.ID] = b, b
	}
	t, _ := tsttoken.ReadParsed(raw, s.Kind, s.Subtype, &ades.Pool{}, l.lim)
	if !ades.IsTokenID(s.ID, raw) {
		return nil, errStored("time-stamp %.80s is another one, %s", s.ID, t.ID)
	}
	t.ID = s.ID
	t.ArchiveType, t.Computed, t.Found, t.IndexProblem = s.ArchiveType, s.Computed, s.Found, s.IndexProblem
	t.Covers, t.CoverDigests, t.PDF, t.Problems = s.Covers, s.CoverDigests, s.PDF, s.Problems
	if t.Tree, t.Renewal = s.Tree, s.Renewal; slices.Contains(t.Renewal, nil) {
		return nil, errStored("time-stamp %.80s: a renewal without facts", s.ID)
	}
	return t, nil
}
