// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// KeyUsage asks whether the key may be used as it was.
var KeyUsage = checks.Check[*Facts]{
	ID: "xcv.key-usage", Clause: clause4 + ".4 (n)", Key: "BBB_XCV_ISCGKU",
	Question: "Has the certificate an accepted key usage?",
	Path:     cert("KeyUsage"),
	SubOf: func(f *Facts) ades.Sub {
		if isCA(f) {
			return general
		}
		return chain
	},
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		var set []string
		for i, n := range KeyUsageNames {
			if f.Cert.X509().KeyUsage&(1<<i) != 0 {
				set = append(set, n)
			}
		}
		return checks.Accepts(k, set...), strings.Join(set, ", ")
	},
}

// KeyUsageNames are the names of the key usage bits as policies write them.
var KeyUsageNames = [...]string{"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign", "crlSign", "encipherOnly", "decipherOnly"}
