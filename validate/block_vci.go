// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/checks/vci"
)

// contextBlock is validation context initialisation, EN 319 102-1 v1.4.1 5.2.4. One policy serves for the whole validation.
func (e *evaluation) contextBlock(t *token) *Block {
	s := &steps{constraints: e.constraints}
	askAll(s, &vci.Facts{Context: t.ctx, Policy: t.sig.Attributes.Policy}, "", vci.Accepted, vci.Available, vci.Store, vci.Hash)
	return s.block("VCI", checks.Edition+"5.2.4", "")
}
