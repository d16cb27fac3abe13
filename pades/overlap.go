// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"cmp"
	"slices"

	"github.com/mitome-project/mitome/internal/pdf"
)

// maxAnnotations bounds the annotations of one page that are compared with each other.
const maxAnnotations = 5000

// maxPairs bounds the comparisons of one document.
const maxPairs = 20_000_000

// placed is an annotation with the place that it takes on its page.
type placed struct {
	ref       pdf.Ref // zero: a direct object
	box       pdf.Rect
	signature bool
}

// where names an annotation between revisions: the object, or, for a direct one, its place.
func (a placed) where() placed {
	a.signature = false
	if a.ref.Num == 0 {
		a.ref = pdf.Ref{}
	}
	return a
}

// annotations are those of a page that take place, and whether they are too many to look at.
func annotations(v pdf.View, page *pdf.Dict) (list []placed, tooMany bool) {
	for i, o := range v.Array(page.Raw("Annots")) {
		if i >= maxAnnotations {
			return list, true
		}
		d := v.Dict(o)
		r, ok := v.Rect(d.Raw("Rect"))
		if !ok || r.Empty() {
			continue
		}
		ref, _ := o.(pdf.Ref)
		ft, _ := v.Inherited(d, "FT").(pdf.Name)
		list = append(list, placed{ref, r, ft == "Sig"})
	}
	return list, false
}

// overlaps lists the pages (from 1) of a view on which two annotations overlap.
func overlaps(v pdf.View, pages []pdf.Page) []int {
	return overlapping(v, pages, func(_, _ placed) bool { return true })
}

// overlapsAfter lists those on which one of the two is not in the signed view, unless both are signature fields: what a signature
// looks like is not what was signed.
func overlapsAfter(signed, final pdf.View, pages []pdf.Page) []int {
	known := map[placed]bool{}
	old, _ := signed.Pages()
	for _, p := range old {
		list, _ := annotations(signed, p.Dict)
		for _, a := range list {
			known[a.where()] = true
		}
	}
	return overlapping(final, pages, func(a, b placed) bool {
		return !(a.signature && b.signature) && !(known[a.where()] && known[b.where()])
	})
}

// overlapping lists the pages on which two annotations overlap that matter together.
func overlapping(v pdf.View, pages []pdf.Page, matter func(a, b placed) bool) []int {
	var out []int
	budget := maxPairs
	for i, p := range pages {
		list, tooMany := annotations(v, p.Dict)
		if tooMany || pairOverlaps(list, matter, &budget) { // too many to tell
			out = append(out, i+1)
		}
	}
	return out
}

func pairOverlaps(list []placed, matter func(a, b placed) bool, budget *int) bool {
	slices.SortFunc(list, func(a, b placed) int { return cmp.Compare(a.box.X1, b.box.X1) })
	for i, a := range list {
		for _, b := range list[i+1:] {
			if b.box.X1 >= a.box.X2 {
				break
			}
			if *budget--; *budget < 0 {
				return true
			}
			if a.box.Overlaps(b.box) && matter(a, b) {
				return true
			}
		}
	}
	return false
}
