// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pades

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // adbe.pkcs7.sha1 is defined by it
	"errors"
	"fmt"
	"io"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/cades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/pdf"
	"github.com/mitome-project/mitome/internal/token"
)

// The SubFilters (ISO 32000-2:2020 table 255, EN 319 142-1 v1.2.1 5.4.3).
const (
	subCAdES   = "ETSI.CAdES.detached"
	subPKCS7   = "adbe.pkcs7.detached"
	subSHA1    = "adbe.pkcs7.sha1"
	subX509    = "adbe.x509.rsa_sha1"
	subRFC3161 = "ETSI.RFC3161"
)

// part is what one container gave beyond the model.
type part struct {
	structure cades.Structure
	// encapsulated says that the container holds content of its own; contentOK that it is what the SubFilter demands.
	encapsulated, contentOK bool
	objects                 []ades.ID // certificates and revocation data within
}

// readContainers reads what each signature dictionary contains.
func (rd *reader) readContainers() error {
	for _, it := range rd.items {
		if err := rd.ctx.Err(); err != nil {
			return err
		}
		var err error
		switch {
		case len(bytes.Trim(it.contents, "\x00")) == 0:
			rd.broken(it, "/Contents is missing or empty")
		case it.mistyped():
			rd.problem("field "+it.facts.Field, "/SubFilter is ETSI.RFC3161, but /Type is "+it.facts.Type+", not DocTimeStamp: the time-stamp is not used (EN 319 142-1 v1.2.1 5.4.3)")
		case it.isTimestamp():
			err = rd.readTimestamp(it)
		case it.facts.SubFilter == subX509:
			err = rd.readX509(it)
		default:
			err = rd.readCMS(it)
		}
		if err != nil {
			return err
		}
		if len(rd.doc.Signatures) > rd.lim.Signatures {
			return limits.Exceeded("signatures of one document", int64(rd.lim.Signatures))
		}
	}
	return nil
}

// broken adds a signature whose container cannot be read, so that the document is never taken as unsigned.
func (rd *reader) broken(it *item, text string) {
	it.problem(text)
	id := ades.NewID("S", append(it.salt(), it.contents...))
	sig := &ades.Signature{ID: id, Name: it.facts.Field, Format: ades.PAdES, Level: ades.PDFNotETSI, Failure: text, AlgorithmProblem: text, PDF: it.facts}
	sig.References = []*ades.Reference{{Kind: ades.RefMessageDigest, Problem: text}}
	sig.Problems = append(sig.Problems, ades.Problem{Where: "/Contents", Text: text, Structural: true})
	if it.facts.ByteRangeValid {
		it.facts.ByteRangeValid, it.facts.ByteRangeProblem = false, text
	}
	rd.dictionaryAttributes(it, sig)
	it.sigs = append(it.sigs, sig)
	it.parts = append(it.parts, part{})
	rd.doc.Signatures = append(rd.doc.Signatures, sig)
}

// salt tells equal containers at different places apart.
func (it *item) salt() []byte {
	return fmt.Appendf(nil, "%d %d %s %v|", it.ref.Num, it.ref.Gen, it.facts.Field, it.facts.ByteRange)
}

// readCMS reads a CMS container whose content is the byte range.
func (rd *reader) readCMS(it *item) error {
	opt := cades.Options{Format: ades.PAdES, Salt: it.salt(), Limits: rd.lim, Anchors: rd.in.Anchors}
	var g *ranges
	if it.usable {
		g = newRanges(rd.in.Data, it.facts.ByteRange)
		opt.Content = &cades.Source{Stream: func(w io.Writer) error {
			// io.Copy takes no larger buffer than the limit.
			_, err := io.Copy(ctxWriter{rd.ctx, w}, io.LimitReader(io.NewSectionReader(g, 0, g.size()), g.size()))
			return err
		}}
	}
	before := len(rd.doc.Pool.Revocations)
	c, err := cades.ReadContainer(rd.ctx, bytes.NewReader(it.contents), int64(len(it.contents)), rd.doc, opt)
	var le *limits.Error
	switch {
	case errors.As(err, &le), rd.ctx.Err() != nil:
		return err
	case err != nil:
		rd.broken(it, "/Contents: "+err.Error())
		return nil
	case c.TimestampToken:
		rd.broken(it, "/Contents is a time-stamp token, /SubFilter is "+it.facts.SubFilter)
		return nil
	case len(c.Signatures) == 0:
		rd.broken(it, "/Contents has no signer")
		return nil
	}
	it.facts.SignerInfos = c.SignerInfos
	inner, err := encapsulated(it.contents, rd.lim)
	if err != nil {
		it.problem("/Contents: " + err.Error())
	}
	for i, sig := range c.Signatures {
		p := part{structure: c.Structures[i], encapsulated: inner != nil, contentOK: inner == nil}
		p.objects = append(p.objects, sig.Candidates...)
		for _, r := range rd.doc.Pool.Revocations[before:] {
			p.objects = append(p.objects, r.ID())
		}
		if inner != nil && sig.Parent == "" {
			if p.contentOK, err = rd.bindContent(it, sig, g, inner); err != nil {
				return err
			}
		}
		rd.addSignature(it, sig, p)
	}
	return nil
}

