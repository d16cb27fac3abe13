// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

// Page is one page.
type Page struct {
	Ref  Ref
	Dict *Dict
}

// maxPages bounds the pages that are walked.
const maxPages = 200_000

// Pages walks the page tree; ok is false if it is broken (a circle, a node that is no dictionary, or too deep).
func (v View) Pages() (pages []Page, ok bool) {
	ok = true
	seen := map[int]bool{}
	var walk func(o Object, depth int)
	walk = func(o Object, depth int) {
		r, isRef := o.(Ref)
		d := v.Dict(o)
		if d == nil || isRef && seen[r.Num] || depth > v.f.lim.PDFDepth || len(pages) >= maxPages {
			ok = false
			return
		}
		if isRef {
			seen[r.Num] = true
		}
		if v.Name(d.Raw("Type")) == "Pages" || d.Has("Kids") {
			for _, k := range v.Array(d.Raw("Kids")) {
				walk(k, depth+1)
			}
			return
		}
		pages = append(pages, Page{r, d})
	}
	root := v.Catalog().Raw("Pages")
	if root == nil {
		return nil, false
	}
	walk(root, 0)
	return pages, ok
}

// Rect is a rectangle with ordered corners.
type Rect struct{ X1, Y1, X2, Y2 float64 }

// Rect reads a rectangle; ok is false if it is none.
func (v View) Rect(o Object) (r Rect, ok bool) {
	a := v.Array(o)
	if len(a) != 4 {
		return r, false
	}
	var n [4]float64
	for i := range a {
		if n[i], ok = Number(v.Resolve(a[i])); !ok {
			return r, false
		}
	}
	return Rect{min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3])}, true
}

// Empty reports whether the rectangle has no area.
func (r Rect) Empty() bool { return r.X1 >= r.X2 || r.Y1 >= r.Y2 }

// Overlaps reports whether two rectangles share an area.
func (r Rect) Overlaps(s Rect) bool {
	return r.X1 < s.X2 && s.X1 < r.X2 && r.Y1 < s.Y2 && s.Y1 < r.Y2
}
