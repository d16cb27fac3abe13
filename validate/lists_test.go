// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/tsl"
	"github.com/mitome-project/mitome/validate"
)

const (
	lotlURL   = "https://lotl.example.org/eu-lotl.xml"
	fiURL     = "https://tl.example.org/fi.xml"
	noticeURL = "https://oj.example.org/eli/C/2024/1/oj"
)

// lists serves what is at each URL.
type lists map[string][]byte

func (l lists) Download(_ context.Context, url string, _ tsl.Validators, _ int64) (tsl.Download, error) {
	b, ok := l[url]
	if !ok {
		return tsl.Download{}, errors.New("not found")
	}
	return tsl.Download{Body: b}, nil
}

// edit changes one list of the demonstration.
type edit struct {
	url  string
	spec func(*testpki.ListSpec)
}

func serve(t *testing.T, p *testpki.PKI, edits ...edit) lists {
	t.Helper()
	specs := testpki.DemoLists(false)
	for _, e := range edits {
		s := specs[e.url]
		e.spec(&s)
		specs[e.url] = s
	}
	out := lists{}
	for u, s := range specs {
		if s.Sequence == 0 {
			continue
		}
		b, err := p.List(s)
		if err != nil {
			t.Fatal(err)
		}
		out[u] = b
	}
	return out
}

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// expired makes a list that has expired at the time of the demonstration.
func expired(s *testpki.ListSpec) { s.Issued, s.Next = date("2026-03-01"), date("2026-08-28") }

// gone takes a list from the network.
func gone(s *testpki.ListSpec) { s.Sequence = 0 }

func version(v int) edit {
	return edit{fiURL, func(s *testpki.ListSpec) {
		if s.Version = v; v < 6 {
			s.Mutate = []string{"ess-v1"}
		}
	}}
}

// withRule is a policy with the rule for expired lists of lists set.
func withRule(p *policy.Policy, used bool) *policy.Policy {
	r := p.Rules()
	r.ExpiredListOfLists = used
	return p.With(policy.SetRules(r))
}

