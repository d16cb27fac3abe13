// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/validate"
)

// stored is the evidence file of a case.
func stored(t testing.TB, id string) (*validate.Validator, *validate.Evidence, []byte) {
	t.Helper()
	for _, d := range cases(t) {
		if d.id == id {
			v := d.validator(t, policy.Default())
			ev := d.collect(t, v)
			var b bytes.Buffer
			if err := v.SaveEvidence(&b, ev); err != nil {
				t.Fatal(err)
			}
			return v, ev, b.Bytes()
		}
	}
	t.Fatal("no case " + id)
	return nil, nil, nil
}

// edited is an evidence file with some entries changed: the new content, or none to take the entry out; a new name adds one.
func edited(t testing.TB, file []byte, change func(name string, b []byte) []byte, more map[string]string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	put := func(name string, b []byte) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if b = change(f.Name, b); b != nil {
			put(f.Name, b)
		}
	}
	for name, text := range more {
		put(name, []byte(text))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func load(file []byte) (*validate.Stored, error) {
	return validate.LoadEvidence(bytes.NewReader(file), int64(len(file)))
}

// replace changes a text in one entry.
func replace(entry, old, with string) func(string, []byte) []byte {
	return func(name string, b []byte) []byte {
		if strings.HasPrefix(name, entry) {
			return bytes.Replace(b, []byte(old), []byte(with), 1)
		}
		return b
	}
}

// TestEvidenceOptions tells that stored evidence answers other questions too: another policy, another time.
func TestEvidenceOptions(t *testing.T) {
	_, _, file := stored(t, "cades-lta")
	st, err := load(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Replay().Err(); err != nil {
		t.Fatal(err)
	}
	o := st.Options()
	o.Time = o.Time.AddDate(40, 0, 0)
	v, err := validate.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if later := v.Evaluate(st.Evidence); later.Err() == nil || !later.Time.Equal(o.Time) {
		t.Errorf("forty years later: %v at %s", later.Err(), later.Time)
	}
	o = st.Options()
	o.Policy = policy.DSS()
	if v, err = validate.New(o); err != nil {
		t.Fatal(err)
	}
	if r := v.Evaluate(st.Evidence); r.Policy.Name() != "dss" {
		t.Errorf("policy %s", r.Policy.Name())
	}
	if st.Tool == "" || st.View != validate.EU || st.OwnChecks {
		t.Errorf("%+v", st)
	}
}

// TestEvidenceRefused tells what is no evidence file.
func TestEvidenceRefused(t *testing.T) {
	_, _, file := stored(t, "cades-lta")
	keep := func(_ string, b []byte) []byte { return b }
	drop := func(entry string) func(string, []byte) []byte {
		return func(name string, b []byte) []byte {
			if strings.HasPrefix(name, entry) {
				return nil
			}
			return b
		}
	}
	flip := func(entry string) func(string, []byte) []byte {
		return func(name string, b []byte) []byte {
			if strings.HasPrefix(name, entry) {
				b[len(b)-1] ^= 1
			}
			return b
		}
	}
	for what, bad := range map[string][]byte{
		"nothing":               {},
		"no zip":                []byte("PK no zip at all"),
		"no manifest":           edited(t, file, drop("manifest.json"), nil),
		"no policy":             edited(t, file, drop("policy.json"), nil),
		"no trust":              edited(t, file, drop("trust.json"), nil),
		"a certificate less":    edited(t, file, drop("certificates/"), nil),
		"no revocation data":    edited(t, file, drop("revocations/"), nil),
		"no tokens":             edited(t, file, drop("timestamps/"), nil),
		"another schema":        edited(t, file, replace("manifest.json", "mitome.evidence/1", "mitome.evidence/9"), nil),
		"a certificate changed": edited(t, file, flip("certificates/"), nil),
		"a response changed":    edited(t, file, flip("revocations/"), nil),
		"a token changed":       edited(t, file, flip("timestamps/"), nil),
		"another policy":        edited(t, file, replace("policy.json", `"Level": 4`, `"Level": 2`), nil),
		"trust changed":         edited(t, file, replace("trust.json", `"id": "sha256:`, `"id": "sha256:00`), nil),
		"signature null":        edited(t, file, replace("manifest.json", `"Signatures": [`, `"Signatures": [null,`), nil),
		"reference null":        edited(t, file, replace("manifest.json", `"References": [`, `"References": [null,`), nil),
		"stamp out of range":    edited(t, file, replace("manifest.json", `"Timestamps": [`, `"Timestamps": [99,`), nil),
		"more than is named":    edited(t, file, keep, map[string]string{"certificates/more.cer": "x"}),
		"twice":                 edited(t, file, keep, map[string]string{"policy.json": "{}"}),
		"not JSON":              edited(t, file, replace("manifest.json", "{", "["), nil),
	} {
		if st, err := load(bad); !errors.Is(err, validate.ErrEvidence) {
			t.Errorf("%s: %v, %v", what, st != nil, err)
		}
	}
}

// TestEvidenceLimits tells that a file that unpacks to more than the limit, or holds too many things, is refused.
func TestEvidenceLimits(t *testing.T) {
	_, _, file := stored(t, "cades-lta")
	bomb := edited(t, file, func(name string, b []byte) []byte {
		if name == "policy.json" {
			return bytes.Repeat([]byte(" "), 40<<20)
		}
		return b
	}, nil)
	if len(bomb) > 1<<20 {
		t.Fatalf("%d octets packed", len(bomb))
	}
	small := limits.Default()
	small.EmbeddedBytes = 1 << 20
	few := limits.Default()
	few.Certificates, few.Revocations, few.Timestamps = 1, 1, 1
	none := limits.Default()
	none.Signatures = 0
	for what, c := range map[string]struct {
		file []byte
		lim  limits.Limits
	}{"bomb": {bomb, small}, "entries": {file, few}, "signatures": {file, none}} {
		_, err := validate.LoadEvidenceWithin(bytes.NewReader(c.file), int64(len(c.file)), c.lim)
		var limit *limits.Error
		if !errors.As(err, &limit) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestEvidenceLies tells that no mathematics is believed: what a file says of signers and intactness is found again.
func TestEvidenceLies(t *testing.T) {
	_, _, file := stored(t, "cades-broken-signature")
	lie := edited(t, file, replace("manifest.json", `"Intact": false`, `"Intact": true`), nil)
	st, err := load(lie)
	if err != nil {
		t.Fatal(err)
	}
	if s := st.Evidence.Document.Signatures[0]; s.Intact || !st.Replay().Signatures[0].Indication.Is(ades.SigCryptoFailure) {
		t.Errorf("intact %v, %s", s.Intact, st.Replay().Signatures[0].Indication)
	}
	// What was signed is in the file: changed, it does not verify.
	_, _, file = stored(t, "cades-b")
	st, err = load(edited(t, file, func(name string, b []byte) []byte {
		if name != "manifest.json" {
			return b
		}
		var m map[string]any
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		sig := m["document"].(map[string]any)["Signatures"].([]any)[0].(map[string]any)
		sig["SignedData"] = map[string]any{"Bytes": []byte("other attributes")}
		if b, err = json.Marshal(m); err != nil {
			t.Fatal(err)
		}
		return b
	}, nil))
	if err != nil || st.Evidence.Document.Signatures[0].Intact {
		t.Errorf("changed signed data: %v", err)
	}
}

// TestEvidenceOwnChecks tells that a policy with checks of the caller's own says so.
func TestEvidenceOwnChecks(t *testing.T) {
	v, ev, _ := stored(t, "cades-b")
	st, err := load(save(t, v, ev))
	if err != nil {
		t.Fatal(err)
	}
	o := st.Options()
	o.Policy = o.Policy.With(policy.Add(policy.Check{ID: "own", Run: func(policy.Facts) policy.Outcome { return policy.Outcome{} }}, policy.Constraint{Level: policy.LevelFail}))
	w, err := validate.New(o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := load(save(t, w, st.Evidence))
	if err != nil || !again.OwnChecks {
		t.Errorf("%v, own checks %v", err, again != nil && again.OwnChecks)
	}
}

// TestEvidenceDamaged tells that a damaged manifest is refused or evaluated, and never more.
func TestEvidenceDamaged(t *testing.T) {
	_, _, file := stored(t, "cades-lta")
	r := rand.New(rand.NewPCG(3, 4))
	const letters = "0123456789\"{}[],nulabc"
	for i := range 100 {
		st, err := load(edited(t, file, func(name string, b []byte) []byte {
			for k := 0; name == "manifest.json" && k <= i%4; k++ {
				b[r.IntN(len(b))] = letters[r.IntN(len(letters))]
			}
			return b
		}, nil))
		if err == nil {
			jsonReport(t, st.Replay())
		}
	}
}

func save(t testing.TB, v *validate.Validator, ev *validate.Evidence) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := v.SaveEvidence(&b, ev); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// FuzzLoadEvidence loads and evaluates whatever stands in a manifest: it must never panic, and never give more than is there.
func FuzzLoadEvidence(f *testing.F) {
	_, _, file := stored(f, "cades-lta")
	edited(f, file, func(name string, b []byte) []byte {
		if name == "manifest.json" {
			f.Add(b)
		}
		return b
	}, nil)
	f.Fuzz(func(t *testing.T, head []byte) {
		changed := edited(t, file, func(name string, b []byte) []byte {
			if name == "manifest.json" {
				return append([]byte{}, head...)
			}
			return b
		}, nil)
		st, err := load(changed)
		if err != nil {
			return
		}
		jsonReport(t, st.Replay())
	})
}
