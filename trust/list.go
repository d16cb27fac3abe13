// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ListKind tells lists of lists, their pivots and lists of services apart.
type ListKind string

// The kinds of lists.
const (
	KindLOTL  ListKind = "lotl"
	KindPivot ListKind = "pivot"
	KindList  ListKind = "tl"
)

// Verdict is the outcome of checking a list's signature.
type Verdict string

// The verdicts. Only VerdictGood gives anchors; an empty verdict means that the signature was not checked.
const (
	VerdictGood    Verdict = "TOTAL-PASSED"
	VerdictBad     Verdict = "TOTAL-FAILED"
	VerdictUnknown Verdict = "INDETERMINATE"
)

// ListStatus is what is known of one list of a scheme, also of one that could not be had.
type ListStatus struct {
	Kind      ListKind
	Scheme    string
	Official  bool // false: a test or unofficial list
	URL       string
	Parent    string // the list of lists that points to it; empty for that one itself
	Territory string
	Type      string // TSLType URI
	Operator  []Text
	Names     []Text // scheme names
	Sequence  int64
	Version   int // TSLVersionIdentifier; 0: absent or no number
	Issued    time.Time
	// NextUpdate is zero in a closed list, for which Closed is set, and where it cannot be read.
	NextUpdate time.Time
	Closed     bool
	Providers  int
	Services   int
	// Digest is the SHA-256 of the list's bytes, in hexadecimal.
	Digest string
	Size   int64
	// Signer is the id of the certificate that signed, SignerName its subject, SignedAt the claimed signing time.
	Signer     string
	SignerName string
	SignedAt   time.Time
	Algorithm  string // signature algorithm URI
	Verdict    Verdict
	// Reason says why Verdict is not VerdictGood.
	Reason string
	// Announced are the ids of the certificates that may sign the list, as the pointer or the bootstrap record announces them.
	Announced []string
	// Error says why the list could not be had or read; empty: it was read.
	Error string
	// Used says that the list's services are in the store.
	Used bool
	// Refused says why a good list is not used (an expired list of lists, a roll-back); empty: it is.
	Refused string
	// Pivots are the URLs of the pivots walked, oldest first (list of lists only).
	Pivots []string
	// Fetched is when the bytes were had; Source where from: "network", "cache", "mirror", "last good".
	Fetched time.Time
	Source  string
	// Problems are deviations found in the list, Alerts things that an operator should look at.
	Problems []string
	Alerts   []string
	// Structure are deviations from the structure that TS 119 612 gives lists of this version.
	Structure []string
}

// Expired reports whether the list's next update is past at t. A closed list never expires by itself.
func (l *ListStatus) Expired(t time.Time) bool {
	return !l.NextUpdate.IsZero() && !t.Before(l.NextUpdate)
}

// Problem says in one line what is wrong with the list; empty: nothing.
func (l *ListStatus) Problem() string {
	switch {
	case l.Error != "":
		return fmt.Sprintf("%s list %s: %s", l.label(), l.URL, l.Error)
	case l.Verdict != VerdictGood:
		return fmt.Sprintf("%s list %s: signature %s: %s", l.label(), l.URL, verdictWord(l.Verdict), l.Reason)
	case l.Refused != "":
		return fmt.Sprintf("%s list %s: refused: %s", l.label(), l.URL, l.Refused)
	}
	return ""
}

func (l *ListStatus) label() string {
	if l.Territory != "" {
		return l.Territory
	}
	return l.Scheme
}

func verdictWord(v Verdict) string {
	if v == "" {
		return "not checked"
	}
	return string(v)
}

// Status returns what is known of every list, in the order in which they were read. The slice is the caller's.
func (s *Store) Status() []ListStatus {
	if s == nil {
		return nil
	}
	return slices.Clone(s.lists)
}

// List returns the status of the list with that URL, nil if the store has none.
func (s *Store) List(url string) *ListStatus {
	if s == nil {
		return nil
	}
	for i := range s.lists {
		if s.lists[i].URL == url {
			l := s.lists[i]
			return &l
		}
	}
	return nil
}

// Problems are the lists that could not be had, are badly signed or were refused, one line each, and the alerts.
func (s *Store) Problems() []string {
	if s == nil {
		return nil
	}
	var out []string
	for i := range s.lists {
		if p := s.lists[i].Problem(); p != "" {
			out = append(out, p)
		}
		for _, a := range s.lists[i].Alerts {
			out = append(out, s.lists[i].label()+" list "+s.lists[i].URL+": "+a)
		}
	}
	return out
}

// Loaded is when the store was built; zero for one made from certificates.
func (s *Store) Loaded() time.Time {
	if s == nil {
		return time.Time{}
	}
	return s.loaded
}

// Age is how long before t the store was built; 0 for one made from certificates.
func (s *Store) Age(t time.Time) time.Duration {
	if s == nil || s.loaded.IsZero() {
		return 0
	}
	return t.Sub(s.loaded)
}

// identity is the line that stands for the list in the store's id.
func (l *ListStatus) identity() string {
	return strings.Join([]string{"list", l.Scheme, string(l.Kind), l.URL, l.Parent, l.Digest, string(l.Verdict), fmt.Sprint(l.Used, l.Official)}, "\x1f")
}
