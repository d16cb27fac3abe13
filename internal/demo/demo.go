// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package demo holds the demonstration data, embedded in the program: fictitious trusted lists of the EU and of Japan, and
// documents signed under them. The generator of internal/testpki writes it; none of it says anything about a real service.
package demo

import (
	"embed"
	"encoding/json"
	"io/fs"
	"time"
)

//go:embed data
var data embed.FS

// Document says what a demonstration document is.
type Document struct {
	File     string `json:"file"`     // name in [Files]
	Title    string `json:"title"`    // what it is, for a heading
	About    string `json:"about"`    // what to say about it, a clause in lower case
	Level    string `json:"level"`    // "B", "T", "LT" or "LTA"
	Format   string `json:"format"`   // "cades", "xades" or "pades"
	Tampered bool   `json:"tampered"` // a character was changed after signing
}

// Time is the time at which the documents are to be validated: the lists are in force then, and the revocation data fresh.
func Time() time.Time { return time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC) }

// Documents returns the documents in the order of a tour: by document, then by level, a tampered one after the good one.
func Documents() ([]Document, error) {
	b, err := data.ReadFile("data/documents.json")
	if err != nil {
		return nil, err
	}
	var out []Document
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, err
	}
	return out, nil
}

// Files returns the folder of the documents.
func Files() (fs.FS, error) { return fs.Sub(data, "data/documents") }

// Mirror returns the mirror with the schemes of the EU and of Japan and, with agreement, with the lists by which each
// recognises the other.
func Mirror(agreement bool) (fs.FS, error) {
	if agreement {
		return fs.Sub(data, "data/mirror")
	}
	return fs.Sub(data, "data/mirror-plain")
}
