// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// orphans tells of references to certificates and revocation data that are nowhere in the document although the signature has
// attributes with such values, which should hold all that is referenced (EN 319 122-1 v1.3.1 A.1.1.2, A.1.2.2). It decides nothing:
// a reference proves what it names and no more.
func (c *reader) orphans(w *work, x *contents) {
	has := func(oid string) bool { return len(w.of(oid)) > 0 }
	if has(cmsattr.CertificateRefs) && has(cmsattr.CertificateValues) {
		missing := 0
		for _, i := range w.of(cmsattr.CertificateRefs) {
			for _, d := range w.attrs[i].digests {
				if d.Algorithm != "" && x.certificate(d) == "" {
					missing++
				}
			}
		}
		if missing > 0 {
			w.problem(cmsattr.CertificateRefs, false, "%d references are to certificates that are not here", missing)
		}
	}
	if has(cmsattr.RevocationRefs) && has(cmsattr.RevocationValues) {
		missing := 0
		for _, i := range w.of(cmsattr.RevocationRefs) {
			for _, d := range w.attrs[i].digests {
				if d.Algorithm != "" && !x.revocationDigests(d.Algorithm)[string(d.Value)] {
					missing++
				}
			}
		}
		if missing > 0 {
			w.problem(cmsattr.RevocationRefs, false, "%d references are to revocation data that is not here", missing)
		}
	}
}

// revocationDigests are the digests of all revocation data, of OCSP answers in every form that a reference may name.
func (x *contents) revocationDigests(h sigalg.Hash) map[string]bool {
	if set, ok := x.revocations[h]; ok {
		return set
	}
	set := map[string]bool{}
	for _, r := range x.pool.Revocations {
		forms := [][]byte{r.Raw()}
		if o := r.OCSP(); o != nil {
			forms = append(forms, o.Basic, o.Wrapped())
		}
		for _, b := range forms {
			if sum := h.Sum(b); sum != nil {
				set[string(sum)] = true
			}
		}
	}
	x.revocations[h] = set
	return set
}
