// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"bytes"

	"github.com/mitome-project/mitome/internal/pdf"
)

// sameDictionary compares a signature dictionary in two views and names the first key that differs. The objects that its references
// point to (/Data) are not part of it.
func sameDictionary(a pdf.View, x *pdf.Dict, b pdf.View, y *pdf.Dict) (key string, same bool) {
	for _, k := range x.Keys() {
		if !sameValue(a, x.Raw(k), b, y.Raw(k), 0) {
			return string(k), false
		}
	}
	for _, k := range y.Keys() {
		if !x.Has(k) {
			return string(k), false
		}
	}
	return "", true
}

// maxDictionaryDepth bounds the comparison; signature dictionaries nest about four deep.
const maxDictionaryDepth = 12

func sameValue(a pdf.View, x pdf.Object, b pdf.View, y pdf.Object, depth int) bool {
	x, y = a.Resolve(x), b.Resolve(y)
	if depth > maxDictionaryDepth {
		return false
	}
	switch p := x.(type) {
	case nil:
		return y == nil
	case pdf.String:
		q, ok := y.(pdf.String)
		return ok && bytes.Equal(p.Bytes, q.Bytes)
	case pdf.Array:
		q, ok := y.(pdf.Array)
		if !ok || len(p) != len(q) {
			return false
		}
		for i := range p {
			if !sameValue(a, p[i], b, q[i], depth+1) {
				return false
			}
		}
		return true
	case *pdf.Dict:
		q, ok := y.(*pdf.Dict)
		return ok && sameDicts(a, p, b, q, depth)
	case *pdf.Stream:
		q, ok := y.(*pdf.Stream)
		return ok && sameDicts(a, p.Dict, b, q.Dict, depth)
	case pdf.Integer, pdf.Real:
		n, _ := pdf.Number(x)
		m, ok := pdf.Number(y)
		return ok && n == m
	case bool:
		q, ok := y.(bool)
		return ok && p == q
	case pdf.Name:
		q, ok := y.(pdf.Name)
		return ok && p == q
	}
	return false
}

func sameDicts(a pdf.View, x *pdf.Dict, b pdf.View, y *pdf.Dict, depth int) bool {
	if x.Len() != y.Len() {
		return false
	}
	for _, k := range x.Keys() {
		if k == "Data" && y.Has(k) {
			continue
		}
		if !sameValue(a, x.Raw(k), b, y.Raw(k), depth+1) {
			return false
		}
	}
	return true
}
