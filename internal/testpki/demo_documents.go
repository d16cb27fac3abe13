// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// demoDocument is one document of the demonstration before its levels.
type demoDocument struct {
	name, title, about string
	recipe             Recipe
	tsa                string
}

func demoDocuments() []demoDocument {
	contract := "The parties agree to deliver twelve delivery robots.\nPrice: 1 200 000 JPY.\nHarbour Works and Kumo Robotics K.K.\n"
	invoice := `<?xml version="1.0" encoding="UTF-8"?>
<invoice xmlns="urn:example:invoice" number="2026-0914">
  <seller>Kumo Robotics K.K.</seller>
  <buyer>Harbour Works</buyer>
  <amount currency="JPY">1200000</amount>
</invoice>
`
	return []demoDocument{
		{"contract-eu", "A contract signed by Elin Sandvik (FI)", "a qualified signature of an EU signer: certificate and device are qualified by the list of FI",
			Recipe{Format: "pades", Signer: "elin", Content: []byte(contract)}, "chronos-tsu"},
		{"contract-jp", "The same contract signed by Hanako Mihon (JP)", "a signature under a Japanese accredited certification business",
			Recipe{Format: "pades", Signer: "hanako", Content: []byte(contract)}, "toki-tsu"},
		{"invoice-jp", "An invoice sealed by Kumo Robotics K.K. (JP)", "a Japanese company's e-seal in XML",
			Recipe{Format: "xades", Signer: "kumo", Content: []byte(invoice)}, "toki-tsu"},
		{"receipt-eu", "A receipt sealed by Harbour Works (FI)", "a qualified seal made with a device that the provider manages on behalf of its holder",
			Recipe{Format: "cades", Signer: "harbour", Content: []byte("The amount of 1 200 000 JPY was received on 2026-09-14.\n")}, "chronos-tsu"},
		{"application-jp", "An application signed with a national-ID card (JP)", "a signature with a certificate of the national-ID CA, whose revocation data is not public",
			Recipe{Format: "cades", Signer: "taro", Content: []byte("The undersigned applies for an export permit.\n")}, "toki-tsu"},
	}
}

// DemoDocument says what a demonstration document is, as stored in documents.json.
type DemoDocument struct {
	File     string `json:"file"`
	Title    string `json:"title"`
	About    string `json:"about"`
	Level    string `json:"level"`
	Format   string `json:"format"`
	Tampered bool   `json:"tampered,omitempty"`
}

// level adds to a recipe what a level asks for.
func (r Recipe) level(level, tsa string, signed time.Time) Recipe {
	r.Level, r.Time = level, signed
	if level == "B" {
		return r
	}
	r.Stamp = &Stamp{TSA: tsa, At: signed.Add(5 * time.Second)}
	if level == "T" {
		return r
	}
	r.Revocation = &Plan{At: signed.Add(6 * time.Hour)}
	if level == "LTA" {
		r.Archive = []Stamp{{TSA: tsa, At: signed.Add(24 * time.Hour)}}
	}
	return r
}

var levelNames = map[string]string{"B": "as signed (B)", "T": "with a time-stamp (T)", "LT": "with the data to validate it later (LT)", "LTA": "with an archive time-stamp (LTA)"}

// demoFiles makes the files of the demonstration, by path below its data folder.
func demoFiles(keys Keys) (map[string][]byte, error) {
	p, err := New(DemoPKI(), keys)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	var index []DemoDocument
	for _, d := range demoDocuments() {
		for _, level := range []string{"B", "T", "LT", "LTA"} {
			for _, tampered := range []bool{false, true} {
				r := d.recipe.level(level, d.tsa, demoSigned)
				name := d.name + "-" + strings.ToLower(level)
				about := d.about + ", " + levelNames[level]
				if tampered {
					if level == "LT" || level == "LTA" {
						continue
					}
					r.Mutate = []string{"tampered"}
					name += "-tampered"
					about += "; one character of it was changed after signing"
				}
				m, err := p.Make(r)
				if err != nil {
					return nil, fmt.Errorf("demo %s: %w", name, err)
				}
				files["documents/"+name+m.Ext] = m.Document
				index = append(index, DemoDocument{name + m.Ext, d.title, about, level, r.Format, tampered})
			}
		}
	}
	if files["documents.json"], err = json.MarshalIndent(index, "", " "); err != nil {
		return nil, err
	}
	files["documents.json"] = append(files["documents.json"], '\n')
	for _, with := range []bool{true, false} {
		if err := demoMirror(p, files, with); err != nil {
			return nil, err
		}
	}
	return files, nil
}
