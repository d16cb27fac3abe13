// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"context"
	"fmt"
	"hash"
	"io"
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// Source is a content that was signed: it is streamed, as often as digests of it are asked for, or only its digests are known.
type Source struct {
	Name string
	// Stream writes the whole content; nil: only the digests are known.
	Stream func(io.Writer) error
	// Digests are the digests known without reading.
	Digests map[sigalg.Hash][]byte
}

// sourceOf returns a detached content as a Source.
func sourceOf(c ades.Content) *Source {
	s := &Source{Name: c.Name, Digests: c.Digests}
	if c.Data != nil {
		s.Stream = func(w io.Writer) error {
			// io.Copy takes no larger buffer than the limit.
			_, err := io.Copy(w, io.LimitReader(io.NewSectionReader(c.Data, 0, c.Size), c.Size))
			return err
		}
	}
	return s
}

// digester computes digests of a source, several in one pass, each once.
type digester struct {
	ctx  context.Context
	src  *Source
	got  map[sigalg.Hash][]byte
	head []byte
}

// headSize is how much of the content is kept to look at.
const headSize = 64 << 10

func newDigester(ctx context.Context, src *Source) *digester {
	return &digester{ctx: ctx, src: src, got: map[sigalg.Hash][]byte{}}
}

// prepare computes these digests in one pass over the content.
func (d *digester) prepare(want []sigalg.Hash) error {
	if d.src == nil {
		return nil
	}
	var names []sigalg.Hash
	var states []hash.Hash
	head := &headWriter{}
	writers := []io.Writer{ctxWriter{d.ctx}, head}
	for _, h := range want {
		if d.got[h] != nil || slices.Contains(names, h) {
			continue
		}
		if known := d.src.Digests[h]; known != nil {
			d.got[h] = known
			continue
		}
		if s := h.New(); s != nil && d.src.Stream != nil {
			names, states = append(names, h), append(states, s)
			writers = append(writers, s)
		}
	}
	if len(names) == 0 {
		return nil
	}
	if err := d.src.Stream(io.MultiWriter(writers...)); err != nil {
		return fmt.Errorf("reading the signed content: %w", err)
	}
	for i, h := range names {
		d.got[h] = states[i].Sum(nil)
	}
	d.head = head.b
	return nil
}

// get returns the digest of the content, nil where there is no content or the digest cannot be computed.
func (d *digester) get(h sigalg.Hash) ([]byte, error) {
	if d.src == nil {
		return nil, nil
	}
	if err := d.prepare([]sigalg.Hash{h}); err != nil {
		return nil, err
	}
	if b := d.got[h]; b != nil {
		return b, nil
	}
	return nil, fmt.Errorf("no %s digest of the content can be had", h)
}

// id returns the id of the content, empty where there is none.
func (d *digester) id() (ades.ID, error) {
	if d.src == nil {
		return "", nil
	}
	if err := d.prepare([]sigalg.Hash{sigalg.SHA256}); err != nil {
		return "", err
	}
	if b := d.got[sigalg.SHA256]; b != nil {
		return ades.NewID("D", b), nil
	}
	var names []sigalg.Hash
	for h := range d.src.Digests {
		names = append(names, h)
	}
	if len(names) == 0 {
		return "", nil
	}
	return ades.NewID("D", d.src.Digests[slices.Min(names)]), nil
}

// ctxWriter ends a copy once its context is done.
type ctxWriter struct{ ctx context.Context }

func (w ctxWriter) Write(b []byte) (int, error) { return len(b), w.ctx.Err() }

// headWriter keeps the first octets written to it.
type headWriter struct{ b []byte }

func (w *headWriter) Write(b []byte) (int, error) {
	if room := headSize - len(w.b); room > 0 {
		w.b = append(w.b, b[:min(room, len(b))]...)
	}
	return len(b), nil
}
