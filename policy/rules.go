// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

// NamedRule is one rule of [Rules] by its name.
type NamedRule struct {
	Name string
	On   bool
}

// Named lists the rules with their names in policy files, in the order of the struct's fields.
func (r Rules) Named() []NamedRule {
	fields := r.fields()
	out := make([]NamedRule, len(fields))
	for i, f := range fields {
		out[i] = NamedRule{f.name, *f.on}
	}
	return out
}

type ruleField struct {
	name string
	on   *bool
}

func (r *Rules) fields() []ruleField {
	return []ruleField{
		{"one-chain", &r.OneChain},
		{"ignore-ca-validity", &r.IgnoreCAValidity},
		{"any-anchor-issues", &r.AnyAnchorIssues},
		{"any-responder", &r.AnyResponder},
		{"ignore-crl-scope", &r.IgnoreCRLScope},
		{"ignore-crl-issuer-validity", &r.IgnoreCRLIssuerValidity},
		{"revoked-responder", &r.RevokedResponder},
		{"issuers-asked-once", &r.IssuersAskedOnce},
		{"no-stale-slide", &r.NoStaleSlide},
		{"expiry-hides-chain-faults", &r.ExpiryHidesChainFaults},
		{"unchecked-past-chain", &r.UncheckedPastChain},
		{"past-issuer-by-policy", &r.PastIssuerByPolicy},
		{"timestamps-without-reference", &r.TimestampsWithoutReference},
		{"all-cas-revoked-after", &r.AllCAsRevokedAfter},
		{"sunset-goes-to-past", &r.SunsetGoesToPast},
		{"reference-qualification", &r.ReferenceQualification},
		{"any-reference-proves", &r.AnyReferenceProves},
		{"weak-imprint-proves", &r.WeakImprintProves},
		{"future-sunset", &r.FutureSunset},
		{"token-proves-chain", &r.TokenProvesChain},
		{"pdf-changes-literal", &r.PDFChangesLiteral},
		{"stopped-proof-is-now", &r.StoppedProofIsNow},
		{"invalid-tsa-breaks-token", &r.InvalidTSABreaksToken},
		{"signer-needs-intact-data", &r.SignerNeedsIntactData},
		{"expired-list-of-lists", &r.ExpiredListOfLists},
		{"closed-periods", &r.ClosedPeriods},
		{"eidas-date-for-recognised", &r.EIDASDateForRecognised},
	}
}
