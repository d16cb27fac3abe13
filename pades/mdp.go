// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/pdf"
)

// maxRuleFields bounds the field names of one rule.
const maxRuleFields = 10_000

// readRules reads the modification rules of a signature (ISO 32000-2:2020 12.8.2.2 and 12.8.2.4, table 236): DocMDP and FieldMDP of its
// references, and the lock dictionary of its field.
func readRules(v pdf.View, it *item) {
	f := it.facts
	for i, o := range v.Array(it.dict.Raw("Reference")) {
		if i >= 64 {
			break
		}
		ref := v.Dict(o)
		params := v.Dict(ref.Raw("TransformParams"))
		switch v.Name(ref.Raw("TransformMethod")) {
		case "DocMDP":
			f.Certification = true
			f.Permission = 2 // the default of table 257
			if p, ok := v.Int(params.Raw("P")); ok {
				f.Permission = permission(p)
			}
		case "FieldMDP":
			f.FieldMDP = readRule(v, params)
		}
	}
	for _, fl := range it.fields {
		if l := v.Dict(fl.Dict.Raw("Lock")); l != nil && f.Lock == nil {
			f.Lock = readRule(v, l)
		}
	}
}

// permission takes what is no permission as the strictest.
func permission(p int64) int {
	if p < 1 || p > 3 {
		return 1
	}
	return int(p)
}

func readRule(v pdf.View, d *pdf.Dict) *ades.FieldRule {
	if d == nil {
		return nil
	}
	r := &ades.FieldRule{Action: string(v.Name(d.Raw("Action")))}
	for i, o := range v.Array(d.Raw("Fields")) {
		if i >= maxRuleFields {
			break
		}
		r.Fields = append(r.Fields, v.Text(o))
	}
	if p, ok := v.Int(d.Raw("P")); ok {
		r.Permission = permission(p)
	}
	return r
}
