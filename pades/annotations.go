// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/pdf"
)

// comments are the subtypes that mark or remark and cover nothing; the others can show any content (evil annotation attack).
var comments = map[pdf.Name]bool{"Text": true, "Highlight": true, "Underline": true, "StrikeOut": true, "Squiggly": true, "Caret": true, "Popup": true}

// annotationOf tells what kind of annotation a change is of or within; empty: none.
func (c classifier) annotationOf(ch pdf.Change) string {
	if ch.FieldOld == nil && ch.FieldNew == nil {
		if ch.Key() == "Annots" && ch.Action == pdf.Created {
			return c.worst(ch.New)
		}
		return ""
	}
	if !ch.Has("Annots") {
		return ""
	}
	before, after := class(c.old, ch.FieldOld, true), class(c.new, ch.FieldNew, ch.FieldOld != nil)
	if before == "" || after != "" && !harmless(after) {
		return after
	}
	return before
}

// harmless reports whether the kind is none that shows whatever its maker likes.
func harmless(kind string) bool {
	return kind == ades.AnnotationField || kind == ades.AnnotationSignature || kind == ades.AnnotationComment
}

// worst is the kind of the first annotation of a list that is neither a signature field nor a comment, or else that of the last.
func (c classifier) worst(list pdf.Object) string {
	kind := ades.AnnotationSignature
	for i, o := range c.new.Array(list) {
		if i >= maxAnnotations {
			return "Annot" // too many to tell
		}
		k := class(c.new, c.new.Dict(o), false)
		if !harmless(k) {
			return k
		}
		if k == ades.AnnotationComment {
			kind = k
		}
	}
	return kind
}

// class is the kind of one annotation. there says that it stood in the signed revision.
func class(v pdf.View, d *pdf.Dict, there bool) string {
	if d == nil {
		return ""
	}
	subtype := v.Name(d.Raw("Subtype"))
	switch {
	case subtype == "" && !d.Has("FT"):
		return "Annot"
	case comments[subtype] && !d.Has("A") && !d.Has("AA"):
		return ades.AnnotationComment
	case subtype != "Widget" && subtype != "":
		return string(subtype)
	case there:
		return ades.AnnotationField
	}
	ft, _ := v.Inherited(d, "FT").(pdf.Name)
	signed := v.Dict(v.Inherited(d, "V")) != nil
	if r, ok := v.Rect(d.Raw("Rect")); ft == "Sig" && (signed || !d.Has("AP") || ok && r.Empty()) {
		return ades.AnnotationSignature
	}
	return "Widget"
}
