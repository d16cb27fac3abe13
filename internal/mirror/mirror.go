// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package mirror is the form of mirror.json, which makes a folder of trusted lists stand for the network.
package mirror

import (
	"encoding/json"
	"encoding/pem"
)

// Name is the name of the file in its folder.
const Name = "mirror.json"

// File is the content of mirror.json.
type File struct {
	Schemes []Scheme `json:"schemes"`
	// Files names for each URL the file that stands for it, below the folder.
	Files map[string]string `json:"files"`
}

// Scheme is one scheme of a mirror.
type Scheme struct {
	Name     string `json:"name"`
	Profile  string `json:"profile"`
	Location string `json:"location"`
	// Signers is a PEM file with the certificates that may sign the list at Location, or the oldest pivot.
	Signers string `json:"signers"`
	TSLType string `json:"tslType,omitempty"`
	Notice  string `json:"notice,omitempty"`
	// Official may only be false: nobody vouches for a mirror but its signers.
	Official *bool `json:"official,omitempty"`
}

// Parse reads mirror.json.
func Parse(text []byte) (*File, error) {
	var f File
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, err
	}
	return &f, nil
}

// Text is the file as it is written.
func (f *File) Text() ([]byte, error) {
	text, err := json.MarshalIndent(f, "", " ")
	return append(text, '\n'), err
}

// Certificates returns the certificates of a PEM file, in DER.
func Certificates(text []byte) [][]byte {
	var out [][]byte
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			return out
		}
		if block.Type == "CERTIFICATE" {
			out = append(out, block.Bytes)
		}
	}
}

// PEM is a certificate as it is written to a file of signers, under its name if it has one.
func PEM(name string, der []byte) []byte {
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if name == "" {
		return text
	}
	return append([]byte("# "+name+"\n"), text...)
}
