// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"encoding/hex"
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

// EvidenceSchema names the form of evidence files: a zip with the entries
//
//	manifest.json         the facts of the document, and what the validation was asked
//	policy.json           the whole policy
//	trust.json            the part of the trust snapshot that was met, under the snapshot's id
//	certificates/ID.cer   every certificate
//	revocations/ID.crl    every CRL; OCSP responses as ID.ocsp
//	timestamps/ID.tst     every time-stamp token
//
// A document and its contents stand there by their digests only. What is in the file is read, and verified with public keys,
// again when it is loaded; the file's maker is believed what the document said, as far as it is not there.
const EvidenceSchema = "mitome.evidence/1"

// The names in an evidence file.
const (
	entryManifest = "manifest.json"
	entryPolicy   = "policy.json"
	entryTrust    = "trust.json"
	dirCerts      = "certificates/"
	dirRevs       = "revocations/"
	dirStamps     = "timestamps/"
)

// Stored is what an evidence file holds. Its validator gives the stored verdict again; change the options for another question.
type Stored struct {
	Evidence *Evidence
	// Tool names the program that wrote the file.
	Tool string
	// Trust is an extract of the snapshot used, Policy the policy, View and Time what else the validation was asked.
	Trust  *trust.Store
	Policy *policy.Policy
	View   View
	Time   time.Time
	// OwnChecks says that the policy had checks of the caller's own: they are not in the file, and have to be added to Policy again.
	OwnChecks bool
}

// Options are those that give the stored verdict again: the same trust, policy, view and time, and no network.
func (s *Stored) Options() Options {
	return Options{Trust: s.Trust, Policy: s.Policy, View: s.View, Time: s.Time}
}

// Replay evaluates the evidence as it was when it was stored.
func (s *Stored) Replay() *Result {
	v := newValidator(s.Options())
	return v.Evaluate(s.Evidence)
}

// manifest is the form of manifest.json.
type manifest struct {
	Schema       string         `json:"schema"`
	Tool         string         `json:"tool"`
	Collected    time.Time      `json:"collected"`
	Time         time.Time      `json:"validationTime"`
	View         View           `json:"view"`
	Policy       storedName     `json:"policy"`
	Trust        string         `json:"trust"`
	Document     storedDocument `json:"document"`
	Certificates []storedItem   `json:"certificates"`
	Revocations  []storedItem   `json:"revocations"`
	Lookups      []Lookup       `json:"lookups,omitempty"`
}

type storedName struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// storedItem is a certificate or revocation datum of the pool, in order. Kind is "CRL" or "OCSP".
type storedItem struct {
	ID      ades.ID       `json:"id"`
	Kind    string        `json:"kind,omitempty"`
	Origins []ades.Origin `json:"origins"`
	// Document says that it came with the document.
	Document bool `json:"document"`
}

// storedDocument is the document without what stands beside it. Time-stamps are numbers into Stamps, since several signatures share them.
type storedDocument struct {
	Format     ades.Format
	Name       string
	SHA256     string
	Size       int64
	Signatures []storedSignature
	Stamps     []storedStamp
	Timestamps []int
	Unread     []ades.Problem
	Problems   []ades.Problem
}

// storedSignature is a signature: its facts, its time-stamps by number, and the bare key that came with it.
type storedSignature struct {
	*ades.Signature
	Timestamps      []int
	EvidenceRecords []storedRecord `json:",omitempty"`
	KeyValue        []byte
}

// storedRecord is an evidence record: its facts, and its time-stamps by number.
type storedRecord struct {
	*ades.EvidenceRecord
	Timestamps []int
}

// storedStamp is a time-stamp token in its document; what stands in the token is read from it again.
type storedStamp struct {
	ID           ades.ID
	Kind         ades.TimestampKind
	Subtype      string
	ArchiveType  string
	Computed     [][]byte
	Found        bool
	IndexProblem string
	Covers       []ades.ID
	CoverDigests []ades.Digest
	Tree         sigalg.Hash       `json:",omitempty"`
	Renewal      []*ades.Reference `json:",omitempty"`
	PDF          *ades.PDFFacts
	Problems     []ades.Problem
}

