// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// turning gives another snapshot each time it is asked: the worst that a refresh can do to a validation.
type turning struct {
	stores []*trust.Store
	asked  atomic.Int64
}

func (s *turning) Store() *trust.Store {
	return s.stores[int(s.asked.Add(1))%len(s.stores)]
}

// TestAttackR1 is R1 of the known attacks: the lists are refreshed during 1000 validations. Each sees exactly one snapshot: its
// report is, byte for byte, the one that this snapshot gives alone.
func TestAttackR1(t *testing.T) {
	p, err := testpki.Repository(testpki.EnginePKI())
	if err != nil {
		t.Fatal(err)
	}
	store := func(ids ...string) *trust.Store {
		var b trust.Builder
		for _, id := range ids {
			c, err := ades.ParseCertificate(p.Cert(id).DER)
			if err != nil {
				t.Fatal(err)
			}
			b.AddCertificate(c)
		}
		return b.Build(time.Time{})
	}
	stores := []*trust.Store{store("root"), store("other-root"), store("ca", "tsa-ca"), store()}
	var docs [][]byte
	for _, signer := range []string{"alice", "ulla"} {
		// nothing of the anchors is in the document: what is collected depends on the snapshot
		r := attackBy(signer, attackBefore)
		r.Mutate, r.Embed = []string{"no-certificate"}, []string{signer}
		m, err := p.Make(r)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, m.Document)
	}
	reportOf := func(src trust.Source, doc []byte) (string, []byte, error) {
		v, err := validate.New(validate.Options{Trust: src, View: validate.EU, Time: attackNow})
		if err != nil {
			return "", nil, err
		}
		r, err := v.Validate(context.Background(), ades.Input{Name: "test", Data: bytes.NewReader(doc), Size: int64(len(doc))})
		if err != nil {
			return "", nil, err
		}
		var b bytes.Buffer
		err = report.JSON(&b, r)
		return r.Trust.ID, b.Bytes(), err
	}
	want := map[string][]byte{}
	for i, d := range docs {
		for _, s := range stores {
			id, b, err := reportOf(s, d)
			if err != nil {
				t.Fatal(err)
			}
			want[id+string(rune(i))] = b
		}
	}
	if len(want) != len(docs)*len(stores) {
		t.Fatalf("%d different snapshots", len(want))
	}
	var live trust.Live
	live.Set(stores[0])
	stop := make(chan struct{})
	var refresh, validations sync.WaitGroup
	refresh.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				live.Set(stores[i%len(stores)])
			}
		}
	})
	turn := &turning{stores: stores}
	each := 250
	if testing.Short() {
		each = 50
	}
	for worker := range 4 {
		validations.Go(func() {
			for n := range each {
				i := n % len(docs)
				var src trust.Source = &live
				if worker%2 == 1 {
					src = turn
				}
				id, b, err := reportOf(src, docs[i])
				if err != nil || !bytes.Equal(b, want[id+string(rune(i))]) {
					t.Errorf("a validation with the snapshot %s gives another report than with it alone: %v", id, err)
					return
				}
			}
		})
	}
	validations.Wait()
	close(stop)
	refresh.Wait()
}

// TestPin: stages of one validation keep to one snapshot if they are asked to.
func TestPin(t *testing.T) {
	for _, d := range cases(t) {
		if d.id != "cades-lta" {
			continue
		}
		o := d.caseOptions(t, policy.Default())
		turn := &turning{stores: []*trust.Store{o.Trust.Store(), new(trust.Builder).Build(time.Time{})}}
		o.Trust = turn
		v, err := validate.New(o)
		if err != nil {
			t.Fatal(err)
		}
		for range 4 {
			p := v.Pin()
			asked := turn.asked.Load()
			ev := d.collect(t, p)
			r := p.Evaluate(ev)
			var b bytes.Buffer
			if err := p.SaveEvidence(&b, ev); err != nil {
				t.Fatal(err)
			}
			st, err := load(b.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			if turn.asked.Load() != asked || st.Trust.ID() != r.Trust.ID || st.Replay().Trust.ID != r.Trust.ID {
				t.Errorf("asked %d times for a snapshot: %s and %s", turn.asked.Load()-asked, st.Trust.ID(), r.Trust.ID)
			}
		}
	}
}

// TestCancelled: a validation ends with its context.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, d := range cases(t) {
		v := d.validator(t, policy.Default())
		in, done, err := validate.OpenFiles(d.file, d.contents...)
		if err != nil {
			t.Fatal(err)
		}
		_, err = v.Validate(ctx, in)
		done()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", d.id, err)
		}
	}
}
