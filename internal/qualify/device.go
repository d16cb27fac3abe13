// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

// device is PRO-4.5.4: whether the key is in a qualified device, or before eIDAS in a secure one, by the entries of the type
// that was determined (tables 6 and 7). What is contradictory or not understood is not taken as a device.
func device(r *Result, entries []*instance, cert content, directive bool) bool {
	var q instance
	for _, i := range entries {
		q.qualifiers = append(q.qualifiers, i.qualifiers...)
		switch {
		case i.mandatory:
			r.step("device", pro("4.5.4-05"), false, "QSCD_INDETERMINATE: a qualifier of a critical extension is not known")
			return false
		case i.unknown:
			r.warn("device", pro("4.5.4-05"), "a qualifier is not known")
		}
	}
	clause, consistent, found := pro("4.5.4-06"), false, false
	if directive {
		clause = pro("4.5.4-04")
		found, consistent = q.secureDevice(cert)
	} else {
		found, consistent = q.qualifiedDevice(cert)
	}
	if !consistent {
		r.warn("device", clause, "QSCD_INDETERMINATE: the qualifiers contradict each other")
		return false
	}
	r.step("device", clause, found, "%s", map[bool]string{true: "QSCD_YES", false: "QSCD_NO"}[found])
	return found
}

// secureDevice is table 6, before eIDAS.
func (i *instance) secureDevice(cert content) (found, consistent bool) {
	if count(i.has("QCWithSSCD"), i.has("QCNoSSCD"), i.has("QCSSCDStatusAsInCert")) > 1 {
		return false, false
	}
	switch {
	case i.has("QCWithSSCD"):
		return true, true
	case i.has("QCNoSSCD"):
		return false, true
	}
	return cert.device(), true
}

// qualifiedDevice is table 7, since eIDAS.
func (i *instance) qualifiedDevice(cert content) (found, consistent bool) {
	with, without, behalf := i.has("QCWithQSCD"), i.has("QCNoQSCD"), i.has("QCQSCDManagedOnBehalf")
	if i.has("QCWithSSCD") && !with || i.has("QCNoSSCD") && !without || with && without || behalf && without ||
		i.has("QCQSCDStatusAsInCert") && (with || without || behalf) {
		return false, false
	}
	switch {
	case with || behalf:
		return true, true
	case without:
		return false, true
	}
	return cert.sscd, true
}
