// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package path

import (
	"fmt"
	"slices"
	"time"

	"github.com/mitome-project/mitome/internal/pkix"
)

// Step names a step of RFC 5280 6.1.
type Step string

// The steps, with the clause each is from.
const (
	StepChain            Step = "chain"             // no chain at all
	StepSignature        Step = "signature"         // 6.1.3 (a)(1)
	StepValidity         Step = "validity"          // 6.1.3 (a)(2)
	StepName             Step = "name-chaining"     // 6.1.3 (a)(4)
	StepNameConstraints  Step = "name-constraints"  // 6.1.3 (b), (c)
	StepPolicy           Step = "policy"            // 6.1.3 (d) to (f), 6.1.4 (a), (b), 6.1.5 (g)
	StepBasicConstraints Step = "basic-constraints" // 6.1.4 (k)
	StepPathLength       Step = "path-length"       // 6.1.4 (l), (m)
	StepKeyUsage         Step = "key-usage"         // 6.1.4 (n)
	StepCritical         Step = "critical"          // 6.1.4 (o), 6.1.5 (f)
)

// Failure is a step that failed.
type Failure struct {
	Step  Step
	Index int // of the certificate in the chain, 0 the lowest; -1: the chain as a whole
	Text  string
}

// String is the step, the certificate and the text.
func (f Failure) String() string {
	return fmt.Sprintf("%s: certificate %d: %s", f.Step, f.Index, f.Text)
}

// Options are the inputs of RFC 5280 6.1.1. The zero value is any policy, and nothing required or inhibited.
type Options struct {
	UserPolicies    []string // user-initial-policy-set; empty: any-policy
	ExplicitPolicy  bool     // initial-explicit-policy
	InhibitMapping  bool     // initial-policy-mapping-inhibit
	InhibitAny      bool     // initial-any-policy-inhibit
	KnownExtensions []string // further extensions that may be critical
}

// Validate runs every step over chain at one time and returns the failures, by step; none: the chain is valid. Revocation is
// not looked at (6.1.3 (a)(3) is the caller's). What the anchor's certificate says beyond its name and key is not looked at either.
func Validate(chain []*pkix.Certificate, at time.Time, opts Options) []Failure {
	if len(chain) == 0 {
		return []Failure{{StepChain, -1, "no certificate"}}
	}
	out := Signatures(chain)
	out = append(out, Validity(chain, at)...)
	out = append(out, NameChaining(chain)...)
	out = append(out, nameConstraints(chain)...)
	if ok, reason := opts.policyTree(chain); !ok {
		out = append(out, Failure{StepPolicy, -1, reason})
	}
	out = append(out, BasicConstraints(chain)...)
	if ok, reason := PathLength(chain); !ok {
		out = append(out, Failure{StepPathLength, -1, reason})
	}
	out = append(out, KeyUsage(chain)...)
	return append(out, Critical(chain, opts.KnownExtensions...)...)
}

// Signatures checks each certificate's signature with the key of the one above it, 6.1.3 (a)(1).
func Signatures(chain []*pkix.Certificate) (out []Failure) {
	for i := 0; i+1 < len(chain); i++ {
		if chain[i+1].PublicKey == nil {
			out = append(out, Failure{StepSignature, i, "key of the issuer cannot be read"})
		} else if err := chain[i].CheckSignature(chain[i+1].PublicKey); err != nil {
			out = append(out, Failure{StepSignature, i, err.Error()})
		}
	}
	return out
}

// Validity checks that each certificate below the anchor is valid at a time, both bounds inclusive, 6.1.3 (a)(2).
func Validity(chain []*pkix.Certificate, at time.Time) (out []Failure) {
	for i := 0; i+1 < len(chain); i++ {
		switch c := chain[i]; {
		case at.Before(c.NotBefore):
			out = append(out, Failure{StepValidity, i, "not valid before " + c.NotBefore.UTC().Format(time.RFC3339)})
		case at.After(c.NotAfter):
			out = append(out, Failure{StepValidity, i, "not valid after " + c.NotAfter.UTC().Format(time.RFC3339)})
		}
	}
	return out
}

// NameChaining checks that each certificate's issuer is the subject of the one above it, 6.1.3 (a)(4).
func NameChaining(chain []*pkix.Certificate) (out []Failure) {
	for i := 0; i+1 < len(chain); i++ {
		if !chain[i].Issuer.Equal(chain[i+1].Subject) {
			out = append(out, Failure{StepName, i, "issuer is not the subject of the certificate above"})
		}
	}
	return out
}

