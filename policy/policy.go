// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package policy holds validation policies as data: a table from constraint path to level and values, dated suites of
// cryptographic algorithms, and the rules where policies part from the letter of EN 319 102-1.
package policy

import (
	"slices"
	"time"
)

// Level says what a failed check does.
type Level uint8

// The levels, from none to deciding. Absent: the check is not performed and not listed. Ignore: listed as switched off.
// Inform and Warn: performed, never change the verdict. Fail: decides.
const (
	LevelAbsent Level = iota
	LevelIgnore
	LevelInform
	LevelWarn
	LevelFail
)

var levelNames = [...]string{"ABSENT", "IGNORE", "INFORM", "WARN", "FAIL"}

// String is the level as policy documents spell it; "ABSENT" for none.
func (l Level) String() string {
	if int(l) < len(levelNames) {
		return levelNames[l]
	}
	return "INVALID"
}

// ParseLevel reads a level as String writes it.
func ParseLevel(s string) (Level, bool) {
	i := slices.Index(levelNames[:], s)
	return Level(max(i, 0)), i >= 0
}

// Constraint is what a policy says of one check.
type Constraint struct {
	Level    Level
	Values   []string      // accepted values, or the expected value; "*" is any value
	Policies []string      // certificate policy OIDs, where Values are OIDs of certificate extensions (RevocationDataSkip)
	Duration time.Duration // of time constraints
}

// Present reports whether the policy holds the constraint at all.
func (c Constraint) Present() bool { return c.Level != LevelAbsent }

// Active reports whether the check is performed: its level is Inform, Warn or Fail.
func (c Constraint) Active() bool { return c.Level >= LevelInform }

// Accepts reports whether a constraint of several values accepts the values found: one of them is listed, or the list
// holds "*" and there is a value, or there is neither value nor list.
func (c Constraint) Accepts(found ...string) bool {
	if len(found) == 0 {
		return len(c.Values) == 0
	}
	for _, f := range found {
		if slices.Contains(c.Values, f) || f != "" && slices.Contains(c.Values, "*") {
			return true
		}
	}
	return false
}

func (c Constraint) clone() Constraint {
	c.Values, c.Policies = slices.Clone(c.Values), slices.Clone(c.Policies)
	return c
}

// Context is the kind of token that a constraint applies to.
type Context uint8

// The contexts.
const (
	Signature Context = iota
	CounterSignature
	Timestamp
	Revocation
	EvidenceRecord
)

// Role is a certificate's place in its chain.
type Role uint8

// The roles.
const (
	SigningCertificate Role = iota
	CACertificate
)

// Path is the path of a constraint in the tree of the DSS policy document, "/" between the elements, for example
// "SignatureConstraints/BasicSignatureConstraints/SigningCertificate/NotExpired".
type Path string

var contextNames = [...]string{"SignatureConstraints", "CounterSignatureConstraints", "Timestamp", "Revocation", "EvidenceRecord"}
var roleNames = [...]string{"SigningCertificate", "CACertificate"}

// In returns the path of a constraint that stands directly in a context ("AcceptableFormats", "TimestampDelay").
func In(c Context, name string) Path { return Path(contextNames[c] + "/" + name) }

// Basic returns the path of a basic signature constraint ("SignatureIntact").
func Basic(c Context, name string) Path {
	return Path(contextNames[c] + "/BasicSignatureConstraints/" + name)
}

// Cert returns the path of a certificate constraint ("NotExpired").
func Cert(c Context, r Role, name string) Path {
	return Path(contextNames[c] + "/BasicSignatureConstraints/" + roleNames[r] + "/" + name)
}

// Signed returns the path of a signed-attribute constraint ("SigningTime").
func Signed(c Context, name string) Path { return Path(contextNames[c] + "/SignedAttributes/" + name) }

// Unsigned returns the path of an unsigned-attribute constraint ("CounterSignature").
func Unsigned(c Context, name string) Path {
	return Path(contextNames[c] + "/UnsignedAttributes/" + name)
}

// Model is the validity model of certification paths.
type Model uint8

// The validity models, EN 319 102-1 5.2.6.
const (
	Shell Model = iota
	Chain
	Hybrid
)

var modelNames = [...]string{"SHELL", "CHAIN", "HYBRID"}

// String is the model as policy documents spell it.
func (m Model) String() string {
	if int(m) < len(modelNames) {
		return modelNames[m]
	}
	return "INVALID"
}

// Policy is a validation policy. It is immutable and safe for concurrent use; With gives a changed copy.
type Policy struct {
	name        string
	description string
	constraints map[Path]Constraint
	suites      map[Path]*Suite
	model       Model
	qualified   bool
	rules       Rules
	checks      []Check
	unknown     []string
	digest      *digest // nil while the policy is being made
}

