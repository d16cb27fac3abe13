// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
)

// Changes is what differs between two snapshots, for an operator to read.
type Changes struct {
	From     string          `json:"from"` // store ids
	To       string          `json:"to"`
	Lists    []ListChange    `json:"lists"`
	Services []ServiceChange `json:"services"`
	// Added and Removed are the ids of anchors that are new or gone.
	Added   []ades.ID `json:"anchorsAdded"`
	Removed []ades.ID `json:"anchorsRemoved"`
	// Expiring is what ends soon in the newer snapshot, where the caller asked for it by [Store.Expiring].
	Expiring []Expiry `json:"expiring,omitempty"`
}

// ListChange is one list that is new, gone or other.
type ListChange struct {
	Change    string   `json:"change"` // added, removed, changed
	Kind      ListKind `json:"kind"`
	URL       string   `json:"url"`
	Territory string   `json:"territory"`
	Details   []string `json:"details"`
}

// ServiceChange is one service that is new, gone or other.
type ServiceChange struct {
	Change    string   `json:"change"` // added, removed, changed
	Territory string   `json:"territory"`
	Provider  string   `json:"provider"`
	Service   string   `json:"service"`
	Type      string   `json:"type"`
	Details   []string `json:"details"`
}

// Diff tells what changed from one snapshot to another, in the order of the lists.
func Diff(from, to *Store) *Changes {
	c := &Changes{From: from.ID(), To: to.ID(), Lists: []ListChange{}, Services: []ServiceChange{}, Added: []ades.ID{}, Removed: []ades.ID{}}
	moved := moves(from, to)
	c.diffLists(from, to, moved)
	c.diffServices(from, to, moved)
	for _, x := range to.Certificates() {
		if from.Certificate(x.ID()) == nil {
			c.Added = append(c.Added, x.ID())
		}
	}
	for _, x := range from.Certificates() {
		if to.Certificate(x.ID()) == nil {
			c.Removed = append(c.Removed, x.ID())
		}
	}
	return c
}

// moves gives the new location, by the old one, of each list that has another: the only one of its scheme, kind, territory and
// type that is gone, where the only such one that is new.
func moves(from, to *Store) map[string]string {
	list := func(s, other *Store) map[string][]string {
		out := map[string][]string{}
		lists := s.Status()
		for i := range lists {
			if l := &lists[i]; l.Kind != KindPivot && l.Territory != "" && other.List(l.URL) == nil {
				k := strings.Join([]string{l.Scheme, string(l.Kind), l.Territory, l.Type}, "\x1f")
				out[k] = append(out[k], l.URL)
			}
		}
		return out
	}
	gone, come := list(from, to), list(to, from)
	moved := map[string]string{}
	for k, old := range gone {
		if now := come[k]; len(old) == 1 && len(now) == 1 {
			moved[old[0]] = now[0]
		}
	}
	return moved
}

// Empty reports whether nothing changed.
func (c *Changes) Empty() bool {
	return len(c.Lists)+len(c.Services)+len(c.Added)+len(c.Removed) == 0
}

func (c *Changes) diffLists(from, to *Store, moved map[string]string) {
	key := func(l *ListStatus) string { return l.Scheme + "\x1f" + l.URL }
	oldKey := func(l *ListStatus) string { return l.Scheme + "\x1f" + location(l.URL, moved) }
	old := map[string]*ListStatus{}
	before, after := from.Status(), to.Status()
	for i := range before {
		old[oldKey(&before[i])] = &before[i]
	}
	seen := map[string]bool{}
	for i := range after {
		l := &after[i]
		k := key(l)
		seen[k] = true
		if o := old[k]; o == nil {
			c.Lists = append(c.Lists, ListChange{Change: "added", Kind: l.Kind, URL: l.URL, Territory: l.Territory, Details: []string{}})
		} else if d := listDetails(o, l); len(d) > 0 {
			c.Lists = append(c.Lists, ListChange{Change: "changed", Kind: l.Kind, URL: l.URL, Territory: l.Territory, Details: d})
		}
	}
	for i := range before {
		if l := &before[i]; !seen[oldKey(l)] {
			c.Lists = append(c.Lists, ListChange{Change: "removed", Kind: l.Kind, URL: l.URL, Territory: l.Territory, Details: []string{}})
		}
	}
}

// location is where a list of the older snapshot is now.
func location(url string, moved map[string]string) string {
	if now := moved[url]; now != "" {
		return now
	}
	return url
}

func listDetails(o, n *ListStatus) []string {
	var out []string
	add := func(what, before, after string) {
		if before != after {
			out = append(out, fmt.Sprintf("%s %s → %s", what, none(before), none(after)))
		}
	}
	add("location", o.URL, n.URL)
	add("sequence", fmt.Sprint(o.Sequence), fmt.Sprint(n.Sequence))
	add("version", fmt.Sprint(o.Version), fmt.Sprint(n.Version))
	add("issued", day(o.Issued), day(n.Issued))
	add("next update", day(o.NextUpdate), day(n.NextUpdate))
	add("signer", o.SignerName, n.SignerName)
	if o.SignerName == n.SignerName {
		add("signer", o.Signer, n.Signer)
	}
	add("signature", string(o.Verdict), string(n.Verdict))
	add("error", o.Error, n.Error)
	add("refused", o.Refused, n.Refused)
	if gained, lost := compare(o.Announced, n.Announced); gained+lost > 0 {
		out = append(out, fmt.Sprintf("announced signers: %d more, %d fewer", gained, lost))
	}
	if len(out) == 0 && o.Digest != n.Digest {
		out = append(out, "other bytes")
	}
	return out
}

