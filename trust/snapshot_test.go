// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
)

// fill sets every field of v to something that is not its zero value.
func fill(v reflect.Value, n *int, depth int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString("text " + string(rune('a'+*n%26)))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n) - 20)
	case reflect.Uint8:
		v.SetUint(uint64(*n % 256))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		if depth > 8 {
			v.SetLen(0)
		}
		for i := range v.Len() {
			fill(v.Index(i), n, depth+1)
		}
	case reflect.Pointer:
		if depth < 8 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), n, depth+1)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(int64(*n)*1000, 5).UTC()))
			return
		}
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				fill(f, n, depth+1)
			}
		}
	}
}

// full is a store in which every field of every type is set, so that one that is forgotten shows.
func full(t testing.TB) *Store {
	t.Helper()
	n := 0
	var b Builder
	var l ListStatus
	fill(reflect.ValueOf(&l).Elem(), &n, 0)
	b.AddList(l)
	b.AddList(ListStatus{URL: "empty", Announced: []string{}})
	var sv Service
	fill(reflect.ValueOf(&sv).Elem(), &n, 0)
	sv.Agreement, sv.Reverse = &Agreement{Pointing: "own"}, nil
	x, y := certificate(t, "A", 1, 1, nil), certificate(t, "B", 2, 2, nil)
	b.AddService(&sv, "k1", []*ades.Certificate{x, y})
	var a Agreement
	fill(reflect.ValueOf(&a).Elem(), &n, 0)
	b.AddAgreement(&a)
	b.AddService(&Service{Scheme: "JP", Agreement: &a, Reverse: &a}, "k2", []*ades.Certificate{x})
	b.AddCertificate(y)
	return b.Build(at("2026-01-01T00:00:00Z"))
}

func dumped(t testing.TB, s *Store) string {
	t.Helper()
	var all []any
	for _, e := range s.entries {
		all = append(all, e.id, e.key, e.name, e.direct, e.certificate().Raw())
		for _, sv := range e.services {
			all = append(all, sv, sv.key)
		}
	}
	b, err := json.Marshal([]any{s.id, s.loaded, s.lists, s.tables, all})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSnapshot(t *testing.T) {
	s := full(t)
	b, err := s.AppendSnapshot([]byte("before"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadSnapshot(string(b[len("before"):]), s.loaded, nil)
	if err != nil {
		t.Fatal(err)
	}
	if x, y := dumped(t, s), dumped(t, got); x != y {
		t.Errorf("not the same:\n%s\n%s", x, y)
	}
	if !reflect.DeepEqual(s.lists, got.lists) || !reflect.DeepEqual(s.entries[0].services, got.entries[0].services) {
		t.Error("nil and empty are not kept apart")
	}
	if sv := got.Services(got.Certificates()[0]); len(sv) == 0 || got.entries[0].services[0] != got.entries[1].services[0] && len(got.entries[1].services) == 2 {
		t.Error("services are not shared")
	}
	got, err = ReadSnapshot(string(b[len("before"):]), time.Time{}, func(l *ListStatus) { l.Source = "here" })
	if err != nil || got.Status()[1].Source != "here" {
		t.Error("not adjusted", err)
	}
	if _, err := s.Extract(s.Certificates()[:1]).AppendSnapshot(nil); err == nil {
		t.Error("an extract was compiled")
	}
	for i := range len(b) - len("before") { // a snapshot that is cut off is none
		if _, err := ReadSnapshot(string(b[len("before"):len("before")+i]), time.Time{}, nil); err == nil {
			t.Fatalf("%d bytes are read", i)
		}
	}
}

func FuzzReadSnapshot(f *testing.F) {
	b, err := listStore(history(), "d", certificate(f, "A", 1, 1, nil)).AppendSnapshot(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(b))
	f.Add(snapshotForm + "\x01\x00")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ReadSnapshot(text, time.Time{}, nil)
		if err != nil {
			return
		}
		for _, c := range s.Certificates() {
			s.TrustedAt(c, at("2026-01-01T00:00:00Z"))
			s.Explain(c, at("2026-01-01T00:00:00Z"))
		}
		s.Problems()
	})
}
