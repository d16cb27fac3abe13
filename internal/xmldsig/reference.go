// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xmldsig

import (
	"errors"
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/beevik/etree"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/xmltree"
)

// Reference is one ds:Reference, and what it resolves to.
type Reference struct {
	Element    *etree.Element
	Signature  *Signature
	ID         string
	URI        string
	HasURI     bool
	Type       string
	Transforms []*etree.Element
	Algorithm  sigalg.Hash
	DigestURI  string
	Want       []byte

	// SameDocument says that the URI points into the document.
	SameDocument bool
	// XPointer says that the URI is written as an XPointer.
	XPointer bool
	// Node is the element referenced, or the document node; nil where the reference is not into the document, or not found.
	Node *etree.Element
	// Content is the detached content referenced; nil: none.
	Content    *ades.Content
	Found      bool
	Duplicated bool
	// Unsupported says that a transform is not known, or refused.
	Unsupported bool
	// Problem says why the reference does not resolve, or could not be digested.
	Problem string

	comments bool
}

// TransformURIs are the algorithms of the transforms, in order.
func (r *Reference) TransformURIs() []string {
	out := make([]string, len(r.Transforms))
	for i, t := range r.Transforms {
		out[i], _ = xmltree.Attr(t, "Algorithm")
	}
	return out
}

// Reference reads a ds:Reference outside a SignedInfo: of a manifest. s is the signature it belongs to.
func (d *Document) Reference(e *etree.Element, s *Signature) *Reference { return d.reference(e, s) }

func (d *Document) reference(e *etree.Element, s *Signature) *Reference {
	r := &Reference{Element: e, Signature: s}
	r.ID, _ = xmltree.Attr(e, "Id")
	r.URI, r.HasURI = xmltree.Attr(e, "URI")
	r.Type, _ = xmltree.Attr(e, "Type")
	if len(xmltree.Children(e, NS, "Transforms")) > 1 {
		s.problem("Transforms", "occurs more than once in Reference")
	}
	r.Transforms = xmltree.Children(xmltree.Child(e, NS, "Transforms"), NS, "Transform")
	if m := s.only(e, "DigestMethod", true); m != nil {
		r.DigestURI, _ = xmltree.Attr(m, "Algorithm")
		r.Algorithm, _ = sigalg.HashByURI(r.DigestURI)
	}
	if v := s.only(e, "DigestValue", true); v != nil {
		want, err := xmltree.Base64(v)
		if err != nil {
			s.problem("DigestValue", err.Error())
		}
		r.Want = want
	}
	d.resolve(r)
	return r
}

// resolve finds what the reference points to (XML-DSig 4.4.3.1 to 4.4.3.3).
func (d *Document) resolve(r *Reference) {
	switch {
	case !r.HasURI:
		d.detached(r)
	case r.URI == "":
		r.SameDocument, r.Node, r.Found = true, d.Document.Node, true
	case strings.HasPrefix(r.URI, "#"):
		r.SameDocument = true
		d.fragment(r, r.URI[1:])
	default:
		d.detached(r)
	}
	if !r.Found && r.Problem == "" {
		r.Problem = "not found"
	}
}

func (d *Document) fragment(r *Reference, f string) {
	if u, err := url.PathUnescape(f); err == nil && strings.IndexByte(f, '%') >= 0 {
		f = u
	}
	if f == "xpointer(/)" {
		r.XPointer, r.comments, r.Node, r.Found = true, true, d.Document.Node, true
		return
	}
	id := f
	if strings.HasPrefix(f, "xpointer(") {
		r.XPointer, r.comments = true, true
		in, ok := strings.CutPrefix(f, "xpointer(id(")
		in, end := strings.CutSuffix(in, "))")
		if !ok || !end || len(in) < 2 || in[0] != in[len(in)-1] || in[0] != '\'' && in[0] != '"' {
			r.Problem = "xpointer is not supported: " + f
			return
		}
		id = in[1 : len(in)-1]
	} else if strings.HasPrefix(f, "xmlns(") {
		r.XPointer, r.Problem = true, "xpointer is not supported: "+f
		return
	}
	list := d.ids[id]
	switch len(list) {
	case 0:
	case 1:
		r.Node, r.Found = list[0], true
	default:
		// Several elements with this Id: which one was meant cannot be told, so none is taken.
		r.Found, r.Duplicated, r.Problem = true, true, "several elements have this Id"
	}
}

