// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"encoding/json"
	"io/fs"
	"testing"

	"github.com/mitome-project/mitome/internal/testpki"
)

func TestDocuments(t *testing.T) {
	docs, err := Documents()
	if err != nil {
		t.Fatal(err)
	}
	files, err := Files()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, d := range docs {
		info, err := fs.Stat(files, d.File)
		if err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", d.File, err)
		}
		if d.Title == "" || d.About == "" || d.Format == "" {
			t.Errorf("%s: incomplete: %+v", d.File, d)
		}
		if !d.Tampered {
			seen[d.Level]++
		}
	}
	for _, level := range []string{"B", "T", "LT", "LTA"} {
		if seen[level] != 5 {
			t.Errorf("level %s: %d good documents, want 5", level, seen[level])
		}
	}
}

func TestMirrors(t *testing.T) {
	for _, agreement := range []bool{true, false} {
		m, err := Mirror(agreement)
		if err != nil {
			t.Fatal(err)
		}
		b, err := fs.ReadFile(m, "mirror.json")
		if err != nil {
			t.Fatal(err)
		}
		var index struct {
			Schemes []struct{ Profile, Location, Signers string }
			Files   map[string]string
		}
		if err := json.Unmarshal(b, &index); err != nil {
			t.Fatal(err)
		}
		want := 2
		if agreement {
			want = 3
		}
		if len(index.Schemes) != want {
			t.Errorf("agreement %v: %d schemes, want %d", agreement, len(index.Schemes), want)
		}
		for _, s := range index.Schemes {
			if _, ok := index.Files[s.Location]; !ok {
				t.Errorf("%s is not in the mirror", s.Location)
			}
			if _, err := fs.Stat(m, s.Signers); err != nil {
				t.Error(err)
			}
		}
		for url, f := range index.Files {
			if _, err := fs.Stat(m, f); err != nil {
				t.Errorf("%s: %v", url, err)
			}
		}
	}
}

func TestTime(t *testing.T) {
	if !Time().Equal(testpki.DemoTime()) {
		t.Errorf("Time is %v, the generator's is %v", Time(), testpki.DemoTime())
	}
}
