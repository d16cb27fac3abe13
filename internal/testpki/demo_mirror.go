// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"path"

	"github.com/mitome-project/mitome/internal/mirror"
)

// pemCerts is the PEM of certificates, each under its subject.
func (p *PKI) pemCerts(ids ...string) []byte {
	var out []byte
	for _, id := range ids {
		if c := p.byID[id]; c != nil {
			out = append(out, mirror.PEM(c.Subject, c.DER)...)
		}
	}
	return out
}

// demoMirror adds a mirror folder: with the agreement "mirror", without it "mirror-plain".
func demoMirror(p *PKI, files map[string][]byte, agreement bool) error {
	made, err := p.DemoMirror(DemoLists(agreement))
	if err != nil {
		return err
	}
	dir := "mirror-plain/"
	if agreement {
		dir = "mirror/"
	}
	for name, b := range made {
		files[dir+name] = b
	}
	return nil
}

// DemoMirror makes the files of a mirror with the demonstration's schemes from their lists, which may have been changed. The
// recognition scheme is in it if its list is.
func (p *PKI) DemoMirror(lists map[string]ListSpec) (map[string][]byte, error) {
	unofficial := false
	m := mirror.File{Files: map[string]string{}, Schemes: []mirror.Scheme{
		{Name: "EU demonstration", Profile: "eu", Location: lotlURL, Signers: "eu-signers.pem", Notice: noticeURL, Official: &unofficial},
		{Name: "JP demonstration", Profile: "jp", Location: jtslURL, Signers: "jp-signers.pem", Official: &unofficial},
	}}
	files := map[string][]byte{"eu-signers.pem": p.pemCerts("lotl-0", "lotl-1"), "jp-signers.pem": p.pemCerts("jtsl")}
	if _, ok := lists[mraURL]; ok {
		m.Schemes = append(m.Schemes, mirror.Scheme{Name: "EU-JP agreement demonstration", Profile: "mra", Location: mraURL, Signers: "agreement-signers.pem", TSLType: typeJP, Official: &unofficial})
		files["agreement-signers.pem"] = p.pemCerts("agreement")
	}
	for url, spec := range lists {
		b, err := p.List(spec)
		if err != nil {
			return nil, err
		}
		m.Files[url] = path.Base(url)
		files[path.Base(url)] = b
	}
	text, err := m.Text()
	if err != nil {
		return nil, err
	}
	files[mirror.Name] = text
	return files, nil
}