// detached finds a detached content: the only one there is, or the one of that name.
func (d *Document) detached(r *Reference) {
	if len(d.Contents) == 1 {
		r.Content, r.Found = &d.Contents[0], true
		return
	}
	if !r.HasURI {
		return
	}
	name := r.URI
	if u, err := url.PathUnescape(r.URI); err == nil {
		name = u
	}
	for _, want := range []string{r.URI, name, path.Base(name)} {
		for i := range d.Contents {
			c := &d.Contents[i]
			if c.Name == want || c.Name != "" && path.Base(c.Name) == want {
				r.Content, r.Found = c, true
				return
			}
		}
	}
}

// Digest computes the digest of what the reference points to with its own algorithm, and with SHA-256. Both are nil where
// that cannot be done; Problem says why.
func (d *Document) Digest(r *Reference) (got, sha256 []byte) {
	if !r.Found || r.Duplicated {
		return nil, nil
	}
	if r.Content != nil && r.Content.Data == nil {
		return d.digestOnly(r)
	}
	own := r.Algorithm.New()
	if own == nil {
		r.Problem = "digest algorithm " + r.DigestURI + " is not supported"
		own = noHash{}
	}
	second := sigalg.SHA256.New()
	w := io.Writer(own)
	if r.Algorithm != sigalg.SHA256 {
		w = io.MultiWriter(own, second)
	}
	if err := d.Output(w, r, nil); err != nil {
		r.Problem = err.Error()
		var u *Unsupported
		r.Unsupported = errors.As(err, &u)
		return nil, nil
	}
	if r.Problem != "" {
		return nil, second.Sum(nil)
	}
	got = own.Sum(nil)
	if r.Algorithm == sigalg.SHA256 {
		return got, got
	}
	return got, second.Sum(nil)
}

// digestOnly compares with a content of which only digests are known; transforms cannot be run on it.
func (d *Document) digestOnly(r *Reference) (got, sha256 []byte) {
	if len(r.Transforms) > 0 {
		r.Problem = "transforms of a content of which only the digest is known"
		return nil, nil
	}
	got = r.Content.Digests[r.Algorithm]
	if got == nil {
		r.Problem = "no digest of the content by " + string(r.Algorithm)
	}
	return got, r.Content.Digests[sigalg.SHA256]
}

// Named reports whether the content's name is the one that the reference gives.
func Named(r *Reference) bool {
	return r.Content != nil && r.HasURI && matches(r.Content.Name, r.URI)
}

func matches(name, uri string) bool {
	if name == "" {
		return false
	}
	if name == uri {
		return true
	}
	if u, err := url.PathUnescape(uri); err == nil {
		uri = u
	}
	return name == uri || path.Base(name) == uri || path.Base(name) == path.Base(uri)
}

// Match finds the detached content that has the digest of a reference which its name does not tell: contents are often renamed.
// Both results are nil where there is none.
func (d *Document) Match(r *Reference) (got, sha256 []byte) {
	if len(r.Want) == 0 {
		return nil, nil
	}
	before := *r
	for i := range d.Contents {
		r.Content, r.Found, r.Problem = &d.Contents[i], true, ""
		if len(r.Transforms) == 0 {
			got, sha256 = d.contentDigest(i, r.Algorithm)
		} else {
			got, sha256 = d.Digest(r)
		}
		if got != nil && string(got) == string(r.Want) {
			r.Problem = ""
			return got, sha256
		}
	}
	*r = before
	return nil, nil
}

// ContentDigest is the digest of a whole detached content, by its position in Contents; nil: it cannot be had.
func (d *Document) ContentDigest(i int, h sigalg.Hash) []byte {
	if only := d.Contents[i].Digests[h]; d.Contents[i].Data == nil || only != nil {
		return only
	}
	got, _ := d.contentDigest(i, h)
	return got
}

// contentDigest digests a whole content, once for each algorithm.
func (d *Document) contentDigest(i int, h sigalg.Hash) (got, sha256 []byte) {
	key := contentKey{i, h}
	if sums, ok := d.sums[key]; ok {
		return sums[0], sums[1]
	}
	probe := &Reference{Content: &d.Contents[i], Found: true, Algorithm: h}
	got, sha256 = d.Digest(probe)
	d.sums[key] = [2][]byte{got, sha256}
	return got, sha256
}

type contentKey struct {
	content int
	hash    sigalg.Hash
}