// Rules are the places where a policy parts from the letter of the standard. The zero value is the standard's letter.
type Rules struct {
	// OneChain evaluates a single chain, chosen when it was built, as DSS does (Q3); otherwise every candidate chain is tried.
	OneChain bool
	// IgnoreCAValidity leaves the validity periods of intermediate CAs unchecked (Q2).
	IgnoreCAValidity bool
	// AnyAnchorIssues lets a trust anchor issue certificates whose own certificate says that it is not a CA.
	AnyAnchorIssues bool
	// AnyResponder accepts OCSP responses from a responder that the issuing CA did not authorise (G1).
	AnyResponder bool
	// IgnoreCRLScope does not match a CRL's distribution point, scope and delta indicator to the certificate (G2, G3).
	IgnoreCRLScope bool
	// IgnoreCRLIssuerValidity does not ask that the CRL's issuer was valid when it issued it.
	IgnoreCRLIssuerValidity bool
	// RevokedResponder accepts revocation data that its issuer's certificate was no longer good for when it was produced, because
	// it had been revoked.
	RevokedResponder bool
	// IssuersAskedOnce asks within one choice among several revocation data about each certificate of their issuers' chains once
	// alone, so that a datum passes whose issuer was found wanting with the datum before.
	IssuersAskedOnce bool
	// NoStaleSlide never slides the control-time to the issuance of stale revocation data (Q1).
	NoStaleSlide bool
	// ExpiryHidesChainFaults lets the long-term process forget faults of CA certificates once the signer's has expired.
	ExpiryHidesChainFaults bool
	// UncheckedPastChain leaves out the path validation of past certificate validation (5.6.2.1 step 2).
	UncheckedPastChain bool
	// PastIssuerByPolicy minds in past validation whether the issuer of the revocation data was valid only where the policy names it
	// (RevocationIssuerNotExpired; 5.6.2.4 step 7).
	PastIssuerByPolicy bool
	// TimestampsWithoutReference drops the demand that a time-stamp names its signing certificate (ESS), and leaves such a
	// time-stamp of an XML signature out without a word.
	TimestampsWithoutReference bool
	// AllCAsRevokedAfter is the reading of Q12: REVOKED_CA_NO_POE is recovered only if every CA below the anchor has a revocation date after the best-signature-time.
	AllCAsRevokedAfter bool
	// AnyReferenceProves lets a time-stamp over references prove the objects whatever the references' digest (5.6.2.3 step 4).
	AnyReferenceProves bool
	// WeakImprintProves lets a time-stamp prove existence whatever its imprint's digest (Q11), and judges the hash trees of an
	// evidence record as of its initial time-stamp.
	WeakImprintProves bool
	// FutureSunset starts time sliding at the anchor's sunset date even where that lies in the future (VTS step 1).
	FutureSunset bool
	// TokenProvesChain takes the token's proof for its chain, and the certificate's for its revocation data, in past validation (PSV step 4).
	TokenProvesChain bool
	// PDFChangesLiteral counts the field of a later document time-stamp as a change of a locked field, and the appearance of
	// a form filled in within the document's permissions as a visual difference, and takes what stands outside of all revisions for
	// nothing.
	PDFChangesLiteral bool
	// StoppedProofIsNow reports the validation time as best-signature-time where 5.5.4 step 4 b), or the lack of revocation data, ends
	// the process, whatever a valid time-stamp proves; not where the signer is known not to have been revoked (OUT_OF_BOUNDS_NOT_REVOKED).
	StoppedProofIsNow bool
	// SunsetGoesToPast lets NO_CERTIFICATE_CHAIN_FOUND_NO_POE enter past validation (Q16).
	SunsetGoesToPast bool
	// SignerNeedsIntactData names no signer of an XML signature whose signed data is not intact, or whose value does not verify, unless
	// the signing-certificate property tells who it is.
	SignerNeedsIntactData bool
	// InvalidTSABreaksToken takes a token as not intact where the TSA's certificate was not valid at the token's genTime or at its
	// signing-time attribute.
	InvalidTSABreaksToken bool
	// ExpiredListOfLists keeps the anchors that were reached by a list of lists whose next update is past.
	ExpiredListOfLists bool
	// ReferenceQualification determines qualification as DSS does; otherwise by the letter of TS 119 615, which gives no answer
	// where a list contradicts itself or where the answers at issuance and at the best-signature-time differ.
	ReferenceQualification bool
	// ClosedPeriods counts the instant at which a service's status or an agreement's equivalence ends as part of both periods.
	ClosedPeriods bool
	// EIDASDateForRecognised asks of services of third countries too, recognised by an agreement, that their status begins
	// after Regulation (EU) No 910/2014 began to apply.
	EIDASDateForRecognised bool
}
