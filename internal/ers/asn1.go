// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ers

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// ReadASN1 reads an EvidenceRecord of RFC 4998. What is malformed is in its Faults; an error says that a limit was passed.
func ReadASN1(raw []byte, lim limits.Limits) (*Record, error) {
	r := &Record{Form: FormASN1, Digest: sha256.Sum256(raw)}
	v, err := der.NewReader(lim).Single(raw, 0)
	if err == nil {
		err = r.asn1(v)
	}
	if err != nil {
		var l *limits.Error
		if errors.As(err, &l) {
			return nil, err
		}
		r.fault("evidenceRecord", "%v", err)
	}
	if err := r.room(lim); err != nil {
		return nil, err
	}
	r.check()
	return r, nil
}

// asn1 reads the fields of EvidenceRecord (RFC 4998 3.1).
func (r *Record) asn1(v der.Value) error {
	items, err := children(v, "evidenceRecord")
	if err != nil {
		return err
	}
	if len(items) < 3 {
		return fmt.Errorf("has %d elements, at least 3 are wanted", len(items))
	}
	if version, err := items[0].SmallInt(); err != nil || version != 1 {
		r.fault("version", "is not 1")
	}
	algorithms, err := children(items[1], "digestAlgorithms")
	if err != nil {
		return err
	}
	r.hashes = []sigalg.Hash{}
	for _, a := range algorithms {
		if h, _ := sigalg.HashFromIdentifier(a.Raw); h != "" {
			r.hashes = append(r.hashes, h)
		}
	}
	for _, it := range items[2 : len(items)-1] {
		switch {
		case it.Is(der.Context, 0):
			if err := r.attributes("cryptoInfos", it); err != nil {
				return err
			}
		case it.Is(der.Context, 1):
			r.problem("encryptionInfo", "the record was made for encrypted data, which is not made again")
		default:
			r.fault("evidenceRecord", "has an unexpected element with tag %d", it.Tag)
		}
	}
	return r.sequence(items[len(items)-1])
}

// sequence reads the ArchiveTimeStampSequence.
func (r *Record) sequence(v der.Value) error {
	chains, err := children(v, "archiveTimeStampSequence")
	if err != nil {
		return err
	}
	if len(chains) > maxChains {
		return limits.Exceeded("chains of one evidence record", maxChains)
	}
	for i, cv := range chains {
		c := &Chain{}
		if i > 0 {
			c.before = sequenceOf(chains[:i])
		}
		r.Chains = append(r.Chains, c)
		stamps, err := children(cv, "archiveTimeStampChain")
		if err != nil {
			return err
		}
		for _, sv := range stamps {
			s, err := r.stamp(sv)
			if err != nil {
				return err
			}
			c.Stamps = append(c.Stamps, s)
		}
	}
	return boundRenewals(chains)
}

// boundRenewals bounds what the hash-tree renewals cover: each covers all chains before it.
func boundRenewals(chains []der.Value) error {
	total, prefix := 0, 0
	for _, c := range chains {
		total += prefix
		prefix += len(c.Raw)
		if total > maxRenewed {
			return limits.Exceeded("octets that the renewals of one evidence record cover", maxRenewed)
		}
	}
	return nil
}

// sequenceOf writes chains as an ArchiveTimeStampSequence of their own.
func sequenceOf(chains []der.Value) func(io.Writer) error {
	return func(w io.Writer) error {
		n := 0
		for _, c := range chains {
			n += len(c.Raw)
		}
		if _, err := w.Write(der.AppendLength([]byte{0x30}, int64(n))); err != nil {
			return err
		}
		for _, c := range chains {
			if _, err := w.Write(c.Raw); err != nil {
				return err
			}
		}
		return nil
	}
}

// stamp reads one ArchiveTimeStamp (RFC 4998 4.1).
func (r *Record) stamp(v der.Value) (*Stamp, error) {
	items, err := children(v, "archiveTimeStamp")
	if err != nil {
		return nil, err
	}
	if len(items) == 0 || !items[len(items)-1].IsSequence() {
		return nil, fmt.Errorf("the archive time-stamp at offset %d has no time-stamp", v.Offset)
	}
	token := items[len(items)-1].Raw
	s := &Stamp{Token: token, field: func(w io.Writer) error { _, err := w.Write(token); return err }}
	named := false
	for _, it := range items[:len(items)-1] {
		switch {
		case it.Is(der.Context, 0) && !named:
			named = true
			raw := slices.Clone(it.Raw) // [0] IMPLICIT AlgorithmIdentifier
			raw[0] = 0x30
			var oid string
			if s.Algorithm, oid = sigalg.HashFromIdentifier(raw); s.Algorithm == "" {
				r.fault("digestAlgorithm", "%q is not known", oid)
			}
		case it.Is(der.Context, 1):
			if err := r.attributes("attributes", it); err != nil {
				return nil, err
			}
		case it.Is(der.Context, 2) && s.Tree == nil:
			if s.Tree, err = hashTree(it); err != nil {
				return nil, err
			}
		default:
			r.fault("archiveTimeStamp", "has an unexpected element with tag %d at offset %d", it.Tag, it.Offset)
		}
	}
	if named && s.Algorithm != "" && len(r.hashes) > 0 && !slices.Contains(r.hashes, s.Algorithm) {
		r.problem("digestAlgorithms", "does not list %s, which an archive time-stamp uses (RFC 4998 3.1)", s.Algorithm)
	}
	return s, nil
}

// hashTree reads a reducedHashtree.
func hashTree(v der.Value) ([][][]byte, error) {
	lists, err := v.Children()
	if err != nil {
		return nil, err
	}
	out := [][][]byte{}
	for _, l := range lists {
		hashes, err := children(l, "partialHashtree")
		if err != nil {
			return nil, err
		}
		if len(hashes) == 0 {
			return nil, fmt.Errorf("the partial hash tree at offset %d is empty", l.Offset)
		}
		list := make([][]byte, 0, len(hashes))
		for _, h := range hashes {
			b, err := h.Octets()
			if err != nil || !h.Is(der.Universal, der.OctetString) {
				return nil, fmt.Errorf("value at offset %d is no octet string", h.Offset)
			}
			list = append(list, b)
		}
		out = append(out, list)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("the reduced hash tree at offset %d is empty", v.Offset)
	}
	return out, nil
}

// attributes notes attributes that may hold certificates and revocation data.
func (r *Record) attributes(where string, v der.Value) error {
	items, err := v.Children()
	if err != nil {
		return err
	}
	for _, it := range items {
		a, err := cms.ReadAttribute(it)
		if err != nil {
			r.problem(where, "%v", err)
			continue
		}
		r.crypto = append(r.crypto, a)
	}
	return nil
}

// children reads the elements of a sequence.
func children(v der.Value, what string) ([]der.Value, error) {
	if !v.IsSequence() {
		return nil, fmt.Errorf("%s at offset %d is no sequence", what, v.Offset)
	}
	return v.Children()
}
