// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"github.com/mitome-project/mitome/internal/checks"
)

// stepID names a step of a process.
type stepID uint8

// The steps that are no checks of their own packages: they join blocks and compare times.
const (
	stepCrypto stepID = iota
	stepChain
	stepSunset
	stepSub
	stepAcceptable
	stepIssuerData
	stepIssuerAcceptable
	stepIssuerNotRevoked
	stepBlock
	stepContentAfterRevocation
	stepContentAfterExpiry
	stepContentAfterCrypto
	stepBasicUsable
	stepPastData
	stepImprint
	stepStampValid
	stepTLevel
	stepLTALevel
	stepRevocationAfterBest
	stepBestAfterIssuance
	stepBestBeforeExpiry
	stepKnownNotRevoked
	stepPathAtBest
	stepOrder
	stepDelay
	stepSuspension
	stepFreshAtBest
	stepAcceptance
	stepTimeUsable
	stepLongTermData
	stepPast
	stepPastRevocation
	stepPastChain
	stepPastBest
	stepControlTime
	stepPOE
	stepPastIssuer
	stepRecord
	stepRecordStamp
	stepCount
)

// stepText is what the report says of a step.
type stepText struct{ check, key, clause, question, remedy string }

// stepTexts holds the text of every step.
var stepTexts = [stepCount]stepText{
	stepCrypto:                 {"crypto.reliable", "ACCM", checks.Edition + "5.2.8", "Are the algorithms reliable at the time?", "a time-stamp from before the algorithm's end is needed"},
	stepChain:                  {"xcv.chain", "BBB_XCV_CCCBB", checks.Edition + "5.2.6 step 2", "Does the chain reach a trust anchor?", "give the trust anchor, or load the trusted lists that name the issuer"},
	stepSunset:                 {"xcv.sunset", "BBB_XCV_HPCCVVT", checks.Edition + "5.2.6 steps 1, 3", "Is the trust anchor trusted at the time of validation?", "a proof from the time when the service was trusted is needed"},
	stepSub:                    {"xcv.certificate", "BBB_XCV_SUB", checks.Edition + "5.2.6 step 4", "Is the certificate's validation conclusive?", ""},
	stepAcceptable:             {"xcv.revocation-acceptable", "BBB_XCV_IARDPFC", checks.Edition + "5.2.6 step 4", "Is there revocation data that may be used?", "ask for the document with other revocation data in it; a program may also give it, or look it up online"},
	stepIssuerData:             {"rac.issuer-data", "BBB_XCV_IRDPFRC", checks.Edition + "5.2.6 step 4", "Is revocation data for the issuer of the revocation data present?", "give revocation data for the issuer of the revocation data"},
	stepIssuerAcceptable:       {"rac.issuer-data-acceptable", "BBB_XCV_IARDPFC", checks.Edition + "5.2.6 step 4", "May the revocation data for the issuer of the revocation data be used?", ""},
	stepIssuerNotRevoked:       {"rac.issuer-not-revoked", "", checks.Edition + "5.2.6 step 4; RFC 6960 4.2.2.2.1", "Was the revocation data made before its issuer's certificate was revoked?", "give revocation data of another issuer"},
	stepBlock:                  {"basic.block", "BSV", checks.Edition + "5.3.4", "Is the building block conclusive?", ""},
	stepContentAfterRevocation: {"basic.content-timestamp-after-revocation", "BSV_ICTGTNASCRT", checks.Edition + "5.3.4 step 4", "Was the content time-stamp made before the revocation?", ""},
	stepContentAfterExpiry:     {"basic.content-timestamp-after-expiry", "BSV_ICTGTNASCET", checks.Edition + "5.3.4 step 4", "Was the content time-stamp made before the certificate expired?", ""},
	stepContentAfterCrypto:     {"basic.content-timestamp-after-crypto", "BSV_ICTGTNACCET", checks.Edition + "5.3.4 step 6", "Was the content time-stamp made before the algorithm's end?", ""},
	stepBasicUsable:            {"time.basic", "LTV_ABSV", checks.Edition + "5.5.4 step 2", "Can proofs of existence help the outcome of basic validation?", ""},
	stepPastData:               {"time.revocation", "BBB_XCV_IARDPFC", checks.Edition + "5.5.4 step 4", "Is there usable revocation data for the chain?", "give revocation data"},
	stepImprint:                {"time.imprint", "BBB_SAV_DMICTSTMCMI", checks.Edition + "5.5.4 step 3 a)", "Is the time-stamp's imprint that of the data?", ""},
	stepStampValid:             {"time.timestamp", "ADEST_IBSVPTC", checks.Edition + "5.5.4 step 3 b)", "Is the time-stamp valid?", ""},
	stepTLevel:                 {"time.t-level", "BBB_SAV_IVTTSTP", checks.Edition + "5.5.4", "Is a valid time-stamp on the signature present?", "ask for a signature with a time-stamp"},
	stepLTALevel:               {"time.lta-level", "BBB_SAV_IVLTATSTP", checks.Edition + "5.6.3.4", "Is a valid archive time-stamp present?", "ask for a signature with an archive time-stamp"},
	stepRevocationAfterBest:    {"time.revocation-after-best-time", "ADEST_IRTPTBST", checks.Edition + "5.5.4 step 4 a)", "Did the revocation come after the best-signature-time?", "only a time-stamp from before the revocation can save the signature"},
	stepBestAfterIssuance:      {"time.best-time-after-issuance", "TSV_IBSTAIDOSC", checks.Edition + "5.5.4 step 4", "Is the best-signature-time after the certificate's issuance?", ""},
	stepBestBeforeExpiry:       {"time.best-time-before-expiry", "TSV_IBSTBCEC", checks.Edition + "5.5.4 step 4", "Is the best-signature-time before the certificate's expiry?", "only a time-stamp from before the expiry can save the signature"},
	stepKnownNotRevoked:        {"time.known-not-revoked", "LTV_ISCKNR", checks.Edition + "5.5.4 step 4 b), d)", "Is the certificate known not to have been revoked?", "revocation data whose issuer is valid, or a time-stamp upon it, is needed"},
	stepPathAtBest:             {"time.path", "", checks.Edition + "5.5.4 step 4; 5.2.6 step 4", "Does every certificate of the path hold at the best-signature-time?", ""},
	stepOrder:                  {"time.order", "TSV_ASTPTCT", checks.Edition + "5.5.4 step 4 e)", "Do the time-stamps follow each other in time as they cover each other?", ""},
	stepDelay:                  {"time.delay", "ADEST_ISTPTDABST", checks.Edition + "5.5.4 step 5", "Was the signature time-stamped soon enough after the claimed time?", ""},
	stepSuspension:             {"time.suspension", "ADEST_ISTPTBST", checks.Edition + "5.5.4 step 7", "Was the certificate suspended after the best-signature-time only?", "try again when the suspension is over"},
	stepFreshAtBest:            {"time.fresh", "BBB_XCV_RFC", checks.Edition + "5.5.4 step 6", "Is the revocation data fresh at the best-signature-time?", "ask for revocation data issued later"},
	stepAcceptance:             {"time.acceptance", "BSV_ISAVRC", checks.Edition + "5.5.4 steps 8, 9", "Is signature acceptance validation conclusive?", ""},
	stepTimeUsable:             {"archive.time", "ARCH_LTVV", checks.Edition + "5.6.3.4 step 3", "Can long-term data help the outcome?", ""},
	stepLongTermData:           {"archive.data", "ARCH_LTAIVMP", checks.Edition + "5.6.3.4 step 3", "Are there archive time-stamps?", "against a fault that came later, an archive time-stamp from before it is needed"},
	stepPast:                   {"archive.past", "PSV_IPSVC", checks.Edition + "5.6.3.4 step 7", "Is past signature validation conclusive?", ""},
	stepPastRevocation:         {"psv.revocation", "PSV_CRS", checks.Edition + "5.6.2.4 step 1", "Is there revocation data whose issuer was valid when it provably existed?", ""},
	stepPastChain:              {"psv.chain", "PSV_IPCVA", checks.Edition + "5.6.2.4 step 2", "Is past certificate validation conclusive?", ""},
	stepPastBest:               {"psv.best-time", "TSV_ISCNVABST", checks.Edition + "5.6.2.4 step 3", "Was the certificate valid at the best-signature-time?", ""},
	stepControlTime:            {"psv.control-time", "PSV_ITPOSVAOBCT", checks.Edition + "5.6.2.4 step 3", "Is the signature proven to have existed at the control-time?", ""},
	stepPOE:                    {"vts.poe", "BBB_VTS_IRDPFC", checks.Edition + "5.6.2.2 step 2 a)", "Are the certificate and its revocation data proven to have existed at the control-time?", "an older archive time-stamp over the revocation data is needed"},
	stepRecord:                 {"archive.evidence-record", "ADEST_IRERVPC", checks.Edition + "5.6.3.4 step 1", "Is the evidence record valid?", ""},
	stepRecordStamp:            {"evidence.timestamp", "", checks.Edition + "5.6.3.4 step 1 a)", "Is the archive time-stamp valid with the proofs that the next one gives?", ""},
	stepPastIssuer:             {"psv.revocation-issuer", "PSV_DIURDSCHPVR", checks.Edition + "5.6.2.4 step 7", "Is the issuer of the revocation data proven to have been valid?", ""},
}
