// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/signer"
)

// Options say how a container is read.
type Options struct {
	// Format is set on the signatures; empty: CAdES.
	Format ades.Format
	// Salt distinguishes equal containers at different places of one document in the ids; nil: none.
	Salt []byte
	// Content is the detached content; nil: none was given.
	Content *Source
	// Anchors are the trust anchors, for the LT level; nil: none.
	Anchors ades.Anchors
	Limits  limits.Limits
}

// Container is one CMS container as read.
type Container struct {
	// Signatures are those of the container, in order, counter-signatures after their parent.
	Signatures []*ades.Signature
	// Structures are the facts that the levels are told by, one for each of Signatures.
	Structures []Structure
	// SignerInfos counts the SignerInfos of the container, counter-signatures apart.
	SignerInfos int
	// TimestampToken says that the container is a time-stamp token and no signature; nothing else is then set.
	TimestampToken bool
}

// ReadContainer reads one CMS container and puts its certificates and revocation data into the pool of doc, its problems
// into doc.Problems. It does not add the signatures to doc. The level of each signature is that of CAdES.
//
// An error says that there is no CMS SignedData, that a limit was passed, or that the content could not be read.
func ReadContainer(ctx context.Context, r io.ReaderAt, size int64, doc *ades.Document, opt Options) (*Container, error) {
	sd, err := cms.Parse(r, size, opt.Limits)
	if err != nil {
		return nil, err
	}
	if sd.ContentType == cms.OIDTSTInfo && sd.Content != nil {
		return &Container{TimestampToken: true}, nil
	}
	if opt.Format == "" {
		opt.Format = ades.CAdES
	}
	c := &reader{ctx: ctx, doc: doc, opt: opt, sd: sd, harvest: cmsattr.Harvester{Pool: &doc.Pool, Lim: opt.Limits}}
	src := opt.Content
	if sd.Content != nil {
		src = &Source{Stream: func(w io.Writer) error { _, err := sd.Content.WriteTo(w); return err }}
	}
	c.content = newDigester(ctx, src)
	for _, p := range sd.Problems {
		c.problem(p.Where, p.Text, true)
	}
	if sd.Trailing > 0 && !sd.TrailingZeros {
		c.problem("container", fmt.Sprintf("%d octets follow it", sd.Trailing), false)
	}
	c.objects = c.harvest.SignedData(sd, "")
	for i, si := range sd.Signers {
		if err := c.signature(si, nil, i); err != nil {
			return nil, err
		}
	}
	if err := c.complete(); err != nil {
		return nil, err
	}
	out := &Container{SignerInfos: len(sd.Signers)}
	for _, w := range c.works {
		out.Signatures = append(out.Signatures, w.sig)
		out.Structures = append(out.Structures, w.structure)
	}
	return out, nil
}

// reader is the state of reading one container.
type reader struct {
	ctx     context.Context
	doc     *ades.Document
	opt     Options
	sd      *cms.SignedData
	harvest cmsattr.Harvester
	content *digester
	objects cmsattr.Objects // of the certificates and crls fields
	works   []*work
	stamps  int
	records []*record
	// evidenceLeft is how many octets may still be digested for evidence records.
	evidenceLeft int64
}

// work is one signature under construction.
type work struct {
	sig       *ades.Signature
	si        *cms.SignerInfo
	core      *cmsattr.Core
	parent    *work
	depth     int
	stamps    []*stamp
	attrs     []attrFacts // of si.Unsigned, by index
	signed    []ades.ID   // revocation data and certificates in signed attributes
	content   *digester
	structure Structure
}

// attrFacts are what one unsigned attribute holds.
type attrFacts struct {
	objects  cmsattr.Objects
	digests  []ades.Digest // of certificates and revocation data referenced
	counters []*work
}

func (c *reader) problem(where, text string, structural bool) {
	c.doc.Problems = append(c.doc.Problems, ades.Problem{Where: where, Text: text, Structural: structural})
}

