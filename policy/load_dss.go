// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// groups are the elements of a DSS policy document that hold further elements.
var groups = map[string]bool{"ContainerConstraints": true, "PDFAConstraints": true, "SignatureConstraints": true,
	"CounterSignatureConstraints": true, "Timestamp": true, "Revocation": true, "EvidenceRecord": true, "eIDAS": true,
	"BasicSignatureConstraints": true, "SigningCertificate": true, "CACertificate": true, "SignedAttributes": true, "UnsignedAttributes": true}

// dssLoader turns the tree of a DSS policy document into a policy.
type dssLoader struct {
	p     *Policy
	parts map[Path]*node // the Cryptographic elements
	order []Path
}

func loadDSS(root *node) (*Policy, error) {
	l := &dssLoader{parts: map[Path]*node{}, p: &Policy{name: root.attrs["Name"], constraints: map[Path]Constraint{},
		suites: map[Path]*Suite{}, rules: DSSRules()}}
	for _, n := range root.children {
		switch n.name {
		case "Description":
			l.p.description = strings.Join(strings.Fields(n.text), " ")
		case "Model":
			i := slices.Index(modelNames[:], n.attrs["Value"])
			if i < 0 {
				return nil, fmt.Errorf("policy document: model %q is not known", n.attrs["Value"])
			}
			l.p.model = Model(i)
		default:
			l.p.qualified = l.p.qualified || n.name == "eIDAS"
			if err := l.element(Path(n.name), n); err != nil {
				return nil, err
			}
		}
	}
	if err := l.suites(); err != nil {
		return nil, err
	}
	l.p.digest = &digest{}
	return l.p, nil
}

// element enters one element below the root and what it holds.
func (l *dssLoader) element(path Path, n *node) error {
	switch {
	case n.name == cryptographic:
		l.parts[path] = n
		l.order = append(l.order, path)
		return nil
	case groups[n.name] && n.attrs["Level"] == "":
		for _, c := range n.children {
			if err := l.element(path+"/"+Path(c.name), c); err != nil {
				return err
			}
		}
		return nil
	case !knownConstraint(n.name):
		l.note("%s: element not known", path)
		return nil
	}
	text, stated := n.attrs["Level"]
	if !stated {
		l.note("%s: without a level it has no effect", path)
		return nil
	}
	level, ok := ParseLevel(text)
	if !ok || level == LevelAbsent {
		return fmt.Errorf("policy document: %s: level %q is not known", path, text)
	}
	c, err := l.constraint(path, n)
	if err != nil {
		return err
	}
	c.Level = level
	l.p.constraints[path] = c
	return nil
}

func (l *dssLoader) note(format string, args ...any) {
	l.p.unknown = append(l.p.unknown, fmt.Sprintf(format, args...))
}

// constraint reads values and duration of one constraint.
func (l *dssLoader) constraint(path Path, n *node) (Constraint, error) {
	var c Constraint
	if unit, ok := n.attrs["Unit"]; ok {
		d, err := duration(n.attrs["Value"], unit)
		if err != nil {
			return c, fmt.Errorf("policy document: %s: %w", path, err)
		}
		c.Duration = d
	}
	c.Values = n.ids()
	if n.text != "" && len(n.children) == 0 {
		c.Values = []string{n.text}
	}
	for _, k := range n.children {
		switch k.name {
		case "Id":
		case "CertificateExtensions":
			c.Values = append(c.Values, k.ids()...)
		case "CertificatePolicies":
			c.Policies = append(c.Policies, k.ids()...)
		default:
			l.note("%s/%s: element not known", path, k.name)
		}
	}
	return c, nil
}

// duration reads a value with a unit of a DSS time constraint.
func duration(value, unit string) (time.Duration, error) {
	units := map[string]time.Duration{"MILLISECONDS": time.Millisecond, "SECONDS": time.Second, "MINUTES": time.Minute,
		"HOURS": time.Hour, "DAYS": 24 * time.Hour}
	u, ok := units[unit]
	if !ok {
		return 0, fmt.Errorf("unit %q is not known", unit)
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 0 || n > int64(1<<63-1)/int64(u) {
		return 0, fmt.Errorf("value %q is no duration", value)
	}
	return time.Duration(n) * u, nil
}

// suites resolves the Cryptographic elements: what one leaves out it inherits from the next more general one.
func (l *dssLoader) suites() error {
	slices.SortFunc(l.order, func(a, b Path) int { return strings.Count(string(a), "/") - strings.Count(string(b), "/") })
	resolved := map[Path]*cryptoParts{}
	for _, path := range l.order {
		n := l.parts[path]
		parts := &cryptoParts{}
		if path != cryptographic {
			for up := parent(path); up != ""; up = parent(up) {
				if q := resolved[up]; q != nil {
					*parts = *q
					break
				}
			}
		}
		resolved[path] = parts
		if path != cryptographic && len(n.attrs) == 0 && len(n.children) == 0 {
			continue // inherits everything
		}
		if err := l.override(parts, path, n); err != nil {
			return err
		}
		if s, err := l.suite(parts, path); err != nil {
			return err
		} else if s != nil {
			l.p.suites[path] = s
		}
	}
	return nil
}

// parent is the place that a Cryptographic element inherits from: one group up, in the end the global one; "" for that.
func parent(path Path) Path {
	if path == cryptographic {
		return ""
	}
	up := strings.TrimSuffix(string(path), "/"+cryptographic)
	if i := strings.LastIndex(up, "/"); i >= 0 {
		return Path(up[:i] + "/" + cryptographic)
	}
	return cryptographic
}
