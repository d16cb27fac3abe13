// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/internal/xmldsig"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// maxStructure bounds the deviations recorded of one list.
const maxStructure = 50

// structure checks the form of a list against the structure rules of its version, and tells each deviation. They are facts for
// a policy to judge (eIDAS/TLStructure): a list is read whatever they are.
type structure struct {
	version int
	found   []string
	more    int
}

// checkStructure checks a list of that version (TS 119 612 v2.4.1 annex C; v2.1.1 for versions 4 and 5).
func checkStructure(root *etree.Element, version int) []string {
	s := &structure{version: version}
	if version < 4 || version > 6 {
		s.version = min(max(version, 5), 6)
		s.tell(root, "no structure rules are known for list version %d: those of version %d are asked for", version, s.version)
	}
	s.element(root, listContent, xmltree.Space(root))
	s.signature(root)
	if s.more > 0 {
		s.found = append(s.found, fmt.Sprintf("%d further deviations are not listed", s.more))
	}
	return s.found
}

func (s *structure) tell(e *etree.Element, format string, args ...any) {
	if len(s.found) >= maxStructure {
		s.more++
		return
	}
	s.found = append(s.found, xmltree.Path(e)+": "+fmt.Sprintf(format, args...))
}

// find is the place of the particle that an element in that namespace is, or -1.
func find(particles []particle, e *etree.Element, space string) int {
	for i := range particles {
		if particles[i].matches(e, space) {
			return i
		}
	}
	return -1
}

func (p *particle) matches(e *etree.Element, space string) bool {
	if p.space != "" {
		return p.tag == e.Tag && p.space == space
	}
	return p.tag == e.Tag && space == nsTSL
}

// spaceOf is the namespace of a child of e, whose own is known: looking it up anew at each element takes long.
func spaceOf(k, e *etree.Element, space string) string {
	if k.Space != e.Space {
		return xmltree.Space(k)
	}
	for i := range k.Attr {
		if a := &k.Attr[i]; a.Space == "xmlns" || a.Key == "xmlns" {
			return xmltree.Space(k)
		}
	}
	return space
}

// element checks an element, which is in that namespace, and what is in it.
func (s *structure) element(e *etree.Element, c *model, space string) {
	s.attributes(e, c)
	if c.text != noText || len(c.children) == 0 {
		s.text(e, c)
	}
	switch c.order {
	case inOrder:
		s.sequence(e, c, space)
	case lax:
		for k := range elements(e) {
			in := spaceOf(k, e, space)
			if i := find(loose, k, in); i >= 0 {
				s.element(k, loose[i].is, in)
			}
		}
	default:
		s.choice(e, c, space)
	}
}

func (s *structure) sequence(e *etree.Element, c *model, space string) {
	at, seen := 0, false // the particle in turn, and whether it was there
	for k := range elements(e) {
		in, next := spaceOf(k, e, space), at
		for next < len(c.children) && (!c.children[next].matches(k, in) || next == at && seen && !c.children[next].many) {
			next++
		}
		if next == len(c.children) {
			s.tell(k, "not expected here")
			if i := find(c.children, k, in); i >= 0 && c.children[i].is != nil {
				s.element(k, c.children[i].is, in)
			}
			continue
		}
		s.missing(e, c, at, next, seen)
		seen = true
		if at = next; c.children[at].is != nil {
			s.element(k, c.children[at].is, in)
		}
	}
	s.missing(e, c, at, len(c.children), seen)
}

// missing tells the particles from at up to next that had to be there.
func (s *structure) missing(e *etree.Element, c *model, at, next int, seen bool) {
	for i := at; i < next; i++ {
		if p := &c.children[i]; !p.optional && (i > at || !seen) {
			s.tell(e, "%s is missing", p.tag)
		}
	}
}

