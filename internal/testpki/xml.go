// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// The XML namespaces used here.
const (
	nsDS       = "http://www.w3.org/2000/09/xmldsig#"
	nsXAdES    = "http://uri.etsi.org/01903/v1.3.2#"
	nsXAdES141 = "http://uri.etsi.org/01903/v1.4.1#"
	excC14N    = "http://www.w3.org/2001/10/xml-exc-c14n#"
	enveloped  = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
	typeProps  = "http://uri.etsi.org/01903#SignedProperties"
)

// canonical is the exclusive canonical form, without comments, of the element and what is below it but for skip.
// It serves the simple documents made here: no DTD, no entities, no prefix list.
func canonical(e, skip *etree.Element) []byte {
	var b bytes.Buffer
	writeCanonical(&b, e, skip, map[string]string{})
	return b.Bytes()
}

var (
	textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")
	attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")
)

func writeCanonical(b *bytes.Buffer, e, skip *etree.Element, rendered map[string]string) {
	used := []string{e.Space}
	var attrs []etree.Attr
	for _, a := range e.Attr {
		if a.Space == "xmlns" || a.Space == "" && a.Key == "xmlns" {
			continue
		}
		attrs = append(attrs, a)
		if a.Space != "" && a.Space != "xml" && !slices.Contains(used, a.Space) {
			used = append(used, a.Space)
		}
	}
	slices.Sort(used)
	scope := map[string]string{}
	for k, v := range rendered {
		scope[k] = v
	}
	b.WriteString("<" + e.FullTag())
	for _, prefix := range used {
		uri := lookup(e, prefix)
		if was, ok := rendered[prefix]; ok && was == uri || !ok && uri == "" {
			continue
		}
		scope[prefix] = uri
		name := "xmlns"
		if prefix != "" {
			name += ":" + prefix
		}
		b.WriteString(" " + name + `="` + attrEscaper.Replace(uri) + `"`)
	}
	slices.SortStableFunc(attrs, func(x, y etree.Attr) int {
		if c := strings.Compare(attrNamespace(e, x), attrNamespace(e, y)); c != 0 {
			return c
		}
		return strings.Compare(x.Key, y.Key)
	})
	for _, a := range attrs {
		b.WriteString(" " + a.FullKey() + `="` + attrEscaper.Replace(a.Value) + `"`)
	}
	b.WriteString(">")
	for _, t := range e.Child {
		switch t := t.(type) {
		case *etree.Element:
			if t != skip {
				writeCanonical(b, t, skip, scope)
			}
		case *etree.CharData:
			b.WriteString(textEscaper.Replace(t.Data))
		}
	}
	b.WriteString("</" + e.FullTag() + ">")
}

func attrNamespace(e *etree.Element, a etree.Attr) string {
	switch a.Space {
	case "":
		return ""
	case "xml":
		return "http://www.w3.org/XML/1998/namespace"
	}
	return lookup(e, a.Space)
}

// lookup is the namespace that a prefix stands for at e; empty: none.
func lookup(e *etree.Element, prefix string) string {
	for ; e != nil; e = e.Parent() {
		for _, a := range e.Attr {
			if prefix == "" && a.Space == "" && a.Key == "xmlns" || prefix != "" && a.Space == "xmlns" && a.Key == prefix {
				return a.Value
			}
		}
	}
	return ""
}

// parseXML reads text that the generator wrote.
func parseXML(text string) (*etree.Document, error) {
	doc := etree.NewDocument()
	if err := doc.ReadFromString(text); err != nil {
		return nil, err
	}
	return doc, nil
}

// writeXML writes a document so that reading it gives the same tree.
func writeXML(doc *etree.Document) ([]byte, error) {
	doc.WriteSettings = etree.WriteSettings{CanonicalText: true, CanonicalAttrVal: true, CanonicalEndTags: true}
	return doc.WriteToBytes()
}

func b64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
