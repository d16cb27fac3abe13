// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"fmt"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/trust"
)

// Result is what a certificate is worth at one time.
type Result struct {
	Level Level
	// Listed says that a trusted list was reached at all, Accepted that the policy accepts one of them.
	Listed, Accepted bool
	Time             time.Time
	// Service is the one that decided; nil: none did.
	Service     *trust.Service
	Status      string // its status then, as the last part of the URI
	Recognition Recognition
	// Native is the level in Japan's vocabulary; empty: none there. Vocabulary is the one that counts: the view's, or at home
	// that of the list; empty where that is not known.
	Native     string
	Vocabulary View
	Steps      []Step

	// failed, warned and answers are the status and result of PRO-4.4.4, in the standard's variant.
	failed, warned bool
	answers        [len(usages)]answer
}

func (r *Result) step(name, clause string, ok bool, format string, args ...any) {
	r.Steps = append(r.Steps, Step{Name: name, Clause: clause, Passed: ok, Text: fmt.Sprintf(format, args...)})
}

// warn adds a step that does not stop the determination.
func (r *Result) warn(name, clause, format string, args ...any) {
	r.warned = true
	s := Step{Name: name, Clause: clause, Passed: true, Warning: true, Text: fmt.Sprintf(format, args...)}
	for _, o := range r.Steps {
		if o == s {
			return
		}
	}
	r.Steps = append(r.Steps, s)
}

// fail adds the step that ends a determination without an answer.
func (r *Result) fail(name, clause, format string, args ...any) {
	r.failed, r.Level = true, Level{}
	r.step(name, clause, false, format, args...)
}

// Worth is the level in the vocabulary that counts.
func (r *Result) Worth() string {
	if r.Vocabulary == Japan {
		if r.Native == "" {
			return "N/A"
		}
		return r.Native
	}
	return r.Level.String()
}

// Certificate determines the qualification of the first certificate of a chain at a time.
func (c *Context) Certificate(chain []*ades.Certificate, t time.Time) Result {
	return c.certificate(c.gather(chain), chain, t)
}

func (c *Context) certificate(in listed, chain []*ades.Certificate, t time.Time) Result {
	r := Result{Time: t, Vocabulary: c.view, Listed: in.found, Accepted: len(in.services) > 0, Steps: in.steps}
	switch {
	case !r.Listed:
		r.Steps = nil
		r.step("listed", clauseServices, false, "no trusted list has a certificate of the chain")
		return r
	case !r.Accepted:
		r.step("lists-acceptable", clauseLists, false, "no list that has the service is acceptable")
		return r
	}
	r.Steps = append([]Step(nil), in.steps...)
	switch c.view {
	case Home:
		c.atHome(&r, in, chain[0])
	case Japan:
		c.japanese(&r, in.services, in.content, chain[0])
	default:
		c.european(&r, in.services, in.content, chain[0])
	}
	return r
}

// european determines the level in the EU's vocabulary.
func (c *Context) european(r *Result, in []*instance, cert content, leaf *ades.Certificate) {
	if c.variant == Standard {
		c.standard(r, in, cert, leaf)
	} else {
		c.reference(r, in, cert, leaf)
	}
	if r.Recognition.Basis == Facilitation { // eases the validation of advanced signatures, makes nothing qualified
		r.Level.Qualified, r.Level.Device = false, false
		r.step("agreement", clauseMRA, false, "the agreement is for advanced signatures only")
	}
}

// atHome determines the level in the vocabulary of the list that the certificate's service stands in.
func (c *Context) atHome(r *Result, in listed, leaf *ades.Certificate) {
	theirs := keep(in.services, func(i *instance) bool { return i.service.Territory == string(Japan) })
	ours := keep(in.services, func(i *instance) bool { return isMember(i.service.Territory) })
	switch {
	case len(theirs) > 0:
		r.Vocabulary = Japan
		c.japanese(r, theirs, in.content, leaf)
	case len(ours) > 0:
		r.Vocabulary = EU
		c.european(r, ours, in.content, leaf)
	default:
		r.step("vocabulary", clauseServices, false, "what the lists of %s call qualified is not known here", in.services[0].service.Territory)
	}
}

// homeStatus is what the lists themselves say of a certificate at a time: of the service that decides there, else of the first.
func (c *Context) homeStatus(in listed, r *Result, level string) HomeStatus {
	var i *instance
	for _, s := range in.services {
		if c.at(s, r.Time) && (i == nil || s.service == r.Service && i.service != r.Service) {
			i = s
		}
	}
	if i == nil {
		return HomeStatus{}
	}
	h := HomeStatus{Territory: i.service.Territory, Type: i.kind, Status: i.status, Unofficial: !i.service.Official}
	if r.Vocabulary != Home {
		h.Level = level
	}
	return h
}
