// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package path

import (
	"testing"

	"github.com/mitome-project/mitome/internal/pkix"
)

// TestUnreadNames: below a CA with name constraints a certificate with names that could not be read breaks them.
func TestUnreadNames(t *testing.T) {
	var none, some, unread subtrees
	unread.add(&pkix.Certificate{NameConstraints: &pkix.NameConstraints{Unread: true}})
	some.add(&pkix.Certificate{NameConstraints: &pkix.NameConstraints{Excluded: []pkix.GeneralName{{Tag: tagMail, Text: "example.org"}}}})
	subject := func(oid string) pkix.Name { return pkix.Name{Attributes: []pkix.NameAttribute{{OID: oid, Value: "x"}}} }
	for _, c := range []struct {
		name   string
		cert   *pkix.Certificate
		broken bool
	}{
		{"read", &pkix.Certificate{Subject: subject("2.5.4.3")}, false},
		{"a part of the subject", &pkix.Certificate{Subject: subject(pkix.UnreadOID)}, true},
		{"alternative names", &pkix.Certificate{Subject: subject("2.5.4.3"), AltNamesUnread: true}, true},
	} {
		if got := some.violation(c.cert); (got != "") != c.broken {
			t.Errorf("%s: %q", c.name, got)
		}
		if got := unread.violation(c.cert); got == "" {
			t.Errorf("%s, below constraints that could not be read: no violation", c.name)
		}
		if got := none.violation(c.cert); got != "" {
			t.Errorf("%s, without constraints: %q", c.name, got)
		}
	}
}
