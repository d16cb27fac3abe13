// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"bytes"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/pkix"
)

// undesignate takes the signer back where no certificate verifies the value and the container does not name the one that was
// chosen: the certificates that came along are in no order in CMS, so the first of them designates nothing.
func undesignate(s *ades.Signature, core *cmsattr.Core, pool *ades.Pool) {
	if s.Intact || s.Signer == "" {
		return
	}
	if c := pool.Certificate(s.Signer); c == nil || !designates(core, c) {
		s.Signer = ""
	}
}

// designates reports whether the signer identifier or a signing-certificate reference names c.
func designates(core *cmsattr.Core, c *ades.Certificate) bool {
	id, x := core.SignerID, c.X509()
	if len(id.SubjectKeyID) > 0 && bytes.Equal(id.SubjectKeyID, x.SubjectKeyID) {
		return true
	}
	if len(id.Serial) > 0 && x.Serial != nil && der.BigInt(id.Serial).Cmp(x.Serial) == 0 {
		if n, err := pkix.ParseName(id.Issuer); err == nil && n.Equal(x.Issuer) {
			return true
		}
	}
	for _, r := range core.CertRefs {
		if len(r.Value) > 0 && bytes.Equal(r.Value, r.Algorithm.Sum(c.Raw())) {
			return true
		}
	}
	return false
}
