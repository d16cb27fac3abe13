// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mitome-project/mitome/trust"
)

// Options say what to load and how. The zero value of each field is safe.
type Options struct {
	Schemes []Scheme
	// Client downloads; nil: only the cache is read, no network.
	Client Client
	// Cache keeps what was found good; nil: nothing is kept.
	Cache Cache
	// Clock gives the time; nil: copies in the cache never count as fresh, and the store has no age.
	Clock func() time.Time
	// MaxAge is how old a copy in the cache may be to be used without asking the network; 0: always ask.
	MaxAge time.Duration
	// Parallel bounds the downloads at one time; 0: 8.
	Parallel int
	// CompiledKey lets a load from the cache alone, or one for which every copy there is fresh, use a compiled form of the
	// store, which a load from a [Dir] alone leaves there. It is a secret of at least 16 bytes, to be kept where those who can
	// write to the cache cannot read it: who has the key and the cache decides whom the program trusts. Nil: lists are verified
	// each time.
	CompiledKey []byte
}

// Loader loads schemes of lists. It starts nothing of its own: refreshing is the caller's loop. Safe for concurrent use.
type Loader struct{ opt Options }

// ErrNoAnchors says that not a single anchor could be had: trust is not available, which is not the same as not trusted.
var ErrNoAnchors = errors.New("no trust anchor could be loaded")

// Status tells what became of each list, and what an operator should look at.
type Status struct {
	Lists    []trust.ListStatus
	Problems []string
	// NotCompiled says why a load from the cache alone left no compiled form there although there is a key; nil: it did, it used
	// one, or no key was given. Such a load is none the worse for it.
	NotCompiled error
}

// NewLoader checks the options.
func NewLoader(opt Options) (*Loader, error) {
	if len(opt.Schemes) == 0 {
		return nil, errors.New("no scheme to load")
	}
	if opt.Client == nil && opt.Cache == nil {
		return nil, errors.New("neither a client nor a cache to load lists from")
	}
	for i := range opt.Schemes {
		s := &opt.Schemes[i]
		switch s.Profile {
		case ProfileEU, ProfileMRA, ProfileJP, ProfilePlain:
		default:
			return nil, fmt.Errorf("scheme %q: unknown profile %q", s.Name, s.Profile)
		}
		if s.Location == "" {
			return nil, fmt.Errorf("scheme %q: no location", s.Name)
		}
		if len(s.Bootstrap.Certificates) == 0 && len(s.Bootstrap.Digests) == 0 {
			return nil, fmt.Errorf("scheme %q: no signers", s.Name)
		}
	}
	return &Loader{opt: opt}, nil
}

// Load takes each list from the cache if it is fresh there, else from the network, else the last good copy, verifies it and
// builds a store. One bad list costs only itself. The error is [ErrNoAnchors] where there is no anchor at all; the status
// then says why, and the store is empty. It is the context's where that ended.
func (l *Loader) Load(ctx context.Context) (*trust.Store, Status, error) {
	o := &online{client: l.opt.Client, cache: l.opt.Cache, maxAge: l.opt.MaxAge, slots: make(chan struct{}, l.parallel())}
	if l.opt.Clock != nil {
		o.now = l.opt.Clock().UTC()
	}
	c := l.compiler()
	if c != nil {
		if store := l.warm(c, o, o.now); store != nil {
			return finish(ctx, store)
		}
	}
	store, st, err := l.load(ctx, o)
	if c != nil && l.opt.Client == nil && err == nil {
		st.NotCompiled = l.compile(c, store)
	}
	return store, st, err
}

func (l *Loader) parallel() int {
	if l.opt.Parallel > 0 {
		return l.opt.Parallel
	}
	return 8
}

func (l *Loader) load(ctx context.Context, src source) (*trust.Store, Status, error) {
	var now time.Time
	if l.opt.Clock != nil {
		now = l.opt.Clock().UTC()
	}
	var b trust.Builder
	for i := range l.opt.Schemes {
		w := &walk{scheme: &l.opt.Schemes[i], src: src, cache: l.opt.Cache, cores: newCores()}
		if _, ok := src.(*folder); ok {
			w.cache = nil
		}
		w.run(ctx, &b)
	}
	return finish(ctx, b.Build(now))
}

func finish(ctx context.Context, store *trust.Store) (*trust.Store, Status, error) {
	st := Status{Lists: store.Status(), Problems: store.Problems()}
	if err := ctx.Err(); err != nil {
		return store, st, err
	}
	if store.Anchors() == 0 {
		return store, st, ErrNoAnchors
	}
	return store, st, nil
}
