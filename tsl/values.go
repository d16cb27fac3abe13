// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/xmltree"
	"github.com/mitome-project/mitome/trust"
)

// maxProblems bounds the deviations recorded of one list; a hostile list could have one at every element.
const maxProblems = 200

// parser is the state of reading one list.
type parser struct {
	problems *[]string
	found    int // problems met
	strings  map[string]string
	// signersOf tells the pointers whose certificates are read; nil: all.
	signersOf func(*List, *Pointer) bool
	certs     map[string]*ades.Certificate // by their text in the list; nil: cannot be read
}

func newParser(problems *[]string) *parser {
	return &parser{problems: problems, strings: map[string]string{}, certs: map[string]*ades.Certificate{}}
}

// keep returns s once, in memory of its own.
func (p *parser) keep(s string) string {
	if s == "" {
		return ""
	}
	if k, ok := p.strings[s]; ok {
		return k
	}
	s = strings.Clone(s)
	p.strings[s] = s
	return s
}

func (p *parser) problem(e *etree.Element, format string, args ...any) {
	p.found++
	switch {
	case p.found <= maxProblems:
		*p.problems = append(*p.problems, xmltree.Path(e)+": "+fmt.Sprintf(format, args...))
	case p.found == maxProblems+1:
		*p.problems = append(*p.problems, "further deviations are not listed")
	}
}

// uri is the text of e as xsd:anyURI: white space collapsed (XML Schema part 2 3.2.17).
func (p *parser) uri(e *etree.Element) string {
	if e == nil {
		return ""
	}
	return p.keep(strings.Join(strings.Fields(xmltree.Value(e)), " "))
}

// text is the text of e with white space around it removed.
func (p *parser) text(e *etree.Element) string {
	if e == nil {
		return ""
	}
	return p.keep(xmltree.Trimmed(e))
}

func (p *parser) integer(e *etree.Element) int64 {
	if e == nil {
		return 0
	}
	n, err := strconv.ParseInt(xmltree.Trimmed(e), 10, 64)
	if err != nil {
		p.problem(e, "no integer: %q", shorten(xmltree.Trimmed(e)))
		return 0
	}
	return n
}

// boolean reads an xsd:boolean attribute.
func boolean(s string) bool {
	s = strings.TrimSpace(s)
	return s == "true" || s == "1"
}

// time reads an xsd:dateTime; without a zone it is taken for UTC (TS 119 612 v2.4.1 5.1.3 demands UTC).
func (p *parser) time(e *etree.Element) time.Time {
	if e == nil {
		return time.Time{}
	}
	s := xmltree.Trimmed(e)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02Z07:00", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	p.problem(e, "no date and time: %q", shorten(s))
	return time.Time{}
}

func shorten(s string) string {
	if len(s) > 80 {
		return s[:80] + "…"
	}
	return s
}

// texts reads the children of e with that name, each a text in a language. A child without content is left out.
func (p *parser) texts(e *etree.Element, local string) []trust.Text {
	var out []trust.Text
	for _, c := range xmltree.Children(e, nsTSL, local) {
		if v := p.text(c); v != "" {
			out = append(out, trust.Text{Lang: p.lang(c), Value: v})
		}
	}
	return out
}

func (p *parser) uris(e *etree.Element, local string) []string {
	var out []string
	for _, c := range xmltree.Children(e, nsTSL, local) {
		if v := p.uri(c); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// lang is xml:lang in lower case; lists spell it in every way or leave it out.
func (p *parser) lang(e *etree.Element) string {
	for i := range e.Attr {
		if a := &e.Attr[i]; a.Space == "xml" && a.Key == "lang" {
			return p.keep(strings.ToLower(strings.TrimSpace(a.Value)))
		}
	}
	return ""
}

// certificate reads an X509Certificate. One that cannot be read is a problem of the list, and costs nothing else.
func (p *parser) certificate(e *etree.Element) *ades.Certificate {
	text := xmltree.Value(e)
	if c, ok := p.certs[text]; ok {
		return c
	}
	der, err := xmltree.DecodeBase64(text)
	if err != nil {
		p.problem(e, "certificate: %v", err)
		return nil
	}
	c, err := ades.ParseCertificate(der)
	if err != nil {
		p.problem(e, "certificate: %v", err)
		c = nil
	} else {
		for _, problem := range c.X509().Problems {
			p.problem(e, "certificate %s: %s", c.ID(), problem)
		}
	}
	p.certs[text] = c
	return c
}

// oid normalises the spellings of object identifiers met in lists: "urn:oid:1.2", "oid:1.2", white space around.
// The result is empty if it is none.
func (p *parser) oid(s string) string {
	s = strings.TrimSpace(s)
	for _, prefix := range []string{"urn:oid:", "oid:"} {
		if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
			s = strings.TrimSpace(s[len(prefix):])
			break
		}
	}
	if len(s) < 3 || len(s) > 256 || s[0] < '0' || s[0] > '2' || s[1] != '.' {
		return ""
	}
	for arc := range strings.SplitSeq(s, ".") {
		if arc == "" || strings.Trim(arc, "0123456789") != "" {
			return ""
		}
	}
	return p.keep(s)
}

// elements yields the child elements of e.
func elements(e *etree.Element) func(yield func(*etree.Element) bool) {
	return func(yield func(*etree.Element) bool) {
		if e == nil {
			return
		}
		for _, t := range e.Child {
			if c, ok := t.(*etree.Element); ok && !yield(c) {
				return
			}
		}
	}
}

func child(e *etree.Element, local string) *etree.Element { return xmltree.Child(e, nsTSL, local) }
