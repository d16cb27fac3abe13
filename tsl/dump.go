// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/trust"
)

// dumpList is the line of one list.
type dumpList struct {
	Kind       string  `json:"kind"`
	URL        string  `json:"url"`
	Territory  string  `json:"territory,omitempty"`
	Sequence   int64   `json:"sequence"`
	Version    int     `json:"version"`
	Issued     *string `json:"issued"`
	NextUpdate *string `json:"nextUpdate"`
	Providers  *int    `json:"providers,omitempty"`
	Services   *int    `json:"services,omitempty"`
	Indication string  `json:"indication"`
	Pivots     *int    `json:"pivots,omitempty"`
	Reason     string  `json:"reason,omitempty"`
}

type dumpFailure struct {
	Kind  string `json:"kind"`
	URL   string `json:"url"`
	Error string `json:"error"`
}

// dumpCert is the line of one certificate.
type dumpCert struct {
	Kind     string       `json:"kind"`
	SHA256   string       `json:"sha256"`
	Subject  string       `json:"subject"`
	Trusted  []dumpWindow `json:"trusted"`
	Services []dumpPeriod `json:"services"`
}

type dumpWindow struct {
	From *string `json:"from"`
	To   *string `json:"to"`
}

type dumpPeriod struct {
	Territory  string   `json:"territory"`
	Type       string   `json:"type"`
	Status     string   `json:"status"`
	From       *string  `json:"from"`
	To         *string  `json:"to"`
	Additional []string `json:"additional"`
	Conditions int      `json:"conditions"`
}

// Dump writes a store as JSON lines, one for each list but the pivots, and one for each certificate, for comparison with
// other programs: what was read, without a judgement. Trusted is the joined window of [trust.Store.Window].
func Dump(w io.Writer, s *trust.Store) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	lists := s.Status()
	for i := range lists {
		if lists[i].Kind != trust.KindPivot {
			if err := enc.Encode(listLine(&lists[i])); err != nil {
				return err
			}
		}
	}
	for _, c := range s.Certificates() {
		if err := enc.Encode(certLine(s, c)); err != nil {
			return err
		}
	}
	return out.Flush()
}

func listLine(l *trust.ListStatus) any {
	if l.Error != "" {
		return dumpFailure{Kind: string(l.Kind), URL: l.URL, Error: l.Error}
	}
	d := dumpList{Kind: string(l.Kind), URL: l.URL, Territory: l.Territory, Sequence: l.Sequence, Version: l.Version,
		Issued: instant(l.Issued), NextUpdate: instant(l.NextUpdate), Indication: string(l.Verdict), Reason: l.Reason}
	if l.Kind == trust.KindLOTL {
		n := len(l.Pivots)
		d.Pivots = &n
	} else {
		d.Providers, d.Services = &l.Providers, &l.Services
	}
	return d
}

func certLine(s *trust.Store, c *ades.Certificate) any {
	d := dumpCert{Kind: "cert", SHA256: strings.TrimPrefix(string(c.ID()), "C-"), Subject: c.Subject(), Services: []dumpPeriod{}}
	from, to, _ := s.Window(c)
	d.Trusted = []dumpWindow{{instant(from), instant(to)}}
	for _, sv := range s.Services(c) {
		for i := range sv.Periods {
			p := &sv.Periods[i]
			line := dumpPeriod{Territory: sv.Territory, Type: p.Type, Status: p.Status, From: instant(p.From), To: instant(p.To),
				Additional: p.Additional, Conditions: len(p.Qualifiers)}
			if line.Additional == nil {
				line.Additional = []string{}
			}
			d.Services = append(d.Services, line)
		}
	}
	return d
}

// instant is nil for the zero time: open.
func instant(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format(time.RFC3339Nano)
	return &s
}
