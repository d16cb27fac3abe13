// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
	"github.com/spf13/cobra"
)

func trustShowCommand() *cobra.Command {
	var s settings
	var personal, verbose bool
	c := &cobra.Command{Use: "show CERTIFICATE|SHA256|COUNTRY", Short: "explain a certificate (PEM or DER), or the services of a country",
		Long: "Explain a certificate: which list, provider and service it belongs to or is issued under, since when, with which qualifiers, and what it is worth: seen from the EU, from Japan and at home, or from where --view says. The file may hold the certificates of its issuers after it. A listed certificate may be given by its SHA-256, or the first eight digits of it or more. Or list the services of a country, given by its two letters.",
		Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
			at, err := s.time()
			if err != nil {
				return err
			}
			store, err := s.needTrust(c.Context())
			if err != nil {
				return err
			}
			var b bytes.Buffer
			if _, err := os.Stat(args[0]); err != nil && len(args[0]) == 2 {
				services := store.ServicesOf(args[0])
				if len(services) == 0 {
					return fail(exitUsage, fmt.Errorf("no list loaded is of the country %q", args[0]), "mitome trust list names the countries")
				}
				showCountry(&b, store, services, at, verbose)
			} else if err := showCertificates(&b, store, args[0], s, at, shown{oneView: c.Flags().Changed("view"), personal: personal}); err != nil {
				return err
			}
			_, err = c.OutOrStdout().Write(b.Bytes())
			return err
		}}
	s.flags(c)
	c.Flags().BoolVar(&verbose, "verbose", false, "of a country, show all periods, certificates, conditions and deviations")
	c.Flags().BoolVar(&personal, "personal", false, "show the holder's private data in certificates of Japanese schemes too")
	return c
}

// statusAt is the status of a service at a time, in words.
func statusAt(sv *trust.Service, at time.Time) string {
	p := sv.At(at)
	if p == nil {
		return "not listed yet"
	}
	out := statusWord(p.Status) + " since " + day(p.From)
	if !p.Accepted {
		out += ", gives no trust"
	}
	return out
}

// shown is what is told of a certificate.
type shown struct {
	oneView  bool // the worth in one view, not in every one
	personal bool // the private data of its holder
}

// certificatesOf reads the certificates of a file, or finds the anchor whose SHA-256 begins so.
func certificatesOf(store *trust.Store, name string) ([]*ades.Certificate, error) {
	text, err := os.ReadFile(name)
	if err == nil {
		certs, err := readCertificates(text)
		if err != nil {
			return nil, fail(exitUnreadable, fmt.Errorf("%s: %w", name, err), "the file must hold a certificate, PEM or DER")
		}
		return certs, nil
	}
	digits := strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(name, "C-"), ":", ""))
	if len(digits) < 8 || strings.Trim(digits, "0123456789abcdef") != "" {
		return nil, fail(exitUnreadable, err, "give a certificate file, the SHA-256 of a listed certificate, or a country by its two letters")
	}
	var found []*ades.Certificate
	for _, c := range store.Certificates() {
		if strings.HasPrefix(string(c.ID()), "C-"+digits) {
			found = append(found, c)
		}
	}
	switch len(found) {
	case 1:
		return found, nil
	case 0:
		return nil, fail(exitUnreadable, fmt.Errorf("no listed certificate has a SHA-256 that begins with %s", digits))
	}
	return nil, fail(exitUsage, fmt.Errorf("%d listed certificates have a SHA-256 that begins with %s", len(found), digits), "give more digits")
}

// showCertificates explains the first certificate of a file; the others may be its issuers.
func showCertificates(b *bytes.Buffer, store *trust.Store, file string, s settings, at time.Time, what shown) error {
	certs, err := certificatesOf(store, file)
	if err != nil {
		return err
	}
	pol, err := newResources().policy(s.policy)
	if err != nil {
		return err
	}
	view, err := parseView(s.view)
	if err != nil {
		return err
	}
	chain := chainOf(store, certs)
	showCertificate(b, store, chain, at)
	showPrivate(b, chain[0], what.personal)
	views := []validate.View{validate.EU, validate.JP, validate.NoView}
	if what.oneView {
		views = []validate.View{view}
	}
	for _, v := range views {
		worth(b, store, chain, v, pol, at)
	}
	return nil
}

func readCertificates(text []byte) ([]*ades.Certificate, error) {
	var out []*ades.Certificate
	for rest := text; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := ades.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	if len(out) > 0 {
		return out, nil
	}
	c, err := ades.ParseCertificate(text)
	if err != nil {
		return nil, err
	}
	return []*ades.Certificate{c}, nil
}

