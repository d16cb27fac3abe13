// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/tsl"
	"github.com/spf13/cobra"
)

func trustListCommand() *cobra.Command {
	var s settings
	var within int
	var verbose bool
	c := &cobra.Command{Use: "list", Short: "list what was loaded: every list with its signature, and what expires", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			now, err := s.time()
			if err != nil {
				return err
			}
			if len(s.trust) == 0 {
				return fail(exitUsage, errors.New("no trust was given"), "--trust FOLDER names a trust cache or a mirror")
			}
			bad := false
			for _, folder := range s.trust {
				started := time.Now()
				store, _, err := loadFolder(c.Context(), folder, nil)
				if err != nil && !errors.Is(err, tsl.ErrNoAnchors) {
					return fail(exitNoTrust, fmt.Errorf("trust %s: %w", folder, err), "mitome trust load makes a trust cache")
				}
				took := time.Since(started)
				if err := listStore(c.OutOrStdout(), store, now, time.Duration(within)*24*time.Hour, verbose); err != nil {
					return err
				}
				fmt.Fprintf(c.ErrOrStderr(), "loaded in %d ms\n", took.Milliseconds())
				bad = bad || errors.Is(err, tsl.ErrNoAnchors)
			}
			if bad {
				return fail(exitNoTrust, tsl.ErrNoAnchors, "the reasons stand beside each list")
			}
			return nil
		}}
	c.Flags().StringArrayVar(&s.trust, "trust", nil, "`folder` with a trust cache or a mirror (repeatable)")
	c.Flags().StringVar(&s.at, "at", "", "the `time` for expiry, RFC 3339 (default: now)")
	c.Flags().BoolVar(&verbose, "verbose", false, "show every deviation of a list from the standard")
	c.Flags().IntVar(&within, "within", 30, "warn of what expires within so many `days`")
	return c
}

// listStore writes the lists of a store by scheme, in the order in which they were read.
func listStore(w io.Writer, store *trust.Store, now time.Time, within time.Duration, verbose bool) error {
	var b bytes.Buffer
	lists := store.Status()
	fmt.Fprintf(&b, "trust %s\n", store.ID())
	scheme := ""
	missing := 0
	for i := range lists {
		l := &lists[i]
		if l.Scheme != scheme || i == 0 {
			scheme = l.Scheme
			fmt.Fprintf(&b, "\nscheme %s (%s)\n", report.Clean(scheme), officialWord(l.Official))
		}
		listLine(&b, l, now)
		deviations(&b, "           ", l, verbose)
		if l.Problem() != "" {
			missing++
		}
	}
	n := map[trust.ListKind]int{}
	for i := range lists {
		n[lists[i].Kind]++
	}
	fmt.Fprintf(&b, "\n%d lists of lists, %s, %d lists of services; %d of these missing or not used; %s\n",
		n[trust.KindLOTL], count(n[trust.KindPivot], "pivot"), n[trust.KindList], missing, count(store.Anchors(), "anchor"))
	warnings(&b, store, now, within)
	_, err := w.Write(b.Bytes())
	return err
}

// listLine is one list: what it says of itself, then who signed it and why that one may.
func listLine(b *bytes.Buffer, l *trust.ListStatus, now time.Time) {
	name := l.Territory
	if l.Kind != trust.KindList {
		name += " " + string(l.Kind)
	}
	fmt.Fprintf(b, "  %-8s", report.Clean(strings.TrimSpace(name)))
	if l.Error != "" {
		fmt.Fprintf(b, " MISSING  %s\n           %s\n", report.Clean(l.URL), report.Clean(l.Error))
		return
	}
	fmt.Fprintf(b, " sequence %-5d issued %s  next %s  version %d  %s, %s  %s\n", l.Sequence, day(l.Issued), nextUpdate(l, now), l.Version,
		count(l.Providers, "provider"), count(l.Services, "service"), report.Clean(l.URL))
	fmt.Fprintf(b, "           signature %s, by %s", orNone(string(l.Verdict), "NOT CHECKED"), report.Clean(orNone(l.SignerName, "nobody known")))
	if !l.SignedAt.IsZero() {
		fmt.Fprintf(b, ", at %s", utc(l.SignedAt))
	}
	b.WriteByte('\n')
	if tie := tied(l); tie != "" {
		fmt.Fprintf(b, "           %s\n", tie)
	}
	for _, x := range []struct{ word, text string }{{"not used", reason(l)}, {"refused", l.Refused}} {
		if x.text != "" {
			fmt.Fprintf(b, "           %s: %s\n", x.word, report.Clean(x.text))
		}
	}
	for _, x := range l.Alerts {
		fmt.Fprintf(b, "           ! %s\n", report.Clean(x))
	}
}

func reason(l *trust.ListStatus) string {
	if l.Verdict == trust.VerdictGood {
		return ""
	}
	return orNone(l.Reason, "the signature was not checked")
}

// tied tells which of the certificates announced for the list signed it.
func tied(l *trust.ListStatus) string {
	by := "the list of lists"
	switch {
	case l.Kind == trust.KindPivot:
		by = "the bootstrap record or the pivot before"
	case l.Parent == "" && len(l.Pivots) > 0:
		by = "the newest pivot"
	case l.Parent == "":
		by = "the bootstrap record"
	}
	n := slices.Index(l.Announced, l.Signer)
	switch {
	case l.Signer == "":
		return ""
	case n < 0:
		return fmt.Sprintf("signer %s is NOT among the %d certificates that %s announces", shortID(l.Signer), len(l.Announced), by)
	}
	return fmt.Sprintf("signer %s is certificate %d of the %d that %s announces", shortID(l.Signer), n+1, len(l.Announced), by)
}

func nextUpdate(l *trust.ListStatus, now time.Time) string {
	switch {
	case l.Closed:
		return "never (closed)"
	case l.NextUpdate.IsZero():
		return "unknown"
	case l.Kind != trust.KindPivot && l.Expired(now):
		return day(l.NextUpdate) + " (EXPIRED)"
	}
	return day(l.NextUpdate)
}

// warnings tells what expires. Each kind is cut after a few lines: the counts tell the rest.
func warnings(b *bytes.Buffer, store *trust.Store, now time.Time, within time.Duration) {
	if expired := store.Expired(now); len(expired) > 0 {
		fmt.Fprintf(b, "warning: past the next update at %s: %s in use\n", utc(now), count(len(expired), "list"))
	}
	lists := store.Status()
	for i := range lists {
		if l := &lists[i]; l.Kind == trust.KindLOTL && l.Used && l.Expired(now) {
			fmt.Fprintf(b, "warning: the list of lists of scheme %s has expired: policy default takes no anchor that it leads to\n", report.Clean(l.Scheme))
		}
	}
	soon := store.Expiring(now, within)
	const shown = 10
	for i, x := range soon {
		if i == shown {
			fmt.Fprintf(b, "warning: and %d more\n", len(soon)-shown)
			break
		}
		fmt.Fprintf(b, "warning: %s %s expires %s\n", x.What, report.Clean(x.Name), utc(x.At))
	}
}

func officialWord(official bool) string {
	if official {
		return "official"
	}
	return "unofficial: not known to be a state's own, or a test"
}

func day(t time.Time) string {
	if t.IsZero() {
		return "unknown"
	}
	return t.UTC().Format(time.DateOnly)
}

func orNone(s, none string) string {
	if s == "" {
		return none
	}
	return s
}
