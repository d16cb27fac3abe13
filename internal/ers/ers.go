// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package ers reads evidence records, RFC 4998 (ASN.1) and RFC 6283 (XML), and works out what each of their archive
// time-stamps covers. It judges nothing: what is broken is recorded.
package ers

import (
	"fmt"
	"io"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/c14n"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/sigalg"
)

// The forms of evidence records, as the reference implementation names them.
const (
	FormASN1 = "ASN1_EVIDENCE_RECORD"
	FormXML  = "XML_EVIDENCE_RECORD"
)

// Method is a canonicalisation of XML; of no meaning in ASN.1.
type Method = c14n.Method

// NS is the namespace of RFC 6283.
const NS = "urn:ietf:params:xml:ns:ers"

// MaxRecords bounds the records that are read of one signature: each is compared with the whole signature, in several forms.
const MaxRecords = 100

// maxChains bounds the chains of a record: a hash tree is renewed when its algorithm weakens, once in many years.
const maxChains = 64

// maxRenewed bounds the octets that the hash-tree renewals of one ASN.1 record cover together.
const maxRenewed = 1 << 30

// Record is an evidence record as read.
type Record struct {
	Form   string
	Digest [32]byte // SHA-256 of its octets, or of its canonical form
	Chains []*Chain
	// Faults break a rule of the syntax on which the meaning of the record rests; Problems are other oddities.
	Faults, Problems []ades.Problem
	crypto           []cms.Attribute // cryptoInfos, and the attributes of the archive time-stamps
	hashes           []sigalg.Hash   // digestAlgorithms; nil: the form has no such list
}

// Chain is an ArchiveTimeStampChain: archive time-stamps over hash trees of one algorithm, each renewing the one before it.
type Chain struct {
	Method Method // of the chain (RFC 6283 3.1.1)
	Stamps []*Stamp
	// before writes what a hash-tree renewal covers beside the data: the sequence of the chains before this one.
	before func(io.Writer) error
}

// Stamp is one ArchiveTimeStamp.
type Stamp struct {
	Algorithm sigalg.Hash // of the hash tree; empty: it is not known
	// Tree holds the lists of the reduced hash tree, that with the data first; nil: the time-stamp is upon the data itself.
	Tree  [][][]byte
	Token []byte
	// field writes what a time-stamp renewal covers: the TimeStamp field.
	field func(io.Writer) error
}

func (r *Record) fault(where, format string, args ...any) {
	r.Faults = append(r.Faults, ades.Problem{Where: where, Text: fmt.Sprintf(format, args...), Structural: true})
}

func (r *Record) problem(where, format string, args ...any) {
	r.Problems = append(r.Problems, ades.Problem{Where: where, Text: fmt.Sprintf(format, args...)})
}

// room bounds the chains and time-stamps of the record.
func (r *Record) room(lim limits.Limits) error {
	if len(r.Chains) > maxChains {
		return limits.Exceeded("chains of one evidence record", maxChains)
	}
	if r.Stamps() > lim.Timestamps {
		return limits.Exceeded("time-stamps of one evidence record", int64(lim.Timestamps))
	}
	return nil
}

// check records that there is nothing in the record.
func (r *Record) check() {
	if len(r.Chains) == 0 {
		r.fault("archiveTimeStampSequence", "is empty")
	}
	for i, c := range r.Chains {
		if len(c.Stamps) == 0 {
			r.fault(fmt.Sprintf("chain %d", i+1), "is empty")
		}
	}
}

// Stamps counts the archive time-stamps.
func (r *Record) Stamps() int {
	n := 0
	for _, c := range r.Chains {
		n += len(c.Stamps)
	}
	return n
}
