// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"encoding/json"
	"encoding/pem"
	"fmt"
)

//go:generate go run ./gen

// GeneratedDirs are the folders, below the module's root, that hold generated files and nothing else.
var generatedDirs = [...]string{"testdata/pki", "testdata/cases", "testdata/lists", "internal/demo/data"}

// GeneratedDirs returns the folders, below the module's root, that hold generated files and nothing else.
func GeneratedDirs() []string { return generatedDirs[:] }

// Generate makes every generated file, by its path below the module's root.
func Generate(keys Keys) (map[string][]byte, error) {
	out := map[string][]byte{}
	put := func(dir string, files map[string][]byte) {
		for name, b := range files {
			out[dir+"/"+name] = b
		}
	}
	demo, err := demoFiles(keys)
	if err != nil {
		return nil, err
	}
	put("internal/demo/data", demo)
	lists, err := listFiles(keys)
	if err != nil {
		return nil, err
	}
	put("testdata/lists", lists)
	for _, spec := range []Spec{EnginePKI(), DemoPKI()} {
		p, err := New(spec, keys)
		if err != nil {
			return nil, err
		}
		for _, c := range p.Certs {
			out["testdata/pki/"+p.Name+"/"+c.ID+".pem"] = append([]byte("# "+c.Subject+"\n"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.byID[c.ID].DER})...)
		}
		spec, err := json.MarshalIndent(spec, "", " ")
		if err != nil {
			return nil, err
		}
		out["testdata/pki/"+p.Name+".json"] = append(spec, '\n')
		if p.Name == "engine" {
			cases, err := caseFiles(p, EngineCases())
			if err != nil {
				return nil, err
			}
			put("testdata/cases", cases)
		}
	}
	for name := range out {
		if len(out[name]) == 0 {
			return nil, fmt.Errorf("%s came out empty", name)
		}
	}
	return out, nil
}
