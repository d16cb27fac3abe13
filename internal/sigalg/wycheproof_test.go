// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/beside"
)

type wycheFile struct {
	Algorithm  string
	TestGroups []struct {
		Type         string
		PublicKeyDer string
		PublicKey    json.RawMessage
		PublicKeyAsn string
		Sha          string
		MgfSha       string
		SLen         int
		Tests        []struct {
			TcID    int
			Comment string
			Msg     string
			Sig     string
			Result  string
			Flags   []string
		}
	}
}

// TestWycheproof checks that valid values verify, invalid ones do not, and that what is "acceptable" or deviates is of a known kind.
func TestWycheproof(t *testing.T) {
	dir := beside.Path(t, "corpus", "wycheproof")
	files, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	total := 0
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) { total += wycheproofFile(t, f) })
	}
	t.Logf("%d files, %d vectors", len(files), total)
}

func wycheproofFile(t *testing.T, path string) int {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file wycheFile
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	hash := func(s string) Hash {
		return Hash(strings.NewReplacer("SHA-512/224", "SHA512-224", "SHA-512/256", "SHA512-256", "SHA-", "SHA").Replace(s))
	}
	n := 0
	for _, g := range file.TestGroups {
		der, _ := hex.DecodeString(g.PublicKeyDer)
		if len(der) == 0 {
			der, _ = hex.DecodeString(g.PublicKeyAsn)
		}
		pub, err := ParseSPKI(der)
		if err != nil {
			t.Fatalf("key: %v", err)
		}
		a := Algorithm{Hash: hash(g.Sha)}
		switch {
		case strings.Contains(g.Type, "Pss"):
			a.Scheme, a.MGFHash, a.SaltLength = PSS, hash(g.MgfSha), g.SLen
		case strings.Contains(g.Type, "Rsa"):
			a.Scheme = RSA
		case strings.Contains(g.Type, "Dsa") && pub.Kind == "DSA":
			a.Scheme = DSA
		case strings.Contains(g.Type, "P1363"):
			a.Scheme = PlainECDSA
		case pub.Kind == "EC":
			a.Scheme = ECDSA
		default:
			a = Algorithm{Scheme: Scheme(pub.Kind)}
		}
		for _, c := range g.Tests {
			n++
			msg, _ := hex.DecodeString(c.Msg)
			sig, _ := hex.DecodeString(c.Sig)
			got := Verify(pub, a, msg, sig) == nil
			want := c.Result == "valid"
			if got != want && !deviation(c.Result, c.Comment, c.Flags, got) {
				t.Errorf("%d %s %v: %s, verified %v (%s key, %s)", c.TcID, c.Comment, c.Flags, c.Result, got, pub.Curve, a.Scheme)
			}
		}
	}
	return n
}

// deviation lists what may differ from the flags, with the reason.
func deviation(result, comment string, flags []string, got bool) bool {
	switch {
	case result == "acceptable": // DigestInfo without NULL parameters (RFC 8017 9.2 note 1), weak hashes: policy
		return true
	case result == "valid" && !got:
		return false
	}
	// r and s as two fixed numbers where DER is expected: many signers write them (BSI TR-03111), so they are read.
	return got && slices.Contains(flags, "InvalidEncoding") && strings.Contains(comment, "P1363")
}
