// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// shortForm is the project's own policy file: a base and what differs from it.
type shortForm struct {
	Name        string                  `yaml:"name"`
	Description string                  `yaml:"description"`
	Base        string                  `yaml:"base"`
	Model       string                  `yaml:"model"`
	Qualified   *bool                   `yaml:"qualified"`
	Rules       map[string]bool         `yaml:"rules"`
	Constraints map[Path]constraintForm `yaml:"constraints"`
}

type constraintForm struct {
	Level    string    `yaml:"level"`
	Values   *[]string `yaml:"values"`
	Policies *[]string `yaml:"policies"`
	Duration string    `yaml:"duration"`
}

// Named policies.
var named = []struct {
	name string
	make func() *Policy
}{{"default", Default}, {"dss", DSS}, {"eu-qualified", EUQualified}, {"japan", Japan}}

// Names lists the shipped policies by the names that ByName takes.
func Names() []string {
	out := make([]string, len(named))
	for i, n := range named {
		out[i] = n.name
	}
	return out
}

// ByName returns a shipped policy.
func ByName(name string) (*Policy, bool) {
	for _, n := range named {
		if n.name == name {
			return n.make(), true
		}
	}
	return nil, false
}

func loadYAML(b []byte) (*Policy, error) {
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	var f shortForm
	if err := d.Decode(&f); err != nil {
		return nil, fmt.Errorf("policy file: %w", err)
	}
	if f.Base == "" {
		return nil, errors.New("policy file: no base policy given; one of " + strings.Join(Names(), ", "))
	}
	base, ok := ByName(f.Base)
	if !ok {
		return nil, fmt.Errorf("policy file: base policy %q is not one of %s", f.Base, strings.Join(Names(), ", "))
	}
	options, err := f.options(base)
	if err != nil {
		return nil, err
	}
	return base.With(options...), nil
}

// options turns the file into changes.
func (f *shortForm) options(base *Policy) ([]Option, error) {
	var out []Option
	if f.Name != "" || f.Description != "" {
		name := f.Name
		if name == "" {
			name = base.name
		}
		out = append(out, Named(name, f.Description))
	}
	if f.Model != "" {
		i := slices.Index(modelNames[:], strings.ToUpper(f.Model))
		if i < 0 {
			return nil, fmt.Errorf("policy file: model %q is not known", f.Model)
		}
		out = append(out, SetModel(Model(i)))
	}
	if f.Qualified != nil {
		out = append(out, SetQualified(*f.Qualified))
	}
	rules := base.rules
	for _, name := range slices.Sorted(maps.Keys(f.Rules)) {
		if !rules.set(name, f.Rules[name]) {
			return nil, fmt.Errorf("policy file: rule %q is not known", name)
		}
	}
	out = append(out, SetRules(rules))
	for _, path := range slices.Sorted(maps.Keys(f.Constraints)) {
		if !knownPath(path) {
			return nil, fmt.Errorf("policy file: constraint %q is not known", path)
		}
		c, err := f.Constraints[path].over(base.Get(path))
		if err != nil {
			return nil, fmt.Errorf("policy file: %s: %w", path, err)
		}
		out = append(out, Set(path, c))
	}
	return out, nil
}

func (r *Rules) set(name string, on bool) bool {
	for _, f := range r.fields() {
		if f.name == name {
			*f.on = on
			return true
		}
	}
	return false
}

// knownPath reports whether a path leads through known groups to a known constraint.
func knownPath(p Path) bool {
	parts := strings.Split(string(p), "/")
	for _, g := range parts[:len(parts)-1] {
		if !groups[g] {
			return false
		}
	}
	return len(parts) > 1 && knownConstraint(parts[len(parts)-1])
}

// over puts what the file states over the base's constraint.
func (f constraintForm) over(c Constraint) (Constraint, error) {
	if f.Level != "" {
		l, ok := ParseLevel(strings.ToUpper(f.Level))
		if !ok {
			return c, fmt.Errorf("level %q is not known", f.Level)
		}
		c.Level = l
	}
	if f.Values != nil {
		c.Values = *f.Values
	}
	if f.Policies != nil {
		c.Policies = *f.Policies
	}
	if f.Duration != "" {
		d, err := time.ParseDuration(f.Duration)
		if err != nil || d < 0 {
			return c, fmt.Errorf("duration %q is not of the form 24h", f.Duration)
		}
		c.Duration = d
	}
	return c, nil
}
