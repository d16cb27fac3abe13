// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"slices"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/validate"
)

// judged is what signatures and time-stamps have in common when they are reported.
type judged struct {
	indication ades.Indication
	chain      []validate.ChainLink
	crypto     validate.CryptoUse
	blocks     []*validate.Block
	procs      []*validate.Process
	references []*ades.Reference
	stamps     []*validate.Timestamp
}

func verdictOf(s *validate.Signature) judged {
	return judged{s.Indication, s.Chain, s.Crypto, s.Blocks, s.Processes, s.Signature.References, s.Timestamps}
}

func verdictOfStamp(t *validate.Timestamp) judged {
	return judged{t.Indication, t.Chain, t.Crypto, t.Blocks, t.Processes, t.Timestamp.References, nil}
}

// status is clause 4.2.4 with the report data that EN 319 102-1 v1.4.1 table 6 asks for.
func (e *etsi) status(v judged, total string) {
	defer e.open("SignatureValidationStatus")()
	e.indication(v.indication, total)
	defer e.open("AssociatedValidationReportData")()
	if a := anchor(v.chain); a != "" {
		e.ref("TrustAnchor", a)
	}
	e.chain(v.chain)
	for _, id := range e.related(v) {
		e.ref("RelatedValidationObject", id)
	}
	e.revocation(v.chain)
	e.crypto(v.crypto)
	e.messages(v)
}

func anchor(chain []validate.ChainLink) ades.ID {
	for _, l := range chain {
		if l.Anchor {
			return l.Certificate.ID()
		}
	}
	return ""
}

// chain lists the certificates up to the first anchor.
func (e *etsi) chain(chain []validate.ChainLink) {
	if len(chain) == 0 || !e.known[chain[0].Certificate.ID()] {
		return
	}
	defer e.open("CertificateChain")()
	e.ref("SigningCertificate", chain[0].Certificate.ID())
	for i, l := range chain {
		switch {
		case l.Anchor:
			e.ref("TrustAnchor", l.Certificate.ID())
			return
		case i > 0:
			e.ref("IntermediateCertificate", l.Certificate.ID())
		}
	}
}

// related are the objects that the sub-indication is about: data whose digest is wrong or that is missing, time-stamps out of
// order, and what the deciding findings examined.
func (e *etsi) related(v judged) []ades.ID {
	var out []ades.ID
	add := func(id ades.ID) {
		if e.known[id] && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	switch v.indication.Sub() {
	case ades.HashFailure, ades.SignedDataNotFound:
		for _, r := range v.references {
			if !r.Intact() {
				add(dataID(r))
			}
		}
	case ades.TimestampOrderFailure:
		for _, t := range v.stamps {
			add(t.Timestamp.ID)
		}
	}
	if !v.indication.Passed() {
		for _, f := range deciding(v.blocks, v.procs) {
			add(f.About)
		}
	}
	return out
}

// revocationReasons are the names of the CRLReasons, RFC 5280 5.3.1.
var revocationReasons = [...]string{"unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded",
	"cessationOfOperation", "certificateHold", "", "removeFromCRL", "privilegeWithdrawn", "aACompromise"}

func revocationReason(n int) string {
	if n < 0 || n >= len(revocationReasons) {
		return ""
	}
	return revocationReasons[n]
}

// revocation tells of the first revoked certificate of the chain.
func (e *etsi) revocation(chain []validate.ChainLink) {
	for _, l := range chain {
		u := l.Revocation
		if u == nil || !u.Revoked || xmlTime(u.At) == "" || !e.known[l.Certificate.ID()] {
			continue
		}
		defer e.open("RevocationStatusInformation")()
		e.ref("ValidationObjectId", l.Certificate.ID())
		e.text("RevocationTime", xmlTime(u.At))
		if reason := revocationReason(u.Reason); reason != "" {
			e.text("RevocationReason", "urn:etsi:019102:revocationReason:"+reason)
		}
		e.ref("RevocationObject", u.Data)
		return
	}
}

// crypto tells of the algorithm that decides how long the token can be relied on.
func (e *etsi) crypto(u validate.CryptoUse) {
	_, isSignature := e.signed[u.Object]
	if !isSignature && !e.known[u.Object] {
		return
	}
	defer e.open("CryptoInformation")()
	e.ref("ValidationObjectId", u.Object)
	uri := u.URI
	if uri == "" {
		uri = "urn:etsi:019102:algorithm:unidentified"
	}
	e.text("Algorithm", anyURI(uri))
	secure := "false"
	if u.Reliable {
		secure = "true"
	}
	e.text("SecureAlgorithm", secure)
	e.optional("NotAfter", xmlTime(u.Until))
}

// messages are the reasons, each once, and the time at which to try again.
func (e *etsi) messages(v judged) {
	type message struct{ kind, text string }
	var list []message
	add := func(kind, text string) {
		if m := (message{kind, text}); !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	why := reasonsOf(v.indication, v.blocks, v.procs)
	for _, f := range why.because {
		add("urn:cef:dss:message:error", answer(f.Text))
	}
	for _, f := range why.settled {
		add("urn:cef:dss:message:information", answer(f.Text)+" (settled by proof of existence)")
	}
	for _, f := range why.warnings {
		kind := "warning"
		if f.Level == policy.LevelInform {
			kind = "information"
		}
		add("urn:cef:dss:message:"+kind, answer(f.Text))
	}
	for _, text := range why.todo {
		add(nsOwn+"#remedy", text)
	}
	if at := retry(v.chain, e.r.Time); v.indication.Is(ades.TryLater) && xmlTime(at) != "" {
		add(nsOwn+"#retry-after", xmlTime(at))
	}
	if len(list) == 0 {
		return
	}
	defer e.open("AdditionalValidationReportData")()
	for _, m := range list {
		e.typed("ReportData", m.kind, m.text)
	}
}

// retry is when newer revocation data is due; zero: not known.
func retry(chain []validate.ChainLink, now time.Time) time.Time {
	var at time.Time
	for _, l := range chain {
		if u := l.Revocation; u != nil && u.NextUpdate.After(now) && (at.IsZero() || u.NextUpdate.Before(at)) {
			at = u.NextUpdate
		}
	}
	return at
}