func compare(a, b []string) (gained, lost int) {
	for _, x := range b {
		if !slices.Contains(a, x) {
			gained++
		}
	}
	for _, x := range a {
		if !slices.Contains(b, x) {
			lost++
		}
	}
	return gained, lost
}

func none(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// services returns every service once, in the order of the anchors' ids, and a name for each that survives a new list, also at
// another location.
func (s *Store) services(moved map[string]string) (keys []string, byKey map[string]*Service) {
	byKey = map[string]*Service{}
	if s == nil {
		return nil, byKey
	}
	seen := map[*Service]bool{}
	for _, e := range s.entries {
		for _, sv := range e.services {
			if seen[sv] {
				continue
			}
			seen[sv] = true
			base := strings.Join([]string{sv.Scheme, location(sv.List, moved), sv.Type, firstID(sv)}, "\x1f")
			k := base
			for n := 2; byKey[k] != nil; n++ {
				k = fmt.Sprint(base, "\x1f", n)
			}
			byKey[k] = sv
			keys = append(keys, k)
		}
	}
	return keys, byKey
}

// firstID is the first certificate of a service's identity: certificates are renewed by adding further ones.
func firstID(sv *Service) string {
	if len(sv.Certificates) == 0 {
		return ""
	}
	return string(sv.Certificates[0])
}

func (c *Changes) diffServices(from, to *Store, moved map[string]string) {
	before, old := from.services(moved)
	after, now := to.services(nil)
	for _, k := range after {
		sv := now[k]
		if o := old[k]; o == nil {
			c.Services = append(c.Services, serviceChange("added", sv, []string{current(sv)}))
		} else if d := serviceDetails(o, sv); len(d) > 0 {
			c.Services = append(c.Services, serviceChange("changed", sv, d))
		}
	}
	for _, k := range before {
		if now[k] == nil {
			c.Services = append(c.Services, serviceChange("removed", old[k], []string{current(old[k])}))
		}
	}
	slices.SortStableFunc(c.Services, func(a, b ServiceChange) int {
		return strings.Compare(a.Territory+"\x1f"+a.Provider, b.Territory+"\x1f"+b.Provider)
	})
}

func serviceChange(what string, sv *Service, details []string) ServiceChange {
	return ServiceChange{Change: what, Territory: sv.Territory, Provider: Pick(sv.Provider, "en"), Service: Pick(sv.Names, "en"), Type: sv.Type, Details: details}
}

func current(sv *Service) string {
	if len(sv.Periods) == 0 {
		return "no status"
	}
	return StatusName(sv.Periods[0].Status) + " since " + day(sv.Periods[0].From)
}

func serviceDetails(o, n *Service) []string {
	var out []string
	if current(o) != current(n) {
		out = append(out, current(o)+" → "+current(n))
	}
	if len(o.Periods) > 0 && len(n.Periods) > 0 {
		a, b := &o.Periods[0], &n.Periods[0]
		if gained, lost := compare(a.Additional, b.Additional); gained+lost > 0 {
			out = append(out, "additional information "+strings.Join(a.Additional, " ")+" → "+strings.Join(b.Additional, " "))
		}
		if qualifications(a) != qualifications(b) {
			out = append(out, "qualifiers changed")
		}
	}
	if gained, lost := compare(ids(o.Certificates), ids(n.Certificates)); gained+lost > 0 {
		out = append(out, fmt.Sprintf("certificates: %d more, %d fewer", gained, lost))
	}
	if Pick(o.Provider, "en") != Pick(n.Provider, "en") {
		out = append(out, "provider "+Pick(o.Provider, "en")+" → "+Pick(n.Provider, "en"))
	}
	return out
}

func ids(list []ades.ID) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

func qualifications(p *Period) string {
	var b strings.Builder
	for i := range p.Qualifiers {
		fmt.Fprint(&b, p.Qualifiers[i].URIs, p.Qualifiers[i].Critical, p.Qualifiers[i].Criteria.String(), "\n")
	}
	return b.String()
}

// Text writes the changes for people. What comes from a list is not escaped; the caller knows its terminal.
func (c *Changes) Text(w io.Writer) error {
	var b strings.Builder
	if c.Empty() {
		b.WriteString("nothing changed\n")
	}
	for _, l := range c.Lists {
		what := map[ListKind]string{KindLOTL: "list of lists", KindPivot: "pivot", KindList: "list"}[l.Kind]
		fmt.Fprintf(&b, "%s %s %s %s%s\n", what, l.Change, none(l.Territory), l.URL, detail(l.Details))
	}
	for _, s := range c.Services {
		fmt.Fprintf(&b, "service %s %s %s / %s (%s)%s\n", s.Change, s.Territory, s.Provider, s.Service, typeName(s.Type), detail(s.Details))
	}
	if n := len(c.Added) + len(c.Removed); n > 0 {
		fmt.Fprintf(&b, "anchors: %d more, %d fewer\n", len(c.Added), len(c.Removed))
	}
	for _, x := range c.Expiring {
		fmt.Fprintf(&b, "%s %s expires %s\n", x.What, x.Name, day(x.At))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// typeName is what follows "Svctype/" in the URI of a service type, or its last part.
func typeName(uri string) string {
	if _, rest, ok := strings.Cut(uri, "/Svctype/"); ok {
		return rest
	}
	return uri[strings.LastIndexByte(uri, '/')+1:]
}

func detail(d []string) string {
	if len(d) == 0 {
		return ""
	}
	return ": " + strings.Join(d, "; ")
}
