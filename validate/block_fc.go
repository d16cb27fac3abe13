// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/checks/fc"
)

// formatChecks are those of 5.2.2 in order.
var formatChecks = []checks.Check[*fc.Facts]{fc.Format, fc.Duplicate, fc.ReferenceAmbiguous, fc.FullScope, fc.SignerInfos, fc.ByteRange,
	fc.ByteRangeCollision, fc.ByteRangeAll, fc.Dictionary, fc.Pages, fc.AnnotationOverlap, fc.VisualDifference,
	fc.DocMDP, fc.FieldMDP, fc.FieldLock, fc.FormFill, fc.Annotations, fc.UndefinedChanges, fc.HashIndex}

// formatBlock is format checking, EN 319 102-1 v1.4.1 5.2.2.
func (e *evaluation) formatBlock(t *token) *Block {
	f := &fc.Facts{Context: t.ctx, Signature: t.sig, Timestamp: t.ts, AllRangesValid: true, Literal: e.rules.PDFChangesLiteral}
	if t.sig != nil {
		f.PDF = t.sig.PDF
	} else {
		f.PDF = t.ts.PDF
	}
	if f.PDF != nil {
		f.InForce = e.certifiedBefore(f.PDF)
	}
	for _, s := range e.ev.Document.Signatures {
		f.AllRangesValid = f.AllRangesValid && (s.PDF == nil || s.PDF.ByteRangeValid)
	}
	for _, s := range e.ev.Document.Timestamps {
		f.AllRangesValid = f.AllRangesValid && (s.PDF == nil || s.PDF.ByteRangeValid)
	}
	s := &steps{constraints: e.constraints}
	askAll(s, f, "", formatChecks...)
	return s.block("FC", checks.Edition+"5.2.2", "")
}

// certifiedBefore is the permission (DocMDP) that a certification signature set which this one covers; 0: none.
func (e *evaluation) certifiedBefore(p *ades.PDFFacts) int {
	for _, s := range e.ev.Document.Signatures {
		if s.PDF != nil && s.PDF != p && s.PDF.Certification && s.Intact && rangeEnd(s.PDF) < rangeEnd(p) {
			return s.PDF.Permission
		}
	}
	return 0
}

// rangeEnd is where the signed revision ends.
func rangeEnd(p *ades.PDFFacts) int64 {
	if len(p.ByteRange) != 4 {
		return 0
	}
	return p.ByteRange[2] + p.ByteRange[3]
}
