// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fc

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/checks"
	"github.com/mitome-project/mitome/policy"
)

// SignerInfos asks that the CMS of a PDF signature has a single SignerInfo.
var SignerInfos = checks.Check[*Facts]{
	ID: "fc.signer-infos", Clause: clause + "; EN 319 142-1 v1.2.1 6.3", Key: "BBB_FC_IOSIP",
	Question: "Does the signature hold exactly one SignerInfo?",
	Path:     basic("SignerInformationStore"), Sub: ades.FormatFailure,
	Applies: func(f *Facts) bool { return f.isPDF() && f.signature() },
	Holds:   func(f *Facts, _ policy.Constraint) (bool, string) { return f.PDF.SignerInfos == 1, "" },
}
