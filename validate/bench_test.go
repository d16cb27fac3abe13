// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bytes"
	"context"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/sigalg"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// ceilings bound what one validation allocates, some tenth above what was measured. A higher number needs a reason.
var ceilings = []struct {
	file   string
	allocs float64
}{
	{"cades-b.p7m", 1_150},
	{"cades-lt.p7m", 2_050},
	{"cades-lta.p7m", 2_550},
	{"xades-b.xml", 1_160},
	{"pades-b.pdf", 1_980},
}

// benchCase is a document of testdata/cases with all that its validation needs, in memory.
type benchCase struct {
	v  *validate.Validator
	in ades.Input
}

func newBenchCase(t testing.TB, file string) *benchCase {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "testdata", "pki", "engine", "root.pem"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		t.Fatal("root.pem holds no PEM block")
	}
	root, err := ades.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	var b trust.Builder
	b.AddCertificate(root)
	v, err := validate.New(validate.Options{Trust: b.Build(time.Time{}), Policy: policy.Default(), Time: time.Date(2024, 6, 20, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile(filepath.Join("..", "testdata", "cases", file))
	if err != nil {
		t.Fatal(err)
	}
	return &benchCase{v, ades.Input{Name: file, Data: bytes.NewReader(doc), Size: int64(len(doc))}}
}

func (c *benchCase) run(t testing.TB) {
	res, err := c.v.Validate(context.Background(), c.in)
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Err(); err != nil {
		t.Fatal(err)
	}
}

// operations are the public-key operations that the document needs at the least, each once: the signatures, the tokens, and
// every certificate and revocation datum whose signer is known.
func (c *benchCase) operations(t testing.TB) []func() error {
	t.Helper()
	ev, err := c.v.Collect(context.Background(), c.in)
	if err != nil {
		t.Fatal(err)
	}
	var ops []func() error
	verify := func(signer ades.ID, a sigalg.Algorithm, data ades.SignedData, value []byte) {
		if x := ev.Pool.Certificate(signer); x != nil {
			ops = append(ops, func() error { return sigalg.Verify(x.X509().PublicKey, a, data.Bytes, value) })
		}
	}
	seen := map[ades.ID]bool{}
	for _, s := range ev.Document.Signatures {
		verify(s.Signer, s.Algorithm, s.SignedData, s.Value)
		for _, ts := range s.Timestamps {
			if !seen[ts.ID] {
				seen[ts.ID] = true
				verify(ts.Signer, ts.Algorithm, ts.SignedData, ts.Value)
			}
		}
	}
	for _, x := range ev.Pool.Certificates {
		if is := ev.Issuers[x.ID()]; len(is) > 0 {
			issuer := ev.Pool.Certificate(is[0])
			p := x.X509()
			ops = append(ops, func() error {
				return sigalg.Verify(issuer.X509().PublicKey, p.SignatureAlgorithm, p.RawTBS, p.Signature)
			})
		}
	}
	for _, r := range ev.Pool.Revocations {
		signer := ev.Pool.Certificate(ev.RevocationSigners[r.ID()].Signer)
		if signer == nil {
			continue
		}
		key := signer.X509().PublicKey
		ops = append(ops, func() error {
			if l := r.CRL(); l != nil {
				return sigalg.Verify(key, l.SignatureAlgorithm, l.RawTBS, l.Signature)
			}
			return sigalg.Verify(key, r.OCSP().SignatureAlgorithm, r.OCSP().RawTBS, r.OCSP().Signature)
		})
	}
	for i, op := range ops {
		if err := op(); err != nil {
			t.Fatalf("operation %d: %v", i, err)
		}
	}
	return ops
}

// BenchmarkValidate is a whole validation of a small document in memory. It reports, as x-keys, how many times the public-key
// operations alone it takes, which are timed in between so that both meet the same machine.
func BenchmarkValidate(b *testing.B) {
	const turn = 16
	for _, c := range ceilings {
		bc := newBenchCase(b, c.file)
		ops := bc.operations(b)
		b.Run(c.file, func(b *testing.B) {
			b.ReportAllocs()
			var keys time.Duration
			rounds := 0
			for b.Loop() {
				bc.run(b)
				if rounds++; rounds%turn == 0 {
					b.StopTimer()
					keys += timeOf(b, ops, turn)
					b.StartTimer()
				}
			}
			keys += timeOf(b, ops, rounds%turn)
			b.ReportMetric(float64(b.Elapsed())/float64(keys), "x-keys")
			b.ReportMetric(float64(keys.Nanoseconds())/float64(rounds), "keys-ns/op")
			b.ReportMetric(float64(len(ops)), "operations")
		})
	}
}

// timeOf is how long the operations take, done that many times.
func timeOf(t testing.TB, ops []func() error, times int) time.Duration {
	start := time.Now()
	for range times {
		for _, op := range ops {
			if err := op(); err != nil {
				t.Fatal(err)
			}
		}
	}
	return time.Since(start)
}

// TestAllocations holds a validation to its ceiling of allocations, which do not depend on the machine.
func TestAllocations(t *testing.T) {
	for _, c := range ceilings {
		bc := newBenchCase(t, c.file)
		if n := testing.AllocsPerRun(20, func() { bc.run(t) }); n > c.allocs {
			t.Errorf("%s: %.0f allocations, more than %.0f", c.file, n, c.allocs)
		} else {
			t.Logf("%s: %.0f allocations of %.0f", c.file, n, c.allocs)
		}
	}
}
