// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/testpki"
)

// TestMirrorDeviations loads a folder in which one thing is wrong each time.
func TestMirrorDeviations(t *testing.T) {
	m := newMaker(t)
	list := m.build(t, description)
	signers := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: m.cert})
	const config = `{"schemes":[{"name":"JP","profile":"jp","location":"https://l.example/l.xml","signers":"signers.pem"}],"files":{"https://l.example/l.xml":"l.xml"}}`
	for name, tc := range map[string]struct {
		config, signers, list string
		want                  string // in the error or a problem; empty: all is well
	}{
		"good":                {config, string(signers), string(list), ""},
		"no such file":        {strings.Replace(config, `"l.xml"`, `"m.xml"`, 1), string(signers), string(list), "m.xml"},
		"URL is not there":    {strings.Replace(config, `/l.xml":"`, `/k.xml":"`, 1), string(signers), string(list), "not in the mirror"},
		"leads out":           {strings.Replace(config, `"l.xml"`, `"../l.xml"`, 1), string(signers), string(list), "leads out"},
		"signers lead out":    {strings.Replace(config, `"signers.pem"`, `"/etc/passwd"`, 1), string(signers), string(list), "leads out"},
		"no signers":          {config, "nothing", string(list), "no certificate in signers.pem"},
		"profile":             {strings.Replace(config, `"jp"`, `"xx"`, 1), string(signers), string(list), `unknown profile "xx"`},
		"no scheme":           {`{"schemes":[]}`, string(signers), string(list), "no scheme"},
		"no JSON":             {`{`, string(signers), string(list), "mirror.json"},
		"altered":             {config, string(signers), strings.Replace(string(list), "Example CA", "Example CB", 1), "changed after signing"},
		"page":                {config, string(signers), "<html>no</html>", "HTML page"},
		"empty":               {config, string(signers), "", "empty"},
		"truncated":           {config, string(signers), string(list[:len(list)-40]), "not a trusted list"},
		"another root":        {config, string(signers), "<a/>", "root element"},
		"signature cut out":   {config, string(signers), cutSignature(string(list), 0), "not signed"},
		"signature twice":     {config, string(signers), cutSignature(string(list), 2), "2 signatures"},
		"document type":       {config, string(signers), strings.Replace(string(list), "?>", "?><!DOCTYPE a>", 1), "not a trusted list"},
		"wrapped in another":  {config, string(signers), wrap(string(list)), "not a child of the root"},
		"other root element":  {config, string(signers), strings.Replace(string(list), `Id="JP-list"`, `Id="JP-lisu"`, 1), "changed after signing"},
		"text after the root": {config, string(signers), string(list) + "<!-- harmless -->", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range map[string]string{"mirror.json": tc.config, "signers.pem": tc.signers, "l.xml": tc.list} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			store, st, err := LoadMirror(t.Context(), dir)
			if tc.want == "" {
				if err != nil || store.Anchors() != 1 {
					t.Errorf("%v, %q", err, st.Problems)
				}
				return
			}
			if err == nil || store.Anchors() != 0 {
				t.Fatalf("%d anchors", store.Anchors())
			}
			text := err.Error() + strings.Join(st.Problems, "\n")
			if !strings.Contains(text, tc.want) {
				t.Errorf("%q is not in %q", tc.want, text)
			}
			if len(st.Lists) > 0 && !errors.Is(err, ErrNoAnchors) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// cutSignature leaves the signature out, or has it n times.
func cutSignature(list string, n int) string {
	i, j := strings.Index(list, "<ds:Signature "), strings.Index(list, "</ds:Signature>")+len("</ds:Signature>")
	return list[:i] + strings.Repeat(list[i:j], n) + list[j:]
}

// wrap puts the signed list into a forged one.
func wrap(list string) string {
	inner := list[strings.Index(list, "<TrustServiceStatusList"):]
	forged := strings.Replace(cutSignature(inner, 0), `Id="JP-list"`, "", 1)
	end := strings.LastIndex(forged, "</TrustServiceStatusList>")
	return forged[:end] + inner + forged[end:]
}

// TestWriteMirror writes what a cache holds as a mirror: loaded, it is the same snapshot.
func TestWriteMirror(t *testing.T) {
	p := demoPKI(t)
	cache, scheme := Dir(t.TempDir()), demoScheme(p)
	store, st := loadAt(t, scheme, &fakeClient{files: demoFiles(t, p, nil)}, cache, testpki.DemoTime())
	if len(st.Problems) > 0 {
		t.Fatal(st.Problems)
	}
	dir := filepath.Join(t.TempDir(), "mirror")
	if err := WriteMirror(dir, []Scheme{scheme}, store, cache); err != nil {
		t.Fatal(err)
	}
	again, st, err := LoadMirror(t.Context(), dir)
	if err != nil || len(st.Problems) > 0 || again.ID() != store.ID() || dumpOf(t, again) != dumpOf(t, store) {
		t.Errorf("%v %q: %s, was %s", err, st.Problems, again.ID(), store.ID())
	}
	pinned := scheme
	pinned.Bootstrap = Bootstrap{Notice: demoNotice, Digests: []string{hexDigest(p.Cert("lotl-1").DER)}}
	if err := WriteMirror(dir, []Scheme{pinned}, store, cache); err != nil {
		t.Errorf("pinned by its digest: %v", err)
	}
	if again, st, err = LoadMirror(t.Context(), dir); err != nil || again.ID() != store.ID() {
		t.Errorf("pinned by its digest: %v %q", err, st.Problems)
	}
	pinned.Bootstrap.Digests = []string{strings.Repeat("0", 64)}
	if err := WriteMirror(dir, []Scheme{pinned}, store, cache); err == nil || !strings.Contains(err.Error(), "no list holds") {
		t.Errorf("unknown signer: %v", err)
	}
}
