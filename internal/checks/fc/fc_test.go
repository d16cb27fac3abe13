// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/checks/checktest"
)

type row = checktest.Row[*Facts]

// signature are the facts of a signature outside PDF.
func signature(change ...func(*ades.Signature)) *Facts {
	s := &ades.Signature{Level: "CAdES-BASELINE-B"}
	for _, f := range change {
		f(s)
	}
	return &Facts{Signature: s}
}

// pdf are the facts of a PDF signature after which nothing was changed.
func pdf(change ...func(*ades.PDFFacts)) *Facts {
	p := &ades.PDFFacts{ByteRangeValid: true, DictionaryConsistent: true, SignerInfos: 1, PagesSigned: 2, PagesFinal: 2}
	for _, f := range change {
		f(p)
	}
	return &Facts{Signature: &ades.Signature{Level: "PAdES-BASELINE-B", PDF: p}, PDF: p, AllRangesValid: true}
}

// changed adds a change of the kind to a PDF.
func changed(kind ades.PDFChangeKind, field string) func(*ades.PDFFacts) {
	return func(p *ades.PDFFacts) {
		p.Changes = append(p.Changes, ades.PDFChange{Kind: kind, Object: "/Root/X", Action: "changed", Field: field})
	}
}

// literal puts the facts under the rule PDFChangesLiteral.
func literal(f *Facts) *Facts {
	f.Literal = true
	return f
}

// annotated adds a change of or within an annotation, where the permission is p.
func annotated(p int, kind ades.PDFChangeKind, annotation string) *Facts {
	return pdf(changed(kind, ""), func(f *ades.PDFFacts) { f.Permission, f.Changes[0].Annotation = p, annotation })
}

func stamp(change func(*ades.Timestamp)) *Facts {
	ts := &ades.Timestamp{Kind: ades.TSArchive, ArchiveType: "CAdES_V3"}
	change(ts)
	return &Facts{Timestamp: ts}
}

func TestSignatureChecks(t *testing.T) {
	rows := []row{
		{Check: Format, Name: "listed", Facts: signature(), Constraint: checktest.Values("CAdES-BASELINE-B"), Want: checktest.Passes},
		{Check: Format, Name: "listed with underscores", Facts: signature(), Constraint: checktest.Values("CAdES_BASELINE_B"), Want: checktest.Passes},
		{Check: Format, Name: "not listed", Facts: signature(), Constraint: checktest.Values("PAdES-BASELINE-B"), Want: checktest.Fails, Sub: ades.FormatFailure, Text: "CAdES-BASELINE-B"},
		{Check: Format, Name: "time-stamp", Facts: &Facts{}, Want: checktest.Skipped},
		{Check: Duplicate, Name: "own id", Facts: signature(), Want: checktest.Passes},
		{Check: Duplicate, Name: "id of another too", Facts: signature(func(s *ades.Signature) { s.Duplicate = true }), Want: checktest.Fails},
		{Check: FullScope, Name: "whole", Facts: signature(func(s *ades.Signature) { s.Scopes = []ades.Scope{{Kind: "FULL"}} }), Want: checktest.Passes},
		{Check: FullScope, Name: "part", Facts: signature(func(s *ades.Signature) { s.Scopes = []ades.Scope{{Kind: "FULL"}, {Kind: "PARTIAL", Name: "a"}} }), Want: checktest.Fails, Text: "a"},
		{Check: ReferenceAmbiguous, Name: "one element", Facts: signature(func(s *ades.Signature) { s.References = []*ades.Reference{{Name: "r"}} }), Want: checktest.Passes},
		{Check: ReferenceAmbiguous, Name: "two elements", Facts: signature(func(s *ades.Signature) { s.References = []*ades.Reference{{}, {Name: "r", Duplicated: true}} }), Want: checktest.Fails, Text: "r"},
		{Check: SignerInfos, Name: "one", Facts: pdf(), Want: checktest.Passes},
		{Check: SignerInfos, Name: "two", Facts: pdf(func(p *ades.PDFFacts) { p.SignerInfos = 2 }), Want: checktest.Fails},
		{Check: SignerInfos, Name: "no PDF", Facts: signature(), Want: checktest.Skipped},
		{Check: HashIndex, Name: "fits", Facts: stamp(func(*ades.Timestamp) {}), Want: checktest.Passes},
		{Check: HashIndex, Name: "does not fit", Facts: stamp(func(t *ades.Timestamp) { t.IndexProblem = "entry 3 is nothing's" }), Want: checktest.Fails, Text: "entry 3"},
		{Check: HashIndex, Name: "archive time-stamp v2", Facts: stamp(func(t *ades.Timestamp) { t.ArchiveType = "CAdES_V2" }), Want: checktest.Skipped},
	}
	checktest.Run(t, "fc", append(rows, pdfRows()...))
}

