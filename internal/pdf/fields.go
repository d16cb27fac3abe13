// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import "strings"

// Signature is a signature dictionary with the fields that point to it.
type Signature struct {
	Ref    Ref   // zero number: a direct object
	Dict   *Dict // empty where Broken
	Fields []Field
	// Broken says why the dictionary cannot be read; empty: it can.
	Broken string
}

// Field is a form field.
type Field struct {
	Name string // fully qualified
	Ref  Ref
	Dict *Dict
	Type Name // inherited /FT
}

// maxFields bounds the fields of a form.
const maxFields = 100_000

// Fields walks the interactive form and returns its terminal fields, in order.
func (v View) Fields() []Field {
	w := fieldWalk{v: v, seen: map[int]bool{}}
	form := v.Dict(v.Catalog().Raw("AcroForm"))
	w.list(v.Array(form.Raw("Fields")), "", "", 0)
	return w.out
}

type fieldWalk struct {
	v    View
	seen map[int]bool
	out  []Field
}

func (w *fieldWalk) list(kids Array, parent string, ft Name, depth int) {
	if depth > w.v.f.lim.PDFDepth {
		return
	}
	for _, k := range kids {
		r, isRef := k.(Ref)
		if isRef && w.seen[r.Num] || len(w.out) >= maxFields {
			continue
		}
		if isRef {
			w.seen[r.Num] = true
		}
		if d := w.v.Dict(k); d != nil {
			w.field(d, r, parent, ft, depth)
		}
	}
}

func (w *fieldWalk) field(d *Dict, r Ref, parent string, ft Name, depth int) {
	name := parent
	if t := w.v.Text(d.Raw("T")); t != "" {
		name = strings.TrimPrefix(parent+"."+t, ".")
	}
	if t := w.v.Name(d.Raw("FT")); t != "" {
		ft = t
	}
	kids := w.v.Array(d.Raw("Kids"))
	if len(kids) == 0 || ft == "Sig" {
		w.out = append(w.out, Field{Name: name, Ref: r, Dict: d, Type: ft})
	}
	var sub Array
	for _, k := range kids { // a kid without /T is a widget of this field, not a field
		if kd := w.v.Dict(k); kd.Has("T") || kd.Has("Kids") || kd.Has("FT") {
			sub = append(sub, k)
		}
	}
	if len(kids) > 0 && len(sub) == 0 && ft != "Sig" {
		w.out = append(w.out, Field{Name: name, Ref: r, Dict: d, Type: ft})
	}
	w.list(sub, name, ft, depth+1)
}

// FieldName is the fully qualified name of a field or widget, by its parents.
func (v View) FieldName(d *Dict) string {
	name := ""
	for range 32 {
		if d == nil {
			break
		}
		if t := v.Text(d.Raw("T")); t != "" {
			name = strings.TrimSuffix(t+"."+name, ".")
		}
		d = v.Dict(d.Raw("Parent"))
	}
	return name
}

// Inherited is the value of a key of a field or page, or of its nearest parent that has it.
func (v View) Inherited(d *Dict, key Name) Object {
	for range 64 {
		if d == nil {
			return nil
		}
		if d.Has(key) {
			return v.Resolve(d.Raw(key))
		}
		d = v.Dict(d.Raw("Parent"))
	}
	return nil
}

// Signatures are the signature dictionaries that signature fields point to, each once, in the order of the fields.
func (v View) Signatures() []*Signature {
	var out []*Signature
	byNum := map[int]*Signature{}
	for _, fl := range v.Fields() {
		if fl.Type != "Sig" {
			continue
		}
		val := fl.Dict.Raw("V")
		if val == nil && !fl.Dict.Has("V") {
			if p := v.Dict(fl.Dict.Raw("Parent")); v.Name(p.Raw("FT")) == "Sig" {
				val = p.Raw("V")
			}
		}
		d, broken := v.Dict(val), ""
		r, isRef := val.(Ref)
		if isRef && d == nil {
			if _, err := v.Get(r); err != nil {
				d, broken = newDict(), err.Error()
			}
		}
		if d == nil {
			continue
		}
		if s := byNum[r.Num]; isRef && s != nil {
			s.Fields = append(s.Fields, fl)
			continue
		}
		s := &Signature{Ref: r, Dict: d, Fields: []Field{fl}, Broken: broken}
		out = append(out, s)
		if isRef {
			byNum[r.Num] = s
		}
	}
	return out
}
