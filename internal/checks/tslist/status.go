// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tslist

import (
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

// Status asks for an accepted status of the trust service.
var Status = checks.Check[*Facts]{
	ID: "xcv.service-status", Clause: clause + "; TS 119 612 v2.4.1 5.5.4", Key: "XCV_TSL_ESP",
	Question: "Has the trust service an accepted status?",
	Path:     basic("TrustServiceStatus"),
	Sub:      ades.NoCertificateChainFound, Applies: listed,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		v := f.values(func(p trust.Period) string { return p.Status })
		return checks.Accepts(k, v...), strings.Join(v, ", ")
	},
}