func pdfRows() []row {
	rows := []row{
		{Check: ByteRange, Name: "valid", Facts: pdf(), Want: checktest.Passes},
		{Check: ByteRange, Name: "invalid", Facts: pdf(func(p *ades.PDFFacts) { p.ByteRangeValid, p.ByteRangeProblem = false, "begins at 4" }), Want: checktest.Fails, Text: "begins at 4"},
		{Check: ByteRange, Name: "no PDF", Facts: signature(), Want: checktest.Skipped},
		{Check: ByteRangeCollision, Name: "alone", Facts: pdf(), Want: checktest.Passes},
		{Check: ByteRangeCollision, Name: "overlaps", Facts: pdf(func(p *ades.PDFFacts) { p.Collides = true }), Want: checktest.Fails},
		{Check: ByteRangeAll, Name: "all valid", Facts: pdf(), Want: checktest.Passes},
		{Check: ByteRangeAll, Name: "one is not", Facts: &Facts{PDF: &ades.PDFFacts{}}, Want: checktest.Fails},
		{Check: Dictionary, Name: "as signed", Facts: pdf(), Want: checktest.Passes},
		{Check: Dictionary, Name: "changed", Facts: pdf(func(p *ades.PDFFacts) { p.DictionaryConsistent = false }), Want: checktest.Fails},
		{Check: Pages, Name: "as many", Facts: pdf(), Want: checktest.Passes},
		{Check: Pages, Name: "one more", Facts: pdf(func(p *ades.PDFFacts) { p.PagesFinal = 3 }), Want: checktest.Fails, Text: "2 signed, 3 now"},
		{Check: Pages, Name: "not known", Facts: pdf(func(p *ades.PDFFacts) { p.PagesSigned = -1 }), Want: checktest.Passes},
		{Check: AnnotationOverlap, Name: "none", Facts: pdf(), Want: checktest.Passes},
		{Check: AnnotationOverlap, Name: "page 1, as it was signed", Facts: pdf(func(p *ades.PDFFacts) { p.AnnotationOverlaps = []int{1} }), Want: checktest.Passes},
		{Check: AnnotationOverlap, Name: "page 1, added after signing", Facts: pdf(func(p *ades.PDFFacts) { p.OverlapsAfter = []int{1} }), Want: checktest.Fails},
		{Check: AnnotationOverlap, Name: "page 1, as it was signed, by the letter", Facts: literal(pdf(func(p *ades.PDFFacts) { p.AnnotationOverlaps = []int{1} })), Want: checktest.Fails},
		{Check: UndefinedChanges, Name: "outside of the revisions", Facts: pdf(func(p *ades.PDFFacts) { p.Outside = "3 bytes" }), Want: checktest.Fails, Text: "3 bytes"},
		{Check: VisualDifference, Name: "none", Facts: pdf(), Want: checktest.Passes},
		{Check: VisualDifference, Name: "page 1", Facts: pdf(func(p *ades.PDFFacts) { p.VisualDifferences = []int{1} }), Want: checktest.Fails},
	}
	kinds := map[ades.PDFChangeKind]checks.Check[*Facts]{ades.ChangeAnnotation: Annotations, ades.ChangeFormFill: FormFill, ades.ChangeUndefined: UndefinedChanges}
	for _, kind := range []ades.PDFChangeKind{ades.ChangeExtension, ades.ChangeAnnotation, ades.ChangeFormFill, ades.ChangeUndefined} {
		for own, c := range kinds {
			want := checktest.Passes
			if own == kind {
				want = checktest.Fails
			}
			rows = append(rows, row{Check: c, Name: string(kind), Facts: pdf(changed(kind, "")), Want: want, Sub: ades.FormatFailure})
		}
	}
	rows = append(rows, annotationRows()...)
	return append(rows, permissionRows()...)
}

