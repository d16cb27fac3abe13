// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package report turns a result into words: JSON, text, HTML, and the ETSI report of TS 119 102-2. It decides nothing.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/mitome-project/mitome/validate"
)

// JSON writes the report of version 1 ("mitome.report/1"): one object, the fields in a fixed order, the same bytes for the same result.
func JSON(w io.Writer, r *validate.Result) error {
	b, err := json.Marshal(NewDocument(r))
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

// Document is the JSON report, version 1. Times are RFC 3339 in UTC, digests hexadecimal.
type Document struct {
	Schema         string      `json:"schema"`
	Document       File        `json:"document"`
	Policy         Named       `json:"policy"`
	Trust          Trust       `json:"trust"`
	View           string      `json:"view"`
	ValidationTime string      `json:"validationTime"`
	Signatures     []Signature `json:"signatures"`
	Timestamps     []Timestamp `json:"timestamps"`
	Problems       []string    `json:"problems"`
}

// MarshalJSON writes the report with every character escaped that could reorder or hide text on a terminal. A JSON reader sees
// the text as it is.
func (d *Document) MarshalJSON() ([]byte, error) {
	type plain Document
	b, err := json.Marshal((*plain)(d))
	if err != nil {
		return nil, err
	}
	return escapeJSON(b), nil
}

// escapeJSON escapes what Clean would, in text that is JSON already.
func escapeJSON(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for _, r := range string(b) {
		if r < utf8.RuneSelf && r != 0x7f || !hidden(r) {
			out = utf8.AppendRune(out, r)
			continue
		}
		for _, u := range utf16.AppendRune(nil, r) {
			out = fmt.Appendf(out, "\\u%04x", u)
		}
	}
	return out
}

// File names the document.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	Format string `json:"format"`
}

// Named is a thing with a name and a digest.
type Named struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Trust names the trust snapshot used.
type Trust struct {
	ID       string   `json:"id"`
	Anchors  int      `json:"anchors"`
	Problems []string `json:"problems"`
}

// Signature is the answer for one signature.
type Signature struct {
	ID                   string        `json:"id"`
	Parent               string        `json:"parent,omitempty"`
	Name                 string        `json:"name,omitempty"`
	Format               string        `json:"format"`
	Level                string        `json:"level"`
	SignatureValueSHA256 string        `json:"signatureValueSHA256"`
	Indication           string        `json:"indication"`
	SubIndication        string        `json:"subIndication,omitempty"`
	Signer               *Signer       `json:"signer,omitempty"`
	Chain                []Link        `json:"chain"`
	ClaimedSigningTime   string        `json:"claimedSigningTime,omitempty"`
	BestSignatureTime    string        `json:"bestSignatureTime"`
	Qualification        Qualification `json:"qualification"`
	DigestAlgorithm      string        `json:"digestAlgorithm,omitempty"`
	SignatureAlgorithm   string        `json:"signatureAlgorithm,omitempty"`
	SignatureIntact      bool          `json:"signatureIntact"`
	References           []Reference   `json:"references"`
	Scopes               []Scope       `json:"scopes"`
	Blocks               Blocks        `json:"blocks"`
	Findings             []Finding     `json:"findings"`
	Timestamps           []Timestamp   `json:"timestamps"`
	EvidenceRecords      []Evidence    `json:"evidenceRecords,omitempty"`
	Problems             []string      `json:"problems,omitempty"`
}

// Signer names a signing certificate.
type Signer struct {
	SHA256    string `json:"sha256"`
	Subject   string `json:"subject"`
	Issuer    string `json:"issuer"`
	Territory string `json:"territory,omitempty"`
}

// Link is one certificate of a chain.
type Link struct {
	SHA256  string `json:"sha256"`
	Subject string `json:"subject"`
	Anchor  bool   `json:"anchor"`
}

// Qualification is the worth in law.
type Qualification struct {
	Level       string       `json:"level"`
	View        string       `json:"view"`
	Vocabulary  string       `json:"vocabulary,omitempty"`
	Recognition *Recognition `json:"recognition,omitempty"`
	Home        *Home        `json:"home,omitempty"`
	Reasons     []string     `json:"reasons,omitempty"`
}

// Recognition is the agreement that led there.
type Recognition struct {
	Agreement  string `json:"agreement"`
	As         string `json:"as"`
	Status     string `json:"status"`
	Since      string `json:"since"`
	Basis      string `json:"basis"`
	Unofficial bool   `json:"unofficial"`
}

// Home is what the service's own list says.
type Home struct {
	Territory  string `json:"territory"`
	Type       string `json:"type"`
	Status     string `json:"status"`
	Level      string `json:"level,omitempty"`
	Unofficial bool   `json:"unofficial"`
}

// Reference is one digest of a signature.
type Reference struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Found  bool   `json:"found"`
	Intact bool   `json:"intact"`
}

// Scope says what is covered.
type Scope struct {
	Kind string `json:"kind"`
	Name string `json:"name,omitempty"`
}

// Finding is one check that did not hold.
type Finding struct {
	Check   string `json:"check"`
	Clause  string `json:"clause"`
	Level   string `json:"level"`
	Outcome string `json:"outcome"`
	Text    string `json:"text"`
	Remedy  string `json:"remedy,omitempty"`
	About   string `json:"about,omitempty"`
}

// Timestamp is the answer for one time-stamp.
type Timestamp struct {
	ID            string        `json:"id"`
	Kind          string        `json:"kind"`
	Type          string        `json:"type,omitempty"`
	Time          string        `json:"time,omitempty"`
	Indication    string        `json:"indication"`
	SubIndication string        `json:"subIndication,omitempty"`
	ImprintIntact bool          `json:"imprintIntact"`
	Signer        *Signer       `json:"signer,omitempty"`
	Qualification Qualification `json:"-"`
	QTSA          string        `json:"qualification"`
	Blocks        Blocks        `json:"blocks"`
	Findings      []Finding     `json:"findings"`
	Problems      []string      `json:"problems,omitempty"`
}

// Evidence is the answer for one evidence record. Its time-stamps stand in the document's, named by their ids.
type Evidence struct {
	ID            string      `json:"id"`
	Form          string      `json:"form"`
	Indication    string      `json:"indication"`
	SubIndication string      `json:"subIndication,omitempty"`
	Time          string      `json:"time,omitempty"`
	References    []Reference `json:"references"`
	Findings      []Finding   `json:"findings"`
	Timestamps    []string    `json:"timestamps"`
	Problems      []string    `json:"problems,omitempty"`
}

// Blocks are the outcomes of the building blocks, written in the standard's order.
type Blocks []Block

// Block is the outcome of one building block.
type Block struct{ Name, Indication string }

// MarshalJSON writes an object with one field a block, in order.
func (b Blocks) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, x := range b {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendQuote(out, x.Name)
		out = append(out, ':')
		out = strconv.AppendQuote(out, x.Indication)
	}
	return append(out, '}'), nil
}
