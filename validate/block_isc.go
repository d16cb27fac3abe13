// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/checks/isc"
	"github.com/mitome-project/mitome/internal/checks/sav"
)

// identificationBlock is the identification of the signing certificate, EN 319 102-1 v1.4.1 5.2.3.
func (e *evaluation) identificationBlock(t *token) *Block {
	refs, _ := t.refs()
	f := &isc.Facts{Context: t.ctx, Signer: t.signer, Refs: refs}
	for i := range refs {
		if t.signer != nil && sav.Matches(refs[i], t.signer) {
			f.Match = &refs[i]
			break
		}
	}
	s := &steps{constraints: e.constraints}
	list := []checks.Check[*isc.Facts]{isc.Recognition}
	if len(refs) > 0 && t.rev == nil {
		list = append(list, isc.DigestPresent, isc.DigestMatch, isc.IssuerSerial)
	}
	askAll(s, f, "", list...)
	return s.block("ISC", checks.Edition+"5.2.3", "")
}
