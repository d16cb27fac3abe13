// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

// One function for each type, which writes or reads every field of it.

func (c *coder) listStatus(l *ListStatus) {
	for _, f := range []*string{(*string)(&l.Kind), &l.Scheme, &l.URL, &l.Parent, &l.Territory, &l.Type, &l.Digest, &l.Signer, &l.SignerName,
		&l.Algorithm, (*string)(&l.Verdict), &l.Reason, &l.Error, &l.Refused, &l.Source} {
		c.text(f)
	}
	c.flag(&l.Official)
	c.flag(&l.Closed)
	c.flag(&l.Used)
	c.localised(&l.Operator)
	c.localised(&l.Names)
	c.integer(&l.Sequence)
	c.integer(&l.Size)
	c.int(&l.Version)
	c.int(&l.Providers)
	c.int(&l.Services)
	c.time(&l.Issued)
	c.time(&l.NextUpdate)
	c.time(&l.SignedAt)
	c.time(&l.Fetched)
	for _, f := range []*[]string{&l.Announced, &l.Pivots, &l.Problems, &l.Alerts, &l.Structure} {
		c.strings(f)
	}
}

func (c *coder) service(s *Service) {
	for _, f := range []*string{&s.Scheme, &s.List, &s.Parent, &s.Territory, &s.Type, &s.key} {
		c.text(f)
	}
	c.flag(&s.Official)
	c.localised(&s.Provider)
	c.localised(&s.TradeNames)
	c.localised(&s.Names)
	sequence(c, &s.Periods, (*coder).period)
	sequence(c, &s.Certificates, (*coder).id)
	c.strings(&s.SubjectNames)
	sequence(c, &s.SubjectKeyIDs, (*coder).bytes)
	sequence(c, &s.SupplyPoints, func(c *coder, p *SupplyPoint) { c.text(&p.URL); c.text(&p.Type) })
	c.strings(&s.Problems)
}

func (c *coder) period(p *Period) {
	c.time(&p.From)
	c.time(&p.To)
	c.time(&p.ExpiredCertsRevocation)
	c.text(&p.Type)
	c.text(&p.Status)
	c.localised(&p.Names)
	c.strings(&p.Additional)
	sequence(c, &p.Qualifiers, func(c *coder, q *Qualification) {
		c.strings(&q.URIs)
		c.criteria(&q.Criteria)
		c.flag(&q.Critical)
	})
	c.flag(&p.Accepted)
	c.flag(&p.TakenOver)
	optional(c, &p.TakenOverBy, func(c *coder, t *TakenOver) {
		c.text(&t.URI)
		c.text(&t.Territory)
		c.localised(&t.Provider)
		c.localised(&t.Operator)
	})
	sequence(c, &p.Unknown, func(c *coder, e *Extension) { c.text(&e.Name); c.flag(&e.Critical) })
}

// maxNesting bounds criteria within criteria, as the reader of lists does.
const maxNesting = 64

func (c *coder) criteria(l *Criteria) {
	if c.depth++; c.depth > maxNesting {
		c.bad = true
	}
	if !c.bad {
		c.text((*string)(&l.Assert))
		sequence(c, &l.Items, (*coder).criterion)
	}
	c.depth--
}

func (c *coder) criterion(i *Criterion) {
	sequence(c, &i.KeyUsage, func(c *coder, k *KeyUsageBit) { c.text(&k.Name); c.flag(&k.Value) })
	c.strings(&i.Policies)
	c.strings(&i.SubjectAttributes)
	c.strings(&i.ExtKeyUsages)
	sequence(c, &i.Statements, func(c *coder, s *Statement) { c.text(&s.ID); c.text(&s.Type); c.text(&s.Legislation) })
	optional(c, &i.Nested, (*coder).criteria)
	c.text(&i.Unsupported)
}

func (c *coder) agreement(a *Agreement) {
	c.int(&a.TechnicalType)
	c.int(&a.Version)
	c.int(&a.Depth)
	for _, f := range []*string{&a.Pointing, &a.Pointed, &a.List, &a.ListType, &a.Territory, &a.Target} {
		c.text(f)
	}
	sequence(c, &a.Equivalences, func(c *coder, e *Equivalence) {
		c.text(&e.LegalID)
		sequence(c, &e.Periods, (*coder).equivalencePeriod)
	})
	c.strings(&a.Problems)
}

func (c *coder) equivalencePeriod(p *EquivalencePeriod) {
	c.time(&p.From)
	c.time(&p.To)
	c.text(&p.Status)
	c.flag(&p.Enacted)
	c.flag(&p.Repealed)
	sequence(c, &p.Types, func(c *coder, t *TypeEquivalence) {
		for _, f := range []*string{&t.Pointed.Type, &t.Pointed.Additional, &t.Pointing.Type, &t.Pointing.Additional} {
			c.text(f)
		}
	})
	sequence(c, &p.Statuses, func(c *coder, s *StatusEquivalence) {
		c.flag(&s.Valid)
		c.strings(&s.Pointed)
		c.strings(&s.Pointing)
	})
	sequence(c, &p.Contents, func(c *coder, e *ContentEquivalence) {
		c.text(&e.Context)
		c.text(&e.URI)
		c.criteria(&e.Pointed)
		c.criteria(&e.Pointing)
	})
	c.flag(&p.HasQualifiers)
	sequence(c, &p.Qualifiers, func(c *coder, q *QualifierEquivalence) { c.text(&q.Pointed); c.text(&q.Pointing) })
}
