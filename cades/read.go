// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/token"
)

// Read reads a CMS or CAdES document, or a stand-alone time-stamp token, in BER, PEM or bare base64. The detached content,
// where the signature has none in it, is taken from in.Contents.
//
// An error says that the document is no such container, that a limit was passed, or that it could not be read.
func Read(ctx context.Context, in *ades.Input) (*ades.Document, error) {
	lim := in.Bounds()
	doc := &ades.Document{Format: ades.CAdES, Name: in.Name, Size: in.Size, Pool: ades.Pool{Anchors: in.Anchors}}
	sum := sha256.New()
	// io.Copy takes no larger buffer than the limit.
	if _, err := io.Copy(io.MultiWriter(ctxWriter{ctx}, sum), io.LimitReader(io.NewSectionReader(in.Data, 0, in.Size), in.Size)); err != nil {
		return nil, fmt.Errorf("reading the document: %w", err)
	}
	copy(doc.Digest[:], sum.Sum(nil))
	data, size, err := binaryForm(in, lim)
	if err != nil {
		return nil, err
	}
	opt := Options{Limits: lim, Anchors: in.Anchors}
	if opt.Content, err = chooseContent(ctx, in, data, size, lim); err != nil {
		return nil, err
	}
	c, err := ReadContainer(ctx, data, size, doc, opt)
	if errors.Is(err, cms.ErrNotSignedData) {
		if inner := unwrapResponse(data, size, lim); inner != nil {
			return doc, standalone(ctx, doc, inner, opt)
		}
	}
	if err != nil {
		return nil, err
	}
	if c.TimestampToken {
		raw := make([]byte, min(size, lim.EmbeddedBytes))
		if _, err := io.ReadFull(io.NewSectionReader(data, 0, size), raw); err != nil {
			return nil, fmt.Errorf("reading the token: %w", err)
		}
		return doc, standalone(ctx, doc, raw, opt)
	}
	doc.Signatures = c.Signatures
	return doc, nil
}

// binaryForm returns the BER of the document: itself, or what its PEM or base64 text holds.
func binaryForm(in *ades.Input, lim limits.Limits) (io.ReaderAt, int64, error) {
	head := make([]byte, min(in.Size, 512))
	if _, err := io.ReadFull(io.NewSectionReader(in.Data, 0, in.Size), head); err != nil {
		return nil, 0, fmt.Errorf("reading the document: %w", err)
	}
	if looksBinary(head) || !Detect(head) {
		return in.Data, in.Size, nil
	}
	if in.Size > lim.EmbeddedBytes {
		return nil, 0, limits.Exceeded("octets of a CMS container as text", lim.EmbeddedBytes)
	}
	text := make([]byte, in.Size)
	if _, err := io.ReadFull(io.NewSectionReader(in.Data, 0, in.Size), text); err != nil {
		return nil, 0, fmt.Errorf("reading the document: %w", err)
	}
	b := decodeText(text)
	if b == nil {
		return nil, 0, fmt.Errorf("%w: the base64 text is malformed", cms.ErrNotSignedData)
	}
	return bytes.NewReader(b), int64(len(b)), nil
}

// unwrapResponse returns the token of a TimeStampResp, nil if there is none.
func unwrapResponse(data io.ReaderAt, size int64, lim limits.Limits) []byte {
	const most = 4 << 20 // a response is a few kilobytes
	if size > most {
		return nil
	}
	raw := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(data, 0, size), raw); err != nil {
		return nil
	}
	if token.Unwrap(raw, lim) == nil {
		return nil
	}
	return raw
}

// standalone makes the document of one time-stamp token, whose imprint is that of the detached content.
func standalone(ctx context.Context, doc *ades.Document, raw []byte, opt Options) error {
	doc.Format = ades.TST
	ts := token.Read(raw, ades.TSAlone, "CONTENT_TIMESTAMP", &doc.Pool, opt.Limits)
	doc.Timestamps = []*ades.Timestamp{ts}
	if opt.Content == nil || ts.ImprintAlgorithm == "" {
		return nil
	}
	d := newDigester(ctx, opt.Content)
	if err := d.prepare([]sigalg.Hash{ts.ImprintAlgorithm, sigalg.SHA256}); err != nil {
		return err
	}
	got := d.got[ts.ImprintAlgorithm]
	if got == nil {
		return nil
	}
	ts.Found, ts.Computed = true, [][]byte{got}
	id, err := d.id()
	if id != "" {
		ts.Covers = []ades.ID{id}
	}
	return err
}

// chooseContent picks the detached content: the only one, or of several the one that a SignerInfo's message digest (or the
// token's imprint) fits, and failing that the first.
func chooseContent(ctx context.Context, in *ades.Input, data io.ReaderAt, size int64, lim limits.Limits) (*Source, error) {
	if len(in.Contents) == 0 {
		return nil, nil
	}
	first := sourceOf(in.Contents[0])
	if len(in.Contents) == 1 {
		return first, nil
	}
	sd, err := cms.Parse(data, size, lim)
	if err != nil {
		return first, nil // the caller reports it
	}
	want := wantedDigests(sd, lim)
	for _, content := range in.Contents {
		src := sourceOf(content)
		d := newDigester(ctx, src)
		var hashes []sigalg.Hash
		for _, w := range want {
			hashes = append(hashes, w.Algorithm)
		}
		if err := d.prepare(hashes); err != nil {
			return nil, err
		}
		for _, w := range want {
			if got := d.got[w.Algorithm]; got != nil && bytes.Equal(got, w.Value) {
				return src, nil
			}
		}
	}
	return first, nil
}
