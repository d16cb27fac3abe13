// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xmldsig

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/c14n"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/xmltree"
	"github.com/mitome-project/mitome/internal/xpath"
)

// The transform algorithms.
const (
	Enveloped = NS + "enveloped-signature"
	Base64    = NS + "base64"
	XPath     = "http://www.w3.org/TR/1999/REC-xpath-19991116"
	XPath2    = "http://www.w3.org/2002/06/xmldsig-filter2"
	XSLT      = "http://www.w3.org/TR/1999/REC-xslt-19991116"
)

// maxTransforms bounds the transforms of one reference.
const maxTransforms = 16

// data is what flows between transforms: a node-set, octets, or a content not yet read.
type data struct {
	set     *c14n.Set
	root    *etree.Element // document node of set
	ids     func(string) []*etree.Element
	method  *c14n.Method // canonicalisation that set still has to go through
	octets  []byte
	content *ades.Content
}

// Output writes what the transforms of r make of the data referenced. A node-set that is left is canonicalised with last, or with
// Canonical XML 1.0 where last is nil.
func (d *Document) Output(w io.Writer, r *Reference, last *c14n.Method) error {
	if !r.Found || r.Duplicated {
		return errors.New("reference is not resolved: " + r.Problem)
	}
	in := &data{content: r.Content}
	if r.Node != nil {
		in.set = &c14n.Set{Apex: r.Node, NoComments: !r.comments}
		in.root, in.ids = d.Document.Node, d.ByID
	}
	return d.run(w, in, r.Transforms, r.Signature, last)
}

// Transform writes what a list of transforms makes of octets (a signature policy's document).
func (d *Document) Transform(w io.Writer, octets []byte, transforms []*etree.Element) error {
	return d.run(w, &data{octets: octets}, transforms, nil, nil)
}

// TransformNode writes what a list of transforms makes of an element of the document.
func (d *Document) TransformNode(w io.Writer, e *etree.Element, transforms []*etree.Element, s *Signature, last *c14n.Method) error {
	in := &data{set: &c14n.Set{Apex: e, NoComments: true}, root: d.Document.Node, ids: d.ByID}
	return d.run(w, in, transforms, s, last)
}

func (d *Document) run(w io.Writer, in *data, transforms []*etree.Element, s *Signature, last *c14n.Method) error {
	if len(transforms) > maxTransforms {
		return limits.Exceeded("transforms of one reference", maxTransforms)
	}
	for _, t := range transforms {
		if err := d.apply(in, t, s); err != nil {
			return err
		}
	}
	w = &counted{w, d}
	switch {
	case in.set != nil:
		m := in.method
		if m == nil {
			m = last
		}
		if m == nil {
			v10, _ := c14n.ByURI(c14n.V10)
			m = &v10
		}
		return write(w, in.set, *m)
	case in.content != nil:
		if in.content.Data == nil {
			return errors.New("only the digest of the content is known")
		}
		// io.Copy takes no larger buffer than the limit.
		_, err := io.Copy(w, io.LimitReader(io.NewSectionReader(in.content.Data, 0, in.content.Size), in.content.Size))
		return err
	}
	_, err := w.Write(in.octets)
	return err
}

func write(w io.Writer, set *c14n.Set, m c14n.Method) error {
	if err := c14n.Write(w, *set, m); err != nil {
		return err
	}
	return nil
}

// apply runs one transform.
func (d *Document) apply(in *data, t *etree.Element, s *Signature) error {
	uri, _ := xmltree.Attr(t, "Algorithm")
	if m, err := Method(t); err == nil {
		if err := d.nodes(in); err != nil {
			return err
		}
		in.method = &m
		return nil
	}
	switch uri {
	case Base64:
		return d.base64(in)
	case Enveloped:
		if err := d.nodes(in); err != nil {
			return err
		}
		if s != nil {
			in.set.Exclude = append(in.set.Exclude[:len(in.set.Exclude):len(in.set.Exclude)], s.Element)
		}
		return nil
	case XPath:
		return d.xpath(in, t)
	case XPath2:
		return d.filter2(in, t)
	}
	return &Unsupported{"transform", uri}
}

// bytes turns what flows into octets.
func (d *Document) bytes(in *data) error {
	if in.set == nil && in.content == nil {
		return nil
	}
	if in.content != nil {
		c := in.content
		if c.Data == nil {
			return errors.New("only the digest of the content is known")
		}
		if c.Size > d.Limits.XMLBytes {
			return limits.Exceeded("bytes of a content to transform", d.Limits.XMLBytes)
		}
		b := make([]byte, c.Size)
		if _, err := io.ReadFull(io.NewSectionReader(c.Data, 0, c.Size), b); err != nil {
			return fmt.Errorf("content %s: %w", c.Name, err)
		}
		*in = data{octets: b}
		return nil
	}
	var b buffer
	m, _ := c14n.ByURI(c14n.V10)
	if in.method != nil {
		m = *in.method
	}
	if err := write(&counted{&b, d}, in.set, m); err != nil {
		return err
	}
	*in = data{octets: b}
	return nil
}

// nodes turns what flows into a node-set.
func (d *Document) nodes(in *data) error {
	if in.set != nil && in.method == nil {
		return nil
	}
	if err := d.bytes(in); err != nil {
		return err
	}
	if d.octets -= int64(len(in.octets)); d.octets < 0 {
		return limits.Exceeded("octets to digest in one XML document", maxOctets)
	}
	tree, err := xmltree.Parse(in.octets, xmltree.Options{Limits: d.Limits})
	if err != nil {
		return fmt.Errorf("input of a transform: %w", err)
	}
	sub := New(tree, nil, d.Limits)
	*in = data{set: &c14n.Set{Apex: tree.Node}, root: tree.Node, ids: sub.ByID}
	return nil
}

// base64 decodes octets, or the text of a node-set.
func (d *Document) base64(in *data) error {
	text := ""
	if in.set != nil && in.method == nil {
		var b strings.Builder
		setText(&b, in.set, in.set.Apex)
		text = b.String()
	} else {
		if err := d.bytes(in); err != nil {
			return err
		}
		text = string(in.octets)
	}
	out, err := xmltree.DecodeBase64(text)
	if err != nil {
		return fmt.Errorf("base64 transform: %w", err)
	}
	*in = data{octets: out}
	return nil
}

// setText collects the text nodes of a node-set.
func setText(b *strings.Builder, set *c14n.Set, e *etree.Element) {
	for _, x := range set.Exclude {
		if x == e {
			return
		}
	}
	for _, t := range e.Child {
		switch t := t.(type) {
		case *etree.CharData:
			if set.Filter == nil || set.Filter.Node(t) {
				b.WriteString(t.Data)
			}
		case *etree.Element:
			setText(b, set, t)
		}
	}
}

// context is the XPath context for an expression that stands in element here.
func (d *Document) context(in *data, here *etree.Element) *xpath.Context {
	c := &xpath.Context{Root: in.root, ByID: in.ids, Budget: &d.steps}
	if in.root == d.Document.Node {
		c.Here = here
	}
	return c
}

func fields(s string) []string {
	return strings.FieldsFunc(s, func(c rune) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' })
}

// noHash stands for an unknown digest.
type noHash struct{}

func (noHash) Write(p []byte) (int, error) { return len(p), nil }
func (noHash) Sum(b []byte) []byte         { return nil }
func (noHash) Reset()                      {}
func (noHash) Size() int                   { return 0 }
func (noHash) BlockSize() int              { return 1 }
