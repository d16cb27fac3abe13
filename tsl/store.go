// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"strconv"
	"strings"

	"github.com/mitome-project/mitome/trust"
)

// addServices puts the services and recognition tables of a good list into the store, with the path by which it was reached.
func (w *walk) addServices(b *trust.Builder, r, parent *result) {
	l := r.list
	var agreement, reverse *trust.Agreement
	if r.pointer != nil {
		agreement = r.pointer.Agreement
	}
	for i := range l.Pointers {
		a := l.Pointers[i].Agreement
		if a == nil {
			continue
		}
		a.List, a.ListType, a.Territory = r.status.URL, l.Type, l.Territory
		b.AddAgreement(a)
		if parent != nil && (a.Target == parent.status.URL || l.Pointers[i].Type == parent.status.Type) {
			reverse = a
		}
	}
	prefix := strings.Join([]string{w.scheme.Name, r.status.Parent, r.status.URL, r.status.Digest, ""}, "\x1f")
	n := 0
	for i := range l.Providers {
		for _, e := range l.Providers[i].Services {
			s := e.Service
			s.Scheme, s.Official, s.List, s.Parent, s.Territory = w.scheme.Name, w.scheme.Official, r.status.URL, r.status.Parent, l.Territory
			s.Agreement, s.Reverse = agreement, reverse
			b.AddService(s, prefix+strconv.Itoa(n), e.Certificates)
			n++
		}
	}
}