// encapsulated returns the container's own content; nil if it is detached.
func encapsulated(contents []byte, lim limits.Limits) ([]byte, error) {
	sd, err := cms.Parse(bytes.NewReader(contents), int64(len(contents)), lim)
	if err != nil || sd.Content == nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := sd.Content.WriteTo(&b); err != nil {
		return nil, err
	}
	if b.Len() == 0 {
		return []byte{}, nil
	}
	return b.Bytes(), nil
}

// bindContent ties a signature whose container holds content of its own to the byte range. With adbe.pkcs7.sha1 the content must be the
// SHA-1 of the range; otherwise the message digest must be that of the range, whatever the content is.
func (rd *reader) bindContent(it *item, sig *ades.Signature, g *ranges, inner []byte) (ok bool, err error) {
	if len(sig.References) == 0 {
		return false, nil
	}
	ref := sig.References[0]
	fail := func(text string) {
		ref.Got, ref.Problem = nil, text
		sig.Problems = append(sig.Problems, ades.Problem{Where: "/Contents", Text: text})
	}
	if g == nil {
		ref.Found = false
		fail("there is no usable byte range")
		return false, nil
	}
	if it.facts.SubFilter == subSHA1 {
		sum, err := g.digest(rd.ctx, "SHA1")
		if err != nil {
			return false, err
		}
		if !bytes.Equal(sum, inner) {
			fail("the content is not the SHA-1 of the byte range")
		}
		return len(inner) == sha1.Size, nil
	}
	sum, err := g.digest(rd.ctx, ref.Algorithm)
	if rd.ctx.Err() != nil {
		return false, err
	}
	if err != nil {
		fail(err.Error())
		return false, nil
	}
	if ref.Kind == ades.RefContentDigest {
		if own := ref.Algorithm.Sum(inner); !bytes.Equal(own, sum) {
			fail("the value covers content within the container, not the byte range")
		}
		return false, nil
	}
	ref.Found, ref.Got = true, sum
	return false, nil
}

// addSignature completes a signature with what the dictionary says.
func (rd *reader) addSignature(it *item, sig *ades.Signature, p part) {
	sig.Format = ades.PAdES
	if sig.Parent == "" {
		sig.Name, sig.PDF = it.facts.Field, it.facts
		if !it.facts.ByteRangeValid { // what a bad range covers is not what was to be signed
			for _, r := range sig.References {
				r.Found, r.Got, r.Problem = true, nil, it.facts.ByteRangeProblem
			}
		}
		rd.dictionaryAttributes(it, sig)
	}
	it.sigs = append(it.sigs, sig)
	it.parts = append(it.parts, p)
	rd.doc.Signatures = append(rd.doc.Signatures, sig)
}

// dictionaryAttributes takes over the dictionary's entries, as the signed revision has them.
func (rd *reader) dictionaryAttributes(it *item, sig *ades.Signature) {
	v, d := rd.final, it.dict
	if s := it.signedDict; s != nil {
		v, d = it.signed, s
	}
	a := &sig.Attributes
	if m := v.Text(d.Raw("M")); m != "" {
		if t, ok := pdf.ParseDate(m); !ok {
			it.problem(fmt.Sprintf("/M is no date: %.40q", m))
		} else {
			if !a.SigningTime.IsZero() && !a.SigningTime.Equal(t) {
				it.problem("/M and the signing-time attribute differ")
			}
			a.SigningTime = t
		}
	}
	a.Reason, a.Location, a.ContactInfo = v.Text(d.Raw("Reason")), v.Text(d.Raw("Location")), v.Text(d.Raw("ContactInfo"))
	scope := ades.Scope{Kind: "PARTIAL", Name: "Partial PDF"}
	if it.facts.CoversWholeFile && it.facts.ByteRangeValid {
		scope = ades.Scope{Kind: "FULL", Name: "Full PDF"}
	}
	if len(sig.References) > 0 {
		scope.Data = sig.References[0].Data
	}
	sig.Scopes = []ades.Scope{scope}
}

// readTimestamp reads a document time-stamp.
func (rd *reader) readTimestamp(it *item) error {
	if len(rd.doc.Timestamps) >= rd.lim.Timestamps {
		return limits.Exceeded("time-stamps of one document", int64(rd.lim.Timestamps))
	}
	t := token.Read(it.contents, ades.TSDocument, "DOCUMENT_TIMESTAMP", &rd.doc.Pool, rd.lim)
	t.PDF = it.facts
	it.facts.SignerInfos = 1
	if it.usable && t.ImprintAlgorithm != "" {
		sum, err := newRanges(rd.in.Data, it.facts.ByteRange).digest(rd.ctx, t.ImprintAlgorithm)
		if rd.ctx.Err() != nil {
			return err
		}
		if err != nil {
			it.problem(err.Error())
		} else {
			t.Found, t.Computed = true, [][]byte{sum}
		}
	}
	it.ts = t
	rd.doc.Timestamps = append(rd.doc.Timestamps, t)
	return nil
}

// ctxWriter stops a copy when the context ends.
type ctxWriter struct {
	ctx interface{ Err() error }
	w   io.Writer
}

func (w ctxWriter) Write(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.w.Write(b)
}
