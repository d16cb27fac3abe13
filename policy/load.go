// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The bounds on policy files. They are the operator's own, so one bound on each measure is enough.
const (
	maxFile  = 4 << 20 // the largest known policy has 60 kB
	maxDepth = 32      // the deepest known has 7
	maxEnds  = 1000    // ends of algorithms in one list; the longest known has 34
)

// Load reads a policy: a DSS constraint document (XML), or the project's own short form (YAML, see docs/policy.md).
// A DSS document has the rules of DSS, so that it judges as it does there; With and SetRules change that. Elements that
// are not understood are listed by Unknown. The error says what could not be read at all.
func Load(r io.Reader) (*Policy, error) {
	b, err := readAll(r)
	if err != nil {
		return nil, err
	}
	if !isXML(b) {
		return loadYAML(b)
	}
	root, err := parseXML(b)
	if err != nil {
		return nil, err
	}
	if root.name != "ConstraintsParameters" {
		return nil, fmt.Errorf("policy document: root element is %q, not ConstraintsParameters", root.name)
	}
	return loadDSS(root)
}

func readAll(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	if len(b) > maxFile {
		return nil, fmt.Errorf("read policy: more than %d bytes", maxFile)
	}
	return bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), nil
}

func isXML(b []byte) bool { return bytes.HasPrefix(bytes.TrimLeft(b, " \t\r\n"), []byte("<")) }

// node is an XML element: local names only, text of its own concatenated.
type node struct {
	name     string
	attrs    map[string]string
	text     string
	raw      []byte // text while it is read
	children []*node
}

func (n *node) child(name string) *node {
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// childText is the trimmed text of a child; empty if there is none.
func (n *node) childText(name string) string {
	if c := n.child(name); c != nil {
		return c.text
	}
	return ""
}

// ids are the values of the Id children.
func (n *node) ids() []string {
	var out []string
	for _, c := range n.children {
		if c.name == "Id" {
			out = append(out, c.text)
		}
	}
	return out
}

// parseXML reads a small document into nodes. Document type declarations are refused.
func parseXML(b []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(b))
	var root *node
	var open []*node
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("policy document: %w", err)
		}
		switch t := t.(type) {
		case xml.Directive:
			return nil, errors.New("policy document: document type declarations are refused")
		case xml.StartElement:
			n := &node{name: t.Name.Local, attrs: map[string]string{}}
			for _, a := range t.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			switch {
			case len(open) >= maxDepth:
				return nil, fmt.Errorf("policy document: more than %d levels of elements", maxDepth)
			case len(open) > 0:
				parent := open[len(open)-1]
				parent.children = append(parent.children, n)
			case root == nil:
				root = n
			}
			open = append(open, n)
		case xml.EndElement:
			n := open[len(open)-1]
			n.text, n.raw = strings.TrimSpace(string(n.raw)), nil
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				n := open[len(open)-1]
				n.raw = append(n.raw, t...)
			}
		}
	}
	if root == nil {
		return nil, errors.New("policy document: no element")
	}
	return root, nil
}
