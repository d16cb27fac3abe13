// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

import (
	"slices"
	"time"
)

// Counter describes one counter-signature of a CAdES signature (RFC 5652 11.4).
type Counter struct {
	Signer   string
	Time     time.Time
	Hash     string
	Stamp    *Stamp    // signature time-stamp of the counter-signature
	Counters []Counter // counter-signatures of this one
	// Mutate: "other-value" signs other octets than the parent's value; "content-type" adds that attribute, which must not be
	// there; "broken-signature" and "wrong-digest" are those of any signature.
	Mutate []string
}

// counterSign adds counter-signatures to a signer.
func (p *PKI) counterSign(parent *rawSigner, counters []Counter) error {
	for _, k := range counters {
		cert, err := p.need(k.Signer)
		if err != nil {
			return err
		}
		value := content(parent.signature)
		if contains(k.Mutate, "other-value") {
			value = flip(value)
		}
		si := signerInfo{cert: cert, content: value, contentType: oidData, hash: k.Hash, signedTime: k.Time, mutate: k.Mutate,
			countersign: !contains(k.Mutate, "content-type")}
		raw, err := si.make()
		if err != nil {
			return err
		}
		if k.Stamp != nil {
			token, err := p.Token(*k.Stamp, content(raw.signature), nil)
			if err != nil {
				return err
			}
			raw.unsigned = append(raw.unsigned, attribute(oidSignatureTS, token))
		}
		if err := p.counterSign(raw, k.Counters); err != nil {
			return err
		}
		parent.unsigned = append(parent.unsigned, attribute(oidCounterSig, raw.der()))
	}
	return nil
}

// ends are the certificates whose chains the counter-signatures need.
func ends(counters []Counter) []string {
	var out []string
	for _, k := range counters {
		out = append(out, k.Signer)
		if k.Stamp != nil {
			out = append(out, k.Stamp.TSA)
		}
		out = slices.Concat(out, ends(k.Counters))
	}
	return out
}
