// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"strings"

	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/policy"
)

// qc makes a check of the QcStatements.
func qc(id, key, name, question string, holds func(*pkix.QCStatements, policy.Constraint) (bool, string)) checks.Check[*Facts] {
	return checks.Check[*Facts]{
		ID: "xcv." + id, Clause: clause5 + "; EN 319 412-5 v2.4.1", Key: key, Question: question,
		Path: cert(name), Sub: chain,
		Holds: func(f *Facts, k policy.Constraint) (bool, string) {
			q := f.Cert.X509().QC
			if q == nil {
				q = &pkix.QCStatements{Retention: -1}
			}
			return holds(q, k)
		},
	}
}

// QC are the checks of certificate policies and QcStatements, in the order in which they are asked.
func QC() []checks.Check[*Facts] {
	list := func(pick func(*pkix.QCStatements) []string) func(*pkix.QCStatements, policy.Constraint) (bool, string) {
		return func(q *pkix.QCStatements, k policy.Constraint) (bool, string) {
			v := pick(q)
			return checks.Accepts(k, v...), strings.Join(v, ", ")
		}
	}
	return []checks.Check[*Facts]{
		policyIDs("policy-ids", "BBB_XCV_CMDCIPI", "PolicyIds", nil),
		policyIDs("policy-qualified", "BBB_XCV_CMDCDCQCCLCEPH", "PolicyQualificationIds", []string{"0.4.0.1456.1.1", "0.4.0.1456.1.2", "0.4.0.194112.1.0", "0.4.0.194112.1.1", "0.4.0.194112.1.2", "0.4.0.194112.1.3", "0.4.0.194112.1.4"}),
		policyIDs("policy-qscd", "BBB_XCV_CMDCDCQSCD", "PolicySupportedByQSCDIds", []string{"0.4.0.1456.1.1", "0.4.0.194112.1.2", "0.4.0.194112.1.3"}),
		qc("qc-compliance", "BBB_XCV_CMDCDCQCC", "QcCompliance", "Does the certificate say that it is qualified?", func(q *pkix.QCStatements, _ policy.Constraint) (bool, string) { return q.Compliance, "" }),
		qc("qc-sscd", "BBB_XCV_CMDCDCQCSSCD", "QcSSCD", "Does the certificate say that its key is in a qualified device?", func(q *pkix.QCStatements, _ policy.Constraint) (bool, string) { return q.SSCD, "" }),
		qc("qc-legislation", "BBB_XCV_CMDCDCQCCLCEC", "QcLegislationCountryCodes", "Is the legislation of the qualified certificate accepted?", list(func(q *pkix.QCStatements) []string { return q.Legislation })),
		qc("qc-type", "BBB_XCV_CMDCICQCT", "QcType", "Is the type of the qualified certificate accepted?", list(func(q *pkix.QCStatements) []string { return q.Types })),
		qc("qc-semantics", "BBB_XCV_CMDCISI", "SemanticsIdentifier", "Is the semantics identifier accepted?", list(func(q *pkix.QCStatements) []string { return []string{q.Semantics} })),
		qc("qc-psd2-roles", "BBB_XCV_CMDCIPSD2", "PSD2QcTypeRolesOfPSP", "Are the PSD2 roles accepted?", list(func(q *pkix.QCStatements) []string { return q.PSD2Roles })),
		qc("qc-psd2-authority", "BBB_XCV_CMDCIPSD2NCA", "PSD2QcCompetentAuthorityName", "Is the PSD2 authority accepted?", list(func(q *pkix.QCStatements) []string { return []string{q.PSD2NCA} })),
		qc("qc-psd2-authority-id", "BBB_XCV_CMDCIPSD2NCAID", "PSD2QcCompetentAuthorityId", "Is the PSD2 authority's identifier accepted?", list(func(q *pkix.QCStatements) []string { return []string{q.PSD2NCAID} })),
	}
}

// policyIDs makes a check of the certificate policies; of is the fixed set asked for, nil: the constraint's values.
func policyIDs(id, key, name string, of []string) checks.Check[*Facts] {
	return checks.Check[*Facts]{
		ID: "xcv." + id, Clause: clause5 + "; RFC 5280 4.2.1.4", Key: key, Question: "Has the certificate an accepted certificate policy?",
		Path: cert(name), Sub: chain,
		Holds: func(f *Facts, k policy.Constraint) (bool, string) {
			if of != nil {
				k.Values = of
			}
			var v []string
			for _, p := range f.Cert.X509().Policies {
				v = append(v, p.OID)
			}
			return checks.Accepts(k, v...), strings.Join(v, ", ")
		},
	}
}