// complete does what needs every part of the container: digests, signers, imprints, levels.
func (c *reader) complete() error {
	err := c.content.prepare(c.digestsWanted())
	if errors.Is(err, cms.ErrContent) { // a content that cannot be read is one that is not found
		c.problem("eContent", err.Error(), true)
		c.content.src = nil
	} else if err != nil {
		return err
	}
	for _, w := range c.works {
		if err := c.fillContent(w); err != nil {
			return err
		}
		signer.Identify(w.sig, &c.doc.Pool)
		if !w.core.HasSigned && w.sig.Intact {
			w.core.Reference.Want = w.core.Reference.Got // without signed attributes the value itself is over the content
		}
		for _, s := range w.stamps {
			signer.IdentifyToken(s.ts, &c.doc.Pool)
		}
	}
	for _, w := range c.works {
		if err := c.imprints(w); err != nil {
			return err
		}
	}
	if err := c.evidence(); err != nil {
		return err
	}
	c.covers()
	for _, w := range c.works {
		w.structure = c.structureOf(w)
		w.sig.Level = w.structure.Level()
	}
	return nil
}

// digestsWanted lists the digests of the content that will be asked for, so that one pass computes all of them.
func (c *reader) digestsWanted() []sigalg.Hash {
	want := []sigalg.Hash{sigalg.SHA256}
	add := func(h sigalg.Hash) {
		if h != "" && !slices.Contains(want, h) {
			want = append(want, h)
		}
	}
	for _, w := range c.works {
		if w.content != c.content {
			continue
		}
		add(w.core.Reference.Algorithm)
		for _, s := range w.stamps {
			if s.usesContentDigest() {
				add(s.ts.ImprintAlgorithm)
			}
		}
	}
	return want
}

// fillContent sets what depends on the content.
func (c *reader) fillContent(w *work) error {
	d := w.content
	if d.src != nil {
		if err := d.prepare([]sigalg.Hash{w.core.Reference.Algorithm, sigalg.SHA256}); err != nil {
			return err
		}
	}
	w.core.SetContent(d.get, d.head)
	id, err := d.id()
	if err != nil {
		return err
	}
	w.core.Reference.Data = id
	if d.src != nil && d == c.content {
		w.core.Reference.DocumentName = d.src.Name
	}
	if !w.core.HasSigned && d.src != nil && d.src.Stream != nil && w.core.Algorithm.Hash == "" {
		if err := c.wholeContent(w); err != nil {
			return err
		}
	}
	w.sig.AlgorithmProblem, w.sig.Problems = w.core.AlgorithmProblem, append(w.sig.Problems, w.core.Problems...)
	w.sig.SignedData.Bytes, w.sig.SignedData.Alternatives = w.core.SignedData.Bytes, w.core.SignedData.Alternatives
	w.sig.SignedData.Digest = w.core.SignedData.Digest
	if w.parent == nil && w.core.Reference.Found {
		w.sig.Scopes = []ades.Scope{{Kind: "FULL", Name: d.src.Name, Data: id}}
	}
	return nil
}

// wholeContent takes the content itself, for schemes that hash it in their own way (EdDSA) without signed attributes.
func (c *reader) wholeContent(w *work) error {
	var b bytes.Buffer
	if err := w.content.src.Stream(&capped{w: &b, left: c.opt.Limits.EmbeddedBytes, limit: c.opt.Limits.EmbeddedBytes}); err != nil {
		return err
	}
	w.core.SignedData = ades.SignedData{Bytes: b.Bytes()}
	return nil
}

// capped passes octets on until a limit.
type capped struct {
	w           io.Writer
	left, limit int64
}

func (c *capped) Write(b []byte) (int, error) {
	if c.left -= int64(len(b)); c.left < 0 {
		return 0, limits.Exceeded("octets of content held in memory", c.limit)
	}
	return c.w.Write(b)
}
