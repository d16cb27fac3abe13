// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"slices"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/pdf"
)

// classifier sorts the changes between a signed and the final view.
type classifier struct{ old, new pdf.View }

// kind classes one change; "" says that it is of no account.
func (c classifier) kind(ch pdf.Change) ades.PDFChangeKind {
	key := ch.Key()
	switch {
	case c.negligible(ch, key):
		return ""
	case c.extension(ch, key):
		return ades.ChangeExtension
	case c.formFill(ch, key):
		return ades.ChangeFormFill
	case c.annotation(ch, key):
		return ades.ChangeAnnotation
	}
	return ades.ChangeUndefined
}

// harmlessFlags are the annotation flags that hide or show nothing: print, no zoom, no rotate, read only, locked, locked contents.
const harmlessFlags = 4 | 8 | 16 | 64 | 128 | 512

func (c classifier) negligible(ch pdf.Change, key string) bool {
	field := ch.FieldOld != nil || ch.FieldNew != nil
	switch key {
	case "Type":
		return ch.Action != pdf.Changed
	case "F":
		x, _ := c.old.Int(ch.Old)
		y, _ := c.new.Int(ch.New)
		return field && (x^y)&^harmlessFlags == 0
	case "AP":
		return field && ch.Action == pdf.Removed
	case "ITXT":
		return true
	}
	return false
}

// extension reports what ISO 32000-2:2020 12.8.2.2 and EN 319 142-1 always allow: the security store, document time-stamps.
func (c classifier) extension(ch pdf.Change, key string) bool {
	first := ch.Path
	if len(first) == 0 {
		return false
	}
	switch first[0] {
	case "DSS", "Extensions", "Version", "Metadata":
		return true
	case "StructTreeRoot":
		switch {
		case len(first) == 1:
			return false
		case first[1] == "K", first[1] == "IDTree", first[1] == "ParentTree", first[1] == "ParentTreeNextKey":
			return true
		}
	}
	return c.isDocTimestamp(ch.FieldNew) && !c.signedField(ch.FieldOld)
}

func (c classifier) isDocTimestamp(d *pdf.Dict) bool {
	if d == nil {
		return false
	}
	v := c.new.Dict(c.new.Inherited(d, "V"))
	return v != nil && (c.new.Name(v.Raw("Type")) == "DocTimeStamp" || c.new.Name(v.Raw("SubFilter")) == "ETSI.RFC3161")
}

// signedField reports whether a field held a signature in the signed revision.
func (c classifier) signedField(d *pdf.Dict) bool {
	if d == nil {
		return false
	}
	if t, _ := c.old.Inherited(d, "FT").(pdf.Name); t != "Sig" {
		return false
	}
	return c.old.Dict(c.old.Inherited(d, "V")) != nil
}

// inForm says that the change lies within an annotation or field.
func inForm(ch pdf.Change) bool { return ch.Has("Annots") || ch.Has("Fields") }

func (c classifier) formFill(ch pdf.Change, key string) bool {
	if ch.Has("PieceInfo") || ch.Has("Perms") && ch.Action == pdf.Created {
		return true
	}
	if ch.Path[0] == "Names" {
		return len(ch.Path) > 1 && ch.Path[1] != "JavaScript" && ch.Path[1] != "EmbeddedFiles"
	}
	if ch.Path[0] == "AcroForm" && c.form(ch) {
		return true
	}
	if key == "Annots" && len(ch.Path) > 1 && ch.Action == pdf.Created && ch.Path[len(ch.Path)-1] == "Annots" {
		return true
	}
	if !inForm(ch) || c.signedField(ch.FieldOld) {
		return false
	}
	if c.isSignature(ch.FieldNew) { // a signature field created or filled
		return ch.Action != pdf.Removed
	}
	// Below an annotation or field that was there.
	return ch.Action != pdf.Removed && ch.FieldOld != nil && ch.FieldNew != nil && !isAction(ch) && !entry(ch)
}

// entry reports a change of an element of /Annots or /Fields itself.
func entry(ch pdf.Change) bool {
	n := len(ch.Path)
	return n > 1 && strings.HasPrefix(ch.Path[n-1], "[") && (ch.Path[n-2] == "Annots" || ch.Path[n-2] == "Fields")
}

// isAction reports a change of what a field or annotation does.
func isAction(ch pdf.Change) bool { return ch.Has("A") || ch.Has("AA") }