func annotationRows() []row {
	inForce := func(p int, f *Facts) *Facts { f.InForce = p; return f }
	seen := func(f *Facts) *Facts { f.PDF.VisualDifferences = []int{1}; return f }
	return []row{
		{Check: Annotations, Name: "further signature", Facts: annotated(0, ades.ChangeFormFill, ades.AnnotationSignature), Want: checktest.Passes},
		{Check: Annotations, Name: "field filled in", Facts: annotated(0, ades.ChangeFormFill, ades.AnnotationField), Want: checktest.Passes},
		{Check: Annotations, Name: "field removed", Facts: annotated(0, ades.ChangeAnnotation, ades.AnnotationField), Want: checktest.Fails, Sub: ades.FormatFailure},
		{Check: Annotations, Name: "comment, nothing said", Facts: annotated(0, ades.ChangeAnnotation, ades.AnnotationComment), Want: checktest.Fails},
		{Check: Annotations, Name: "comment, forms only", Facts: annotated(2, ades.ChangeAnnotation, ades.AnnotationComment), Want: checktest.Fails},
		{Check: Annotations, Name: "comment, allowed", Facts: annotated(3, ades.ChangeAnnotation, ades.AnnotationComment), Want: checktest.Passes},
		{Check: Annotations, Name: "comment, allowed by an earlier certification", Facts: inForce(3, annotated(0, ades.ChangeAnnotation, ades.AnnotationComment)), Want: checktest.Passes},
		{Check: Annotations, Name: "text over the page, annotations allowed", Facts: annotated(3, ades.ChangeAnnotation, "FreeText"), Want: checktest.Fails, Text: "changed /Root/X"},
		{Check: Annotations, Name: "list of annotations created", Facts: annotated(0, ades.ChangeFormFill, "FreeText"), Want: checktest.Fails},
		{Check: Annotations, Name: "comment, by the letter", Facts: literal(annotated(3, ades.ChangeAnnotation, ades.AnnotationComment)), Want: checktest.Fails},
		{Check: Annotations, Name: "list of annotations created, by the letter", Facts: literal(annotated(0, ades.ChangeFormFill, "FreeText")), Want: checktest.Passes},
		{Check: VisualDifference, Name: "form filled in as an earlier certification allows", Facts: inForce(2, seen(annotated(0, ades.ChangeFormFill, ades.AnnotationField))), Want: checktest.Passes},
		{Check: VisualDifference, Name: "form filled in although an earlier certification forbids it", Facts: inForce(1, seen(annotated(0, ades.ChangeFormFill, ades.AnnotationField))), Want: checktest.Fails},
	}
}

// permissionRows are the rows of the checks of permissions and locks, ISO 32000-2 12.8.2.
func permissionRows() []row {
	permitted := func(p int, kind ades.PDFChangeKind) *Facts {
		return pdf(changed(kind, ""), func(f *ades.PDFFacts) { f.Permission = p })
	}
	mdp := func(action string, field string) *Facts {
		return pdf(changed(ades.ChangeFormFill, field), func(f *ades.PDFFacts) { f.FieldMDP = &ades.FieldRule{Action: action, Fields: []string{"a"}} })
	}
	lock := func(p int, kind ades.PDFChangeKind, field string) *Facts {
		return pdf(changed(kind, field), func(f *ades.PDFFacts) {
			f.Lock = &ades.FieldRule{Action: "Include", Fields: []string{"a"}, Permission: p}
		})
	}
	return []row{
		{Check: DocMDP, Name: "no permissions", Facts: pdf(changed(ades.ChangeUndefined, "")), Want: checktest.Skipped},
		{Check: DocMDP, Name: "1, extension", Facts: permitted(1, ades.ChangeExtension), Want: checktest.Passes},
		{Check: DocMDP, Name: "1, form filled", Facts: permitted(1, ades.ChangeFormFill), Want: checktest.Fails, Text: "changed /Root/X"},
		{Check: DocMDP, Name: "2, form filled", Facts: permitted(2, ades.ChangeFormFill), Want: checktest.Passes},
		{Check: DocMDP, Name: "2, annotation", Facts: permitted(2, ades.ChangeAnnotation), Want: checktest.Fails},
		{Check: DocMDP, Name: "3, annotation", Facts: permitted(3, ades.ChangeAnnotation), Want: checktest.Passes},
		{Check: DocMDP, Name: "3, anything else", Facts: permitted(3, ades.ChangeUndefined), Want: checktest.Fails},
		{Check: FieldMDP, Name: "no rule", Facts: pdf(), Want: checktest.Skipped},
		{Check: FieldMDP, Name: "all, any field", Facts: mdp("All", "b"), Want: checktest.Fails, Text: "b"},
		{Check: FieldMDP, Name: "all, no field", Facts: mdp("All", ""), Want: checktest.Passes},
		{Check: FieldMDP, Name: "include, listed", Facts: mdp("Include", "a"), Want: checktest.Fails},
		{Check: FieldMDP, Name: "include, other", Facts: mdp("Include", "b"), Want: checktest.Passes},
		{Check: FieldMDP, Name: "exclude, listed", Facts: mdp("Exclude", "a"), Want: checktest.Passes},
		{Check: FieldMDP, Name: "exclude, other", Facts: mdp("Exclude", "b"), Want: checktest.Fails},
		{Check: FieldLock, Name: "no lock", Facts: pdf(), Want: checktest.Skipped},
		{Check: FieldLock, Name: "other field", Facts: lock(0, ades.ChangeFormFill, "b"), Want: checktest.Passes},
		{Check: FieldLock, Name: "locked field", Facts: lock(0, ades.ChangeFormFill, "a"), Want: checktest.Fails, Text: "a"},
		{Check: FieldLock, Name: "permission kept", Facts: lock(2, ades.ChangeFormFill, "b"), Want: checktest.Passes},
		{Check: FieldLock, Name: "permission broken", Facts: lock(1, ades.ChangeFormFill, "b"), Want: checktest.Fails},
	}
}
