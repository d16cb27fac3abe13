// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package path

import (
	"fmt"
	"slices"

	"github.com/mitome-project/mitome/internal/pkix"
)

const (
	oidNameConstraints = "2.5.29.30"
	oidEmailAddress    = "1.2.840.113549.1.9.1"
)

// maxComparisons bounds names × subtrees of one certificate; real constraints have a few dozen subtrees.
const maxComparisons = 1 << 18

// subtrees are the name constraints in force: a name must be within each of the permitted lists that has its type, and in no
// excluded subtree (RFC 5280 6.1.4 (g): permitted subtrees intersect, excluded ones unite).
type subtrees struct {
	permitted [][]pkix.GeneralName
	excluded  []pkix.GeneralName
	size      int
	unread    bool // constraints are there that could not be read
}

func (s *subtrees) add(c *pkix.Certificate) {
	if nc := c.NameConstraints; nc != nil {
		s.unread = s.unread || nc.Unread
		if len(nc.Permitted) > 0 {
			s.permitted = append(s.permitted, nc.Permitted)
		}
		s.excluded = append(s.excluded, nc.Excluded...)
		s.size += len(nc.Permitted) + len(nc.Excluded)
	} else if has(c, oidNameConstraints) {
		s.unread = true
	}
}

// NameConstraintsViolation says which name of the chain breaks the name constraints above it, 6.1.3 (b) and (c); empty: none.
// The anchor's own constraints do not count.
func NameConstraintsViolation(chain []*pkix.Certificate) string {
	for _, f := range nameConstraints(chain) {
		return fmt.Sprintf("certificate %d: %s", f.Index, f.Text)
	}
	return ""
}

func nameConstraints(chain []*pkix.Certificate) (out []Failure) {
	var s subtrees
	for i := len(chain) - 2; i >= 0; i-- {
		c := chain[i]
		if i == 0 || !SelfIssued(c) {
			if why := s.violation(c); why != "" {
				out = append(out, Failure{StepNameConstraints, i, why})
			}
		}
		s.add(c)
	}
	return out
}

// violation says which of c's names is not within s.
func (s *subtrees) violation(c *pkix.Certificate) string {
	if s.unread {
		return "name constraints above it could not be read"
	}
	if s.size == 0 {
		return ""
	}
	if c.AltNamesUnread || slices.ContainsFunc(c.Subject.Attributes, func(a pkix.NameAttribute) bool { return a.OID == pkix.UnreadOID }) {
		return "names that could not be read"
	}
	names := constrained(c)
	if len(names)*s.size > maxComparisons {
		return "too many names and name constraints to compare"
	}
	for i := range names {
		if why := s.check(&names[i]); why != "" {
			return why
		}
	}
	return ""
}

// constrained are the names of c that constraints apply to: the subject, the alternative names, and e-mail addresses in
// the subject where no alternative name is an e-mail address (RFC 5280 4.2.1.10).
func constrained(c *pkix.Certificate) []pkix.GeneralName {
	var out []pkix.GeneralName
	if len(c.Subject.Attributes) > 0 {
		out = append(out, pkix.GeneralName{Tag: tagDirectory, Directory: &c.Subject})
	}
	mail := false
	for _, n := range c.SubjectAltName {
		mail = mail || n.Tag == tagMail
		out = append(out, n)
	}
	if !mail {
		for _, a := range c.Subject.Attributes {
			if a.OID == oidEmailAddress {
				out = append(out, pkix.GeneralName{Tag: tagMail, Text: a.Value, Raw: []byte(a.Value)})
			}
		}
	}
	return out
}

func (s *subtrees) check(n *pkix.GeneralName) string {
	for i := range s.excluded {
		base := &s.excluded[i]
		if base.Tag != n.Tag {
			continue
		}
		if in, known := within(n, base); in || !known {
			return describe(n) + " is in an excluded subtree, or cannot be told apart from one"
		}
	}
	for _, list := range s.permitted {
		applies, ok := false, false
		for k := range list {
			if list[k].Tag != n.Tag {
				continue
			}
			in, known := within(n, &list[k])
			applies = true
			ok = ok || in && known
		}
		if applies && !ok {
			return describe(n) + " is in no permitted subtree"
		}
	}
	return ""
}

func describe(n *pkix.GeneralName) string {
	switch n.Tag {
	case tagMail:
		return fmt.Sprintf("e-mail address %q", n.Text)
	case tagDNS:
		return fmt.Sprintf("domain name %q", n.Text)
	case tagDirectory:
		return "directory name"
	case tagURI:
		return fmt.Sprintf("uri %q", n.Text)
	case tagIP:
		return fmt.Sprintf("ip address %x", n.Raw)
	}
	return fmt.Sprintf("name of type %d", n.Tag)
}
