// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package qualify

import (
	"slices"
	"strings"

	"github.com/mitome-project/mitome/ades"
)

const clauseJapan = "Act No. 102 of 2000 (electronic signatures and certification business) Articles 2, 3"

// The kinds of services of the Japanese lists, by the end of their type URIs.
var japaneseKinds = []struct {
	suffix, level string
	usage         Usage
}{
	{"/Svctype/CA/Accredited", "JP-ESig", ESig},
	{"/Svctype/CA/JPKI", "JPKI", ESig},
	{"/Svctype/CA/ESeal", "JP-ESeal-L2", ESeal},
}

// japaneseStatus reports whether a status lets a service count under Japanese law: accredited, or set by statute. Dates of
// EU law do not bear on it.
func japaneseStatus(status string) bool {
	return status == "accredited" || status == "setbynationallaw"
}

// inJapan reports whether the instance speaks in the Japanese vocabulary: of a Japanese list, or translated by its table.
func inJapan(i *instance) bool { return i.translated() || i.service.Territory == "JP" }

func japaneseStamp(i *instance) bool {
	return inJapan(i) && !i.critical && strings.HasSuffix(i.kind, "/Svctype/TSA/Accredited") && japaneseStatus(i.status)
}

// japanese determines the level in Japan's view: by the service and its status, and by the qualifiers, since the
// certificates there have no QcStatements. A certificate that the list excludes by NotAccredited does not count.
func (c *Context) japanese(r *Result, in []*instance, leaf *ades.Certificate) {
	services := keep(in, func(i *instance) bool {
		if i.mra != nil && (!i.mra.period.Enacted || !i.mra.period.Contains(r.Time)) {
			return false
		}
		return inJapan(i) && !i.critical && i.at(r.Time, Standard)
	})
	r.step("service-at-time", clauseJapan, len(services) > 0, "%d services of the Japanese vocabulary at the time", len(services))
	cert := contentOf(leaf)
	level := ""
	for _, i := range services {
		name, fits := i.japaneseLevel(cert)
		if name == "" || !japaneseStatus(i.status) || excluded(i) {
			continue
		}
		if !fits {
			r.step("certificate-type", clauseJapan, false, "the service counts as %s, the certificate is for another type", name)
			continue
		}
		if i.translated() && !cert.qualified() && !i.has("QCStatement") {
			r.step("qualified", clauseJapan, false, "the recognised service does not state this certificate to be qualified")
			continue
		}
		if level != "" && level != name {
			r.step("services-agree", clauseJapan, false, "the certificate is listed as %s and as %s", level, name)
			r.Service, r.Status, r.Recognition = nil, "", Recognition{}
			return
		}
		level = name
		if r.Service == nil {
			r.Service, r.Status, r.Recognition = i.service, i.status, i.recognition()
		}
	}
	r.Native = level
	r.step("accredited", clauseJapan, level != "", "level %q", level)
}

// japaneseLevel is the level that a service of this kind gives, and whether the certificate is of a type that it is for. A
// service for signatures and seals alike becomes two Japanese ones: which of them counts, the list's qualifiers say, else the
// certificate's QcType. Certificates of the Japanese lists have none: there the kind of service alone tells.
func (i *instance) japaneseLevel(cert content) (level string, fits bool) {
	for _, k := range japaneseKinds {
		if !strings.HasSuffix(i.kind, k.suffix) {
			continue
		}
		sig, seal, web := i.hasSuffix("ForESig"), i.hasSuffix("ForESeal"), i.hasSuffix("ForWSA")
		if count(sig, seal, web) > 0 {
			return k.level, count(sig, seal, web) == 1 && (sig && k.usage == ESig || seal && k.usage == ESeal)
		}
		return k.level, !i.translated() || cert.usage() == k.usage
	}
	return "", false
}

func (i *instance) hasSuffix(end string) bool {
	return slices.ContainsFunc(i.qualifiers, func(q string) bool { return strings.HasSuffix(q, end) })
}

func excluded(i *instance) bool {
	for _, q := range i.qualifiers {
		if strings.HasSuffix(q, "NotAccredited") {
			return true
		}
	}
	return i.has("NotQualified")
}

// nativeSignature is the level of a signature in Japan's view: the same at issuance and at the best-signature-time.
func nativeSignature(issuance, best Result, main mainIndication) string {
	if best.Native == "" || issuance.Native != best.Native || best.Recognition.Facilitation || main == failed {
		return "N/A"
	}
	if main == indeterminate {
		return "Indeterminate-" + best.Native
	}
	return best.Native
}
