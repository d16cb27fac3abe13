// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"slices"
	"testing"
	"time"

	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/validate"
)

// TestWorth holds the words: from where, by which agreement and on which footing, what the own list says, and that a test list has
// no legal effect.
func TestWorth(t *testing.T) {
	since := time.Date(2023, 4, 1, 0, 0, 0, 0, time.UTC)
	const jp, etsi = "https://mitome-project.github.io/jtsl/v1/Svctype/", "http://uri.etsi.org/TrstSvc/Svctype/"
	art14 := validate.Recognition{Agreement: "JPQCForESig", As: etsi + "CA/QC", Status: "granted", Since: since, Basis: "equivalence"}
	with := func(r validate.Recognition, change func(*validate.Recognition)) validate.Recognition {
		change(&r)
		return r
	}
	japanese := validate.Home{Territory: "JP", Type: jp + "CA/Accredited", Status: "accredited", Level: "JP-ESig", Foreign: true}
	const effect = "a test or unofficial list says so: this has no legal effect"
	for _, tt := range []struct {
		q    validate.Qualification
		want []string
	}{
		{validate.Qualification{Level: "QESig", View: validate.EU, Vocabulary: validate.EU, Home: validate.Home{Territory: "FI"}}, []string{"QESig seen from the EU"}},
		{validate.Qualification{Level: "QESig", View: validate.EU, Vocabulary: validate.EU, Home: validate.Home{Territory: "FI", Unofficial: true}}, []string{"QESig seen from the EU", effect}},
		{validate.Qualification{Level: "N/A", View: validate.EU, Vocabulary: validate.EU}, []string{"N/A seen from the EU"}},
		{validate.Qualification{Level: "QESig", View: validate.EU, Vocabulary: validate.EU, Recognition: art14, Home: japanese}, []string{"QESig seen from the EU",
			"recognised as CA/QC (granted) by JPQCForESig since 2023-04-01: equivalent under Article 14 of Regulation (EU) No 910/2014", "at home in JP: JP-ESig, under CA/Accredited (accredited)"}},
		{validate.Qualification{Level: "AdESig", View: validate.EU, Vocabulary: validate.EU, Recognition: with(art14, func(r *validate.Recognition) { r.Basis, r.Unofficial = "facilitation", true }), Home: japanese}, []string{"AdESig seen from the EU",
			"recognised as CA/QC (granted) by JPQCForESig since 2023-04-01: for advanced signatures only (Articles 27, 37 of Regulation (EU) No 910/2014), nothing becomes qualified", effect,
			"at home in JP: JP-ESig, under CA/Accredited (accredited)"}},
		{validate.Qualification{Level: "Unknown", View: validate.EU, Vocabulary: validate.EU, Home: japanese}, []string{"Unknown seen from the EU",
			"at home in JP: JP-ESig, under CA/Accredited (accredited); no agreement recognises it in the EU"}},
		{validate.Qualification{Level: "JP-ESig", View: validate.JP, Vocabulary: validate.JP, Recognition: validate.Recognition{Agreement: "EUQCForESig", As: jp + "CA/Accredited", Status: "accredited", Since: since, Basis: "own-table"},
			Home: validate.Home{Territory: "FI", Type: etsi + "CA/QC", Status: "granted", Level: "QESig", Foreign: true}}, []string{"JP-ESig seen from Japan",
			"recognised as CA/Accredited (accredited) by EUQCForESig since 2023-04-01, the recognising party's own table", "at home in FI: QESig, under CA/QC (granted)"}},
		{validate.Qualification{Level: "N/A", View: validate.JP, Vocabulary: validate.JP, Home: validate.Home{Territory: "FI", Type: etsi + "CA/QC", Status: "granted", Level: "QESig", Foreign: true, Unofficial: true}}, []string{"N/A seen from Japan",
			"at home in FI: QESig, under CA/QC (granted); no agreement recognises it in Japan"}},
		{validate.Qualification{Level: "N/A", View: validate.EU, Vocabulary: validate.EU, Home: validate.Home{Territory: "ZZ", Type: "urn:zz:ca", Status: "urn:zz:granted", Foreign: true}}, []string{"N/A seen from the EU",
			"at home in ZZ: what its service is worth is not known here, under urn:zz:ca (urn:zz:granted); no agreement recognises it in the EU"}},
		{validate.Qualification{Level: "Unknown", View: validate.EU, Vocabulary: validate.EU, Home: validate.Home{Territory: "JP", Type: jp + "CA/Government", Status: "setbynationallaw", Level: "N/A", Foreign: true}}, []string{"Unknown seen from the EU",
			"at home in JP: nothing that the list gives (N/A), under CA/Government (setbynationallaw); no agreement recognises it in the EU"}},
		{validate.Qualification{Level: "JP-ESig", View: validate.NoView, Vocabulary: validate.JP, Home: japanese}, []string{"JP-ESig under the Japanese list"}},
		{validate.Qualification{Level: "QESig", View: validate.NoView, Vocabulary: validate.EU}, []string{"QESig under EU law"}},
		{validate.Qualification{Level: "N/A", View: validate.NoView, Vocabulary: validate.NoView}, []string{"N/A"}},
	} {
		if tt.q.View == validate.NoView {
			tt.q.Home.Foreign = false
		}
		if got := report.Worth(tt.q); !slices.Equal(got, tt.want) {
			t.Errorf("%q\nwant %q", got, tt.want)
		}
	}
}
