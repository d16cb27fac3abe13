// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/validate"
)

//go:embed page.html
var pageSource string

// HTML writes one self-contained page for a reader who is no expert: no script, nothing loaded from elsewhere, everything that
// comes from a document escaped.
func HTML(w io.Writer, r *validate.Result) error {
	t, err := template.New("report").Funcs(template.FuncMap{"clean": Clean}).Parse(pageSource)
	if err != nil {
		return err
	}
	return t.Execute(w, newPage(r))
}

// page is what the template shows.
type page struct {
	Name, Format, Digest, Size string
	Time, Policy, PolicyDigest string
	Trust                      string
	Anchors                    int
	TrustProblems, Problems    []string
	Nothing                    bool
	Signatures                 []card
	Stamps                     []card
}

// card is one signature or time-stamp.
type card struct {
	Title, Verdict, Sentence string
	Class, Symbol            string // green, red or amber, told by symbol and word too
	Because                  []said
	Todo                     []string
	Lamps                    []lamp
	Facts                    [][2]string
	Chain                    []link
	Scopes                   []string
	Settled, Warnings        []said
	Checks                   []check
	Worth                    []string // step by step
	Problems                 []string
	Stamps                   []card
}

type said struct{ Text, Clause string }

// lamp is one of the questions that a reader has, with its answer.
type lamp struct{ Question, Answer, Class, Symbol string }

type link struct{ Subject, Status, Until, Service string }

type check struct{ Block, Question, Found, Outcome, Level, Clause string }

func newPage(r *validate.Result) page {
	sum := r.Policy.SHA256()
	p := page{Name: r.Document.Name, Format: string(r.Document.Format), Digest: fmt.Sprintf("%x", r.Document.Digest),
		Size: strconv.FormatInt(r.Document.Size, 10), Time: moment(r.Time), Policy: r.Policy.Name(), PolicyDigest: fmt.Sprintf("%x", sum),
		Trust: r.Trust.ID, Anchors: r.Trust.Anchors, TrustProblems: r.Trust.Problems, Problems: problems(r.Document.Problems)}
	for i, s := range r.Signatures {
		p.Signatures = append(p.Signatures, signatureCard(i+1, s))
	}
	for _, t := range ownStamps(r) {
		p.Stamps = append(p.Stamps, stampCard(t))
	}
	p.Nothing = len(r.Signatures) == 0 && len(r.Timestamps) == 0
	return p
}

func signatureCard(n int, s *validate.Signature) card {
	sg := s.Signature
	c := card{Title: fmt.Sprintf("Signature %d", n), Verdict: verdict(s.Indication, s.Indication.Total()), Sentence: verdictSentence(s),
		Problems: problems(sg.Problems), Worth: s.Qualification.Reasons}
	if sg.Parent != "" {
		c.Title = fmt.Sprintf("Counter-signature %d", n)
	}
	c.Class, c.Symbol = colour(s.Indication)
	c.why(reasonsOf(s.Indication, s.Blocks, s.Processes))
	c.Lamps = lamps(s)
	c.fact("Signed by", s.Signer, (*ades.Certificate).Subject)
	c.fact("Issued by", s.Signer, (*ades.Certificate).Issuer)
	if t := sg.Attributes.SigningTime; !t.IsZero() {
		c.Facts = append(c.Facts, [2]string{"Claims to be made at", moment(t)})
	}
	if sg.Attributes.Reason != "" {
		c.Facts = append(c.Facts, [2]string{"Reason given", sg.Attributes.Reason})
	}
	if place := placeOf(&sg.Attributes); len(place) > 0 {
		c.Facts = append(c.Facts, [2]string{"Place given", strings.Join(place, ", ")})
	}
	if len(sg.Attributes.ClaimedRoles) > 0 {
		c.Facts = append(c.Facts, [2]string{"Role claimed", strings.Join(sg.Attributes.ClaimedRoles, ", ")})
	}
	c.Facts = append(c.Facts, [2]string{"Form", string(sg.Level)}, [2]string{"Algorithm", algorithmName(sg)})
	for _, x := range sg.Scopes {
		c.Scopes = append(c.Scopes, strings.TrimSpace(x.Kind+" "+x.Name))
	}
	c.Chain = links(s.Chain)
	c.Checks = checksOf(s.Blocks, s.Processes)
	for _, t := range s.Timestamps {
		c.Stamps = append(c.Stamps, stampCard(t))
	}
	for _, x := range s.EvidenceRecords {
		c.Stamps = append(c.Stamps, recordCard(x))
	}
	return c
}

func stampCard(t *validate.Timestamp) card {
	c := card{Title: "Time-stamp (" + string(t.Timestamp.Kind) + "), " + moment(t.Timestamp.GenTime), Verdict: verdict(t.Indication, main(t.Indication)),
		Chain: links(t.Chain), Checks: checksOf(t.Blocks, t.Processes), Problems: problems(t.Timestamp.Problems), Worth: t.Qualification.Reasons}
	c.Class, c.Symbol = colour(t.Indication)
	c.Sentence, _ = Meaning(t.Indication.Sub())
	c.why(reasonsOf(t.Indication, t.Blocks, t.Processes))
	c.fact("Issued by the authority", t.Signer, (*ades.Certificate).Subject)
	if t.Qualification.Level != "" {
		c.Facts = append(c.Facts, [2]string{"Worth", strings.Join(Worth(t.Qualification), "; ")})
	}
	return c
}

