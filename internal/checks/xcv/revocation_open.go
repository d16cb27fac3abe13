// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xcv

import (
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/internal/jpcert"
	"github.com/mitome-project/mitome/policy"
)

// RevocationOpen asks whether revocation data that is missing could be had at all. It decides where [RevocationAvailable] would,
// with the same outcome, and says that nobody but a certified verifier can look the status up.
var RevocationOpen = checks.Check[*Facts]{
	ID: "xcv.revocation-open", Clause: clause4 + ".3 (a)(3)",
	Own:      "the status of certificates of the Japanese individual number card is closed to the public: data that is missing cannot be fetched, and the reader must know that",
	Question: "Is the certificate's revocation data there, or open to everyone?",
	Remedy:   "ask the signer for a signature with the revocation data embedded (level LT), or a certified verifier for the certificate's status",
	Path:     cert("RevocationDataAvailable"), Sub: general,
	Applies: func(f *Facts) bool { return jpcert.ClosedRevocation(f.Cert.X509()) != "" },
	Holds: func(f *Facts, _ policy.Constraint) (bool, string) {
		return f.Statuses > 0, f.Cert.Subject() + ": that of the " + jpcert.ClosedRevocation(f.Cert.X509()) + " is given to certified verifiers only"
	},
}
