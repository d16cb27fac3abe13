// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package er holds the checks of evidence records, EN 319 102-1 5.6.3.4 step 1 with RFC 4998 4.3 and 5.3 and RFC 6283 3.3 and
// 4.3, one a file.
package er

import (
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// Facts are what the checks look at.
type Facts struct {
	Record *ades.EvidenceRecord
	Ref    *ades.Reference // the digest asked about
}

func constraint(name string) func(*Facts) checks.Path {
	return checks.At[*Facts](policy.In(policy.EvidenceRecord, name))
}

func timestamp(name string) func(*Facts) checks.Path {
	return checks.At[*Facts](policy.Basic(policy.Timestamp, name))
}

// renewal says that the digest is of what an archive time-stamp renews, not of data.
func (f *Facts) renewal() bool {
	return f.Ref.Kind == ades.RefArchiveTimestamp || f.Ref.Kind == ades.RefArchiveSequence
}

// told is what the report says of a digest.
func (f *Facts) told() string { return strings.TrimSpace(f.Ref.Name + " " + f.Ref.Problem) }

const clause = checks.Edition + "5.6.3.4 step 1; "

// quiet is why some checks have no key: the reference tells of the record as a whole only.
const quiet = "the reference reports the record as a whole (ADEST_IRERVPC)"
