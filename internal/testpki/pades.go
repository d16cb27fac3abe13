// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf16"
)

// makePAdES makes a PAdES signature (EN 319 142-1).
func (p *PKI) makePAdES(r Recipe) (*Made, error) {
	d := newPDF(string(r.Content))
	dict := "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
	if r.has("wrong-subfilter") {
		dict = strings.Replace(dict, "ETSI.CAdES", "adbe.pkcs7", 1)
	}
	if !r.Time.IsZero() {
		dict += "/M" + pdfDate(r.Time)
	}
	if r.Reason != "" {
		dict += "/Reason<feff"
		for _, u := range utf16.Encode([]rune(r.Reason)) {
			dict += fmt.Sprintf("%04x", u)
		}
		dict += ">"
	}
	if r.has("certified") {
		dict += "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]"
		d.perms = "/Perms hole"
	}
	room, err := p.room(&r)
	if err != nil {
		return nil, err
	}
	var contents []byte
	err = d.signature("Signature1", dict, room, func(covered []byte) ([]byte, error) {
		c, err := p.cades(&r, covered, true)
		if err != nil {
			return nil, err
		}
		contents = make([]byte, room)
		copy(contents, c.der())
		return contents, nil
	})
	if err != nil {
		return nil, err
	}
	if r.Revocation != nil {
		v, err := p.collect(&r)
		if err != nil {
			return nil, err
		}
		d.security(v, contents)
	}
	if err := p.documentStamps(d, &r); err != nil {
		return nil, err
	}
	return &Made{Ext: ".pdf", Document: damagePDF(&r, d)}, nil
}

// room is the size to set aside for the CMS: that of a trial and some more, since ECDSA values vary in length.
func (p *PKI) room(r *Recipe) (int, error) {
	c, err := p.cades(r, []byte("trial"), true)
	if err != nil {
		return 0, err
	}
	return len(c.der()) + 32, nil
}

// documentStamps adds document time-stamps, each in its own revision.
func (p *PKI) documentStamps(d *pdf, r *Recipe) error {
	for i, s := range r.Archive {
		trial, err := p.Token(s, nil, nil)
		if err != nil {
			return err
		}
		err = d.signature(fmt.Sprintf("Timestamp%d", i+1), "/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161", len(trial)+32, func(covered []byte) ([]byte, error) {
			return p.Token(s, covered, nil)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// damagePDF applies the mutations of the file itself.
func damagePDF(r *Recipe, d *pdf) []byte {
	switch {
	case r.has("appended-content"):
		// a later revision replaces the page's text: the signed bytes stay as they are
		d.update[objText] = stream("", pageText("This text was appended after signing."))
		d.flush()
	case r.has("appended-annotation"):
		n := d.object("<</Type/Annot/Subtype/FreeText/Rect[60 700 400 790]/DA(/F1 12 Tf)/Contents(paid in full)>>")
		d.fields = append(d.fields, n)
		d.update[objPage] = d.page()
		d.flush()
	}
	b := d.buf.Bytes()
	switch {
	case r.has("tampered"):
		b = bytes.Replace(b, []byte("(The"), []byte("(Tha"), 1)
	case r.has("byte-range"):
		b = bytes.Replace(b, []byte("/ByteRange[0 0"), []byte("/ByteRange[1 0"), 1)
	case r.has("empty-contents"):
		i := bytes.Index(b, []byte("/Contents<"))
		j := i + bytes.IndexByte(b[i:], '>')
		copy(b[i+10:j], strings.Repeat("0", j-i-10))
	case r.has("truncated"):
		b = b[:len(b)*2/3]
	case r.has("gap"):
		// one digit of the contents is not hexadecimal
		i := bytes.Index(b, []byte("/Contents<"))
		copy(b[i+10:], hex.EncodeToString([]byte{0})[:1]+"z")
	}
	return b
}
