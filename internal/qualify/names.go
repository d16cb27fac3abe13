// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

// Usage is what a certificate is for.
type Usage uint8

// The usages.
const (
	UnknownUsage Usage = iota
	ESig
	ESeal
	Web
)

// String names the usage as the reports do.
func (u Usage) String() string {
	return [...]string{"unknown type", "eSig", "eSeal", "WSA"}[min(u, Web)]
}

// Level is the qualification of a certificate. The zero value is "not applicable".
type Level struct {
	Known     bool // false: N/A
	Qualified bool
	Device    bool // in a qualified device; only with Qualified
	Usage     Usage
}

// String is the level in words: "QC for eSig with QSCD", "Cert for eSeal", "N/A".
func (l Level) String() string {
	switch {
	case !l.Known:
		return "N/A"
	case !l.Qualified:
		return "Cert for " + l.Usage.String()
	case l.Device && l.Usage != Web:
		return "QC for " + l.Usage.String() + " with QSCD"
	}
	return "QC for " + l.Usage.String()
}

// finalLevel joins the levels at issuance and at the best-signature-time: qualified only if at both, the common type, the
// device of the latter.
func finalLevel(issuance, best Level) Level {
	if issuance == best {
		return best
	}
	if !issuance.Known || !best.Known {
		return Level{}
	}
	out := Level{Known: true, Qualified: issuance.Qualified && best.Qualified, Usage: best.Usage}
	if issuance.Usage != best.Usage {
		out.Usage = UnknownUsage
	}
	out.Device = out.Qualified && best.Device
	return out
}

// signatureLevel is the matrix of certificate level and indication.
func signatureLevel(l Level, main mainIndication) string {
	if !l.Known {
		if main == failed {
			return "Not-AdES"
		}
		return "N/A"
	}
	if l.Usage == Web {
		return "Not-AdES"
	}
	if main == failed {
		switch {
		case l.Qualified && l.Device:
			return "Not-AdES-QC-QSCD"
		case l.Qualified:
			return "Not-AdES-QC"
		}
		return "Not-AdES"
	}
	name := [...]string{"Unknown", "AdESig", "AdESeal"}[l.Usage]
	if l.Qualified {
		switch {
		case l.Device && l.Usage == UnknownUsage:
			name = "Unknown-QC-QSCD"
		case l.Device:
			name = [...]string{"", "QESig", "QESeal"}[l.Usage]
		default:
			name += "-QC"
		}
	}
	if main == indeterminate {
		name = "Indeterminate-" + name
	}
	return name
}

type mainIndication uint8

const (
	passed mainIndication = iota
	indeterminate
	failed
)
