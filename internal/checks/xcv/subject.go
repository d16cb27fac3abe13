// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"strings"

	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// subject makes the check of one attribute of the subject's name.
func subject(id, key, name, oid string) checks.Check[*Facts] {
	return checks.Check[*Facts]{
		ID: "xcv.subject-" + id, Clause: clause5, Key: key,
		Question: "Is the subject's " + id + " accepted?",
		Path:     cert(name), Sub: chain,
		Holds: func(f *Facts, k policy.Constraint) (bool, string) {
			v := f.Cert.SubjectValues(oid)
			return checks.Accepts(k, v...), strings.Join(v, ", ")
		},
	}
}

// Subject are the checks of the subject's name, one an attribute, in the order in which they are asked.
func Subject() []checks.Check[*Facts] {
	return []checks.Check[*Facts]{
		subject("surname", "BBB_XCV_ISCGSURN", "Surname", "2.5.4.4"),
		subject("given-name", "BBB_XCV_ISCGGIVEN", "GivenName", "2.5.4.42"),
		subject("common-name", "BBB_XCV_ISCGCOMMONN", "CommonName", "2.5.4.3"),
		Pseudonym,
		subject("pseudonym", "BBB_XCV_ISCGPSEUDO", "Pseudonym", "2.5.4.65"),
		subject("title", "BBB_XCV_ISCGTITLE", "Title", "2.5.4.12"),
		subject("email", "BBB_XCV_ISCGEMAIL", "Email", "1.2.840.113549.1.9.1"),
		subject("country", "BBB_XCV_ISCGCOUN", "Country", "2.5.4.6"),
		subject("locality", "BBB_XCV_ISCGLOCAL", "Locality", "2.5.4.7"),
		subject("state", "BBB_XCV_ISCGST", "State", "2.5.4.8"),
		subject("organization-identifier", "BBB_XCV_ISCGORGAID", "OrganizationIdentifier", "2.5.4.97"),
		subject("organizational-unit", "BBB_XCV_ISCGORGAU", "OrganizationUnit", "2.5.4.11"),
		subject("organization", "BBB_XCV_ISCGORGAN", "OrganizationName", "2.5.4.10"),
	}
}
