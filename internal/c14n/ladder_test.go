// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package c14n_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/internal/c14n"
)

// TestSizeLadder is X7 of the known attacks: four times the input takes no more than about four times as long, also where many
// namespaces are in scope.
func TestSizeLadder(t *testing.T) {
	var declared, attributes strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&declared, ` xmlns:p%d="urn:%d"`, i, i)
	}
	for i := range 20 {
		fmt.Fprintf(&attributes, ` p%d:a="x" b%d="y"`, 20-i, 20-i)
	}
	shapes := map[string]func(n int) string{
		"many namespaces above many elements": func(n int) string {
			return "<r" + declared.String() + ">" + strings.Repeat("<p7:a/>", n) + "</r>"
		},
		"the same again below each": func(n int) string {
			return "<r" + declared.String() + ">" + strings.Repeat(`<p7:a xmlns:p8="urn:8" xmlns:p9="urn:x"><p9:b/></p7:a>`, n) + "</r>"
		},
		"attributes of many namespaces": func(n int) string {
			return "<r" + declared.String() + ">" + strings.Repeat("<a"+attributes.String()+"/>", n/4) + "</r>"
		},
		"deep": func(n int) string {
			return "<r" + declared.String() + ">" + strings.Repeat(strings.Repeat(`<a xml:base="b/">`, 400)+strings.Repeat("</a>", 400), n/400) + "</r>"
		},
	}
	for name, shape := range shapes {
		for _, uri := range []string{c14n.V10, c14n.V11, c14n.Exclusive} {
			m, ok := c14n.ByURI(uri)
			if !ok {
				t.Fatal(uri)
			}
			took := func(n int) time.Duration {
				d := parse(t, shape(n))
				best := time.Hour
				for range 2 { // other work on the machine makes one of them slow
					start := time.Now()
					if err := c14n.Write(io.Discard, c14n.Set{Apex: d.Node}, m); err != nil {
						t.Fatal(err)
					}
					best = min(best, time.Since(start))
				}
				return best
			}
			if small, large := took(5000), took(20000); large > 10*small+time.Second/2 {
				t.Errorf("%s, %s: %s, and four times as much %s", name, uri, small, large)
			} else {
				t.Logf("%s, %s: %s, and four times as much %s", name, uri, small, large)
			}
		}
	}
}
