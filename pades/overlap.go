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

// overlaps lists the pages (from 1) of a view on which two annotations overlap.
func overlaps(v pdf.View, pages []pdf.Page) []int {
	var out []int
	budget := maxPairs
	for i, p := range pages {
		if pageOverlaps(v, p.Dict, &budget) {
			out = append(out, i+1)
		}
	}
	return out
}

func pageOverlaps(v pdf.View, page *pdf.Dict, budget *int) bool {
	var boxes []pdf.Rect
	for i, o := range v.Array(page.Raw("Annots")) {
		if i >= maxAnnotations {
			return true // too many to tell
		}
		d := v.Dict(o)
		if r, ok := v.Rect(d.Raw("Rect")); ok && !r.Empty() {
			boxes = append(boxes, r)
		}
	}
	slices.SortFunc(boxes, func(a, b pdf.Rect) int { return cmp.Compare(a.X1, b.X1) })
	for i, a := range boxes {
		for _, b := range boxes[i+1:] {
			if b.X1 >= a.X2 {
				break
			}
			if *budget--; *budget < 0 {
				return true
			}
			if a.Overlaps(b) {
				return true
			}
		}
	}
	return false
}
