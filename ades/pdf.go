// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ades

// PDFFacts are what a PDF says of one of its signatures or document time-stamps, and of the revisions after it.
type PDFFacts struct {
	Field     string   // signature field name
	Fields    []string // all fields that point to the same signature dictionary
	SubFilter string
	Filter    string
	Type      string // /Sig or /DocTimeStamp
	ByteRange []int64
	// ByteRangeValid says that the range starts at 0, increases, and leaves out exactly the Contents string.
	ByteRangeValid   bool
	ByteRangeProblem string
	// Collides says that the range overlaps another signature's gap.
	Collides bool
	// CoversWholeFile says that the range ends at the end of the file.
	CoversWholeFile bool
	// Outside says what stands behind the range and belongs to no revision, so that one reader may show it and another not; empty: nothing.
	Outside string
	// DictionaryConsistent says that the signature dictionary is the same in the signed and in the final revision.
	DictionaryConsistent bool
	DictionaryProblem    string
	// SignerInfos counts the SignerInfos of the CMS.
	SignerInfos int
	// Permission is the DocMDP /P in force (1 to 3); 0: none. Certification says that this signature set it.
	Permission    int
	Certification bool
	// FieldMDP and Lock are the field rules of the signature reference and of the field's lock dictionary; nil: none.
	FieldMDP, Lock *FieldRule
	// PagesSigned and PagesFinal count the pages of the signed and of the final revision; -1: could not be told.
	PagesSigned, PagesFinal int
	// Changes are the modifications after the signed revision, and AnnotationOverlaps and VisualDifferences the pages concerned.
	Changes            []PDFChange
	AnnotationOverlaps []int
	VisualDifferences  []int
	// OverlapsAfter are the pages on which an annotation that the signed revision does not have overlaps another, two signature
	// fields excepted.
	OverlapsAfter []int
}

// FieldRule locks fields.
type FieldRule struct {
	Action     string // All, Include, Exclude
	Fields     []string
	Permission int // /P of a lock dictionary; 0: none
}

// PDFChangeKind classes a modification made after signing.
type PDFChangeKind string

// The kinds of changes after signing.
const (
	ChangeExtension  PDFChangeKind = "extension"  // DSS dictionary, document time-stamp, further signature: always allowed
	ChangeFormFill   PDFChangeKind = "form-fill"  // form filling and signing
	ChangeAnnotation PDFChangeKind = "annotation" // creation, change or removal of annotations
	ChangeUndefined  PDFChangeKind = "undefined"  // anything else
)

// PDFChange is one modification after the signed revision.
type PDFChange struct {
	Kind   PDFChangeKind
	Object string // object path, "/Root/Pages/Kids[0]/Contents"
	Field  string // the form field changed, if one
	Action string // created, changed, removed
	// Annotation says what kind of annotation the change is of or within: one of the constants below, or else its subtype; empty:
	// the change concerns none.
	Annotation string
}

// What annotations are for, where that matters more than their subtype.
const (
	AnnotationField     = "field"     // a form field that was there
	AnnotationSignature = "signature" // a signature field, signed, or empty and without an appearance
	AnnotationComment   = "comment"   // a note beside the content, which does nothing
)
