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

// Type asks for an accepted type of trust service.
var Type = checks.Check[*Facts]{
	ID: "xcv.service-type", Clause: clause + "; TS 119 612 v2.4.1 5.5.1", Key: "XCV_TSL_ETIP",
	Question: "Is the trust service of an accepted type?",
	Path:     basic("TrustServiceTypeIdentifier"),
	Sub:      ades.NoCertificateChainFound, Applies: listed,
	Holds: func(f *Facts, k policy.Constraint) (bool, string) {
		v := f.values(func(p trust.Period) string { return p.Type })
		return checks.Accepts(k, v...), strings.Join(v, ", ")
	},
}
