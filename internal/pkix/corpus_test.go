// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pkix

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/beside"
)

// certificateElement finds base64 certificates in XML documents and PEM files.
var certificateElement = regexp.MustCompile(`(?:X509Certificate>|EncapsulatedX509Certificate[^>]*>|BEGIN CERTIFICATE-----)([A-Za-z0-9+/=\s&#;xdDA]{200,}?)(?:<|-----)`)

// TestCorpusCertificates reads every certificate of the corpus: what crypto/x509 reads must be read with the same serial, and the
// reader must refuse less than it does. Subjects are compared with what the reference implementation prints.
func TestCorpusCertificates(t *testing.T) {
	if testing.Short() {
		t.Skip("every file of the corpus is searched for certificates")
	}
	root := beside.Path(t, "corpus")
	seen := map[string]bool{}
	var std, own, noKey, selfSigned, selfIssued int
	problems := map[string]int{}
	_ = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(p, "diagnostic") || strings.HasSuffix(p, ".json") || strings.HasSuffix(p, ".jsonl") {
			return nil
		}
		b, err := os.ReadFile(p)
		if err != nil || len(b) > 20<<20 {
			return nil
		}
		for _, m := range certificateElement.FindAllSubmatch(b, -1) {
			text := strings.NewReplacer("&#13;", "", "&#xD;", "", "&#xd;", "").Replace(string(m[1]))
			der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
			if err != nil || seen[string(der)] {
				continue
			}
			seen[string(der)] = true
			x, xerr := x509.ParseCertificate(der)
			c, err := ParseCertificate(der)
			if xerr == nil {
				std++
				if err != nil || c.Serial.Cmp(x.SerialNumber) != 0 || !c.NotBefore.Equal(x.NotBefore) || !c.NotAfter.Equal(x.NotAfter) || c.IsCA != (x.IsCA && x.BasicConstraintsValid) {
					t.Errorf("%s: differs from crypto/x509: %v", filepath.Base(p), err)
				}
			}
			if err != nil {
				t.Logf("%s: refused: %v (crypto/x509: %v)", filepath.Base(p), err, xerr)
				continue
			}
			own++
			if c.PublicKey == nil {
				noKey++
			}
			if c.SelfIssued() {
				selfIssued++
				if c.SelfSigned() {
					selfSigned++
				}
			}
			for _, s := range c.Problems {
				problems[s[:min(len(s), 60)]]++
			}
		}
		return nil
	})
	b, _ := json.Marshal(problems)
	t.Logf("%d certificates: crypto/x509 reads %d, we read %d, %d without a usable key; %d self-issued, %d of them self-signed; problems %s",
		len(seen), std, own, noKey, selfIssued, selfSigned, b)
	if len(seen) > 0 && own < std {
		t.Errorf("only %d of %d read", own, len(seen))
	}
}