// TestListsEndToEnd loads lists from a network, keeps them, loads them again as they have become, and validates a document with
// the snapshot: what is wrong with a list is told in the report, and the policy says what it means.
func TestListsEndToEnd(t *testing.T) {
	keys, err := testpki.RepositoryKeys()
	if err != nil {
		t.Fatal(err)
	}
	pki, err := testpki.New(testpki.DemoPKI(), keys)
	if err != nil {
		t.Fatal(err)
	}
	const passed, noChain = "TOTAL-PASSED QESig", "INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND"
	lotl := func(f func(*testpki.ListSpec)) []edit { return []edit{{lotlURL, f}} }
	fi := func(f func(*testpki.ListSpec)) []edit { return []edit{{fiURL, f}} }
	def, dss := policy.Default(), policy.DSS()
	for _, tc := range []struct {
		name   string
		before []edit // at the first load; what was found good then is kept
		now    []edit
		policy *policy.Policy
		want   string   // indication and qualification
		told   []string // in every report; after "details: " in those that give the steps of the qualification
	}{
		{"nothing", nil, nil, def, passed, nil},
		{"list of lists has expired", nil, lotl(expired), def, noChain, []string{"EU list " + lotlURL + ": refused: expired: its next update was due 2026-08-28"}},
		{"list of lists has expired", nil, lotl(expired), dss, passed, []string{"EU list " + lotlURL + ": expired: its next update was due 2026-08-28"}},
		{"list of lists has expired, rule on", nil, lotl(expired), withRule(def, true), passed, []string{"EU list " + lotlURL + ": expired"}},
		{"list of lists has expired, rule off", nil, lotl(expired), withRule(dss, false), noChain, []string{"EU list " + lotlURL + ": refused: expired"}},
		{"national list has expired", nil, fi(expired), def, passed, []string{"FI list " + fiURL + ": expired: its next update was due 2026-08-28"}},
		{"national list has expired", nil, fi(expired), dss, passed, []string{"FI list " + fiURL + ": expired"}},
		{"national list is closed", nil, fi(func(s *testpki.ListSpec) { s.Next = time.Time{} }), def, passed, nil},
		{"list of lists is closed", nil, lotl(func(s *testpki.ListSpec) { s.Next = time.Time{} }), def, passed, nil},
		{"version 4", nil, []edit{version(4)}, def, "TOTAL-PASSED N/A", []string{"details: version 4"}},
		{"version 4", nil, []edit{version(4)}, dss, "TOTAL-PASSED N/A", []string{"details: version 4"}},
		{"version 5", nil, []edit{version(5)}, def, passed, nil},
		{"version 7", nil, []edit{version(7)}, def, "TOTAL-PASSED N/A", []string{"details: version 7"}},
		{"version 7, only a warning", nil, []edit{version(7)}, def.With(policy.SetLevel("eIDAS/TLVersion", policy.LevelWarn)), passed, []string{"details: version 7"}},
		{"structure of version 6 in version 5", nil, fi(func(s *testpki.ListSpec) { s.Version = 5 }), dss, passed, []string{"details: deviations from the structure"}},
		{"structure of version 6 in version 5, refused", nil, fi(func(s *testpki.ListSpec) { s.Version = 5 }),
			dss.With(policy.SetLevel("eIDAS/TLStructure", policy.LevelFail)), "TOTAL-PASSED N/A", []string{"details: deviations from the structure"}},
		{"unknown critical extension of a service", nil, fi(func(s *testpki.ListSpec) { s.Mutate = []string{"unknown-critical"} }), def, "TOTAL-PASSED AdESig", nil},
		{"unknown critical extension of the provider", nil, fi(func(s *testpki.ListSpec) { s.Mutate = []string{"unknown-critical-provider"} }), def, "TOTAL-PASSED AdESig", nil},
		{"unknown critical extension of the scheme", nil, fi(func(s *testpki.ListSpec) { s.Mutate = []string{"unknown-critical-scheme"} }), def, passed,
			[]string{"a critical extension of the list is not understood: {urn:example:unknown}Unknown"}},
		{"the network fails, the copies are a day old", []edit{}, []edit{{lotlURL, gone}, {fiURL, gone}}, def, passed, []string{"download failed: not found", "details: fetched 2026-10-04T12:00:00Z"}},
		{"the network fails, nothing is at hand", nil, []edit{{lotlURL, gone}, {fiURL, gone}}, def, noChain, []string{"EU list " + lotlURL + ": download failed: not found"}},
		{"a national list is gone, nothing is at hand", nil, fi(gone), dss, noChain, []string{"FI list " + fiURL + ": download failed: not found"}},
		{"a newer notice", nil, lotl(func(s *testpki.ListSpec) {
			s.InfoURIs = append([]string{"https://oj.example.org/eli/C/2026/9/oj"}, s.InfoURIs...)
		}), def, passed, []string{"a newer notice is announced: https://oj.example.org/eli/C/2026/9/oj"}},
		{"the notice is gone", nil, lotl(func(s *testpki.ListSpec) { s.InfoURIs = []string{"https://oj.example.org/eli/C/2026/9/oj"} }), def, noChain,
			[]string{"the notice " + noticeURL + " is not among", "a newer notice is announced"}},
		{"the notice is gone, an older list is at hand", []edit{}, lotl(func(s *testpki.ListSpec) {
			s.Sequence, s.InfoURIs = 13, []string{"https://oj.example.org/eli/C/2026/9/oj"}
		}), def, passed, []string{"the notice " + noticeURL + " is not among"}},
		{"the list of lists has moved", nil, lotl(func(s *testpki.ListSpec) {
			p := slices.Clone(s.Pointers)
			p[0].Location = "https://lotl.example.org/new/eu-lotl.xml"
			s.Pointers = p
		}), def, passed, []string{"the list of lists says that it is at https://lotl.example.org/new/eu-lotl.xml"}},
		{"roll-back of the list of lists", []edit{}, lotl(func(s *testpki.ListSpec) { s.Sequence = 11 }), def, passed, []string{"roll-back: sequence 11"}},
		{"roll-back by the date of issue", []edit{}, lotl(func(s *testpki.ListSpec) { s.Issued = s.Issued.Add(-time.Hour) }), dss, passed, []string{"roll-back: sequence 12 of 2026-08-31T23:00:00Z"}},
		{"roll-back of a national list", []edit{}, fi(func(s *testpki.ListSpec) { s.Sequence, s.Providers = 20, nil }), def, passed, []string{fiURL, "roll-back: sequence 20"}},
		{"a lower sequence, nothing at hand", nil, fi(func(s *testpki.ListSpec) { s.Sequence = 20 }), def, passed, nil},
	} {
		t.Run(tc.name+", policy "+tc.policy.Name(), func(t *testing.T) {
			cache := tsl.Dir(t.TempDir())
			if tc.before != nil {
				loadLists(t, pki, serve(t, pki, tc.before...), cache, testpki.DemoTime().Add(-24*time.Hour))
			}
			store := loadLists(t, pki, serve(t, pki, tc.now...), cache, testpki.DemoTime())
			v, err := validate.New(validate.Options{Trust: store, Policy: tc.policy, View: validate.EU, Time: testpki.DemoTime()})
			if err != nil {
				t.Fatal(err)
			}
			res, err := v.ValidateFile(t.Context(), filepath.Join("..", "internal", "demo", "data", "documents", "contract-eu-lt.pdf"))
			if err != nil {
				t.Fatal(err)
			}
			s := res.Signatures[0]
			got := s.Indication.Total()
			if sub := s.Indication.Sub(); sub != ades.NoSub {
				got += "/" + sub.String()
			} else {
				got += " " + s.Qualification.Level
			}
			if got != tc.want {
				t.Errorf("%s, want %s; lists: %q", got, tc.want, res.Trust.Problems)
			}
			tellsAll(t, res, tc.told)
		})
	}
}

