// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ades

import (
	"io"

	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// Input is a document to read.
type Input struct {
	Name string // shown in reports; never opened
	Data io.ReaderAt
	Size int64
	// Contents are the detached contents, in any order.
	Contents []Content
	// Anchors are the trust anchors: the LT levels ask for no validation data above one. Nil: none.
	Anchors Anchors
	// Limits bound the reading; the zero value stands for the defaults.
	Limits limits.Limits
}

// Anchors tells trust anchors; *trust.Store is one.
type Anchors interface {
	IsAnchor(c *Certificate) bool
	// Certificate returns the anchor with that id, or nil: what was read already is not read again.
	Certificate(id ID) *Certificate
	BySubject(n pkix.Name) []*Certificate
}

// Content is one detached content: its bytes, or its digests only.
type Content struct {
	Name string // matched with the reference's URI where there are several
	Data io.ReaderAt
	Size int64
	// Digests stand instead of Data where only they are known.
	Digests map[sigalg.Hash][]byte
}

// Bounds returns the limits in force.
func (in *Input) Bounds() limits.Limits {
	if in.Limits == (limits.Limits{}) {
		return limits.Default()
	}
	return in.Limits
}
