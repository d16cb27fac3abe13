// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/pdf"
)

// item is one signature dictionary on its way to a signature or document time-stamp.
type item struct {
	ref      pdf.Ref
	dict     *pdf.Dict
	fields   []pdf.Field
	facts    *ades.PDFFacts
	contents []byte
	usable   bool // the byte range can be digested
	end      int64
	// signed is the view of the bytes up to the end of the range; hasSigned says that they could be opened, whole that a revision ends there.
	signed           pdf.View
	hasSigned, whole bool
	problems         []ades.Problem

	signedDict *pdf.Dict // the dictionary in the signed view; nil: not there

	sigs  []*ades.Signature
	parts []part // of sigs
	ts    *ades.Timestamp
}

func (it *item) problem(text string) {
	it.problems = append(it.problems, ades.Problem{Where: "signature dictionary of field " + it.facts.Field, Text: text})
}

// isTimestamp tells a document time-stamp (EN 319 142-1 v1.2.1 5.4.3: /Type is DocTimeStamp; it may be left out in practice).
func (it *item) isTimestamp() bool {
	return it.facts.SubFilter == subRFC3161 && (it.facts.Type == "" || it.facts.Type == "DocTimeStamp")
}

// mistyped tells a time-stamp token in a dictionary that says it is a signature: it proves nothing, and is only noted.
func (it *item) mistyped() bool { return it.facts.SubFilter == subRFC3161 && !it.isTimestamp() }

// newItem reads the facts of one signature dictionary that do not need its container.
func (rd *reader) newItem(s *pdf.Signature) *item {
	v := rd.final
	it := &item{ref: s.Ref, dict: s.Dict, fields: s.Fields, facts: &ades.PDFFacts{PagesSigned: -1, PagesFinal: rd.pages}}
	f := it.facts
	for _, fl := range s.Fields {
		f.Fields = append(f.Fields, fl.Name)
	}
	if len(f.Fields) > 0 {
		f.Field = f.Fields[0]
	}
	f.SubFilter, f.Filter, f.Type = string(v.Name(s.Dict.Raw("SubFilter"))), string(v.Name(s.Dict.Raw("Filter"))), string(v.Name(s.Dict.Raw("Type")))
	c, _ := v.Resolve(s.Dict.Raw("Contents")).(pdf.String)
	it.contents = c.Bytes
	if s.Broken != "" {
		it.problem("the dictionary cannot be read: " + s.Broken)
	}
	if len(f.Fields) > 1 {
		it.problem(fmt.Sprintf("%d fields lead to this dictionary: one signature is shown more than once", len(f.Fields)))
	}
	for _, k := range s.Dict.Duplicates {
		it.problem("key /" + string(k) + " occurs more than once")
	}
	f.ByteRange, it.usable, f.ByteRangeProblem = readRange(v, s.Dict, rd.file.Size())
	if it.usable {
		it.end = f.ByteRange[2] + f.ByteRange[3]
		f.ByteRangeProblem = checkRange(rd.file, f.ByteRange, it.contents)
	}
	if f.ByteRangeProblem == "" && slices.ContainsFunc(s.Dict.Duplicates, func(k pdf.Name) bool { return k == "ByteRange" || k == "Contents" }) {
		f.ByteRangeProblem = "/ByteRange or /Contents occurs more than once"
	}
	f.ByteRangeValid = f.ByteRangeProblem == ""
	f.CoversWholeFile = it.usable && rd.onlyEOL(it.end)
	f.Outside = rd.outside(it)
	return it
}

// outside says what stands behind an item's byte range and belongs to no revision.
func (rd *reader) outside(it *item) string {
	if !it.usable || it.facts.CoversWholeFile {
		return ""
	}
	if rd.file.Rebuilt {
		return "the cross-reference is broken: what follows the signed revision cannot be told"
	}
	end := it.end
	for _, r := range rd.file.Revisions() {
		end = max(end, r.End)
	}
	white, err := rd.file.OnlyWhite(end)
	switch {
	case err != nil:
		return err.Error()
	case !white:
		return fmt.Sprintf("%d bytes stand behind the last revision", rd.file.Size()-end)
	}
	return ""
}