func (c *card) fact(name string, x *ades.Certificate, what func(*ades.Certificate) string) {
	if x != nil {
		c.Facts = append(c.Facts, [2]string{name, what(x)})
	}
}

func (c *card) why(r reasons) {
	list := func(fs []validate.Finding) []said {
		var out []said
		for _, f := range fs {
			out = append(out, said{answer(f.Text), f.Clause})
		}
		return out
	}
	c.Because, c.Todo, c.Settled, c.Warnings = list(r.because), r.todo, list(r.settled), list(r.warnings)
}

// colour is the class and symbol of an indication.
func colour(i ades.Indication) (class, symbol string) {
	switch i.Main() {
	case ades.Passed:
		return "good", "✓"
	case ades.Failed:
		return "bad", "✗"
	}
	return "open", "?"
}

// lamps answer separately what the verdict joins: intact, who, when, worth.
func lamps(s *validate.Signature) []lamp {
	one := func(q, answer string, i ades.Indication) lamp {
		class, symbol := colour(i)
		return lamp{q, answer, class, symbol}
	}
	block := func(names ...string) ades.Indication {
		for _, b := range s.Blocks {
			for _, n := range names {
				if b.Name == n && !b.Indication.Passed() {
					return b.Indication
				}
			}
		}
		return ades.Pass()
	}
	var out []lamp
	intact := block("FC", "CV")
	text := "yes"
	if !intact.Passed() {
		text, _ = Meaning(intact.Sub())
	}
	out = append(out, one("Intact?", text, intact))
	switch who := block("ISC", "XCV"); {
	case s.Signer == nil:
		out = append(out, one("Who?", "not known", ades.NoSigningCertificateFound.Indication()))
	case anchor(s.Chain) == "":
		out = append(out, one("Who?", person(s.Signer)+", as its certificate claims; nobody trusted here vouches for it", ades.NoCertificateChainFound.Indication()))
	case s.Indication.Passed() || who.Passed():
		out = append(out, one("Who?", person(s.Signer)+", trusted in "+trustedIn(s.Chain), ades.Pass()))
	default:
		what, _ := Meaning(who.Sub())
		out = append(out, one("Who?", person(s.Signer)+"; but "+what, who))
	}
	if s.BestTimeFrom != "" {
		out = append(out, one("Proven when?", "no later than "+moment(s.BestTime), ades.Pass()))
	} else {
		out = append(out, one("Proven when?", "not proven by a time-stamp", ades.NoPOE.Indication()))
	}
	if q := s.Qualification; q.Level != "" {
		i := ades.Pass()
		if q.Level == "N/A" || strings.HasPrefix(q.Level, "Indeterminate") || strings.HasPrefix(q.Level, "Unknown") {
			i = ades.Custom.Indication()
		} else if strings.HasPrefix(q.Level, "Not") {
			i = ades.FormatFailure.Indication()
		}
		if q.Level == "N/A" {
			q.Level = "nothing that a trusted list gives (N/A)"
		}
		out = append(out, one("Worth in law?", strings.Join(Worth(q), "; "), i))
	}
	return out
}

func algorithmName(s *ades.Signature) string {
	if s.Algorithm.Scheme == "" {
		return "not known"
	}
	return string(s.Algorithm.Scheme) + " with " + string(digestOf(s.Algorithm))
}

func links(chain []validate.ChainLink) []link {
	var out []link
	for _, l := range chain {
		x := link{Subject: l.Certificate.Subject(), Until: l.Certificate.NotAfter().UTC().Format("2006-01-02")}
		switch u := l.Revocation; {
		case l.Anchor:
			x.Status = "trust anchor"
		case u == nil:
			x.Status = "no usable revocation data, or none needed"
		case u.Revoked:
			x.Status = "revoked at " + moment(u.At) + " (" + u.Kind + ")"
		default:
			x.Status = "not revoked by " + moment(u.ProducedAt) + " (" + u.Kind + ")"
		}
		for _, s := range l.Services {
			if s.Territory != "" {
				x.Service = s.Territory + ": " + english(s)
				break
			}
		}
		out = append(out, x)
	}
	return out
}

// checksOf lists every check that was asked, block by block.
func checksOf(blocks []*validate.Block, procs []*validate.Process) []check {
	var out []check
	add := func(block string, fs []validate.Finding) {
		for _, f := range fs {
			if notHeld(f) {
				continue
			}
			q, found := asked(f.Text)
			c := check{block, q, found, "no", f.Level.String(), f.Clause}
			switch {
			case f.Outcome == validate.Held:
				c.Outcome = "yes"
			case f.Outcome == validate.Off:
				c.Outcome = "switched off"
			case f.Level < policy.LevelFail:
				c.Outcome = "no (does not decide)"
			}
			out = append(out, c)
		}
	}
	for _, b := range allBlocks(blocks) {
		add(b.Name, b.Findings)
	}
	for _, p := range procs {
		add(p.Name, p.Findings)
	}
	return out
}
