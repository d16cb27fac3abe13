// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package mitome is the map of the project; it exports nothing itself.
//
// mitome (認め, "recognition") is a pure-Go library, with one command-line program, that answers for a signed document: is it
// intact, who signed it, under whose trust, when at the latest, and what is it worth in law, seen from the EU and seen from
// Japan. It validates CAdES, PAdES and XAdES signatures against the trusted lists of both, as EN 319 102-1 says.
//
// # The way of a document
//
// Facts, then judgement, then words: a format reads the bytes and computes the digests, Collect gathers certificates and
// revocation data, Evaluate judges all of it as a pure function, and a report puts the result into words.
//
//	bytes -> cades | xades | pades -> ades.Document
//	      -> validate.Evidence      Collect: the only stage with I/O
//	      -> validate.Result        Evaluate: of evidence, trust snapshot, policy and time
//	      -> report                 text, JSON, HTML, ETSI TS 119 102-2
//
// # The packages
//
//   - [github.com/mitome-project/mitome/validate] is the front door: the validator, and clause 5 of the standard with one file for each block and process.
//   - [github.com/mitome-project/mitome/trust] is the trust store: an immutable snapshot with history and provenance.
//   - [github.com/mitome-project/mitome/tsl] loads the store from trusted lists (TS 119 612): the EU's list of lists, Japanese lists, and others.
//   - [github.com/mitome-project/mitome/policy] holds policies as data, the dates of algorithms, and the type of a caller's own rules.
//   - [github.com/mitome-project/mitome/report] writes reports.
//   - [github.com/mitome-project/mitome/fetch] is the only package that opens connections.
//   - [github.com/mitome-project/mitome/ades] is the shared model of signed documents, with the indications of the standard.
//   - [github.com/mitome-project/mitome/cades], [github.com/mitome-project/mitome/xades] and [github.com/mitome-project/mitome/pades] read the formats.
//   - cmd/mitome is the program: run "go run ./cmd/mitome demo" for a tour.
//
// Below internal there are the parsers (internal/ers reads evidence records), the checks (one a file, in internal/checks), the
// qualification of certificates and signatures (internal/qualify), every bound on hostile input with its reason
// (internal/limits), and a PKI for tests (internal/testpki).
//
// # The five tasks
//
// The examples of this package show them: load trusted lists, validate a file, ask yes or no in a test, add a rule of your
// own, and write reports and replay stored evidence.
package mitome
