// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

// Package archtest holds the design's rules as tests: which package may import which, what the library never does, the form
// of the source, and how many names each package may export. A failure names the file and the rule that it breaks.
package archtest