func loadLists(t *testing.T, p *testpki.PKI, c tsl.Client, cache tsl.Cache, at time.Time) *trust.Store {
	t.Helper()
	scheme := tsl.Scheme{Name: "EU", Profile: tsl.ProfileEU, Location: lotlURL, Official: true,
		Bootstrap: tsl.Bootstrap{Notice: noticeURL, Certificates: [][]byte{p.Cert("lotl-0").DER, p.Cert("lotl-1").DER}}}
	l, err := tsl.NewLoader(tsl.Options{Schemes: []tsl.Scheme{scheme}, Client: c, Cache: cache, Clock: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	store, _, err := l.Load(t.Context())
	if err != nil && !errors.Is(err, tsl.ErrNoAnchors) {
		t.Fatal(err)
	}
	return store
}

// tellsAll asks for each text in the text, JSON and HTML reports; nothing is wrong with the lists where none is asked for.
func tellsAll(t *testing.T, res *validate.Result, told []string) {
	t.Helper()
	if (len(told) == 0 || strings.HasPrefix(told[0], "details: ")) && len(res.Trust.Problems) > 0 {
		t.Errorf("problems %q", res.Trust.Problems)
	}
	var text, json, html bytes.Buffer
	if err := errors.Join(report.Text(&text, res), report.JSON(&json, res), report.HTML(&html, res)); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]*bytes.Buffer{"text": &text, "JSON": &json, "HTML": &html} {
		for _, want := range told {
			want, detail := strings.CutPrefix(want, "details: ")
			if detail && name == "text" {
				continue
			}
			if !strings.Contains(b.String(), want) {
				t.Errorf("the %s report does not tell %q", name, want)
			}
		}
	}
}