func (s *structure) choice(e *etree.Element, c *model, space string) {
	var first *particle
	optional := false
	for i := range c.children {
		optional = optional || c.children[i].optional && c.order == oneKind
	}
	for k := range elements(e) {
		in := spaceOf(k, e, space)
		i := find(c.children, k, in)
		switch {
		case i < 0:
			s.tell(k, "not expected here")
			continue
		case first != nil && c.order == oneKind && (first != &c.children[i] || !first.many):
			s.tell(k, "not expected beside %s", first.tag)
		}
		if first = &c.children[i]; first.is != nil {
			s.element(k, first.is, in)
		}
	}
	if first == nil && !optional {
		s.tell(e, "empty")
	}
}

func (s *structure) attributes(e *etree.Element, c *model) {
	there := c.required == ""
	for i := range e.Attr {
		a := &e.Attr[i]
		name := a.Key
		if a.Space != "" {
			name = a.Space + ":" + a.Key
		}
		switch {
		case name == c.required:
			there = true
			if name == "Critical" && !slices.Contains([]string{"true", "false", "1", "0"}, strings.TrimSpace(a.Value)) {
				s.tell(e, "attribute Critical is no truth value")
			}
		case a.Space == "xmlns" || name == "xmlns" || xmltree.Lookup(e, a.Space) == "http://www.w3.org/2001/XMLSchema-instance":
		case !slices.Contains(c.attributes, name):
			s.tell(e, "attribute %s is not allowed", name)
		case name == "type" && s.version < 6:
			s.tell(e, "attribute type came with list version 6")
		}
	}
	if !there {
		s.tell(e, "attribute %s is missing", c.required)
	}
}

func (s *structure) text(e *etree.Element, c *model) {
	if c.order != lax {
		for k := range elements(e) {
			s.tell(k, "not expected here")
		}
	}
	if c.text <= anyText {
		return
	}
	v := xmltree.Value(e)
	if c.text > someText {
		v = strings.Trim(v, " \t\r\n")
	}
	ok := true
	switch c.text {
	case someText, someURI:
		ok = v != ""
	case integer:
		ok = digits(strings.TrimLeft(v, "+-"))
	case positive:
		ok = digits(strings.TrimPrefix(v, "+")) && strings.Trim(v, "+0") != ""
	case notNegative:
		ok = digits(strings.TrimPrefix(v, "+"))
	case dateTime:
		_, err := time.Parse("2006-01-02T15:04:05.999999999", v)
		if err != nil {
			_, err = time.Parse(time.RFC3339Nano, v)
		}
		ok = err == nil
	}
	switch {
	case !ok && v == "":
		s.tell(e, "empty")
	case !ok:
		s.tell(e, "not of the right form: %q", shorten(v))
	}
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// signature checks the form of the signature: version 6 asks for the baseline level of EN 319 132-1, versions before for that of
// TS 103 171 (TS 119 612 v2.4.1 and v2.1.1 5.7.1).
func (s *structure) signature(root *etree.Element) {
	sigs := xmltree.Children(root, xmldsig.NS, "Signature")
	if len(sigs) == 0 {
		s.tell(root, "Signature is missing")
		return
	}
	renewed := []string{"SigningCertificate", "SignatureProductionPlace", "SignerRole"}
	for _, o := range xmltree.Children(sigs[0], xmldsig.NS, "Object") {
		for _, q := range xmltree.Children(o, nsXAdES, "QualifyingProperties") {
			props := xmltree.Child(xmltree.Child(q, nsXAdES, "SignedProperties"), nsXAdES, "SignedSignatureProperties")
			for k := range elements(props) {
				old, isNew := strings.CutSuffix(k.Tag, "V2")
				switch {
				case !slices.Contains(renewed, old) || xmltree.Space(k) != nsXAdES:
				case s.version >= 6 && !isNew:
					s.tell(k, "list version %d asks for %sV2", s.version, old)
				case s.version < 6 && isNew:
					s.tell(k, "list version %d asks for %s", s.version, old)
				}
			}
		}
	}
}
