// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import "strings"

// StatusPrefix is the base of the status URIs of TS 119 612.
const StatusPrefix = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"

// The bases of older lists (TS 102 231).
const (
	legacyStatusPrefix = "http://uri.etsi.org/TrstSvc/Svcstatus/"
	esigStatusPrefix   = "http://uri.etsi.org/TrstSvc/eSigDir-1999-93-EC-TrustedList/Svcstatus/"
)

// StatusName is the last part of a status URI of ETSI, in lower case, whatever its base; the URI itself if it is another's.
func StatusName(uri string) string {
	for _, p := range []string{StatusPrefix, esigStatusPrefix, legacyStatusPrefix} {
		if rest, ok := strings.CutPrefix(uri, p); ok {
			return strings.ToLower(strings.Trim(rest, "/"))
		}
	}
	return uri
}

// ActiveStatus reports whether a status of ETSI's makes a service's certificates trust anchors while it lasts: granted,
// accredited, under supervision, supervision in cessation, recognised at national level, set by national law, and TS 102
// 231's "in accord". The reference implementation's trust periods are made of the same ones.
func ActiveStatus(uri string) bool {
	switch StatusName(uri) {
	case "granted", "accredited", "undersupervision", "supervisionincessation", "recognisedatnationallevel", "setbynationallaw", "inaccord":
		return true
	}
	return false
}
