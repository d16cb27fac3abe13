// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package validate answers for a signed document: is it intact, who signed it, under whose trust, when at the latest, and
// what is it worth in law. It runs the process of EN 319 102-1 v1.4.1 clause 5 under a policy, in two stages: Collect gathers
// facts and is the only one that does I/O; Evaluate judges them and is a pure function. Validate does both.
//
// An error says that the validation could not run. Whatever could be said of the document, be it that it is forged, is a
// [Result], not an error.
//
// One file holds one block or process of the standard and is named after it.
package validate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/trust"
)

// Options configure a [Validator]. The zero value but for Trust is useful: the default policy, no view, no network.
type Options struct {
	// Trust gives the snapshot to use; *trust.Store and *trust.Live are sources. Validate uses exactly one snapshot; for Collect,
	// Evaluate and SaveEvidence of one validation see [Validator.Pin].
	Trust trust.Source
	// Policy is the validation policy; nil: policy.Default().
	Policy *policy.Policy
	// View is the relying party's jurisdiction; empty: none.
	View View
	// Time is the validation time; zero: the clock's time when the validation starts.
	Time time.Time
	// Clock tells the time; nil: the system's clock.
	Clock func() time.Time
	// Certificates are known besides those in the document. They are not trusted for being here.
	Certificates []*ades.Certificate
	// Revocations are known besides those in the document.
	Revocations []*ades.Revocation
	// Online looks up what the evidence lacks; nil: nothing is looked up and no connection opened.
	Online Online
	// Limits bound the reading of documents; the zero value stands for the defaults.
	Limits limits.Limits
}

// Online looks up issuers and revocation data. *fetch.Client is one.
type Online interface {
	// Issuers returns certificates found at the URLs that the certificate gives for its issuer.
	Issuers(ctx context.Context, c *ades.Certificate) ([]*ades.Certificate, error)
	// Revocation returns OCSP responses and CRLs for the certificate.
	Revocation(ctx context.Context, c, issuer *ades.Certificate) ([]*ades.Revocation, []error)
}

// Validator validates documents. It is immutable and safe for concurrent use.
type Validator struct {
	opts        Options
	constraints *checks.Constraints // of the policy
}

// New checks the options and returns a validator. It fails if no trust source is given.
func New(o Options) (*Validator, error) {
	if o.Trust == nil {
		return nil, errors.New("validate: no trust source given")
	}
	if o.Policy == nil {
		o.Policy = policy.Default()
	}
	if o.View == "" {
		o.View = NoView
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Limits == (limits.Limits{}) {
		o.Limits = limits.Default()
	}
	return newValidator(o), nil
}

// newValidator is a validator with complete options.
func newValidator(o Options) *Validator {
	return &Validator{opts: o, constraints: checks.ConstraintsOf(o.Policy)}
}

// Pin returns a validator that keeps to the trust snapshot of this moment: for a Collect, an Evaluate and a SaveEvidence that
// belong together, while the lists are refreshed.
func (v *Validator) Pin() *Validator {
	pinned := *v
	pinned.opts.Trust = v.opts.Trust.Store()
	return &pinned
}

// rounds is how often Validate looks for evidence that was lacking.
const rounds = 4

// Validate collects evidence and evaluates it, and again with what the evaluation says it lacked, as far as Online finds it.
func (v *Validator) Validate(ctx context.Context, in ades.Input) (*Result, error) {
	v = v.Pin()
	ev, err := v.Collect(ctx, in)
	if err != nil {
		return nil, err
	}
	res := v.Evaluate(ev)
	for i := 0; i < rounds && v.opts.Online != nil && len(res.Needs) > 0; i++ {
		more, err := v.CollectMore(ctx, ev, res.Needs)
		if err != nil {
			return nil, err
		}
		if more == ev {
			break
		}
		ev = more
		res = v.Evaluate(ev)
	}
	return res, nil
}

// ValidateFile validates the document in a file, with detached contents in further files.
func (v *Validator) ValidateFile(ctx context.Context, name string, contents ...string) (*Result, error) {
	in, done, err := OpenFiles(name, contents...)
	if err != nil {
		return nil, err
	}
	defer done()
	return v.Validate(ctx, in)
}

// OpenFiles opens a document and its detached contents as an input; done closes them.
func OpenFiles(name string, contents ...string) (in ades.Input, done func(), err error) {
	var open []*os.File
	done = func() {
		for _, f := range open {
			f.Close()
		}
	}
	opened := func(name string) (*os.File, int64, error) {
		f, err := os.Open(name)
		if err != nil {
			return nil, 0, err
		}
		open = append(open, f)
		st, err := f.Stat()
		if err == nil && !st.Mode().IsRegular() {
			err = fmt.Errorf("%s: not a regular file", name)
		}
		if err != nil {
			return nil, 0, err
		}
		return f, st.Size(), nil
	}
	f, size, err := opened(name)
	if err != nil {
		done()
		return in, nil, err
	}
	in = ades.Input{Name: filepath.Base(name), Data: f, Size: size}
	for _, c := range contents {
		f, size, err := opened(c)
		if err != nil {
			done()
			return in, nil, err
		}
		in.Contents = append(in.Contents, ades.Content{Name: filepath.Base(c), Data: f, Size: size})
	}
	return in, done, nil
}
