// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/validate"
)

// meaning is what a sub-indication says in plain words, as a clause that follows a colon, and what can be done about it.
type meaning struct{ what, todo string }

// meanings are those of EN 319 102-1 v1.4.1 table 6, in the order of the sub-indications.
var meanings = [...]meaning{
	ades.FormatFailure:                  {"the signature is not formed as its format demands, or the document was changed around it", "ask for the document as it was signed"},
	ades.HashFailure:                    {"the signed data was changed after signing", "ask for the document as it was signed"},
	ades.SigCryptoFailure:               {"the signature value was not made over this data with the signer's key", "ask the signer for a new signature"},
	ades.Revoked:                        {"it was made after the signer's certificate had been revoked", "ask the signer for a signature with a certificate in force"},
	ades.Expired:                        {"it was made after the signer's certificate had expired", "ask the signer for a signature with a certificate in force"},
	ades.NotYetValid:                    {"it was made before the signer's certificate came into force", "ask the signer for a signature with a certificate in force"},
	ades.SigConstraintsFailure:          {"the signature lacks something that the policy demands", "ask the signer for a signature that meets the policy, or choose another policy"},
	ades.ChainConstraintsFailure:        {"a certificate of its chain is not as the policy demands", "ask the signer for a signature with a certificate that meets the policy, or choose another policy"},
	ades.CertificateChainGeneralFailure: {"the status of a certificate of its chain could not be established", "ask for the document with revocation data for the chain in it (level LT)"},
	ades.CryptoConstraintsFailure:       {"an algorithm was no longer reliable when the signature was made", "ask the signer for a new signature"},
	ades.CryptoConstraintsFailureNoPOE:  {"an algorithm is not reliable, and nothing proves that the signature is from a time when it was", "ask for a version with a time-stamp from that time"},
	ades.PolicyProcessingError:          {"the signature policy that it names could not be processed", "give the signature policy document that belongs to it"},
	ades.SignaturePolicyNotAvailable:    {"the signature policy that it names is not at hand", "give the signature policy document"},
	ades.TimestampOrderFailure:          {"its time-stamps contradict each other in time", "ask for the document with the time-stamps as they were made"},
	ades.NoSigningCertificateFound:      {"the signer's certificate is not at hand", "give the signer's certificate"},
	ades.NoCertificateChainFound:        {"the signer's certificate does not lead to anyone who is trusted here", "load the trusted lists that name the issuer, or give the trust anchor"},
	ades.NoCertificateChainFoundNoPOE:   {"the issuer is no longer trusted, and nothing proves that the signature is older", "ask for a version with a time-stamp from when the issuer was trusted"},
	ades.RevokedNoPOE:                   {"the signer's certificate is revoked, and nothing proves that the signature was made before", "ask for a version with a time-stamp from before the revocation"},
	ades.RevokedCANoPOE:                 {"a CA of its chain is revoked, and nothing proves that the signature was made before", "ask for a version with a time-stamp from before the revocation"},
	ades.OutOfBoundsNotRevoked:          {"the signer's certificate is not in force now, and nothing proves that the signature was made while it was", "ask for a version with a time-stamp from when the certificate was in force"},
	ades.OutOfBoundsNoPOE:               {"the signer's certificate is not in force now, and nothing proves that the signature was made while it was", "ask for a version with a time-stamp from when the certificate was in force"},
	ades.RevocationOutOfBoundsNoPOE:     {"the issuer of the revocation data is not in force now, and nothing proves that the data is older", "give newer revocation data"},
	ades.NoPOE:                          {"nothing proves that something needed existed in time", "ask for a version with a time-stamp"},
	ades.TryLater:                       {"the revocation data at hand cannot answer yet", "try again when newer revocation data has been issued"},
	ades.SignedDataNotFound:             {"the signed data is not at hand", "give the file that was signed"},
	ades.Custom:                         {"the standard has no name for the reason", ""},
}

// Meaning says in plain words what a sub-indication means, and what can be done about it (empty: nothing).
func Meaning(s ades.Sub) (what, remedy string) {
	if s == ades.NoSub || int(s) >= len(meanings) {
		return "", ""
	}
	return meanings[s].what, meanings[s].todo
}

// verdictSentence is the answer for one signature in a sentence.
func verdictSentence(s *validate.Signature) string {
	whose := "The signature"
	if s.Signature.Parent != "" {
		whose = "The counter-signature"
	}
	if s.Signer != nil {
		whose += " of " + person(s.Signer)
	}
	what, _ := Meaning(s.Indication.Sub())
	if what != "" {
		what = ": " + what
	}
	switch {
	case s.Indication.Passed():
		return whose + " is valid" + when(s) + "."
	case s.Indication.Main() == ades.Failed:
		return whose + " is NOT valid" + what + "."
	}
	return "Whether " + lowerFirst(whose) + " is valid cannot be told" + what + "."
}

// when says since when the signature provably exists.
func when(s *validate.Signature) string {
	if s.BestTimeFrom != "" {
		by := "a time-stamp"
		if prover(s.BestTimeFrom) != "time-stamp" {
			by = "an evidence record"
		}
		return ", and was made no later than " + moment(s.BestTime) + ", as " + by + " proves"
	}
	return ""
}

func lowerFirst(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' {
		return string(s[0]+'a'-'A') + s[1:]
	}
	return s
}

// moment is a time for people.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// reasons is what a report says of one signature or time-stamp besides its verdict.
type reasons struct {
	because  []validate.Finding // the deciding one first; none where it passed
	settled  []validate.Finding // what would have decided, had it not been settled by a proof of existence
	warnings []validate.Finding
	todo     []string // what to do, each once, the most important first
}

func reasonsOf(i ades.Indication, blocks []*validate.Block, procs []*validate.Process) reasons {
	r := reasons{warnings: warnings(blocks, procs)}
	found := deciding(blocks, procs)
	if i.Passed() {
		r.settled = found
		return r
	}
	r.because = found
	seen := map[string]bool{"": true}
	add := func(text string) {
		if !seen[text] {
			seen[text] = true
			r.todo = append(r.todo, text)
		}
	}
	for n, f := range found {
		if n == 0 || found[0].Remedy == "" {
			add(f.Remedy)
		}
	}
	if len(r.todo) == 0 {
		_, todo := Meaning(i.Sub())
		add(todo)
	}
	return r
}
