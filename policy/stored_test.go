// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"bytes"
	"errors"
	"testing"
	"time"
)

// TestStore tells that every shipped policy is the same after it was stored, and that own checks are not lost silently.
func TestStore(t *testing.T) {
	list := []*Policy{Default().With(SetModel(Hybrid), Set("Some/Path", Constraint{Level: LevelWarn, Values: []string{"b", "a"}, Duration: time.Hour}))}
	for _, n := range Names() {
		p, _ := ByName(n)
		list = append(list, p)
	}
	for _, p := range list {
		b, err := p.Store()
		if err != nil {
			t.Fatal(err)
		}
		q, err := Restore(b)
		if err != nil {
			t.Fatal(p.Name(), err)
		}
		again, _ := q.Store()
		if q.SHA256() != p.SHA256() || q.Name() != p.Name() || !bytes.Equal(b, again) {
			t.Errorf("%s: is not the same after it was stored", p.Name())
		}
	}
	own, err := Default().With(Add(Check{ID: "acme.x"}, Constraint{Level: LevelFail})).Store()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(own); !errors.Is(err, ErrOwnChecks) {
		t.Errorf("own checks: %v", err)
	}
	for _, bad := range []string{"", "{", `{"rules":["no-such-rule"]}`, `{"constraints":[{"path":"X","constraint":{"Level":9}}]}`} {
		if _, err := Restore([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

// TestDigestIsOfThePolicyAsItIs asks for digests before and after changes: what a policy remembers of itself is not handed on.
func TestDigestIsOfThePolicyAsItIs(t *testing.T) {
	base := DSS()
	first := base.SHA256()
	var during [32]byte
	changed := base.With(Named("changed", ""), func(p *Policy) { during = p.SHA256() }, SetModel(Hybrid))
	switch {
	case during != first:
		t.Error("a name alone changes the digest")
	case changed.SHA256() == first:
		t.Error("a changed model does not change the digest")
	case changed.With(SetModel(Shell)).SHA256() != first:
		t.Error("the change undone does not give the digest again")
	case base.SHA256() != first || DSS().SHA256() != first:
		t.Error("the policy changed with the copy")
	}
}
