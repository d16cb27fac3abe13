// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cmsattr

import (
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
)

// FuzzAttribute reads any value as each attribute that this package reads: nothing panics, a reference with a digest names its
// algorithm, and what is found stays within the value.
func FuzzAttribute(f *testing.F) {
	sum := octets(make([]byte, 32))
	f.Add(seq(seq(seq(sum, seq(seq(tagged(4, seq())), []byte{2, 1, 9})))))
	f.Add(seq(seq(tagged(0, seq(seq(seq(sum)))), tagged(1, seq(seq(seq(seq(), seq(sha256Alg, sum))))))))
	f.Add(seq(tagged(0, seq(seq())), tagged(1, seq(seq()))))
	f.Add(seq(der.Encode(24, []byte("20240603000000Z")), tagged(0, seq(seq(), seq(), []byte{3, 1, 0})), tagged(1, tagged(1, oid(formatOCSPBasic), seq()))))
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := der.NewReader(limits.Default()).Single(b, 0)
		if err != nil {
			return
		}
		for _, id := range []string{SigningCertificate, SigningCertificateV2, OtherSigningCertificate, CertificateRefs, RevocationRefs,
			CertificateValues, RevocationValues, AdobeRevocation, LongTermValidation} {
			a := cms.Attribute{OID: id, Values: []der.Value{v}}
			refs, _ := SigningCertRefs([]cms.Attribute{a})
			for _, r := range refs {
				if r.Problem == "" && (r.Algorithm == "" || r.Value == nil) {
					t.Errorf("%s: a reference without an algorithm or a digest, and without a problem", id)
				}
			}
			complete, _ := CompleteCertRefs(a)
			digests, _ := CompleteRevocationRefs(a)
			pool := &ades.Pool{}
			found := Harvester{Pool: pool, Lim: limits.Default()}.Attribute(a, "")
			if n := len(complete) + len(digests) + len(found.Certificates) + len(found.Revocations); n > 4*len(b) {
				t.Errorf("%s: %d things in %d octets", id, n, len(b))
			}
			if len(found.All()) > len(pool.Certificates)+len(pool.Revocations) && len(pool.Certificates)+len(pool.Revocations) == 0 {
				t.Errorf("%s: ids of nothing", id)
			}
		}
	})
}
