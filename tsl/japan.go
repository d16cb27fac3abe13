// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import "strings"

// JTSLBase is the base of the URIs that the Japanese profile defines where ETSI has none. docs/jtsl.md describes the profile: no
// official Japanese list is known, so it is this project's definition, and an official one can be read by its own URIs.
const JTSLBase = "https://mitome-project.github.io/jtsl/v1/"

// The list types of the Japanese profile (TS 119 612 v2.4.1 5.3.3: "CClist" for a country that is no member state).
const (
	TypeJPList = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/JPlist"
	TypeJPLOTL = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/JPlistofthelists"
)

// The service types of the Japanese profile.
const (
	JPServiceAccredited   = JTSLBase + "Svctype/CA/Accredited"             // accredited certification business (Act 102 of 2000, Article 4)
	JPServiceNationalID   = JTSLBase + "Svctype/CA/JPKI"                   // signature certificates of the individual number card
	JPServiceRegistration = JTSLBase + "Svctype/CA/CommercialRegistration" // certificates of the commercial registry
	JPServiceESeal        = JTSLBase + "Svctype/CA/ESeal"                  // accredited e-seal certification
	JPServiceTSA          = JTSLBase + "Svctype/TSA/Accredited"            // accredited time-stamping (MIC Notification 146 of 2021)
	JPServiceGovernment   = JTSLBase + "Svctype/CA/Government"             // GPKI and LGPKI
	JPServiceRemote       = JTSLBase + "Svctype/RemoteSCDManagement"       // remote signing; informative
	JPServiceRegistered   = JTSLBase + "Svctype/CA/Registered"             // private registration
)

// The qualifiers of the Japanese profile.
const (
	JPWithQSCD            = JTSLBase + "SvcInfoExt/JPWithQSCD"
	JPNoQSCD              = JTSLBase + "SvcInfoExt/JPNoQSCD"
	JPQSCDManagedOnBehalf = JTSLBase + "SvcInfoExt/JPQSCDManagedOnBehalf"
	JPForESig             = JTSLBase + "SvcInfoExt/JPForESig"
	JPForESeal            = JTSLBase + "SvcInfoExt/JPForESeal"
	JPNotAccredited       = JTSLBase + "SvcInfoExt/NotAccredited"
)

// The bases of ETSI's URIs.
const (
	etsiType   = "http://uri.etsi.org/TrstSvc/Svctype/"
	etsiStatus = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
	etsiInfo   = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"
	etsiScheme = "http://uri.etsi.org/TrstSvc/TrustedList/"
)

// expand turns the short names of a list description into URIs: a name with a scheme stays, one of the Japanese profile gets
// its base, all others ETSI's.
func expand(name, etsi, jp string, japanese ...string) string {
	name = strings.TrimSpace(name)
	if name == "" || strings.Contains(name, "://") || strings.HasPrefix(name, "urn:") {
		return name
	}
	for _, j := range japanese {
		if j == jp+name {
			return j
		}
	}
	return etsi + name
}

func serviceType(name string) string {
	return expand(name, etsiType, JTSLBase+"Svctype/", JPServiceAccredited, JPServiceNationalID, JPServiceRegistration, JPServiceESeal,
		JPServiceTSA, JPServiceGovernment, JPServiceRemote, JPServiceRegistered)
}

func qualifier(name string) string {
	return expand(name, etsiInfo, JTSLBase+"SvcInfoExt/", JPWithQSCD, JPNoQSCD, JPQSCDManagedOnBehalf, JPForESig, JPForESeal, JPNotAccredited)
}