func storeStamp(t *ades.Timestamp) storedStamp {
	return storedStamp{t.ID, t.Kind, t.Subtype, t.ArchiveType, t.Computed, t.Found, t.IndexProblem, t.Covers, t.CoverDigests, t.Tree,
		t.Renewal, t.PDF, t.Problems}
}

func storeSignature(s *ades.Signature, stamps func(*ades.Timestamp) int) storedSignature {
	c := *s
	// Found again on loading.
	c.Signer, c.Intact, c.Failure = "", false, ""
	// Unsigned attributes hold the certificates, revocation data and tokens that stand beside; signed ones are in SignedData.
	c.Attributes.All = make([]ades.Attribute, len(s.Attributes.All))
	for i, a := range s.Attributes.All {
		c.Attributes.All[i] = ades.Attribute{Name: a.Name, Signed: a.Signed}
	}
	out := storedSignature{Signature: &c}
	for _, t := range s.Timestamps {
		out.Timestamps = append(out.Timestamps, stamps(t))
	}
	for _, r := range s.EvidenceRecords {
		x := storedRecord{EvidenceRecord: r}
		for _, t := range r.Timestamps {
			x.Timestamps = append(x.Timestamps, stamps(t))
		}
		out.EvidenceRecords = append(out.EvidenceRecords, x)
	}
	if s.KeyValue != nil {
		out.KeyValue = s.KeyValue.SPKI
	}
	return out
}

// storeDocument gives the stored form, and the distinct time-stamps in the order of their numbers.
func storeDocument(d *ades.Document) (storedDocument, []*ades.Timestamp) {
	out := storedDocument{Format: d.Format, Name: d.Name, SHA256: hex.EncodeToString(d.Digest[:]), Size: d.Size,
		Unread: d.Pool.Unread, Problems: d.Problems}
	var list []*ades.Timestamp
	numbers := map[*ades.Timestamp]int{}
	number := func(t *ades.Timestamp) int {
		i, ok := numbers[t]
		if !ok {
			i = len(list)
			numbers[t] = i
			list = append(list, t)
			out.Stamps = append(out.Stamps, storeStamp(t))
		}
		return i
	}
	for _, s := range d.Signatures {
		out.Signatures = append(out.Signatures, storeSignature(s, number))
	}
	for _, t := range d.Timestamps {
		out.Timestamps = append(out.Timestamps, number(t))
	}
	return out, list
}

// numbered are the time-stamps with these numbers.
func numbered(stamps []*ades.Timestamp, numbers []int) ([]*ades.Timestamp, error) {
	var out []*ades.Timestamp
	for _, i := range numbers {
		if i < 0 || i >= len(stamps) {
			return nil, errStored("time-stamp %d is missing", i)
		}
		out = append(out, stamps[i])
	}
	return out, nil
}

// restore gives the signature again; its time-stamps are looked up by number.
func (s *storedSignature) restore(stamps []*ades.Timestamp) (*ades.Signature, error) {
	if s.Signature == nil {
		return nil, errStored("a signature without facts")
	}
	out := s.Signature
	out.Signer, out.Intact, out.Failure = "", false, ""
	out.KeyValue, out.EvidenceRecords = nil, nil
	var err error
	if out.Timestamps, err = numbered(stamps, s.Timestamps); err != nil {
		return nil, err
	}
	for _, x := range s.EvidenceRecords {
		r := x.EvidenceRecord
		if r == nil || slices.Contains(r.References, nil) {
			return nil, errStored("signature %s: an evidence record without facts", out.ID)
		}
		if r.Timestamps, err = numbered(stamps, x.Timestamps); err != nil {
			return nil, err
		}
		out.EvidenceRecords = append(out.EvidenceRecords, r)
	}
	for _, r := range out.References {
		if r == nil {
			return nil, errStored("signature %s: a reference without facts", out.ID)
		}
	}
	if s.KeyValue != nil {
		k, err := sigalg.ParseSPKI(s.KeyValue)
		if err != nil {
			return nil, errStored("signature %s: key: %w", out.ID, err)
		}
		out.KeyValue = k
	}
	return out, nil
}
