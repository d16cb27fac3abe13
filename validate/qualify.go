// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

// qualify determines what the signature is worth in law, in the view asked for.
func (e *evaluation) qualify(t *token) Qualification {
	return Qualification{View: e.view}
}

// qualifyStamp does so for a time-stamp.
func (e *evaluation) qualifyStamp(t *token) Qualification {
	return Qualification{View: e.view}
}
