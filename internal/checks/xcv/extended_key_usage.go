// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"strings"

	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// ExtendedKeyUsage asks whether the certificate has an accepted purpose.
var ExtendedKeyUsage = checks.Check[*Facts]{
	ID: "xcv.extended-key-usage", Clause: clause5 + "; RFC 5280 4.2.1.12", Key: "BBB_XCV_ISCGEKU",
	Question: "Has the certificate an accepted extended key usage?",
	Path:     cert("ExtendedKeyUsage"), Sub: chain,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		var set []string
		for _, o := range f.Cert.X509().ExtKeyUsage {
			set = append(set, o, PurposeName(o))
		}
		return checks.Accepts(k, set...), strings.Join(f.Cert.X509().ExtKeyUsage, ", ")
	},
}

// PurposeName is the name by which policies call a purpose OID; the OID itself where there is none.
func PurposeName(oid string) string {
	switch oid {
	case "1.3.6.1.5.5.7.3.1":
		return "serverAuth"
	case "1.3.6.1.5.5.7.3.2":
		return "clientAuth"
	case "1.3.6.1.5.5.7.3.3":
		return "codeSigning"
	case "1.3.6.1.5.5.7.3.4":
		return "emailProtection"
	case "1.3.6.1.5.5.7.3.8":
		return "timeStamping"
	case "1.3.6.1.5.5.7.3.9":
		return "ocspSigning"
	case "0.4.0.2231.3.0":
		return "tslSigning"
	}
	return oid
}
