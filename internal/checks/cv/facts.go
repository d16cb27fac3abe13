// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package cv holds the checks of cryptographic verification, EN 319 102-1 5.2.7, one a file.
package cv

import (
	"cmp"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Facts are what the checks of this block look at.
type Facts struct {
	Context policy.Context
	Ref     *ades.Reference // the reference asked about
	Entries []*ades.Reference
	// Imprint is the time-stamp whose imprint is asked about.
	Imprint *ades.Timestamp
	Intact  bool   // the signature value verifies
	Failure string // why not
}

func basic(name string) func(*Facts) checks.Path {
	path := checks.PathIn(policy.Basic, name)
	return func(f *Facts) checks.Path { return path(f.Context) }
}

const clause = checks.Edition + "5.2.7"

// told names the data of a reference, by the file, the reference's identifier or what it points to, and says what is wrong with it;
// the one content of a CMS signature has no name.
func told(r *ades.Reference) string {
	name := cmp.Or(r.DocumentName, r.Name, r.URI)
	for _, more := range []string{r.Name, r.URI} {
		if more != "" && more != name && more != "#"+name {
			name += " (" + more + ")"
			break
		}
	}
	if name != "" && r.Problem != "" {
		name += ": "
	}
	return name + r.Problem
}