// BasicConstraints checks that each certificate between the ends is a version 3 CA certificate, 6.1.4 (k).
func BasicConstraints(chain []*pkix.Certificate) (out []Failure) {
	for i := 1; i+1 < len(chain); i++ {
		switch c := chain[i]; {
		case c.Version < 3:
			out = append(out, Failure{StepBasicConstraints, i, fmt.Sprintf("issuer has a version %d certificate", c.Version)})
		case !c.HasBasic:
			out = append(out, Failure{StepBasicConstraints, i, "issuer has no basic constraints"})
		case !c.IsCA:
			out = append(out, Failure{StepBasicConstraints, i, "issuer is not a ca"})
		}
	}
	return out
}

// PathLength checks the path length constraints, 6.1.4 (l) and (m). Self-issued certificates do not count.
func PathLength(chain []*pkix.Certificate) (ok bool, reason string) {
	left := len(chain)
	for i := len(chain) - 2; i > 0; i-- {
		c := chain[i]
		if !SelfIssued(c) {
			if left <= 0 {
				return false, fmt.Sprintf("certificate %d is below the path length that a ca above it allows", i)
			}
			left--
		}
		if c.PathLen >= 0 && c.PathLen < left {
			left = c.PathLen
		}
	}
	return true, ""
}

// KeyUsage checks that each issuer below the anchor that has a key usage may sign certificates, 6.1.4 (n).
func KeyUsage(chain []*pkix.Certificate) (out []Failure) {
	for i := 1; i+1 < len(chain); i++ {
		if c := chain[i]; c.HasKeyUsage && c.KeyUsage&pkix.KeyCertSign == 0 {
			out = append(out, Failure{StepKeyUsage, i, "key usage of the issuer is without keyCertSign"})
		}
	}
	return out
}

// knownCritical reports whether an extension may be critical: it is processed here, or it restricts nothing that a path
// depends on (key identifiers, alternative names, distribution points, access descriptions, QC statements, revocation hints).
func knownCritical(oid string) bool {
	switch oid {
	case "2.5.29.9", "2.5.29.14", "2.5.29.15", "2.5.29.16", "2.5.29.17", "2.5.29.18", "2.5.29.19", "2.5.29.30", "2.5.29.31", "2.5.29.32",
		"2.5.29.33", "2.5.29.35", "2.5.29.36", "2.5.29.37", "2.5.29.46", "2.5.29.54", "2.5.29.56",
		"1.3.6.1.5.5.7.1.1", "1.3.6.1.5.5.7.1.3", "1.3.6.1.5.5.7.1.11", "1.3.6.1.5.5.7.48.1.5", "0.4.0.194121.2.1":
		return true
	}
	return false
}

// UnknownCritical lists the critical extensions of c that are neither understood nor among known, and those that are
// understood but could not be read.
func UnknownCritical(c *pkix.Certificate, known ...string) (out []string) {
	for _, e := range c.Extensions {
		if e.Critical && !knownCritical(e.OID) && !slices.Contains(known, e.OID) || unread(c, e.OID) {
			out = append(out, e.OID)
		}
	}
	return out
}

// unread reports whether an extension that restricts a path is there but could not be read.
func unread(c *pkix.Certificate, oid string) bool {
	switch oid {
	case "2.5.29.15":
		return !c.HasKeyUsage
	case "2.5.29.19":
		return !c.HasBasic
	case "2.5.29.30":
		return c.NameConstraints == nil
	case "2.5.29.36":
		return c.PolicyConstraints == nil
	case "2.5.29.54":
		return c.InhibitAnyPolicy < 0
	}
	return false
}

// Critical checks that no certificate below the anchor has a critical extension that is not understood, 6.1.4 (o), 6.1.5 (f).
func Critical(chain []*pkix.Certificate, known ...string) (out []Failure) {
	for i := 0; i+1 < len(chain); i++ {
		for _, oid := range UnknownCritical(chain[i], known...) {
			out = append(out, Failure{StepCritical, i, "critical extension is not understood: " + oid})
		}
	}
	return out
}

func has(c *pkix.Certificate, oid string) bool {
	return slices.ContainsFunc(c.Extensions, func(e pkix.Extension) bool { return e.OID == oid })
}
