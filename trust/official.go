// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"slices"
	"strings"
)

// unofficial returns the territories of the lists in use that are tests or a project's own, sorted, each once.
func (s *Store) unofficial() []string {
	if s == nil {
		return nil
	}
	var out []string
	for i := range s.lists {
		if l := &s.lists[i]; l.Kind != KindPivot && l.Used && !l.Official {
			out = append(out, l.label())
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// unofficialProblem is the line that every report repeats where an unofficial list is in use.
func (s *Store) unofficialProblem() []string {
	if u := s.unofficial(); len(u) > 0 {
		return []string{"unofficial or test lists are in use: " + strings.Join(u, ", ")}
	}
	return nil
}
