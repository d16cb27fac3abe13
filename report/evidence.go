// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"slices"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/validate"
)

// evidence is an evidence record in the JSON report.
func evidence(x *validate.EvidenceRecord) Evidence {
	out := Evidence{ID: string(x.Record.ID), Form: x.Record.Form, Indication: main(x.Indication), SubIndication: x.Indication.Sub().String(),
		Time: stamp(x.Time), References: []Reference{}, Findings: findings(nil, []*validate.Process{x.Process}), Timestamps: []string{},
		Problems: problems(recordProblems(x))}
	for _, r := range x.Record.References {
		out.References = append(out.References, Reference{string(r.Kind), r.Name, r.Found, r.Intact()})
	}
	for _, t := range x.Timestamps {
		out.Timestamps = append(out.Timestamps, string(t.Timestamp.ID))
	}
	return out
}

func recordProblems(x *validate.EvidenceRecord) []ades.Problem {
	return slices.Concat(x.Record.Faults, x.Record.Problems)
}

// recordForm says by which standard a record is written.
func recordForm(x *validate.EvidenceRecord) string {
	if strings.HasPrefix(x.Record.Form, "XML") {
		return "RFC 6283"
	}
	return "RFC 4998"
}

// prover says what kind of thing a proof of existence comes from.
func prover(id ades.ID) string {
	if strings.HasPrefix(string(id), "ER-") {
		return "evidence record"
	}
	return "time-stamp"
}

// recordSentence is the answer for one record in a sentence.
func recordSentence(x *validate.EvidenceRecord) string {
	if x.Indication.Passed() {
		return "It proves that what it covers existed by " + moment(x.Time) + "."
	}
	return "It proves nothing."
}

// record writes one evidence record.
func (p *printer) record(x *validate.EvidenceRecord) {
	p.line("  evidence record (%s)  %s", recordForm(x), verdict(x.Indication, main(x.Indication)))
	p.line("    %s", recordSentence(x))
	why := reasonsOf(x.Indication, nil, []*validate.Process{x.Process})
	p.why("    ", why)
	for _, f := range why.warnings {
		p.line("    warning: %s [%s]", Clean(answer(f.Text)), Clean(f.Clause))
	}
	p.problems("    ", recordProblems(x))
	for _, t := range x.Timestamps {
		p.timestamp("    ", t)
	}
}

// recordCard is one evidence record on the page, its time-stamps inside.
func recordCard(x *validate.EvidenceRecord) card {
	procs := []*validate.Process{x.Process}
	c := card{Title: "Evidence record (" + recordForm(x) + ")", Verdict: verdict(x.Indication, main(x.Indication)), Sentence: recordSentence(x),
		Checks: checksOf(nil, procs), Problems: problems(recordProblems(x))}
	c.Class, c.Symbol = colour(x.Indication)
	c.why(reasonsOf(x.Indication, nil, procs))
	for _, r := range x.Record.References {
		if r.Intact() {
			c.Scopes = append(c.Scopes, strings.TrimSpace(covered[r.Kind]+" "+r.Name))
		}
	}
	for _, t := range x.Timestamps {
		c.Stamps = append(c.Stamps, stampCard(t))
	}
	return c
}

// covered says what a record covers.
var covered = map[ades.ReferenceKind]string{ades.RefMasterSignature: "the signature", ades.RefArchiveObject: "the content"}

// records lists the evidence records of all signatures.
func records(r *validate.Result) []*validate.EvidenceRecord {
	var out []*validate.EvidenceRecord
	for _, s := range r.Signatures {
		out = append(out, s.EvidenceRecords...)
	}
	return out
}

// recordObject is a record as a validation object of the ETSI report.
func recordObject(x *validate.EvidenceRecord) object {
	return object{id: x.Record.ID, kind: "evidencerecord", hash: sigalg.SHA256, digest: x.Record.Digest[:], record: x}
}

// recordReport is what a record proves, and the report of it.
func (e *etsi) recordReport(x *validate.EvidenceRecord) {
	e.provides(x.Time, x.Record.Covers)
	defer e.open("ValidationReport")()
	e.constraints(nil, []*validate.Process{x.Process})
	e.status(judged{indication: x.Indication, procs: []*validate.Process{x.Process}, references: x.Record.References}, main(x.Indication))
}
