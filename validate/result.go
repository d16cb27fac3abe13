// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"errors"
	"fmt"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

// Result is the answer for one document. Every report is drawn from it.
type Result struct {
	Document   *ades.Document
	Policy     *policy.Policy
	Trust      TrustUsed
	View       View
	Time       time.Time // the validation time
	Signatures []*Signature
	// Timestamps are the time-stamps of the document itself.
	Timestamps []*Timestamp
	// Pool holds every certificate and all revocation data known: the document's, the caller's, those fetched, and the anchors met.
	Pool *ades.Pool
	// Needs lists what was lacking: issuers and revocation data that a further round of collection could look for.
	Needs []Need

	poes *poeSet
}

// TrustUsed names the trust snapshot that the validation used.
type TrustUsed struct {
	ID       string
	Anchors  int
	Problems []string
}

// Err is nil only if there is a signature and all signatures are TOTAL-PASSED; a document that is a mere time-stamp token
// counts as its only signature.
func (r *Result) Err() error {
	if len(r.Signatures) == 0 {
		if len(r.Timestamps) > 0 && r.Document.Format == ades.TST {
			for _, t := range r.Timestamps {
				if !t.Indication.Passed() {
					return fmt.Errorf("time-stamp %s: %s", t.Timestamp.ID, t.Indication)
				}
			}
			return nil
		}
		return errors.New("no signature found")
	}
	for _, s := range r.Signatures {
		if !s.Indication.Passed() {
			return fmt.Errorf("signature %s: %s", s.Signature.ID, s.Indication)
		}
	}
	return nil
}

// Signature is the answer for one signature.
type Signature struct {
	Signature  *ades.Signature
	Indication ades.Indication
	// BestTime is the best-signature-time: the earliest time at which the signature is proven to have existed; the validation time if there is no proof.
	BestTime time.Time
	// BestTimeFrom is the time-stamp or evidence record that proves it; empty: none.
	BestTimeFrom  ades.ID
	Signer        *ades.Certificate // nil: not identified
	Chain         []ChainLink
	Qualification Qualification
	Crypto        CryptoUse
	Timestamps    []*Timestamp
	// EvidenceRecords are those in the signature.
	EvidenceRecords []*EvidenceRecord
	// Blocks are the basic building blocks by name (FC, ISC, VCI, XCV, CV, SAV; PSV, PCV, VTS where they ran).
	Blocks    []*Block
	Processes []*Process
}

// ChainLink is one certificate of the chain that was used.
type ChainLink struct {
	Certificate *ades.Certificate
	Anchor      bool
	// Services are the trust services that make it an anchor; none where the caller gave it.
	Services []*trust.Service
	// Revocation is the status taken for it; nil: none was needed, or none acceptable.
	Revocation *RevocationUse
}

// Timestamp is the answer for one time-stamp.
type Timestamp struct {
	Timestamp     *ades.Timestamp
	Indication    ades.Indication
	Signer        *ades.Certificate
	Chain         []ChainLink
	Qualification Qualification
	Crypto        CryptoUse
	Blocks        []*Block
	Processes     []*Process
}

// EvidenceRecord is the answer for one evidence record.
type EvidenceRecord struct {
	Record     *ades.EvidenceRecord
	Indication ades.Indication
	// Time is since when the record proves that what it covers existed; zero where it is not valid.
	Time time.Time
	// Timestamps are the answers for its archive time-stamps, in their order.
	Timestamps []*Timestamp
	Process    *Process
}

// Qualification is what a signature or time-stamp is worth in law, in the vocabulary of the view.
type Qualification struct {
	Level string // QESig, AdESig-QC, QTSA, JP-ESig, N/A, …; empty: not asked
	View  View
	// Vocabulary is whose words Level is in: the view's, or without a view those of the service's own list; NoView: not known.
	Vocabulary  View
	Recognition Recognition
	Home        Home
	Reasons     []string // step by step
}

// Recognition says by which agreement a foreign service is recognised; the zero value: by none.
type Recognition struct {
	Agreement string
	As        string // the service type that the service is taken for
	Status    string // and its status, as the last part of the URI
	Since     time.Time
	// Basis is "equivalence" (Article 14 of Regulation (EU) No 910/2014), "facilitation" (of advanced signatures: it makes
	// nothing qualified) or "own-table" (the table of the viewing party's own list).
	Basis      string
	Unofficial bool // the service or the table stands in a test or unofficial list
}

// Home is what the service's own list says, whatever the view; the zero value: no list has it.
type Home struct {
	Territory string
	Type      string // service type URI
	Status    string // as the last part of the URI
	Level     string // in that list's vocabulary; empty: not known
	Foreign   bool   // another party's than the view's
	// Unofficial says that it is a test or unofficial list.
	Unofficial bool
}

// Process is one validation process of clause 5: basic, with time, long-term.
type Process struct {
	Name       string
	Clause     string
	Indication ades.Indication
	Findings   []Finding
}

// Block is one building block of clause 5.2 or 5.6.2.
type Block struct {
	Name       string
	Clause     string
	Indication ades.Indication
	Findings   []Finding
	// About says what the block was run on, where that is not the token itself (a certificate, revocation data).
	About ades.ID
	Sub   []*Block
}

// Outcome is the answer of one check.
type Outcome string

// The outcomes.
const (
	Held   Outcome = "passed"
	NotMet Outcome = "failed"
	Off    Outcome = "off" // switched off by the policy
)

// Finding is one check and its answer.
type Finding struct {
	Check   string // "sav.signing-time"
	Key     string // the reference implementation's key
	Clause  string
	Level   policy.Level
	Outcome Outcome
	Text    string // the question, and what was found
	Remedy  string
	About   ades.ID // what was examined; empty: the token itself
}

// Need is something that was lacking and could be looked for.
type Need struct {
	Kind        NeedKind
	Certificate ades.ID // the certificate whose issuer or revocation data is lacking
	After       time.Time
}

// NeedKind is what is lacking.
type NeedKind string

// The kinds of needs.
const (
	NeedIssuer     NeedKind = "issuer"
	NeedRevocation NeedKind = "revocation"
)

// View is the relying party's jurisdiction. It decides how qualification is told, never an indication.
type View string

// The views. NoView tells what a signature is worth in the words of the list that its service stands in, with no agreement
// applied; EU and JP tell it in the words of that party, with the agreements that it has.
const (
	NoView View = "none"
	EU     View = "EU"
	JP     View = "JP"
)
