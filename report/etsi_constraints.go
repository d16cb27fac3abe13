// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/validate"
)

// blockURIs are the identifiers of the building blocks, in the order of the report.
var blockURIs = [...]struct{ name, uri string }{
	{"FC", "formatChecking"}, {"ISC", "identificationOfTheSigningCertificate"}, {"VCI", "validationContextInitialization"},
	{"CV", "cryptographicVerification"}, {"SAV", "signatureAcceptanceValidation"}, {"XCV", "x509CertificateValidation"},
	{"PSV", "pastSignatureValidation"}, {"PCV", "pastCertificateValidation"}, {"VTS", "validationTimeSliding"},
}

// constraints is clause 4.2.5: the building blocks, then every constraint that they and the processes asked, also those that the
// policy switched off. What the policy does not hold at all is no constraint.
func (e *etsi) constraints(blocks []*validate.Block, procs []*validate.Process) {
	defer e.open("ValidationConstraintsEvaluationReport")()
	e.policy()
	for _, b := range blockURIs {
		var found *validate.Block
		for _, x := range blocks {
			if x.Name == b.name {
				found = x
			}
		}
		end := e.open("ValidationConstraint")
		e.text("ValidationConstraintIdentifier", "urn:cef:dss:bbb:"+b.uri)
		e.constraintStatus(found != nil)
		if found != nil {
			e.plainStatus("ValidationStatus", found.Indication)
		}
		end()
	}
	var walk func(b *validate.Block)
	walk = func(b *validate.Block) {
		for _, s := range b.Sub {
			walk(s)
		}
		e.findings(b.Findings, b.Indication)
	}
	for _, b := range blocks {
		walk(b)
	}
	for _, p := range procs {
		e.findings(p.Findings, p.Indication)
	}
}

// policy names the validation policy, with the digest of its content.
func (e *etsi) policy() {
	defer e.open("SignatureValidationPolicy")()
	name, sum := e.r.Policy.Name(), e.r.Policy.SHA256()
	end := e.open("SignaturePolicyIdentifier")
	id := e.open("XAdES:SignaturePolicyId")
	which := e.open("XAdES:SigPolicyId")
	e.text("XAdES:Identifier", anyURI(nsOwn+"#policy:"+name))
	e.optional("XAdES:Description", e.r.Policy.Description())
	which()
	e.digest("XAdES:SigPolicyHash", sigalg.SHA256, sum[:])
	id()
	end()
	e.text("PolicyName", name)
}

func (e *etsi) constraintStatus(applied bool) {
	defer e.open("ConstraintStatus")()
	status := "disabled"
	if applied {
		status = "applied"
	}
	e.text("Status", "urn:etsi:019102:constraintStatus:"+status)
}

// findings are the constraints of one block or process. A "no" at level FAIL has the indication of the block that it concludes.
func (e *etsi) findings(list []validate.Finding, concluded ades.Indication) {
	for _, f := range list {
		if notHeld(f) {
			continue
		}
		end := e.open("ValidationConstraint")
		e.text("ValidationConstraintIdentifier", anyURI(nsOwn+"#check:"+f.Check))
		e.typed("ValidationConstraintParameter", nsOwn+"#level", f.Level.String())
		e.typed("ValidationConstraintParameter", nsOwn+"#clause", f.Clause)
		if f.About != "" {
			e.typed("ValidationConstraintParameter", nsOwn+"#object", string(f.About))
		}
		e.constraintStatus(f.Outcome != validate.Off)
		switch {
		case f.Outcome == validate.Held:
			e.plainStatus("ValidationStatus", ades.Pass())
		case f.Outcome == validate.NotMet && f.Level == policy.LevelFail && !concluded.Passed():
			e.plainStatus("ValidationStatus", concluded)
		case f.Outcome == validate.NotMet:
			status := e.open("ValidationStatus")
			e.text("MainIndication", urnMain+"failed")
			status()
		}
		e.text("Indications", f.Text)
		end()
	}
}

func (e *etsi) plainStatus(name string, i ades.Indication) {
	defer e.open(name)()
	e.indication(i, main(i))
}

// indication writes main and sub-indication.
func (e *etsi) indication(i ades.Indication, main string) {
	if i.Main() == ades.None {
		main = "INDETERMINATE"
	}
	e.text("MainIndication", urnMain+strings.ToLower(main))
	if i.Sub() != ades.NoSub {
		e.text("SubIndication", urnSub+i.Sub().String())
	}
}

// typed writes an element of TypedDataType.
func (e *etsi) typed(name, kind, value string) {
	defer e.open(name)()
	e.text("Type", kind)
	e.text("Value", value)
}
