// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks/sav"
	"github.com/mitome-project/mitome/internal/path"
	"github.com/mitome-project/mitome/internal/pkix"
	"github.com/mitome-project/mitome/internal/signer"
	"github.com/mitome-project/mitome/trust"
)

// collector builds evidence: it starts at the signers and follows issuers and revocation data until nothing new turns up.
type collector struct {
	ev    *Evidence
	store *trust.Store
	graph *path.Graph
	ids   map[*pkix.Certificate]ades.ID
	done  map[ades.ID]bool
	queue []*ades.Certificate
}

// know puts a certificate into the pool.
func (c *collector) know(x *ades.Certificate) {
	if c.ev.Pool.Certificate(x.ID()) != nil {
		return
	}
	c.ev.Pool.Certificates = append(c.ev.Pool.Certificates, x)
	c.ev.Pool.Index(x)
	c.ids[x.X509()] = x.ID()
	c.graph.Add(x.X509())
}

// knowRevocation puts a revocation datum into the pool, with the certificates in it.
func (c *collector) knowRevocation(r *ades.Revocation) {
	if c.ev.Pool.Revocation(r.ID()) != nil {
		return
	}
	c.ev.Pool.Revocations = append(c.ev.Pool.Revocations, r)
	c.ev.Pool.IndexRevocation(r)
	if o := r.OCSP(); o != nil {
		for _, x := range o.Certificates {
			if c.ev.Pool.Certificate(ades.NewID("C", x.Raw)) != nil {
				continue
			}
			if cert, err := ades.ParseCertificate(x.Raw); err == nil {
				c.know(cert)
			}
		}
	}
}

// identify looks for signers that the document does not hold among the other certificates known.
func (c *collector) identify() {
	for _, s := range c.ev.Document.Signatures {
		if s.Signer == "" {
			signer.Identify(s, c.ev.Pool, c.designated(s.SignerID, s.Attributes.CertRefs)...)
		}
		c.start(s.Signer)
	}
	for _, t := range tokens(c.ev.Document) {
		if t.Signer == "" {
			signer.IdentifyToken(t, c.ev.Pool, c.designated(t.SignerID, t.CertRefs)...)
		}
		c.start(t.Signer)
	}
}

// designated are the anchors that a signer id or a reference names.
func (c *collector) designated(id ades.SignerID, refs []ades.CertRef) []*ades.Certificate {
	var out []*ades.Certificate
	name, err := pkix.ParseName(id.Issuer)
	for _, x := range c.store.Certificates() {
		p := x.X509()
		named := err == nil && len(id.Serial) > 0 && pkix.SerialFromBytes(id.Serial).Cmp(p.Serial) == 0 && name.Equal(p.Issuer) ||
			len(id.SubjectKeyID) > 0 && string(id.SubjectKeyID) == string(p.SubjectKeyID)
		if named || slices.ContainsFunc(refs, func(r ades.CertRef) bool { return sav.Matches(r, x) }) {
			out = append(out, x)
			c.know(x)
		}
	}
	return out
}

func (c *collector) start(id ades.ID) {
	if x := c.ev.Pool.Certificate(id); x != nil {
		c.queue = append(c.queue, x)
		return
	}
	if x := c.store.Certificate(id); x != nil {
		c.know(x)
		c.queue = append(c.queue, x)
	}
}

// close follows issuers and revocation data until nothing new turns up.
func (c *collector) close() {
	for len(c.queue) > 0 {
		x := c.queue[0]
		c.queue = c.queue[1:]
		if c.done[x.ID()] {
			continue
		}
		c.done[x.ID()] = true
		for _, a := range c.store.BySubject(x.X509().Issuer) {
			c.know(a)
		}
		var issuers []ades.ID
		found := c.graph.Issuers(x.X509())
		if len(found) == 0 && !x.X509().SelfSigned() {
			found = c.byKeyID(x.X509())
		}
		for _, is := range c.companionsFirst(x, found) {
			id := c.ids[is]
			if id == x.ID() {
				continue
			}
			issuers = append(issuers, id)
			c.queue = append(c.queue, c.ev.Pool.Certificate(id))
		}
		if len(issuers) > 0 {
			c.ev.Issuers[x.ID()] = issuers
		}
		c.statuses(x)
	}
}

// companionsFirst puts the issuers that stand in the same token or answer as x before the others, in the order given: a token's
// maker sent the chain that he means.
func (c *collector) companionsFirst(x *ades.Certificate, issuers []*pkix.Certificate) []*pkix.Certificate {
	var with, without []*pkix.Certificate
	for _, is := range issuers {
		if k := c.ev.Pool.Certificate(c.ids[is]); k != nil && x.Accompanies(k) {
			with = append(with, is)
		} else {
			without = append(without, is)
		}
	}
	return append(with, without...)
}

// byKeyID finds issuers whose name is not the one that x gives, by their key identifier: the chain is then shown, and fails
// for the name.
func (c *collector) byKeyID(x *pkix.Certificate) []*pkix.Certificate {
	if len(x.AuthorityKeyID) == 0 {
		return nil
	}
	var out []*pkix.Certificate
	for _, k := range slices.Concat(c.ev.Pool.Certificates, c.store.Certificates()) {
		p := k.X509()
		if string(p.SubjectKeyID) == string(x.AuthorityKeyID) && p.PublicKey != nil && x.CheckSignature(p.PublicKey) == nil {
			c.know(k)
			out = append(out, p)
		}
	}
	return out
}
