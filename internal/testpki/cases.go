// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Case is a document of the engine's PKI with the verdict expected for it.
type Case struct {
	Name    string   // unique; the format is added to it
	About   string   // what is special
	Formats []string // "cades", "xades", "pades"; the document is made once in each
	Recipe  Recipe   // without Format; empty Content: a default
	At      time.Time
	Anchors []string // IDs; none: the root
	// Policy names the policy; empty: the default. Constraints are set on top of it.
	Policy      string
	Constraints []Constraint
	// Sunset gives anchors a date from which they are no longer trusted.
	Sunset map[string]time.Time
	// Want is "TOTAL-PASSED", or a sub-indication; several, separated by "|", where more than one is right.
	Want string
	// Inside names a sub-indication that a block inside the process must show, where the verdict is another.
	Inside string
	// Level is the level that the signature must be told to have; empty: it is not asked.
	Level string
	// Counters are the verdicts of the counter-signatures, in the order in which they are reported; none: Want holds for them too.
	Counters []string
}

// Constraint sets one constraint of a policy.
type Constraint struct {
	Path   string   `json:"path"`
	Level  string   `json:"level"`
	Values []string `json:"values,omitempty"`
}

// Job is a case as stored in jobs.jsonl: one line of input for a batch run.
type Job struct {
	ID      string   `json:"id"`
	File    string   `json:"file"`
	Content []string `json:"content,omitempty"`
	Anchors []string `json:"anchors"`
	At      string   `json:"at"`
	Policy  string   `json:"policy,omitempty"`
}

// Expected is what is expected of a case, as stored in expected.jsonl.
type Expected struct {
	ID          string            `json:"id"`
	About       string            `json:"about"`
	Want        []string          `json:"want"`
	Inside      string            `json:"inside,omitempty"`
	Level       string            `json:"level,omitempty"`
	Counters    []string          `json:"counters,omitempty"`
	Constraints []Constraint      `json:"constraints,omitempty"`
	Sunset      map[string]string `json:"sunset,omitempty"` // anchor file → date
}

const anchorDir = "../pki/engine/"

// caseFiles makes the files below testdata/cases.
func caseFiles(p *PKI, cases []Case) (map[string][]byte, error) {
	files := map[string][]byte{}
	var jobs, expected bytes.Buffer
	for _, c := range cases {
		for _, f := range c.Formats {
			id := f + "-" + c.Name
			r := c.Recipe
			r.Format = f
			if r.Content == nil {
				r.Content = defaultContent(f, r.Packaging)
			}
			m, err := p.Make(r)
			if err != nil {
				return nil, fmt.Errorf("case %s: %w", id, err)
			}
			if _, twice := files[id+m.Ext]; twice {
				return nil, fmt.Errorf("case %s is there twice", id)
			}
			files[id+m.Ext] = m.Document
			job := Job{ID: id, File: id + m.Ext, At: c.At.Format(time.RFC3339), Policy: c.Policy}
			for _, name := range []string{"content.txt"} {
				if b, ok := m.Contents[name]; ok {
					files[id+"/"+name] = b
					job.Content = append(job.Content, id+"/"+name)
				}
			}
			e := Expected{ID: id, About: c.About, Want: strings.Split(c.Want, "|"), Inside: c.Inside, Level: c.Level, Counters: c.Counters, Constraints: c.Constraints}
			anchors := c.Anchors
			if anchors == nil {
				anchors = []string{"root"}
			}
			for _, a := range anchors {
				job.Anchors = append(job.Anchors, anchorDir+a+".pem")
				if t, ok := c.Sunset[a]; ok {
					e.Sunset = map[string]string{anchorDir + a + ".pem": t.Format(time.RFC3339)}
				}
			}
			if err := line(&jobs, job); err != nil {
				return nil, err
			}
			if err := line(&expected, e); err != nil {
				return nil, err
			}
		}
	}
	files["jobs.jsonl"], files["expected.jsonl"] = jobs.Bytes(), expected.Bytes()
	return files, nil
}

func line(b *bytes.Buffer, v any) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func defaultContent(format, packaging string) []byte {
	if format == "xades" && packaging != "detached" && packaging != "enveloping" {
		return []byte("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<contract xmlns=\"urn:example:contract\">\n  <text>The parties agree.</text>\n</contract>\n")
	}
	return []byte("The parties agree.\n")
}
