// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package checks

import "github.com/mitome-project/mitome/policy"

// contexts and roles are the numbers of those whose paths are kept.
const (
	contexts = policy.EvidenceRecord + 1
	roles    = policy.CACertificate + 1
)

// PathIn gives the path that path makes for a constraint's name in a context, as policy.In does. The paths are made once: a
// check asks for its own for every token.
func PathIn(path func(policy.Context, string) policy.Path, name string) func(policy.Context) policy.Path {
	var paths [contexts]policy.Path
	for c := range contexts {
		paths[c] = path(c, name)
	}
	return func(c policy.Context) policy.Path {
		if c < contexts {
			return paths[c]
		}
		return path(c, name)
	}
}

// PathOfCert is PathIn for a constraint on a certificate, policy.Cert.
func PathOfCert(name string) func(policy.Context, policy.Role) policy.Path {
	var paths [contexts][roles]policy.Path
	for c := range contexts {
		for r := range roles {
			paths[c][r] = policy.Cert(c, r, name)
		}
	}
	return func(c policy.Context, r policy.Role) policy.Path {
		if c < contexts && r < roles {
			return paths[c][r]
		}
		return policy.Cert(c, r, name)
	}
}
