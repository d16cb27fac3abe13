// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"archive/zip"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"runtime/debug"
	"slices"

	"github.com/mitome-project/mitome/ades"
)

// SaveEvidence writes the evidence, with the validator's policy, view and time and the part of its trust snapshot that
// was met, as one file of the form [EvidenceSchema]. The same evidence gives the same bytes.
func (v *Validator) SaveEvidence(w io.Writer, ev *Evidence) error {
	extract := v.opts.Trust.Store().Extract(ev.Pool.Certificates)
	trusted, err := extract.EncodeExtract()
	if err != nil {
		return err
	}
	pol, err := v.opts.Policy.Store()
	if err != nil {
		return err
	}
	sum := v.opts.Policy.SHA256()
	m := manifest{Schema: EvidenceSchema, Tool: tool(), Collected: ev.Time, Time: v.opts.Time, View: v.opts.View, Lookups: ev.Lookups,
		Policy: storedName{v.opts.Policy.Name(), hex.EncodeToString(sum[:])}, Trust: extract.ID()}
	if m.Time.IsZero() {
		m.Time = ev.Time
	}
	doc, stamps := storeDocument(ev.Document)
	m.Document = doc
	for _, c := range ev.Pool.Certificates {
		m.Certificates = append(m.Certificates, storedItem{ID: c.ID(), Origins: c.Origins, Document: ev.Document.Pool.Certificate(c.ID()) != nil})
	}
	for _, r := range ev.Pool.Revocations {
		m.Revocations = append(m.Revocations, storedItem{ID: r.ID(), Kind: r.Kind(), Origins: r.Origins, Document: ev.Document.Pool.Revocation(r.ID()) != nil})
	}
	head, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	z := zip.NewWriter(w)
	put := func(name string, b []byte) {
		if err != nil {
			return
		}
		var f io.Writer
		if f, err = z.Create(name); err == nil {
			_, err = f.Write(b)
		}
	}
	put(entryManifest, head)
	put(entryPolicy, pol)
	put(entryTrust, trusted)
	certs := slices.Clone(ev.Pool.Certificates)
	for _, c := range extract.Certificates() {
		if ev.Pool.Certificate(c.ID()) == nil {
			certs = append(certs, c)
		}
	}
	for _, c := range certs {
		put(certEntry(c.ID()), c.Raw())
	}
	for _, r := range ev.Pool.Revocations {
		put(revocationEntry(r.ID(), r.Kind()), r.Raw())
	}
	seen := map[ades.ID]bool{}
	for _, t := range stamps {
		if !seen[t.ID] {
			seen[t.ID] = true
			put(stampEntry(t.ID), t.Raw)
		}
	}
	if err != nil {
		return err
	}
	return z.Close()
}

func certEntry(id ades.ID) string  { return dirCerts + string(id) + ".cer" }
func stampEntry(id ades.ID) string { return dirStamps + string(id) + ".tst" }
func revocationEntry(id ades.ID, kind string) string {
	if kind == "CRL" {
		return dirRevs + string(id) + ".crl"
	}
	return dirRevs + string(id) + ".ocsp"
}

// tool names the program that runs, with its version.
func tool() string {
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Path != "" {
		return b.Main.Path + " " + b.Main.Version
	}
	return "mitome"
}
