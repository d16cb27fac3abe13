// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/pdf"
)

var errPrefixes = errors.New("too many byte ranges end where no revision does")

// reader is one reading of a document.
type reader struct {
	ctx   context.Context
	in    *ades.Input
	lim   limits.Limits
	file  *pdf.File
	final pdf.View
	pages int
	doc   *ades.Document
	items []*item

	views    map[int64]signedView
	prefixes int
	differ   pdf.Differ
	compared map[int64]comparison

	stores     []store
	storeSteps int
	streamIDs  map[streamKey]ades.ID
	stamps     []vriStamp
	stampSeen  map[*pdf.Stream]bool
}

// signedView is the view of the first bytes of the file.
type signedView struct {
	view  pdf.View
	whole bool
	err   error
}

// The budgets of one document, in steps.
const (
	compareSteps = 8_000_000
	storeSteps   = 2_000_000
)

// Read reads the signatures, time-stamps and validation data of a PDF. It fails only if the document is no PDF, is encrypted with a
// password, passes a limit, or cannot be read; everything else is recorded as a problem.
func Read(ctx context.Context, in *ades.Input) (*ades.Document, error) {
	rd := &reader{
		ctx: ctx, in: in, lim: in.Bounds(), doc: &ades.Document{Format: ades.PAdES, Name: in.Name, Size: in.Size, Pool: ades.Pool{Anchors: in.Anchors}},
		views: map[int64]signedView{}, compared: map[int64]comparison{}, differ: pdf.Differ{Steps: compareSteps},
		storeSteps: storeSteps, streamIDs: map[streamKey]ades.ID{}, stampSeen: map[*pdf.Stream]bool{},
	}
	var err error
	if rd.file, err = pdf.Open(in.Data, in.Size, rd.lim); err != nil {
		return nil, fmt.Errorf("reading %s: %w", in.Name, err)
	}
	if err := rd.digest(); err != nil {
		return nil, err
	}
	rd.final = rd.file.Final()
	if err := rd.readItems(); err != nil {
		return nil, err
	}
	rd.readStores()
	if err := rd.readContainers(); err != nil {
		return nil, err
	}
	rd.finish()
	rd.fileProblems()
	return rd.doc, nil
}

func (rd *reader) problem(where, text string) {
	rd.doc.Problems = append(rd.doc.Problems, ades.Problem{Where: where, Text: text})
}

// digest hashes the whole document.
func (rd *reader) digest() error {
	h := sha256.New()
	buf := make([]byte, max(min(64<<10, rd.in.Size), 0))
	for at := int64(0); at < rd.in.Size; {
		if err := rd.ctx.Err(); err != nil {
			return err
		}
		n, err := rd.in.Data.ReadAt(buf[:min(int64(len(buf)), rd.in.Size-at)], at)
		h.Write(buf[:n])
		at += int64(n)
		if n == 0 {
			if err == nil {
				err = io.ErrUnexpectedEOF
			}
			return fmt.Errorf("reading %s: %w", rd.in.Name, err)
		}
	}
	h.Sum(rd.doc.Digest[:0])
	return nil
}

// readItems finds the signature dictionaries and reads the facts of each.
func (rd *reader) readItems() error {
	pages, ok := rd.final.Pages()
	rd.pages = -1
	if ok {
		rd.pages = len(pages)
	}
	sigs := rd.final.Signatures()
	if len(sigs) > rd.lim.Signatures {
		return limits.Exceeded("signatures of one document", int64(rd.lim.Signatures))
	}
	for _, s := range sigs {
		it := rd.newItem(s)
		if it.facts.SubFilter == "" && len(it.contents) == 0 && !s.Dict.Has("ByteRange") {
			it.problem("the dictionary has neither /SubFilter, /Contents nor /ByteRange")
		}
		rd.items = append(rd.items, it)
	}
	sortItems(rd.items)
	markCollisions(rd.items)
	over := overlaps(rd.final, pages)
	for _, it := range rd.items {
		if err := rd.ctx.Err(); err != nil {
			return err
		}
		it.facts.AnnotationOverlaps = over
		rd.openSigned(it)
		rd.compareRevisions(it)
		if it.hasSigned && len(over) > 0 {
			it.facts.OverlapsAfter = overlapsAfter(it.signed, rd.final, pages)
		}
	}
	rd.hidden(sigs)
	return nil
}

// hidden notes signature dictionaries that no field leads to: usage rights, and what a scan of the file finds.
func (rd *reader) hidden(sigs []*pdf.Signature) {
	known := map[int]bool{}
	for _, s := range sigs {
		known[s.Ref.Num] = true
	}
	perms := rd.final.Dict(rd.final.Catalog().Raw("Perms"))
	for _, k := range perms.Keys() {
		if r, ok := perms.Raw(k).(pdf.Ref); ok && !known[r.Num] {
			if d := rd.final.Dict(r); d.Has("ByteRange") || d.Has("Contents") {
				rd.problem("/Perms/"+string(k), "a signature dictionary that no signature field points to; it is not validated")
			}
		}
	}
	found, err := rd.file.ScanFor("/ByteRange", rd.lim.Signatures+1)
	if err != nil {
		rd.problem("file", err.Error())
	}
	if len(found) > 0 && len(sigs) == 0 {
		rd.problem("file", fmt.Sprintf("a /ByteRange stands at offset %d, but no signature field leads to it", found[0]))
	}
}

// fileProblems takes over what is wrong with the file itself.
func (rd *reader) fileProblems() {
	for _, p := range rd.file.Problems {
		where := "file"
		if p.Offset >= 0 {
			where = fmt.Sprintf("offset %d", p.Offset)
		}
		rd.problem(where, p.Text)
	}
	if rd.file.Rebuilt {
		rd.problem("file", "the cross-reference is broken; objects were found by a scan, and revisions cannot be told apart")
	}
	if rd.file.Header() > 0 {
		rd.problem("file", fmt.Sprintf("%d bytes stand before the header", rd.file.Header()))
	}
	for _, r := range rd.file.Revisions() {
		if r.Hybrid {
			rd.problem(fmt.Sprintf("offset %d", r.XRef), "hybrid cross-reference: older readers may see another document")
			break
		}
	}
}
