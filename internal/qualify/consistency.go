// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

// rule is one demand on what a list says of a service (TS 119 612 v2.4.1 5.5.9.2.3, TS 119 615 v1.4.1 4.4, 4.5).
type rule struct {
	name string
	ok   func(*instance) bool
}

func count(conditions ...bool) int {
	n := 0
	for _, c := range conditions {
		if c {
			n++
		}
	}
	return n
}

func (i *instance) any(names ...string) bool {
	for _, n := range names {
		if i.has(n) {
			return true
		}
	}
	return false
}

func implies(a, b bool) bool { return !a || b }

// The rules by what they bear on.
var (
	rulesQC = []rule{{"QCStatement against NotQualified", func(i *instance) bool { return !(i.has("QCStatement") && i.has("NotQualified")) }}}

	rulesType = []rule{
		{"QCForLegalPerson against QCForESig", func(i *instance) bool { return !(i.has("QCForLegalPerson") && i.has("QCForESig")) }},
		{"more than one of QCForESig, QCForESeal, QCForWSA", func(i *instance) bool { return i.usages() <= 1 }},
		{"a usage qualifier without the additional information that goes with it", func(i *instance) bool {
			if len(i.additional) == 0 || i.usages() != 1 {
				return true
			}
			return implies(i.has("QCForESig"), i.asi("ForeSignatures")) && implies(i.has("QCForESeal"), i.asi("ForeSeals")) &&
				implies(i.has("QCForWSA"), i.asi("ForWebSiteAuthentication"))
		}},
		{"seals or web sites before eIDAS", func(i *instance) bool {
			if !i.preEIDAS() {
				return true
			}
			alone := len(i.additional) == 1 && (i.asi("ForeSeals") || i.asi("ForWebSiteAuthentication"))
			return !alone && !i.any("QCForESeal", "QCForWSA")
		}},
	}

	rulesDevice = []rule{
		{"with and without a qualified device", func(i *instance) bool {
			return !(i.any("QCWithQSCD", "QCWithSSCD", "QCQSCDStatusAsInCert", "QCSSCDStatusAsInCert", "QCQSCDManagedOnBehalf") && i.any("QCNoQSCD", "QCNoSSCD"))
		}},
		{"device as in the certificate against a device stated", func(i *instance) bool {
			return !(i.any("QCQSCDStatusAsInCert", "QCSSCDStatusAsInCert") && i.any("QCWithQSCD", "QCWithSSCD", "QCQSCDManagedOnBehalf"))
		}},
		{"SSCD qualifiers alone after eIDAS", func(i *instance) bool {
			return i.preEIDAS() || implies(i.any("QCWithSSCD", "QCNoSSCD"), i.any("QCWithQSCD", "QCNoQSCD"))
		}},
	}

	rulesStatus = []rule{{"granted or withdrawn before eIDAS", func(i *instance) bool {
		return !(i.preEIDAS() && (i.status == "granted" || i.status == "withdrawn"))
	}}}

	rulesKnown = []rule{{"a qualifier that is not known", func(i *instance) bool { return !i.unknown }}}
)

// usages counts the qualifiers that state a usage.
func (i *instance) usages() int {
	return count(i.has("QCForESig"), i.has("QCForESeal"), i.has("QCForWSA"))
}

// broken names the first rule that an instance breaks; empty: none.
func (i *instance) broken(sets ...[]rule) string {
	for _, rules := range sets {
		for _, r := range rules {
			if !r.ok(i) {
				return r.name
			}
		}
	}
	return ""
}
