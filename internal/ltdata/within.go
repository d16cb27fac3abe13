// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ltdata

import "github.com/mitome-project/mitome/ades"

// Within lists the certificates and revocation data of a pool by the signature, token or revocation datum that holds them.
func Within(pool *ades.Pool) map[ades.ID][]ades.ID {
	out := map[ades.ID][]ades.ID{}
	add := func(id ades.ID, origins []ades.Origin) {
		for _, o := range origins {
			if o.In != "" {
				out[o.In] = append(out[o.In], id)
			}
		}
	}
	for _, c := range pool.Certificates {
		add(c.ID(), c.Origins)
	}
	for _, r := range pool.Revocations {
		add(r.ID(), r.Origins)
	}
	return out
}
