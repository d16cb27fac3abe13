// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/mitome-project/mitome/internal/limits"
)

// Action says what happened to an object between two views.
type Action string

// The actions.
const (
	Created Action = "created"
	Changed Action = "changed"
	Removed Action = "removed"
)

// Change is one difference between two views.
type Change struct {
	Path   []string // keys from the catalog, array elements as "[n]"
	Action Action
	// Old and New are the differing values, resolved; nil where absent.
	Old, New Object
	// FieldOld and FieldNew are the innermost field or annotation on the path, in each view; nil: none.
	FieldOld, FieldNew *Dict
	// Page is the page on the path, counted from 1; 0: none.
	Page int
}

// Name is the path as text.
func (c Change) Name() string {
	return "/Root" + strings.ReplaceAll("/"+strings.Join(c.Path, "/"), "/[", "[")
}

// Key is the last name of the path, array elements left out.
func (c Change) Key() string {
	for _, k := range slices.Backward(c.Path) {
		if !strings.HasPrefix(k, "[") {
			return k
		}
	}
	return ""
}

// Has reports whether a name is on the path.
func (c Change) Has(key string) bool { return slices.Contains(c.Path, key) }

// Differ compares views; the budget of steps is shared by all comparisons that it makes.
type Differ struct{ Steps int }

// maxChanges bounds the changes of one comparison.
const maxChanges = 2000

// errBudget says that a comparison was stopped.
var errBudget = errors.New("comparison stopped: too many objects")

// differ is one comparison.
type differ struct {
	a, b    View
	steps   *int
	seen    map[[2]Ref]bool
	path    []string
	out     []Change
	old     *Dict
	new     *Dict
	page    int
	pageOf  map[int]int
	stopped error
}

// Compare lists the differences of two views, reachable from the catalog. Every object is looked at once, in the strictest context first:
// what a page shows comes before annotations, and those before the form. An error says that the list is not complete.
func (df *Differ) Compare(a, b View) ([]Change, error) {
	d := &differ{a: a, b: b, steps: &df.Steps, seen: map[[2]Ref]bool{}, pageOf: map[int]int{}}
	pages, _ := b.Pages()
	for i, p := range pages {
		d.pageOf[p.Ref.Num] = i + 1
	}
	d.compare(a.Trailer().Raw("Root"), b.Trailer().Raw("Root"), 0)
	return d.out, d.stopped
}

func (d *differ) add(action Action, o, n Object) {
	if len(d.out) >= maxChanges {
		d.stopped = errBudget
		return
	}
	d.out = append(d.out, Change{slices.Clone(d.path), action, o, n, d.old, d.new, d.page})
}

// compare looks at one pair of values.
func (d *differ) compare(x, y Object, depth int) {
	if *d.steps--; *d.steps < 0 || d.stopped != nil {
		d.stopped = errBudget
		return
	}
	if depth > 4*d.b.f.lim.PDFDepth {
		d.stopped = limits.Exceeded("depth of a PDF comparison", int64(4*d.b.f.lim.PDFDepth))
		return
	}
	rx, okx := x.(Ref)
	ry, oky := y.(Ref)
	if okx || oky {
		if d.seen[[2]Ref{rx, ry}] {
			return
		}
		d.seen[[2]Ref{rx, ry}] = true
		x, y = d.a.Resolve(x), d.b.Resolve(y)
	}
	switch {
	case x == nil && y == nil:
		return
	case x == nil:
		d.add(Created, nil, y)
		return
	case y == nil:
		d.add(Removed, x, nil)
		return
	}
	switch p := x.(type) {
	case *Dict:
		if q, ok := y.(*Dict); ok {
			d.dicts(p, q, ry.Num, depth)
			return
		}
	case *Stream:
		if q, ok := y.(*Stream); ok {
			d.streams(p, q, depth)
			return
		}
	case Array:
		if q, ok := y.(Array); ok {
			d.arrays(p, q, depth)
			return
		}
	case String:
		if q, ok := y.(String); ok && bytes.Equal(p.Bytes, q.Bytes) {
			return
		}
	case Integer, Real:
		n, _ := Number(x)
		if m, ok := Number(y); ok && n == m {
			return
		}
	default:
		if isScalar(y) && x == y {
			return
		}
	}
	d.add(Changed, x, y)
}

