// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/cades"
	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/pades"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/tsl"
	"github.com/mitome-project/mitome/xades"
)

func mirror(t *testing.T, folder string, at time.Time) *trust.Store {
	t.Helper()
	store, _, err := tsl.LoadMirrorWith(context.Background(), folder, tsl.Options{Clock: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func read(name string) (*ades.Document, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	head := make([]byte, 4096)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	head = head[:n]
	in := &ades.Input{Name: filepath.Base(name), Data: f, Size: st.Size()}
	switch {
	case pades.Detect(head):
		return pades.Read(context.Background(), in)
	case xades.Detect(head):
		return xades.Read(context.Background(), in)
	}
	return cades.Read(context.Background(), in)
}

// chainOf climbs from a certificate to its issuers among those of the document and of the store.
func chainOf(leaf *ades.Certificate, pool []*ades.Certificate, store *trust.Store) []*ades.Certificate {
	chain := []*ades.Certificate{leaf}
	for len(chain) < 10 {
		last := chain[len(chain)-1]
		if last.X509().SelfSigned() {
			return chain
		}
		var next *ades.Certificate
		for _, c := range append(store.BySubject(last.X509().Issuer), pool...) {
			if c.X509().Subject.Equal(last.X509().Issuer) && c.X509().PublicKey != nil && last.X509().CheckSignature(c.X509().PublicKey) == nil {
				next = c
				break
			}
		}
		if next == nil {
			return chain
		}
		chain = append(chain, next)
	}
	return chain
}

type expected struct {
	ID, Mode   string
	Time       time.Time
	Signatures []struct {
		Signer, Indication, Qualification string
		BestTime                          time.Time
		Timestamps                        []struct {
			Signer, Qualification, Indication string
			Time                              time.Time
		}
	}
}

func indicationOf(s string) ades.Indication {
	switch s {
	case "TOTAL_PASSED":
		return ades.Pass()
	case "TOTAL_FAILED":
		return ades.HashFailure.Indication()
	}
	return ades.TryLater.Indication()
}

func same(ours, theirs string) bool {
	n := strings.ToUpper(strings.ReplaceAll(ours, "-", "_"))
	return n == theirs || theirs == "NA" && n == "N/A"
}

// TestCorpus compares with the reference implementation, in its variant, on the indications that it came to.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the lists of the whole EU")
	}
	dir := beside.Path(t, "corpus")
	files := map[string]string{}
	index, err := os.ReadFile(filepath.Join(dir, "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(index)) {
		if f := strings.Split(l, "\t"); len(f) > 2 {
			files[f[0]] = filepath.Join(dir, "files", f[1])
		}
	}
	now := time.Date(2025, 8, 8, 14, 0, 0, 0, time.UTC)
	store := mirror(t, filepath.Join(dir, "lists", "eu-2025-08"), now)
	c := NewContext(store, policy.DSS(), Reference, EU, now)
	strict := NewContext(store, policy.DSS(), Standard, EU, now)
	f, err := os.Open(filepath.Join(dir, "expected.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var good, bad, absent, stampGood, stampBad, strictSame int
	kinds := map[string]int{}
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		var e expected
		if json.Unmarshal(sc.Bytes(), &e) != nil || e.Mode != "lists" {
			continue
		}
		doc, err := read(files[e.ID])
		if err != nil {
			absent++
			continue
		}
		chain := func(hex string) []*ades.Certificate {
			id := ades.ID("C-" + hex)
			leaf := doc.Pool.Certificate(id)
			if leaf == nil {
				leaf = store.Certificate(id)
			}
			if leaf == nil {
				return nil
			}
			return chainOf(leaf, doc.Pool.Certificates, store)
		}
		for _, s := range e.Signatures {
			path := chain(s.Signer)
			if path == nil {
				absent++
				continue
			}
			r := c.Signature(indicationOf(s.Indication), path, s.BestTime)
			if same(r.Level, s.Qualification) {
				good++
			} else {
				bad++
				kinds[fmt.Sprintf("signature: theirs %s, ours %s", s.Qualification, r.Level)]++
				t.Logf("%s: theirs %s, ours %s (%s): %+v", e.ID, s.Qualification, r.Level, r.Certificate, r.Steps)
			}
			if v := strict.Signature(indicationOf(s.Indication), path, s.BestTime); v.Level == r.Level {
				strictSame++
			}
			for _, ts := range s.Timestamps {
				if path := chain(ts.Signer); path != nil {
					if got := c.Timestamp(path, ts.Time, e.Time); same(got.Level, ts.Qualification) {
						stampGood++
					} else {
						stampBad++
						kinds[fmt.Sprintf("time-stamp: theirs %s, ours %s", ts.Qualification, got.Level)]++
						t.Logf("%s: time-stamp %s: theirs %s, ours %s: %+v", e.ID, ts.Time, ts.Qualification, got.Level, got.Steps)
					}
				}
			}
		}
	}
	t.Logf("signatures: %d agree, %d differ, %d without certificate; time-stamps: %d agree, %d differ; the standard's variant gives the same for %d",
		good, bad, absent, stampGood, stampBad, strictSame)
	for k, n := range kinds {
		t.Logf("%4d %s", n, k)
	}
	if bad > 0 {
		t.Errorf("%d signatures differ", bad)
	}
}

// TestPilot evaluates the two documents of the European mutual-recognition pilot.
func TestPilot(t *testing.T) {
	dir := beside.Path(t, "corpus", "lists", "mra-zz")
	at := time.Date(2022, 6, 11, 0, 0, 0, 0, time.UTC)
	store := mirror(t, dir, at)
	for _, name := range []string{"john-doe-lta.pdf", "john-doe-lta.xml"} {
		doc, err := read(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		leaf := doc.Pool.Certificate(doc.Signatures[0].Signer)
		if leaf == nil {
			leaf = doc.Pool.Certificate(doc.Signatures[0].Candidates[0])
		}
		c := NewContext(store, policy.DSS(), Reference, EU, at)
		r := c.Signature(ades.Pass(), chainOf(leaf, doc.Pool.Certificates, store), at)
		if r.Level != "QESig" || r.Recognition.Agreement != "QCForESig" {
			t.Errorf("%s: %s %+v\n%+v", name, r.Level, r.Recognition, r.Steps)
		}
	}
}
