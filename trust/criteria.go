// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"slices"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/pkix"
)

// Assert says how the criteria of a list combine.
type Assert string

// The three ways (TS 119 612 v2.4.1 5.5.9.2.2.1).
const (
	AssertAll        Assert = "all"
	AssertAtLeastOne Assert = "atLeastOne"
	AssertNone       Assert = "none"
)

// Criteria is a CriteriaList: conditions on a certificate (TS 119 612 v2.4.1 5.5.9.2.2), kept as data.
type Criteria struct {
	Assert Assert
	Items  []Criterion
}

// Criterion is one condition; exactly one of its fields is set.
type Criterion struct {
	KeyUsage          []KeyUsageBit // each bit has the stated value
	Policies          []string      // each OID stands in certificatePolicies
	SubjectAttributes []string      // each OID stands in the subject with a value
	ExtKeyUsages      []string      // each OID stands in extKeyUsage
	Statements        []Statement   // each statement stands in qcStatements
	Nested            *Criteria
	// Unsupported names a criterion that is not understood or malformed: the whole list then never matches.
	Unsupported string
}

// KeyUsageBit is one bit of the key usage, by the name that the lists use, and the value it is to have.
type KeyUsageBit struct {
	Name  string
	Value bool
}

// Statement is one QcStatement of the mutual-recognition schema v2. Type and Legislation are empty where not asked for.
type Statement struct{ ID, Type, Legislation string }

// Match reports whether c meets the criteria. Criteria with an unsupported part meet nothing.
func (cl *Criteria) Match(c *ades.Certificate) bool {
	return c != nil && cl.Unsupported() == "" && cl.match(c.X509())
}

// Unsupported returns the first part that is not understood, an unknown assertion included; empty: none.
func (cl *Criteria) Unsupported() string {
	switch cl.Assert {
	case AssertAll, AssertAtLeastOne, AssertNone:
	default:
		return "assert " + string(cl.Assert)
	}
	for i := range cl.Items {
		it := &cl.Items[i]
		if it.Unsupported != "" {
			return it.Unsupported
		}
		if it.Nested != nil {
			if u := it.Nested.Unsupported(); u != "" {
				return u
			}
		}
	}
	return ""
}

func (cl *Criteria) match(c *pkix.Certificate) bool {
	for i := range cl.Items {
		met := cl.Items[i].match(c)
		switch cl.Assert {
		case AssertAll:
			if !met {
				return false
			}
		case AssertAtLeastOne:
			if met {
				return true
			}
		case AssertNone:
			if met {
				return false
			}
		}
	}
	return cl.Assert != AssertAtLeastOne
}

func (it *Criterion) match(c *pkix.Certificate) bool {
	switch {
	case it.Nested != nil:
		return it.Nested.match(c)
	case it.KeyUsage != nil:
		return matchKeyUsage(it.KeyUsage, c)
	case it.Policies != nil:
		return all(it.Policies, func(oid string) bool {
			return slices.ContainsFunc(c.Policies, func(p pkix.Policy) bool { return p.OID == oid })
		})
	case it.SubjectAttributes != nil:
		return all(it.SubjectAttributes, func(oid string) bool {
			return slices.ContainsFunc(c.Subject.Attributes, func(a pkix.NameAttribute) bool {
				return a.OID == oid && strings.TrimSpace(a.Value) != ""
			})
		})
	case it.ExtKeyUsages != nil:
		return all(it.ExtKeyUsages, func(oid string) bool { return slices.Contains(c.ExtKeyUsage, oid) })
	case it.Statements != nil:
		return all(it.Statements, func(s Statement) bool { return s.match(c.QC) })
	}
	return false
}

func all[T any](s []T, f func(T) bool) bool {
	for _, x := range s {
		if !f(x) {
			return false
		}
	}
	return true
}

func matchKeyUsage(bits []KeyUsageBit, c *pkix.Certificate) bool {
	for _, b := range bits {
		n := KeyUsageNumber(b.Name)
		if n < 0 || (c.KeyUsage&(1<<n) != 0) != b.Value {
			return false
		}
	}
	return true
}

// KeyUsageNumber is the bit number of a key usage by the name that the lists use ("crlSign" as well as "cRLSign"); -1: unknown.
func KeyUsageNumber(name string) int {
	for i, n := range [...]string{"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
		"keyCertSign", "crlSign", "encipherOnly", "decipherOnly"} {
		if strings.EqualFold(n, name) {
			return i
		}
	}
	if strings.EqualFold(name, "contentCommitment") {
		return 1
	}
	return -1
}

func (s Statement) match(q *pkix.QCStatements) bool {
	if q == nil || !slices.Contains(q.IDs, s.ID) {
		return false
	}
	if s.Type != "" && !slices.Contains(q.Types, s.Type) {
		return false
	}
	return s.Legislation == "" || slices.ContainsFunc(q.Legislation, func(l string) bool { return strings.EqualFold(l, s.Legislation) })
}
