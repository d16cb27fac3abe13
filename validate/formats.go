// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/cades"
	"github.com/mitome-project/mitome/pades"
	"github.com/mitome-project/mitome/xades"
)

// format is a document format: how to tell it and how to read it.
type format struct {
	detect func(head []byte) bool
	read   func(context.Context, *ades.Input) (*ades.Document, error)
}

// formats are tried in order.
func formats() []format {
	return []format{
		{pades.Detect, pades.Read},
		{xades.Detect, xades.Read},
		{cades.Detect, cades.Read},
	}
}

// ErrFormat says that the input is in no format that is known.
var ErrFormat = errors.New("not a signed document in a known format (PDF, XML, CMS, time-stamp token)")

// read finds the format of the input and reads it.
func read(ctx context.Context, in *ades.Input) (*ades.Document, error) {
	head := make([]byte, min(in.Size, headSize))
	if n, err := in.Data.ReadAt(head, 0); err != nil && !(errors.Is(err, io.EOF) && n == len(head)) {
		return nil, fmt.Errorf("%s: %w", in.Name, err)
	}
	for _, f := range formats() {
		if f.detect(head) {
			return f.read(ctx, in)
		}
	}
	return nil, fmt.Errorf("%s: %w", in.Name, ErrFormat)
}

// headSize is how much of a document is looked at to tell its format: a PDF header may stand in the first 1024 bytes.
const headSize = 4096
