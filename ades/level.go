// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ades

// Level is the structural level of a signature, spelt as in the ETSI baseline names
// ("CAdES-BASELINE-LT", "XAdES-C", "PDF-NOT-ETSI"). It says what a signature contains, not whether it is good.
type Level string

// The levels of signatures outside the ETSI forms.
const (
	CMSNotETSI Level = "CMS-NOT-ETSI"
	XMLNotETSI Level = "XML-NOT-ETSI"
	PDFNotETSI Level = "PDF-NOT-ETSI"
)