// onlyEOL reports whether nothing but an end of line follows an offset.
func (rd *reader) onlyEOL(at int64) bool {
	rest := rd.file.Size() - at
	if rest < 0 || rest > 2 {
		return false
	}
	b, err := rd.file.Section(at, rest)
	return err == nil && len(bytes.Trim(b, "\r\n")) == 0
}

// maxPrefixes bounds the openings of byte ranges that end where no revision does; each costs a pass over the file.
const maxPrefixes = 32

// openSigned opens the revision that the item covers and compares the signature dictionary there with the final one.
func (rd *reader) openSigned(it *item) {
	f := it.facts
	if !it.usable {
		f.DictionaryProblem = "the signed revision is not known without a byte range"
		return
	}
	v, whole, err := rd.viewOf(it.end)
	if err != nil {
		f.DictionaryProblem = "the signed revision cannot be read: " + err.Error()
		readRules(rd.final, it)
		return
	}
	it.signed, it.hasSigned, it.whole = v, true, whole
	if !whole {
		it.problem("the byte range does not end where a revision ends")
	}
	d := rd.signedDictionary(it)
	if d == nil {
		f.DictionaryProblem = "the signature dictionary is not in the signed revision"
		readRules(rd.final, it)
		return
	}
	it.signedDict = d
	if key, same := sameDictionary(v, d, rd.final, it.dict); same {
		f.DictionaryConsistent = true
	} else {
		f.DictionaryProblem = "/" + key + " differs between the signed and the final revision"
	}
	if f.ByteRangeValid {
		if s, ok := d.Raw("Contents").(pdf.String); ok && s.Offset >= 0 && s.Offset != f.ByteRange[1] {
			f.ByteRangeValid = false
			f.ByteRangeProblem = "the bytes left out of the byte range are not the /Contents of this signature dictionary"
		}
	}
	rd.signedRules(it)
	if p, ok := v.Pages(); ok {
		f.PagesSigned = len(p)
	}
}

func (rd *reader) viewOf(end int64) (pdf.View, bool, error) {
	if s, ok := rd.views[end]; ok {
		return s.view, s.whole, s.err
	}
	var s signedView
	if rd.prefixes >= maxPrefixes {
		s.err = errPrefixes
	} else {
		s.view, s.whole, s.err = rd.file.ViewOf(end)
		if !s.whole {
			rd.prefixes++
		}
	}
	rd.views[end] = s
	return s.view, s.whole, s.err
}

// signedDictionary finds the signature dictionary in the signed view, by its object number and failing that by its field.
func (rd *reader) signedDictionary(it *item) *pdf.Dict {
	if it.ref.Num > 0 {
		if d := it.signed.Dict(it.ref); d.Has("Contents") || d.Has("ByteRange") {
			return d
		}
	}
	for _, s := range it.signed.Signatures() {
		for _, fl := range s.Fields {
			if fl.Name == it.facts.Field {
				return s.Dict
			}
		}
	}
	return nil
}

// signedRules reads the rules as the signed revision has them.
func (rd *reader) signedRules(it *item) {
	c := *it
	c.fields = nil
	for _, fl := range it.fields {
		if d := it.signed.Dict(fl.Ref); fl.Ref.Num > 0 && d != nil {
			fl.Dict = d
		}
		c.fields = append(c.fields, fl)
	}
	if it.signedDict != nil {
		c.dict = it.signedDict
	}
	readRules(it.signed, &c)
}

// sortItems puts the items in the order of their byte ranges: what covers less comes first.
func sortItems(items []*item) {
	slices.SortStableFunc(items, func(a, b *item) int {
		return cmp.Compare(a.end, b.end)
	})
}

// markCollisions notes byte ranges that do not nest: one that ends or starts within what another leaves out (ISO 32000-2:2020 12.8.1).
func markCollisions(items []*item) {
	for i, a := range items {
		if !a.usable {
			continue
		}
		for _, b := range items[i+1:] {
			if !b.usable {
				continue
			}
			// b covers at least as much as a: all of a must lie in b's first part.
			if first := b.facts.ByteRange[0] + b.facts.ByteRange[1]; a.end > first {
				a.facts.Collides = true
				b.facts.Collides = true
			}
		}
	}
}
