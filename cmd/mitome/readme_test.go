// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// block matches one fenced block of the README: its language and its content.
var block = regexp.MustCompile("(?s)```(\\w*)\n(.*?)```")

func readme(t *testing.T) (root string, blocks [][]string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return root, block.FindAllStringSubmatch(string(text), -1)
}

// TestReadmeSessions runs the sessions of the README. A line "..." stands for any number of lines.
func TestReadmeSessions(t *testing.T) {
	root, blocks := readme(t)
	t.Chdir(root)
	n := 0
	for _, b := range blocks {
		if b[1] != "console" {
			continue
		}
		first, want, _ := strings.Cut(b[2], "\n")
		args, ok := strings.CutPrefix(first, "$ go run ./cmd/mitome ")
		if !ok {
			t.Fatalf("the session does not begin with the program: %s", first)
		}
		n++
		var stdout, stderr bytes.Buffer
		if code := run(strings.Fields(args), &stdout, &stderr); code != exitPassed {
			t.Errorf("%s: exit code %d: %s", first, code, stderr.String())
		}
		if !shows(want, stdout.String()) {
			t.Errorf("%s: the README shows\n%s\nthe program prints\n%s", first, want, stdout.String())
		}
	}
	if n != 2 {
		t.Errorf("%d sessions in the README, want 2", n)
	}
}

// shows reports whether want is got, where a line "..." in want stands for any lines.
func shows(want, got string) bool {
	lines := strings.Split(got, "\n")
	at, gap := 0, false
	for part := range strings.SplitSeq("\n"+want, "\n...") {
		segment := strings.Split(strings.TrimPrefix(part, "\n"), "\n")
		if gap && part == "\n" { // the end may be anything
			return true
		}
		for gap && at+len(segment) <= len(lines) && !slices.Equal(lines[at:at+len(segment)], segment) {
			at++
		}
		if part != "" && (at+len(segment) > len(lines) || !slices.Equal(lines[at:at+len(segment)], segment)) {
			return false
		}
		if part != "" {
			at += len(segment)
		}
		gap = true
	}
	return at == len(lines)
}

// TestShows tests the comparison itself.
func TestShows(t *testing.T) {
	got := "a\nb\nc\nd\n"
	for want, ok := range map[string]bool{"a\nb\nc\nd\n": true, "a\nb\nc\n": false, "...\nc\n...\n": true, "a\n...\n": true, "b\n...\n": false, "a\n...\nd\n": true, "...\nc\n": false, "...\nc\nb\n...\n": false, "...\nx\n...\n": false} {
		if shows(want, got) != ok {
			t.Errorf("%q: want %v", want, ok)
		}
	}
}

// TestReadmeProgram builds the Go program of the README in a module of its own and compares its output.
func TestReadmeProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	root, blocks := readme(t)
	var program, want string
	for i, b := range blocks {
		if b[1] == "go" && i+1 < len(blocks) {
			program, want = b[2], blocks[i+1][2]
		}
	}
	if program == "" {
		t.Fatal("the README has no program")
	}
	folder := t.TempDir()
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	own := strings.Replace(string(mod), "module github.com/mitome-project/mitome", "module example.org/readme", 1)
	own += "\nrequire github.com/mitome-project/mitome v0.0.0\nreplace github.com/mitome-project/mitome => " + root + "\n"
	for name, text := range map[string]string{"go.mod": own, "go.sum": string(sum), "main.go": program} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := unpackDemo(filepath.Join(folder, "mitome-demo")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "run", "-mod=mod", ".")
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "GOPROXY=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	if string(out) != want {
		t.Errorf("the README says that it prints\n%s\nit prints\n%s", want, out)
	}
}
