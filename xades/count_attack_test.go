// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
)

// TestReferenceCount is X10 of the known attacks: a signature may have many references, up to the limit, which is the caller's.
func TestReferenceCount(t *testing.T) {
	one := refElement(`URI="#x"`, "http://www.w3.org/2000/09/xmldsig#base64")
	few := limits.Default()
	few.References = 30
	for _, c := range []struct {
		n     int
		lim   limits.Limits
		limit bool
	}{
		{1, limits.Default(), false}, {31, limits.Default(), false}, {200, limits.Default(), false}, {10_000, limits.Default(), false},
		{10_001, limits.Default(), true}, {30, few, false}, {31, few, true},
	} {
		in := skeleton(strings.Repeat(one, c.n), `<a Id="x"/>`)
		doc, err := Read(context.Background(), &ades.Input{Data: strings.NewReader(in), Size: int64(len(in)), Limits: c.lim})
		var l *limits.Error
		if errors.As(err, &l) != c.limit || err == nil && len(doc.Signatures[0].References) < c.n {
			t.Errorf("%d references: %v", c.n, err)
		}
		if err != nil {
			continue
		}
		for i, r := range doc.Signatures[0].References[:c.n] {
			if !r.Intact() {
				t.Fatalf("reference %d of %d: %s", i, c.n, r.Problem)
			}
		}
	}
}