func (c classifier) isSignature(d *pdf.Dict) bool {
	if d == nil {
		return false
	}
	t, _ := c.new.Inherited(d, "FT").(pdf.Name)
	return t == "Sig" && c.new.Dict(c.new.Inherited(d, "V")) != nil
}

// form reports changes of the form's own entries that filling and signing bring.
func (c classifier) form(ch pdf.Change) bool {
	if len(ch.Path) == 1 { // the form itself
		return ch.Action == pdf.Created
	}
	switch ch.Path[1] {
	case "DA", "SigFlags", "NeedAppearances":
		return ch.Action != pdf.Removed
	case "DR": // what pages and annotations use was looked at there; a font must not be replaced, since fields are drawn with it later
		return ch.Action == pdf.Created || ch.Action == pdf.Changed && !ch.Has("Font")
	case "Fields":
		return len(ch.Path) == 2 && ch.Action == pdf.Created
	}
	return false
}

// annotation reports that an annotation or field was created, changed or removed.
func (c classifier) annotation(ch pdf.Change, key string) bool {
	if !inForm(ch) || c.signedField(ch.FieldOld) {
		return false
	}
	return entry(ch) || key == "Annots" && ch.Path[len(ch.Path)-1] == "Annots" || key == "Kids" || key == "F"
}

// compareRevisions fills in the changes after the signed revision. Items that end at the same revision share the work.
func (rd *reader) compareRevisions(it *item) {
	f := it.facts
	if !it.hasSigned {
		return
	}
	if r, ok := rd.compared[it.end]; ok {
		f.Changes, f.VisualDifferences = r.changes, r.pages
		return
	}
	var r comparison
	if it.signed != rd.final {
		changes, err := rd.differ.Compare(it.signed, rd.final)
		r = rd.classify(it, changes)
		if err != nil {
			r.changes = append(r.changes, ades.PDFChange{Kind: ades.ChangeUndefined, Object: "/Root", Action: string(pdf.Changed)})
			it.problem(err.Error())
		}
	}
	rd.compared[it.end] = r
	f.Changes, f.VisualDifferences = r.changes, r.pages
}

// comparison is the outcome for one signed revision.
type comparison struct {
	changes []ades.PDFChange
	pages   []int
}

func (rd *reader) classify(it *item, changes []pdf.Change) comparison {
	c := classifier{it.signed, rd.final}
	var r comparison
	for _, ch := range changes {
		if len(ch.Path) == 0 {
			ch.Path = []string{"Root"}
		}
		k := c.kind(ch)
		if k == "" {
			continue
		}
		r.changes = append(r.changes, ades.PDFChange{Kind: k, Object: ch.Name(), Field: c.fieldName(ch), Action: string(ch.Action), Annotation: c.annotationOf(ch)})
		if ch.Page > 0 && c.visible(ch) && !slices.Contains(r.pages, ch.Page) {
			r.pages = append(r.pages, ch.Page)
		}
	}
	slices.Sort(r.pages)
	return r
}

// fieldName is the form field that a change concerns; empty: none.
func (c classifier) fieldName(ch pdf.Change) string {
	if ch.FieldNew != nil {
		if n := c.new.FieldName(ch.FieldNew); n != "" {
			return n
		}
	}
	if ch.FieldOld != nil {
		return c.old.FieldName(ch.FieldOld)
	}
	return ""
}

// visible reports whether a change shows on its page. Annotations added are a change of their own kind and do not count.
func (c classifier) visible(ch pdf.Change) bool {
	if ch.FieldOld == nil && ch.FieldNew != nil {
		return false
	}
	if ch.Has("Annots") {
		if ch.FieldOld == nil || ch.Key() == "AP" && ch.Action == pdf.Created && c.isSignature(ch.FieldNew) { // signing an empty field may show
			return false
		}
		if r, ok := c.new.Rect(ch.FieldOld.Raw("Rect")); ok && r.Empty() {
			return false
		}
		return ch.Has("AP") || ch.Has("Rect") || ch.Key() == "F"
	}
	switch k := ch.Key(); k {
	case "LastModified", "StructParents", "Tabs", "PieceInfo", "Metadata", "Parent", "AA":
		return false
	default:
		return !strings.HasPrefix(k, "B")
	}
}