// chainOf follows the issuers of the first certificate among the others and the anchors, by name and key identifier. The
// signatures are verified, so that a name alone does not lead to a provider.
func chainOf(store *trust.Store, certs []*ades.Certificate) []*ades.Certificate {
	chain := certs[:1:1]
	for range 10 {
		last := chain[len(chain)-1]
		if store.IsAnchor(last) && len(chain) > 1 {
			return chain
		}
		var next *ades.Certificate
		for _, c := range append(store.BySubject(last.X509().Issuer), certs[1:]...) {
			if c.ID() != last.ID() && issued(c, last) && !contains(chain, c) {
				next = c
				break
			}
		}
		if next == nil {
			return chain
		}
		chain = append(chain, next)
	}
	return chain
}

// issued reports whether the issuer's key verifies the certificate.
func issued(issuer, c *ades.Certificate) bool {
	i, x := issuer.X509(), c.X509()
	return i.Subject.Equal(x.Issuer) && i.PublicKey != nil && x.CheckSignature(i.PublicKey) == nil
}

func contains(list []*ades.Certificate, c *ades.Certificate) bool {
	for _, o := range list {
		if o.ID() == c.ID() {
			return true
		}
	}
	return false
}

func showCertificate(b *bytes.Buffer, store *trust.Store, chain []*ades.Certificate, at time.Time) {
	c := chain[0]
	fmt.Fprintf(b, "certificate  %s\n  issued by  %s\n  valid      %s to %s\n  sha256     %s\n", report.Clean(c.Subject()), report.Clean(c.Issuer()),
		utc(c.NotBefore()), utc(c.NotAfter()), strings.TrimPrefix(string(c.ID()), "C-"))
	if at.Before(c.NotBefore()) || at.After(c.NotAfter()) {
		fmt.Fprintf(b, "  ! not valid at %s\n", utc(at))
	}
	x := store.Explain(c, at)
	switch {
	case x.Direct:
		b.WriteString("  an anchor that was given, trusted at all times\n")
	case x.TrustedAt:
		fmt.Fprintf(b, "  a trust anchor at %s\n", utc(at))
	case x.Anchor:
		fmt.Fprintf(b, "  listed, but no trust anchor at %s\n", utc(at))
	}
	for _, sv := range x.Services {
		showService(b, store, sv, at)
	}
	last := chain[len(chain)-1]
	switch {
	case len(chain) > 1 && store.IsAnchor(last):
		fmt.Fprintf(b, "  issued under the anchor %s\n", report.Clean(last.Subject()))
		for _, sv := range store.ExplainUnder(last, c, at) {
			showService(b, store, sv, at)
		}
	case !x.Anchor:
		b.WriteString("  no list that was loaded has it or its issuer\n")
		if !last.X509().SelfIssued() {
			fmt.Fprintf(b, "  (a file may hold, after a certificate, those of its issuers; what is missing is %s)\n", report.Clean(last.Issuer()))
		}
	}
}

func showService(b *bytes.Buffer, store *trust.Store, x trust.ServiceExplanation, at time.Time) {
	sv := x.Service
	fmt.Fprintf(b, "  list       %s %s (%s, scheme %s)\n", report.Clean(sv.Territory), report.Clean(sv.List), officialWord(sv.Official), report.Clean(sv.Scheme))
	if x.List != nil {
		fmt.Fprintf(b, "             sequence %d of %s, signature %s\n", x.List.Sequence, day(x.List.Issued), x.List.Verdict)
	}
	fmt.Fprintf(b, "  provider   %s\n  service    %s (%s)\n", report.Clean(trust.Pick(sv.Provider, "en")), report.Clean(trust.Pick(sv.Names, "en")), lastPart(sv.Type))
	for i := range sv.Periods {
		p := &sv.Periods[i]
		mark := " "
		if p == x.At || x.At != nil && p.From.Equal(x.At.From) {
			mark = "*"
		}
		fmt.Fprintf(b, "   %s %s\n", mark, periodLine(p))
	}
	if x.At == nil {
		fmt.Fprintf(b, "    no period contains %s\n", utc(at))
	}
	for _, q := range x.Qualifiers {
		fmt.Fprintf(b, "    qualifier  %s\n", lastPart(q))
	}
	for _, u := range x.Unsupported {
		fmt.Fprintf(b, "    criteria not understood, without effect: %s\n", report.Clean(u))
	}
	told := map[string]bool{}
	for _, a := range x.Recognition {
		if told[a.List] {
			continue
		}
		told[a.List] = true
		fmt.Fprintf(b, "    reached by the mutual-recognition table of %s, of the laws %s (recognising) and %s (recognised)\n", report.Clean(a.List), report.Clean(a.Pointing), report.Clean(a.Pointed))
		for _, p := range a.Problems {
			fmt.Fprintf(b, "      ! %s\n", report.Clean(p))
		}
	}
}

// statusWord is a status by its name where it is ETSI's.
func statusWord(uri string) string { return report.Clean(trust.StatusName(uri)) }

// lastPart is the last part of a URI; for a service type the last two.
func lastPart(uri string) string {
	if i := strings.Index(strings.ToLower(uri), "/svctype/"); i >= 0 {
		return report.Clean(uri[i+len("/svctype/"):])
	}
	return report.Clean(uri[strings.LastIndexByte(uri, '/')+1:])
}
