// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/tsl"
	"github.com/mitome-project/mitome/validate"
	"github.com/spf13/cobra"
)

// settings are what a validation is run with, as the flags or a job give them.
type settings struct {
	trust   []string // trust caches or mirrors
	anchors []string // PEM files
	policy  string   // name or file
	view    string
	at      string
}

func (s *settings) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringArrayVar(&s.trust, "trust", nil, "`folder` with a trust cache or a mirror (repeatable)")
	f.StringArrayVar(&s.anchors, "anchors", nil, "PEM `file` with trust anchors (repeatable)")
	f.StringVar(&s.policy, "policy", "default", "policy: "+strings.Join(policy.Names(), ", ")+", or a `file`")
	f.StringVar(&s.view, "view", "none", "relying party's jurisdiction: eu, jp or none")
	f.StringVar(&s.at, "at", "", "validation `time`, RFC 3339 (default: now)")
}

// replayFlags are the flags of a command that also takes stored evidence, which brings its own settings.
func (s *settings) replayFlags(c *cobra.Command) {
	s.flags(c)
	c.Long = strings.TrimSpace(c.Long + " Stored evidence is replayed under the policy, view, time and trust stored in it, but for those that a flag gives.")
}

// resources loads policies and trust stores, each once.
type resources struct {
	mu       sync.Mutex
	policies map[string]*policy.Policy
	stores   map[string]*trust.Store
}

func newResources() *resources {
	return &resources{policies: map[string]*policy.Policy{}, stores: map[string]*trust.Store{}}
}

// validator makes a validator of the settings.
func (r *resources) validator(ctx context.Context, s settings) (*validate.Validator, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	pol, err := r.policy(s.policy)
	if err != nil {
		return nil, err
	}
	store, err := r.store(ctx, s)
	if err != nil {
		return nil, err
	}
	o := validate.Options{Trust: store, Policy: pol}
	if o.View, err = parseView(s.view); err != nil {
		return nil, err
	}
	if s.at != "" {
		if o.Time, err = time.Parse(time.RFC3339, s.at); err != nil {
			return nil, fail(exitUsage, fmt.Errorf("validation time %q: %w", s.at, err), "write it as 2026-06-01T00:00:00Z")
		}
	}
	return validate.New(o)
}

func parseView(s string) (validate.View, error) {
	switch strings.ToLower(s) {
	case "", "none":
		return validate.NoView, nil
	case "eu":
		return validate.EU, nil
	case "jp":
		return validate.JP, nil
	}
	return "", fail(exitUsage, fmt.Errorf("unknown view %q", s), "views are eu, jp and none")
}

func (r *resources) policy(name string) (*policy.Policy, error) {
	if p, ok := r.policies[name]; ok {
		return p, nil
	}
	p, ok := policy.ByName(name)
	if !ok {
		f, err := os.Open(name)
		if err != nil {
			return nil, fail(exitUsage, fmt.Errorf("policy: %w", err), "give a file or one of: "+strings.Join(policy.Names(), ", "))
		}
		defer f.Close()
		if p, err = policy.Load(f); err != nil {
			return nil, fail(exitUnreadable, fmt.Errorf("policy %s: %w", name, err))
		}
	}
	r.policies[name] = p
	return p, nil
}

// store merges the trust of all sources. With none at all, it is empty: the verdict then says that no anchor was given.
func (r *resources) store(ctx context.Context, s settings) (*trust.Store, error) {
	var parts []*trust.Store
	for _, f := range s.trust {
		p, err := r.load("trust:"+f, func() (*trust.Store, error) { return loadTrust(ctx, f) })
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	for _, f := range s.anchors {
		p, err := r.load("anchors:"+f, func() (*trust.Store, error) { return loadAnchors(f) })
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return trust.Merge(parts...), nil
}

func (r *resources) load(key string, load func() (*trust.Store, error)) (*trust.Store, error) {
	if p, ok := r.stores[key]; ok {
		return p, nil
	}
	p, err := load()
	if err == nil {
		r.stores[key] = p
	}
	return p, err
}

// loadTrust loads a mirror or a trust cache.
func loadTrust(ctx context.Context, folder string) (*trust.Store, error) {
	store, _, err := loadFolder(ctx, folder, nil)
	switch {
	case errors.Is(err, tsl.ErrNoAnchors):
		return nil, fail(exitNoTrust, fmt.Errorf("trust %s: trust is not available: %w", folder, err), "mitome trust list --trust "+report.Clean(folder)+" tells what is wrong with each list")
	case err != nil:
		return nil, fail(exitNoTrust, fmt.Errorf("trust %s: %w", folder, err), "mitome trust load FOLDER makes a trust cache")
	}
	return store, nil
}

func loadAnchors(file string) (*trust.Store, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fail(exitNoTrust, fmt.Errorf("anchors: %w", err))
	}
	store, err := trust.FromPEM(text)
	if err != nil {
		return nil, fail(exitNoTrust, fmt.Errorf("anchors %s: %w", file, err), "the file must hold certificates in PEM form")
	}
	return store, nil
}
