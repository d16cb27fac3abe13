// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"sync"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/rac"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/validate"
)

// sample is every document of testdata, and some of the corpus where that is there.
func sample(t *testing.T) []document {
	out := some(t)
	if os.Getenv("MITOME_LONG") == "" && testing.Short() {
		return out
	}
	t.Run("corpus", func(t *testing.T) {
		for i, d := range corpus(t, "matrix") {
			if i%12 == 0 {
				out = append(out, d)
			}
		}
	})
	return out
}

// some are the documents of testdata, or, where the run is to be short, every fifth of them.
func some(t *testing.T) []document {
	all := cases(t)
	if !testing.Short() {
		return all
	}
	var out []document
	for i := 0; i < len(all); i += 5 {
		out = append(out, all[i])
	}
	return out
}

// shuffled is the same evidence with what the order must not matter in, in another order.
func shuffled(ev *validate.Evidence, r *rand.Rand) *validate.Evidence {
	out := *ev
	pool := &ades.Pool{Unread: ev.Pool.Unread}
	for _, i := range r.Perm(len(ev.Pool.Certificates)) {
		pool.Certificates = append(pool.Certificates, ev.Pool.Certificates[i])
	}
	for _, i := range r.Perm(len(ev.Pool.Revocations)) {
		pool.Revocations = append(pool.Revocations, ev.Pool.Revocations[i])
	}
	out.Pool = pool
	out.Issuers, out.Statuses = map[ades.ID][]ades.ID{}, map[ades.ID][]*rac.Status{}
	for _, c := range pool.Certificates { // the maps are filled in another order
		if is, ok := ev.Issuers[c.ID()]; ok {
			out.Issuers[c.ID()] = is
		}
		list := ev.Statuses[c.ID()]
		for _, i := range r.Perm(len(list)) {
			out.Statuses[c.ID()] = append(out.Statuses[c.ID()], list[i])
		}
	}
	return &out
}

// TestDeterminism tells that the same evidence gives the same report byte for byte: evaluated twice, in many goroutines at
// once, with its pool in another order, and collected again.
func TestDeterminism(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i, d := range sample(t) {
		p := policy.Default()
		if i%2 == 1 {
			p = policy.DSS()
		}
		v := d.validator(t, p)
		ev := d.collect(t, v)
		if ev == nil {
			continue
		}
		want := jsonReport(t, v.Evaluate(ev))
		same := func(what string, got []byte) {
			if !bytes.Equal(got, want) {
				t.Errorf("%s: %s: %s", d.id, what, difference(string(want), string(got)))
			}
		}
		same("a second time", jsonReport(t, v.Evaluate(ev)))
		same("shuffled", jsonReport(t, v.Evaluate(shuffled(ev, r))))
		same("collected again", jsonReport(t, v.Evaluate(d.collect(t, v))))
		var wg sync.WaitGroup
		out := make([][]byte, 4)
		for k := range out {
			wg.Go(func() { out[k] = jsonReport(t, v.Evaluate(ev)) })
		}
		wg.Wait()
		for _, got := range out {
			same("concurrently", got)
		}
	}
}

// TestPurity tells that evaluation changes nothing in the evidence: the file stored afterwards is the one stored before.
func TestPurity(t *testing.T) {
	for _, d := range some(t) {
		v := d.validator(t, policy.Default())
		ev := d.collect(t, v)
		if ev == nil {
			continue
		}
		var before, after bytes.Buffer
		if err := v.SaveEvidence(&before, ev); err != nil {
			t.Fatal(err)
		}
		v.Evaluate(ev)
		if err := v.SaveEvidence(&after, ev); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(before.Bytes(), after.Bytes()) {
			t.Errorf("%s: evaluation changed the evidence", d.id)
		}
	}
}

// TestReplayCases stores and replays every document of testdata.
func TestReplayCases(t *testing.T) {
	for _, d := range some(t) {
		v := d.validator(t, policy.Default())
		if ev := d.collect(t, v); ev != nil {
			if _, diff := replayed(t, v, ev); diff != "" {
				t.Errorf("%s: %s", d.id, diff)
			}
		}
	}
}
