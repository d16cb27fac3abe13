// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"path"
)

// mirrorScheme and mirror are the form of mirror.json.
type mirrorScheme struct {
	Name     string `json:"name"`
	Profile  string `json:"profile"`
	Location string `json:"location"`
	Signers  string `json:"signers"`
	TSLType  string `json:"tslType,omitempty"`
	Notice   string `json:"notice,omitempty"`
	Official bool   `json:"official"`
}

type mirror struct {
	Schemes []mirrorScheme    `json:"schemes"`
	Files   map[string]string `json:"files"`
}

// pemCerts is the PEM of certificates, each under its subject.
func (p *PKI) pemCerts(ids ...string) []byte {
	var b bytes.Buffer
	for _, id := range ids {
		if c := p.byID[id]; c != nil {
			b.WriteString("# " + c.Subject + "\n")
			b.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.DER}))
		}
	}
	return b.Bytes()
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
	m := mirror{Files: map[string]string{}, Schemes: []mirrorScheme{
		{Name: "EU demonstration", Profile: "eu", Location: lotlURL, Signers: "eu-signers.pem", Notice: noticeURL},
		{Name: "JP demonstration", Profile: "jp", Location: jtslURL, Signers: "jp-signers.pem"},
	}}
	files := map[string][]byte{"eu-signers.pem": p.pemCerts("lotl-0", "lotl-1"), "jp-signers.pem": p.pemCerts("jtsl")}
	if _, ok := lists[mraURL]; ok {
		m.Schemes = append(m.Schemes, mirrorScheme{Name: "EU-JP agreement demonstration", Profile: "mra", Location: mraURL, Signers: "agreement-signers.pem", TSLType: typeJP})
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
	j, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return nil, err
	}
	files["mirror.json"] = append(j, '\n')
	return files, nil
}
