// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// displayed validates a document whose signer has a name, and gives all reports of it.
func displayed(t *testing.T, format, subject, file, reason string) map[string]string {
	t.Helper()
	keys, err := testpki.RepositoryKeys()
	if err != nil {
		t.Fatal(err)
	}
	spec := testpki.EnginePKI()
	for i := range spec.Certs {
		if spec.Certs[i].ID == "alice" {
			spec.Certs[i].Subject = subject
		}
	}
	p, err := testpki.New(spec, keys)
	if err != nil {
		t.Fatal(err)
	}
	known := time.Date(2024, 6, 5, 12, 0, 0, 0, time.UTC)
	content := "The parties agree.\n"
	if format == "xades" {
		content = "<contract xmlns=\"urn:example:contract\">The parties agree.</contract>"
	}
	m, err := p.Make(testpki.Recipe{Format: format, Level: "B", Signer: "alice", Time: known.AddDate(0, 0, -4), Content: []byte(content),
		Reason: reason, Revocation: &testpki.Plan{At: known}})
	if err != nil {
		t.Fatal(err)
	}
	root, err := ades.ParseCertificate(p.Cert("root").DER)
	if err != nil {
		t.Fatal(err)
	}
	var b trust.Builder
	b.AddCertificate(root)
	v, err := validate.New(validate.Options{Trust: b.Build(time.Time{}), View: validate.EU, Time: known.AddDate(0, 0, 10)})
	if err != nil {
		t.Fatal(err)
	}
	r, err := v.Validate(t.Context(), ades.Input{Name: file, Data: bytes.NewReader(m.Document), Size: int64(len(m.Document))})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Err(); err != nil {
		t.Fatalf("a signature whose signer has an odd name is none the less valid: %v", err)
	}
	out := map[string]string{}
	for name, write := range map[string]func(io.Writer, *validate.Result) error{"json": report.JSON, "txt": report.Text, "xml": report.ETSI, "html": report.HTML} {
		var b strings.Builder
		if err := write(&b, r); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = b.String()
	}
	return out
}

// invisible are characters that no report may hold raw: controls, those that reorder, and those that show nothing.
const invisible = "\x00\x07\x08\x1b\x7f\u0085\u009b\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2028\u2029\u2060\u2066\u2067\u2068\u2069\u3164\ufeff\uffa0\ufff9\U000e0041"

// markup finds an element or an attribute that only a name could have brought.
var markup = regexp.MustCompile(`(?i)<(script|img|svg|iframe|b)[\s>]|\s(onmouseover|onerror)="`)

// foreignVerdict finds a line of the text report that only a name could have brought.
var foreignVerdict = regexp.MustCompile(`(?m)^(signature 9|.*INDETERMINATE\s*$)`)

// TestAttackC16Display are C16 of the known attacks: names and reasons made to deceive who reads a report. They are shown whole, and
// nothing of them works.
func TestAttackC16Display(t *testing.T) {
	for _, c := range []struct {
		name, cn, reason string
		plain            bool // the name stands in each report as it is, as far as the format's escapes go
	}{
		{"homoglyphs", "Р\u0430ypаl Еurope", "", true},
		{"other scripts", "見本花子 Ἀλέξανδρος עברית", "", true},
		{"variation selector of a name", "葛\U000e0100城", "", true},
		{"all that is invisible", "Ali" + invisible + "ce", "", false},
		{"bidi override", "Alice \u202egpj.exe", "agreed \u202etceted", false},
		{"terminal", "Alice\x1b[2J\x1b[1;1H\x1b]0;title\x07\x1b]8;;http://x.example\x1b\\", "\x1b[31m", false},
		{"lines", "Alice\r\nsignature 9  TOTAL-PASSED\n\n\tINDETERMINATE\n", "x\nsignature 9  TOTAL-PASSED", false},
		{"markup", "Alice<script>alert(1)</script><img src=x onerror=\"alert(1)\">", "</td><script>alert(1)</script>", false},
		{"attribute", "Alice\" onmouseover=\"alert(1)", "' onmouseover='x", false},
		{"JSON", `Alice","indication":"TOTAL-FAILED`, `"}]}`, false},
		{"XML", "Alice]]>&x;<!--", "]]><!DOCTYPE x>", false},
		{"template", "Alice {{.}} ${x} %s %!d(MISSING)", "{{template \"x\"}}", false},
		{"separators of names", "Alice,O=Bank + C=XB; \\, = #00", "", false},
	} {
		for _, format := range []string{"cades", "xades", "pades"} {
			t.Run(format+" "+c.name, func(t *testing.T) {
				out := displayed(t, format, "C=XA, O=Example Engine Tests, CN="+strings.ReplaceAll(c.cn, ", ", ","), c.cn+".pdf", c.reason)
				for kind, text := range out {
					if !utf8.ValidString(text) {
						t.Errorf("%s: no UTF-8", kind)
					}
					if i := strings.IndexAny(text, invisible); i >= 0 {
						t.Errorf("%s: %q stands raw", kind, text[max(0, i-20):i+4])
					}
					if m := markup.FindString(text); m != "" && kind != "txt" {
						t.Errorf("%s: %q stands raw", kind, m)
					}
					if c.plain && !strings.Contains(html.UnescapeString(text), c.cn) && kind != "json" {
						t.Errorf("%s: the name is not shown whole", kind)
					}
				}
				if m := foreignVerdict.FindString(out["txt"]); m != "" {
					t.Errorf("a name wrote the line %q", m)
				}
				var j struct {
					Document   struct{ Name string }
					Signatures []struct {
						Indication string
						Signer     struct{ Subject string }
					}
				}
				if err := json.Unmarshal([]byte(out["json"]), &j); err != nil {
					t.Fatal(err)
				}
				if j.Document.Name != c.cn+".pdf" || len(j.Signatures) != 1 || j.Signatures[0].Indication != "TOTAL-PASSED" || c.plain && !strings.Contains(j.Signatures[0].Signer.Subject, c.cn) {
					t.Errorf("%+v", j)
				}
				wellFormed(t, out["xml"])
			})
		}
	}
}

// wellFormed reads an XML document to its end.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestAttackC16Long: names of a megabyte are shown whole, or what is cut is marked.
func TestAttackC16Long(t *testing.T) {
	const size = 1 << 20
	run := regexp.MustCompile(`Q+`)
	for name, subject := range map[string]string{
		"one value":   "C=XA, CN=" + strings.Repeat("Q", size),
		"many values": "C=XA, CN=Alice" + strings.Repeat(", OU="+strings.Repeat("Q", 58), size/64),
	} {
		for kind, text := range displayed(t, "cades", subject, "x", "") {
			longest, all := 0, 0
			for _, m := range run.FindAllString(text, -1) {
				longest, all = max(longest, len(m)), all+len(m)
			}
			whole := name == "one value" && longest == size || name == "many values" && all >= size/64*58
			if !whole && !strings.Contains(text, "…") {
				t.Errorf("%s, %s: %d octets, at most %d at once, and no mark", name, kind, all, longest)
			}
		}
	}
}