func isScalar(o Object) bool {
	switch o.(type) {
	case bool, Integer, Real, Name, Ref:
		return true
	}
	return false
}

// late orders the keys of a dictionary: what shows and acts first, annotations, the form and the security store last.
func late(k Name) int {
	switch k {
	case "Pages":
		return -1
	case "Annots":
		return 1
	case "AcroForm":
		return 2
	case "DSS":
		return 3
	}
	return 0
}

func (d *differ) dicts(x, y *Dict, num, depth int) {
	old, nw, page := d.old, d.new, d.page
	if p := d.pageOf[num]; p > 0 && num > 0 {
		d.page = p
	}
	if isField(x) || isField(y) {
		d.old, d.new = x, y
	}
	keys := slices.Clone(x.keys)
	for _, k := range y.keys {
		if !x.Has(k) {
			keys = append(keys, k)
		}
	}
	slices.SortStableFunc(keys, func(p, q Name) int { return late(p) - late(q) })
	for _, k := range keys {
		d.path = append(d.path, string(k))
		d.compare(x.m[k], y.m[k], depth+1)
		d.path = d.path[:len(d.path)-1]
	}
	d.old, d.new, d.page = old, nw, page
}

func isField(d *Dict) bool {
	return d.Raw("Type") == Name("Annot") || d.Has("FT") || d.Has("T") && (d.Has("Kids") || d.Has("Parent")) || d.Has("Subtype") && d.Has("Rect")
}

func (d *differ) streams(x, y *Stream, depth int) {
	d.dicts(x.Dict, y.Dict, 0, depth)
	if d.a.f == d.b.f && x.Offset == y.Offset && x.Length == y.Length {
		return
	}
	p, err1 := d.a.f.RawStream(x)
	q, err2 := d.b.f.RawStream(y)
	*d.steps -= (len(p) + len(q)) / 64
	if err1 != nil || err2 != nil || !bytes.Equal(p, q) {
		d.add(Changed, x, y)
	}
}

// arrays pairs elements that are references by their object number, and the others by their place.
func (d *differ) arrays(x, y Array, depth int) {
	at := func(i int, p, q Object) {
		d.path = append(d.path, "["+strconv.Itoa(i)+"]")
		d.element(p, q, depth)
		d.path = d.path[:len(d.path)-1]
	}
	where := map[Ref]int{}
	for i, o := range y {
		if r, ok := o.(Ref); ok {
			where[r] = i
		}
	}
	found := map[Ref]bool{}
	last, disorder := -1, false
	var restX, restY []int
	for i, o := range x {
		r, ok := o.(Ref)
		if !ok {
			restX = append(restX, i)
			continue
		}
		j, there := where[r]
		if !there {
			restX = append(restX, i)
			continue
		}
		disorder = disorder || j < last
		last = max(last, j)
		found[r] = true
		at(j, o, y[j])
	}
	for j, o := range y {
		if r, ok := o.(Ref); !ok || !found[r] {
			restY = append(restY, j)
		}
	}
	for k := range max(len(restX), len(restY)) {
		switch {
		case k >= len(restX):
			at(restY[k], nil, y[restY[k]])
		case k >= len(restY):
			at(restX[k], x[restX[k]], nil)
		default:
			p, q := x[restX[k]], y[restY[k]]
			_, okp := p.(Ref)
			_, okq := q.(Ref)
			if okp && okq { // two objects, not one changed
				at(restX[k], p, nil)
				at(restY[k], nil, q)
				continue
			}
			at(restX[k], p, q)
		}
	}
	if disorder {
		d.add(Changed, x, y)
	}
}

// element compares array elements; a field or annotation that is added or removed is its own context.
func (d *differ) element(p, q Object, depth int) {
	if p != nil && q != nil {
		d.compare(p, q, depth+1)
		return
	}
	old, nw, page := d.old, d.new, d.page
	if r, ok := q.(Ref); ok && d.pageOf[r.Num] > 0 { // a page added
		d.page = d.pageOf[r.Num]
	}
	if x := d.a.Dict(p); p != nil && x != nil && isField(x) {
		d.old, d.new = x, nil
	}
	if y := d.b.Dict(q); q != nil && y != nil && isField(y) {
		d.old, d.new = nil, y
	}
	d.compare(p, q, depth+1)
	d.old, d.new, d.page = old, nw, page
}
