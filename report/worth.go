// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"strings"
	"time"

	"github.com/mitome-project/mitome/validate"
)

// Worth tells what a signature, a time-stamp or a certificate is worth in law: the level and from where it is seen; then, in a
// line each, by which agreement it is recognised, and what its own list says where that is another party's. Texts from
// documents and lists are in it as they are: [Clean] them.
func Worth(q validate.Qualification) []string {
	out := []string{q.Level + from(q)}
	if r := q.Recognition; r.Basis != "" {
		out = append(out, recognised(r))
	}
	if (q.Recognition.Unofficial || q.Home.Unofficial) && q.Level != "N/A" {
		out = append(out, "a test or unofficial list says so: this has no legal effect")
	}
	if h := q.Home; h.Territory != "" && (q.Recognition.Basis != "" || h.Foreign) {
		line := "at home in " + h.Territory + ": "
		switch {
		case h.Level == "":
			line += "what its service is worth is not known here"
		case h.Level == "N/A":
			line += "nothing that the list gives (N/A)"
		default:
			line += h.Level
		}
		line += ", under " + typeName(h.Type) + " (" + h.Status + ")"
		if q.Recognition.Basis == "" && h.Foreign {
			line += "; no agreement recognises it in " + partyName(q.View)
		}
		out = append(out, line)
	}
	return out
}

func from(q validate.Qualification) string {
	switch {
	case q.View != validate.NoView:
		return " seen from " + partyName(q.View)
	case q.Vocabulary != validate.NoView && q.Level != "N/A":
		return " under " + map[validate.View]string{validate.EU: "EU law", validate.JP: "the Japanese list"}[q.Vocabulary]
	}
	return ""
}

func partyName(v validate.View) string {
	return map[validate.View]string{validate.EU: "the EU", validate.JP: "Japan"}[v]
}

func recognised(r validate.Recognition) string {
	out := "recognised as " + typeName(r.As) + " (" + r.Status + ") by " + r.Agreement + " since " + r.Since.UTC().Format(time.DateOnly)
	switch r.Basis {
	case "equivalence":
		out += ": equivalent under Article 14 of Regulation (EU) No 910/2014"
	case "facilitation":
		out += ": for advanced signatures only (Articles 27, 37 of Regulation (EU) No 910/2014), nothing becomes qualified"
	case "own-table":
		out += ", the recognising party's own table"
	}
	return out
}

// typeName is the end of a service type URI.
func typeName(uri string) string {
	if i := strings.Index(strings.ToLower(uri), "/svctype/"); i >= 0 {
		return uri[i+len("/svctype/"):]
	}
	return uri
}
