// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

// LoadEvidenceWithin is LoadEvidence under other limits, for tests.
var LoadEvidenceWithin = loadEvidence
