// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
)

// progress shows on a terminal how far a batch is; elsewhere it is silent.
type progress struct {
	w            io.Writer
	done, errors int
}

func newProgress(w io.Writer) *progress {
	f, ok := w.(*os.File)
	if !ok {
		return &progress{}
	}
	if st, err := f.Stat(); err != nil || st.Mode()&os.ModeCharDevice == 0 {
		return &progress{}
	}
	return &progress{w: w}
}

func (p *progress) step(failed bool) {
	p.done++
	if failed {
		p.errors++
	}
	if p.w != nil {
		fmt.Fprintf(p.w, "\r%d documents, %d could not be read", p.done, p.errors)
	}
}

func (p *progress) end() {
	if p.w != nil && p.done > 0 {
		fmt.Fprintln(p.w)
	}
}
