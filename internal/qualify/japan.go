// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"slices"
	"strings"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/trust"
)

// clauseJapan is of the Act on Electronic Signatures and Certification Business.
const clauseJapan = "Act No. 102 of 2000, Articles 2 to 4"

// japaneseKinds are the kinds of services of the Japanese lists, by the end of their type URIs, with the status under which they
// count: accredited, or set by statute. Dates of EU law do not bear on it. The commercial registry, the government's own
// certificates and private registration have no level of their own.
var japaneseKinds = []struct {
	suffix, level, status string
	usage                 Usage
}{
	{"/Svctype/CA/Accredited", "JP-ESig", "accredited", ESig},
	{"/Svctype/CA/JPKI", "JPKI", "setbynationallaw", ESig},
	{"/Svctype/CA/ESeal", "JP-ESeal-L2", "accredited", ESeal},
}

// inJapan reports whether the instance speaks in the Japanese vocabulary: of a Japanese list, or translated by its table.
func inJapan(i *instance) bool {
	return i.translated() || i.service.Territory == string(Japan)
}

func japaneseStamp(i *instance) bool {
	return inJapan(i) && !i.critical && strings.HasSuffix(i.kind, "/Svctype/TSA/Accredited") && i.status == "accredited"
}

// japanese determines the level in Japan's vocabulary: by the service and its status, and by the qualifiers, since the
// certificates there have no QcStatements. A certificate that the list excludes by NotAccredited does not count.
func (c *Context) japanese(r *Result, in []*instance, cert content, leaf *ades.Certificate) {
	services := keep(c.recognisedInJapan(r, in), func(i *instance) bool { return inJapan(i) && !i.critical })
	r.step("service-at-time", clauseJapan, len(services) > 0, "in the Japanese vocabulary: %s", number(len(services), "service"))
	for _, i := range services {
		level := c.oneJapanese(r, i, cert, leaf)
		switch {
		case level == "":
			continue
		case r.Native != "" && r.Native != level:
			r.step("services-agree", clauseJapan, false, "the certificate is listed as %s and as %s", r.Native, level)
			r.Service, r.Status, r.Recognition, r.Native = nil, "", Recognition{}, ""
			return
		}
		r.Native = level
		if r.Service == nil {
			r.Service, r.Status, r.Recognition = i.service, i.status, i.recognition()
		}
	}
	r.step("accredited", clauseJapan, r.Native != "", "%s", map[bool]string{true: r.Native, false: "no service of a Japanese kind accepts the certificate"}[r.Native != ""])
}

// recognisedInJapan keeps the instances whose period contains the time: those of Japanese lists, and those that an equivalence
// in force translated.
func (c *Context) recognisedInJapan(r *Result, in []*instance) []*instance {
	var out []*instance
	for _, i := range in {
		switch {
		case !c.at(i, r.Time):
		case i.mra == nil || c.inForce(i, r.Time):
			out = append(out, i)
			if i.mra != nil && r.Recognition.Basis == "" {
				r.Recognition = i.recognition()
			}
		default:
			r.warn("agreement-in-force", clauseMRA, "%s", notInForce(i.mra, r.Time))
		}
	}
	return out
}

// oneJapanese is the level that one service gives; empty: none, and the step says why.
func (c *Context) oneJapanese(r *Result, i *instance, cert content, leaf *ades.Certificate) string {
	for _, k := range japaneseKinds {
		if !strings.HasSuffix(i.kind, k.suffix) {
			continue
		}
		switch {
		case i.status != k.status:
			r.warn("status", clauseJapan, "%s counts with the status %s, not with %s", k.level, k.status, i.status)
		case i.translated() && isMember(i.service.Territory) && i.from.Before(eidas):
			r.warn("status", clauseJapan, "the service has its status from before %s, when there was no such status in the EU", stamp(eidas))
		case excluded(i):
			r.warn("qualifier", clauseJapan, "the list says of the certificate that it is not accredited")
		case !i.isFor(k.usage, cert):
			r.warn("certificate-type", clauseJapan, "the service counts as %s, the certificate is for another type", k.level)
		case i.translated() && !i.statesQualified(cert):
			r.warn("qualified", clauseJapan, "neither the certificate nor the recognised service states it to be qualified")
		case k.level == "JPKI" && !i.translated() && !signs(leaf):
			r.warn("certificate-type", clauseJapan, "the certificate is not for signatures, but for authentication or for a CA: its key usage has no nonRepudiation")
		default:
			return k.level
		}
		return ""
	}
	return ""
}

// isFor reports whether a service of this kind is for the certificate's type. A service for signatures and seals alike becomes
// two Japanese ones: which of them counts, the list's qualifiers say, else the certificate's QcType. Certificates of the
// Japanese lists have none: there the kind of service alone tells.
func (i *instance) isFor(u Usage, cert content) bool {
	sig, seal, web := i.hasSuffix("ForESig"), i.hasSuffix("ForESeal"), i.hasSuffix("ForWSA")
	if count(sig, seal, web) > 0 {
		return count(sig, seal, web) == 1 && (sig && u == ESig || seal && u == ESeal)
	}
	return !i.translated() || cert.usage() == u
}

// statesQualified reports whether a recognised certificate is stated to be qualified: by the list's qualifier, or by its content
// as the equivalence reads it. Where the table has a condition for that, it alone decides.
func (i *instance) statesQualified(cert content) bool {
	if i.hasSuffix("QCStatement") {
		return true
	}
	for _, e := range i.mra.period.Contents {
		if e.Context == trust.MRAContextCompliance {
			return cert.complied && cert.compliance
		}
	}
	return cert.qualified()
}

// signs reports whether the key usage has nonRepudiation (content commitment).
func signs(leaf *ades.Certificate) bool { return leaf.X509().KeyUsage&(1<<1) != 0 }

func (i *instance) hasSuffix(end string) bool {
	return slices.ContainsFunc(i.qualifiers, func(q string) bool { return strings.HasSuffix(q, end) })
}

func excluded(i *instance) bool { return i.hasSuffix("NotAccredited") || i.has("NotQualified") }

// nativeSignature is the level of a signature in Japan's vocabulary: the same at issuance and at the best-signature-time.
func nativeSignature(issuance, best Result, main mainIndication) string {
	if best.Native == "" || issuance.Native != best.Native || best.Recognition.Basis == Facilitation || main == failed {
		return "N/A"
	}
	if main == indeterminate {
		return "Indeterminate-" + best.Native
	}
	return best.Native
}
