// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"github.com/mitome-project/mitome/ades"
)

// buildBlocks runs the basic building blocks of a token, each once, in the order FC, ISC, VCI, XCV, CV, SAV. The overall
// indication is that of the last one that did not pass.
func (e *evaluation) buildBlocks(t *token) {
	t.blocks = map[string]*Block{}
	t.overall = ades.Pass()
	add := func(b *Block) {
		t.blocks[b.Name] = b
		if !b.Indication.Passed() {
			t.overall = b.Indication
		}
	}
	if t.rev == nil {
		if b := e.formatBlock(t); t.sig != nil || len(b.Findings) > 0 {
			add(b)
		}
	}
	add(e.identificationBlock(t))
	if t.sig != nil {
		add(e.contextBlock(t))
	}
	if t.signer != nil {
		add(e.chainBlock(t))
	}
	add(e.cryptographicBlock(t))
	add(e.acceptanceBlock(t))
}

// outcome is the indication of a block, PASSED where it was not run.
func (t *token) outcome(name string) ades.Indication {
	if b := t.blocks[name]; b != nil {
		return b.Indication
	}
	return ades.Pass()
}

// blockOrder is the order in which reports list the blocks.
var blockOrder = [...]string{"FC", "ISC", "VCI", "XCV", "CV", "SAV", "PSV", "PCV", "VTS"}

func (t *token) blockList() []*Block {
	var out []*Block
	for _, n := range blockOrder {
		if b := t.blocks[n]; b != nil {
			out = append(out, b)
		}
	}
	return out
}
