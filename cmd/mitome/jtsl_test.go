// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestListOfDocs builds the list that docs/jtsl.md describes, with the demonstration's certificates and table of recognition, and
// loads it by the mirror that stands there.
func TestListOfDocs(t *testing.T) {
	read := func(parts ...string) string {
		b, err := os.ReadFile(filepath.Join(append([]string{"..", ".."}, parts...)...))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	between := func(text, begin, end string) string {
		_, rest, found := strings.Cut(text, begin)
		inner, _, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Fatalf("no %s … %s", begin, end)
		}
		return inner
	}
	docs, list := read("docs", "jtsl.md"), read("internal", "demo", "data", "mirror", "jtsl.xml")
	spaces := strings.Join(regexp.MustCompile(`xmlns(:\w+)?="[^"]*"`).FindAllString(between(list, "<TrustServiceStatusList ", ">"), -1), " ")
	dir := t.TempDir()
	for name, text := range map[string]string{
		"list.yaml": between(docs, "```yaml\n", "```"), "mirror.json": between(docs, "```json\n", "```"),
		"eu-seen-from-japan.xml": "<mra:MutualRecognitionAgreementInformation " + spaces + " " + between(list, "<mra:MutualRecognitionAgreementInformation ", "</mra:MutualRecognitionAgreementInformation>") + "</mra:MutualRecognitionAgreementInformation>",
		"lotl-signers.pem":       read("testdata", "pki", "demo", "lotl-2.pem"), "example-ca.pem": read("testdata", "pki", "demo", "sakura-ca.pem"),
		"cert.pem": read("testdata", "pki", "demo", "jtsl.pem"), "key.pem": read("testdata", "keys", "rsa-5.pem"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	var stdout, stderr bytes.Buffer
	if code := run([]string{"trust", "build", in("list.yaml"), "--key", in("key.pem"), "--certificate", in("cert.pem"), "--out", in("list.xml")}, &stdout, &stderr); code != exitPassed {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	if code := run([]string{"trust", "list", "--trust", dir, "--at", "2026-10-01T00:00:00Z"}, &stdout, &stderr); code != exitPassed {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	if !strings.Contains(stdout.String(), "signature TOTAL-PASSED") || !strings.Contains(stdout.String(), "1 anchor\n") {
		t.Error(stdout.String())
	}
}
