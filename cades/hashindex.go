// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"fmt"

	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/internal/token"
)

// hashIndex is an ats-hash-index (EN 319 122-1 v1.3.1 5.5.2; TS 101 733 v2.2.1 6.4.2 for the first form).
type hashIndex struct {
	version int    // 1, 2 or 3
	raw     []byte // the attribute value as found
	hash    sigalg.Hash
	certs   [][]byte
	crls    [][]byte
	attrs   [][]byte
	problem string
}

// readHashIndex reads the index of an archive time-stamp v3; nil if there is none.
func readHashIndex(attrs []cms.Attribute) *hashIndex {
	for i, oid := range []string{cmsattr.HashIndexV3, cmsattr.HashIndexV2, cmsattr.HashIndexV1} {
		found := cms.Find(attrs, oid)
		if len(found) == 0 {
			continue
		}
		x := &hashIndex{version: 3 - i}
		if len(found) > 1 || len(found[0].Values) != 1 {
			x.problem = "there is more than one ats-hash-index"
			if len(found[0].Values) == 0 {
				x.problem = "the ats-hash-index has no value"
				return x
			}
		}
		if err := x.read(found[0].Values[0]); err != nil {
			x.problem = "ats-hash-index: " + err.Error()
		}
		return x
	}
	return nil
}

func (x *hashIndex) read(v der.Value) error {
	x.raw = v.Raw
	c, err := v.Children()
	if err != nil {
		return err
	}
	x.hash = sigalg.SHA256 // the default of the first form
	if len(c) == 4 {
		a, err := cms.ReadAlgorithm(c[0])
		if err != nil {
			return err
		}
		var ok bool
		if x.hash, ok = sigalg.HashByOID(a.OID); !ok {
			return fmt.Errorf("digest algorithm %s is not known", a.OID)
		}
		c = c[1:]
	} else if x.version > 1 {
		return fmt.Errorf("has %d elements, 4 are wanted", len(c))
	}
	if len(c) != 3 {
		return fmt.Errorf("has %d lists of digests, 3 are wanted", len(c))
	}
	for i, dst := range []*[][]byte{&x.certs, &x.crls, &x.attrs} {
		err := c[i].Walk(func(e der.Value) error {
			b, err := e.Octets()
			*dst = append(*dst, b)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// indexed is what an index covers: positions in the container's lists.
type indexed struct {
	certs, crls, attrs []int
}

// resolve finds what each digest of the index stands for. An entry without an object makes the index invalid; an object
// without an entry was added later and is not covered.
func (x *hashIndex) resolve(sd *cms.SignedData, si *cms.SignerInfo) indexed {
	var out indexed
	var missing [3]int
	out.certs, missing[0] = x.match(x.certs, len(sd.Certificates), func(i int) [][]byte { return encodings(sd.Certificates[i].Raw) })
	out.crls, missing[1] = x.match(x.crls, len(sd.Revocations), func(i int) [][]byte { return encodings(sd.Revocations[i].Raw) })
	if x.version < 3 {
		out.attrs, missing[2] = x.match(x.attrs, len(si.Unsigned), func(i int) [][]byte { return encodings(si.Unsigned[i].Raw) })
	} else {
		out.attrs, missing[2] = x.matchValues(si)
	}
	for i, what := range []string{"certificates", "revocation data", "unsigned attributes"} {
		if missing[i] > 0 && x.problem == "" {
			x.problem = fmt.Sprintf("%d digests of %s in the ats-hash-index match nothing in the signature (EN 319 122-1 v1.3.1 5.5.2)", missing[i], what)
		}
	}
	return out
}

// encodings are the encodings of an object that an index may have been made from: as found, and DER.
func encodings(raw []byte) [][]byte {
	if d, err := der.Normalize(raw); err == nil && len(d) != len(raw) {
		return [][]byte{raw, d}
	}
	return [][]byte{raw}
}

// match finds the objects for the digests and counts the digests that stand for none.
func (x *hashIndex) match(want [][]byte, n int, encoded func(int) [][]byte) (found []int, missing int) {
	byDigest := make(map[string]bool, len(want))
	for _, w := range want {
		byDigest[string(w)] = false
	}
	for i := range n {
		for _, e := range encoded(i) {
			sum := string(x.hash.Sum(e))
			if _, ok := byDigest[sum]; ok {
				byDigest[sum] = true
				found = append(found, i)
				break
			}
		}
	}
	return found, unmatched(want, byDigest)
}

func unmatched(want [][]byte, seen map[string]bool) (missing int) {
	for _, w := range want {
		if !seen[string(w)] {
			missing++
		}
	}
	return missing
}

// matchValues is match for the third form, in which each value of an attribute has a digest. An attribute counts as covered
// if all its values are.
func (x *hashIndex) matchValues(si *cms.SignerInfo) (found []int, missing int) {
	byDigest := make(map[string]bool, len(x.attrs))
	for _, w := range x.attrs {
		byDigest[string(w)] = false
	}
	for i, a := range si.Unsigned {
		all := len(a.Values) > 0
		for _, v := range a.Values {
			ok := false
			for _, e := range encodings(v.Raw) {
				sum := string(token.Imprint(x.hash, a.RawType, e))
				if _, in := byDigest[sum]; in {
					byDigest[sum], ok = true, true
				}
			}
			all = all && ok
		}
		if all {
			found = append(found, i)
		}
	}
	return found, unmatched(x.attrs, byDigest)
}
