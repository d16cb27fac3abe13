// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"time"

	"github.com/mitome-project/mitome/internal/mirror"
)

// ListCase is a mirror whose European part has one fault.
type ListCase struct {
	Name  string `json:"name"`  // folder
	About string `json:"about"` // what is wrong
	// Broken are the URLs of the lists that must not be used.
	Broken []string `json:"broken,omitempty"`
	// Warned are the URLs of lists that have expired and are used with a warning.
	Warned []string `json:"warned,omitempty"`
	// Anchors is the number of certificates that the EU scheme must give.
	Anchors int `json:"anchors"`
	// At is the time of loading.
	At string `json:"at"`
}

const (
	urlFI = "https://tl.example.org/fi.xml"
	urlNL = "https://tl.example.org/nl.xml"
)

// listVariant changes the demonstration's lists.
type listVariant struct {
	ListCase
	change func(lists map[string]ListSpec)
	drop   string // URL that cannot be downloaded
}

func listVariants() []listVariant {
	at := DemoTime().Format(time.RFC3339)
	mutate := func(url string, m ...string) func(map[string]ListSpec) {
		return func(l map[string]ListSpec) { s := l[url]; s.Mutate = m; l[url] = s }
	}
	edit := func(url string, f func(*ListSpec)) func(map[string]ListSpec) {
		return func(l map[string]ListSpec) { s := l[url]; f(&s); l[url] = s }
	}
	all := []string{lotlURL, urlFI, urlNL}
	none := func(map[string]ListSpec) {}
	v := func(name, about string, broken []string, anchors int, change func(map[string]ListSpec)) listVariant {
		return listVariant{ListCase: ListCase{Name: name, About: about, Broken: broken, Anchors: anchors, At: at}, change: change}
	}
	xa, xb := []string{urlFI}, []string{urlNL}
	out := []listVariant{
		v("good", "nothing is wrong", nil, 2, none),
		v("tampered", "the list of FI was changed after signing", xa, 1, mutate(urlFI, "tampered")),
		v("broken-signature", "the signature value of the list of FI is wrong", xa, 1, mutate(urlFI, "broken-signature")),
		v("unsigned", "the list of FI has no signature", xa, 1, mutate(urlFI, "unsigned")),
		v("twice", "the list of FI has two signatures", xa, 1, mutate(urlFI, "twice")),
		v("wrapped", "the signed list of FI stands inside another root", xa, 1, mutate(urlFI, "wrapped")),
		v("stranger", "the list of NL is signed by a certificate that was not announced", xb, 1, edit(urlNL, func(s *ListSpec) { s.Signer = "stranger" })),
		v("neighbour", "the list of NL is signed by the operator of FI", xb, 1, edit(urlNL, func(s *ListSpec) { s.Signer = "tl-fi" })),
		v("truncated", "the list of NL ends in the middle", xb, 1, mutate(urlNL, "truncated")),
		v("html", "an error page stands where the list of NL should", xb, 1, mutate(urlNL, "html")),
		v("lotl-tampered", "the list of the lists was changed after signing", all, 0, mutate(lotlURL, "tampered")),
		v("lotl-old-signer", "the list of the lists is signed by the signer that the pivot replaced", all, 0, edit(lotlURL, func(s *ListSpec) { s.Signer = "lotl-0" })),
		v("pivot-tampered", "the pivot was changed after signing", append([]string{pivotURL}, all...), 0, mutate(pivotURL, "tampered")),
		v("pivot-stranger", "the pivot is signed by a stranger", append([]string{pivotURL}, all...), 0, edit(pivotURL, func(s *ListSpec) { s.Signer = "stranger" })),
		v("unknown-critical", "a service of NL has an unknown critical extension", nil, 2, mutate(urlNL, "unknown-critical")),
		v("version-5", "the list of NL is of version 5", nil, 2, edit(urlNL, func(s *ListSpec) { s.Version, s.Mutate = 5, []string{"ess-v1"} })),
		v("closed", "the list of NL is closed", nil, 2, edit(urlNL, func(s *ListSpec) { s.Next = time.Time{} })),
		v("withdrawn", "the time-stamping service of NL was withdrawn", nil, 2, edit(urlNL, func(s *ListSpec) {
			p := append([]PeriodSpec{{Status: status + "withdrawn", From: date("2026-06-01")}}, s.Providers[0].Services[0].Periods...)
			s.Providers = []ProviderSpec{{Names: s.Providers[0].Names, Services: []ServiceSpec{{Type: svc + "TSA/QTST", Names: s.Providers[0].Services[0].Names, Certs: []string{"chronos-ca"}, Periods: p}}}}
		})),
	}
	missing := v("missing", "the list of FI cannot be downloaded", xa, 1, none)
	missing.drop = urlFI
	expired := v("expired", "the list of FI has expired", nil, 2, edit(urlFI, func(s *ListSpec) { s.Issued, s.Next = date("2026-03-01"), date("2026-08-28") }))
	expired.Warned = xa
	lotlExpired := v("lotl-expired", "the list of the lists has expired: what that means is the policy's to say", nil, 2, edit(lotlURL, func(s *ListSpec) { s.Issued, s.Next = date("2026-03-01"), date("2026-08-28") }))
	lotlExpired.Warned = []string{lotlURL}
	return append(out, missing, expired, lotlExpired)
}

// listFiles makes the mirrors below testdata/lists, and their index.
func listFiles(keys Keys) (map[string][]byte, error) {
	p, err := New(DemoPKI(), keys)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	var index bytes.Buffer
	for _, v := range listVariants() {
		lists := DemoLists(false)
		delete(lists, jtslURL)
		v.change(lists)
		unofficial := false
		m := mirror.File{Files: map[string]string{}, Schemes: []mirror.Scheme{{Name: "EU", Profile: "eu", Location: lotlURL, Signers: "signers.pem", Notice: noticeURL, Official: &unofficial}}}
		for url, spec := range lists {
			if url == v.drop {
				continue
			}
			b, err := p.List(spec)
			if err != nil {
				return nil, err
			}
			name := map[string]string{lotlURL: "lotl.xml", pivotURL: "pivot.xml", urlFI: "fi.xml", urlNL: "nl.xml"}[url]
			m.Files[url] = name
			files[v.Name+"/"+name] = b
		}
		if files[v.Name+"/"+mirror.Name], err = m.Text(); err != nil {
			return nil, err
		}
		files[v.Name+"/signers.pem"] = p.pemCerts("lotl-0", "lotl-1")
		if err := line(&index, v.ListCase); err != nil {
			return nil, err
		}
	}
	files["expected.jsonl"] = index.Bytes()
	return files, nil
}
