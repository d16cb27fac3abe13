// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import "time"

// row is one line of a built-in table: a constraint's name and its level in each column, one letter each:
// F fail, W warn, I inform, 0 ignore, - absent.
type row struct{ name, levels string }

var levelLetters = map[byte]Level{'F': LevelFail, 'W': LevelWarn, 'I': LevelInform, '0': LevelIgnore, '-': LevelAbsent}

// basicRows: the columns are signature, counter-signature, time-stamp, revocation data.
var basicRows = []row{
	{"ReferenceDataExistence", "FFFF"},
	{"ReferenceDataIntact", "FFFF"},
	{"ReferenceDataNameMatch", "WWW-"},
	{"ManifestEntryObjectExistence", "WWW-"},
	{"ManifestEntryObjectGroup", "WWW-"},
	{"ManifestEntryObjectIntact", "FFF-"},
	{"ManifestEntryNameMatch", "WWW-"},
	{"SignatureIntact", "FFFF"},
	{"SignatureDuplicated", "FF--"},
	{"ProspectiveCertificateChain", "FFFF"},
	{"SignerInformationStore", "F---"},
	{"ByteRange", "F-F-"},
	{"ByteRangeCollision", "W-W-"},
	{"PdfSignatureDictionary", "F-F-"},
	{"PdfPageDifference", "F-F-"},
	{"PdfAnnotationOverlap", "W-W-"},
	{"PdfVisualDifference", "W-W-"},
	{"DocMDP", "W-W-"},
	{"FieldMDP", "W-W-"},
	{"SigFieldLock", "W-W-"},
	{"UndefinedChanges", "W-W-"},
}

// certRows: the columns are the signing certificate and the CA certificates of signature, counter-signature, time-stamp
// and revocation data, in that order.
var certRows = []row{
	{"Recognition", "F-F-F-F-"},
	{"Signature", "FFFFFFFF"},
	{"NotExpired", "FFFFFFFF"},
	{"SunsetDate", "FFFFFFFF"},
	{"AuthorityInfoAccessPresent", "W-W-----"},
	{"RevocationDataSkip", "I-I---0-"},
	{"RevocationInfoAccessPresent", "W-W-----"},
	{"RevocationDataAvailable", "FFFFFWFW"},
	{"AcceptableRevocationDataFound", "FFFFFWFW"},
	{"CRLNextUpdatePresent", "WWWWWWWW"},
	{"RevocationFreshness", "00000000"},
	{"CA", "-F-F-F-F"},
	{"MaxPathLength", "-F-F-F-F"},
	{"KeyUsage", "WFWF-F-F"},
	{"ExtendedKeyUsage", "----F---"},
	{"PolicyTree", "WWWWWWWW"},
	{"NameConstraints", "WWWWWWWW"},
	{"AuthorityKeyIdentifierPresent", "WWWWWWWW"},
	{"SubjectKeyIdentifierPresent", "-F-F-F-F"},
	{"NoRevAvail", "W-W-----"},
	{"SupportedCriticalExtensions", "WWWWWWWW"},
	{"ForbiddenExtensions", "FFFFFF-F"},
	{"IssuerName", "FFFFFFFF"},
	{"SerialNumberPresent", "W-W-----"},
	{"NotRevoked", "FFFFFFFF"},
	{"NotOnHold", "FFFFFFFF"},
	{"RevocationIssuerNotExpired", "F-------"},
	{"NotSelfSigned", "W-W-W---"},
	{"UsePseudonym", "I-I-----"},
}

// signedRows: the columns are signature, counter-signature, time-stamp.
var signedRows = []row{
	{"SigningCertificatePresent", "WWW"},
	{"UnicitySigningCertificate", "WW-"},
	{"SigningCertificateRefersCertificateChain", "WWW"},
	{"SigningCertificateDigestAlgorithm", "WW-"},
	{"CertDigestPresent", "FFW"},
	{"CertDigestMatch", "FF-"},
	{"IssuerSerialMatch", "WWW"},
	{"KeyIdentifierMatch", "WW-"},
	{"SigningTime", "FF-"},
	{"SigningTimeInCertRange", "FF-"},
	{"MessageDigestOrSignedPropertiesPresent", "FF-"},
	{"EllipticCurveKeySize", "WW-"},
}

// otherRows: the names are whole paths.
var otherRows = []row{
	{"ContainerConstraints/AcceptableContainerTypes", "F"},
	{"ContainerConstraints/MimeTypeFilePresent", "I"},
	{"ContainerConstraints/AcceptableMimeTypeFileContent", "W"},
	{"ContainerConstraints/ManifestFilePresent", "F"},
	{"ContainerConstraints/SignedFilesPresent", "F"},
	{"ContainerConstraints/FilenameAdherence", "W"},
	{"ContainerConstraints/AllFilesSigned", "W"},
	{"SignatureConstraints/StructuralValidation", "W"},
	{"SignatureConstraints/AcceptablePolicies", "F"},
	{"SignatureConstraints/PolicyAvailable", "I"},
	{"SignatureConstraints/PolicyHashMatch", "W"},
	{"SignatureConstraints/AcceptableFormats", "F"},
	{"Timestamp/TimestampDelay", "0"},
	{"Timestamp/RevocationTimeAgainstBestSignatureTime", "F"},
	{"Timestamp/BestSignatureTimeBeforeExpirationDateOfSigningCertificate", "F"},
	{"Timestamp/Coherence", "W"},
	{"Timestamp/TSAGeneralNameContentMatch", "W"},
	{"Timestamp/AtsHashIndex", "W"},
	{"Timestamp/ContainerSignedAndTimestampedFilesCovered", "F"},
	{"Revocation/UnknownStatus", "F"},
	{"Revocation/ThisUpdatePresent", "F"},
	{"Revocation/RevocationIssuerKnown", "F"},
	{"Revocation/RevocationIssuerValidAtProductionTime", "F"},
	{"Revocation/RevocationAfterCertificateIssuance", "F"},
	{"Revocation/RevocationHasInformationAboutCertificate", "F"},
	{"Revocation/OCSPResponderIdMatch", "F"},
	{"Revocation/SelfIssuedOCSP", "W"},
	{"EvidenceRecord/DataObjectExistence", "F"},
	{"EvidenceRecord/DataObjectIntact", "F"},
	{"EvidenceRecord/DataObjectFound", "F"},
	{"EvidenceRecord/DataObjectGroup", "W"},
	{"EvidenceRecord/SignedFilesCovered", "W"},
	{"EvidenceRecord/ContainerSignedAndTimestampedFilesCovered", "W"},
	{"EvidenceRecord/HashTreeRenewal", "F"},
	{"eIDAS/TLFreshness", "W"},
	{"eIDAS/TLNotExpired", "W"},
	{"eIDAS/TLWellSigned", "W"},
	{"eIDAS/TLVersion", "F"},
	{"eIDAS/TLStructure", "W"},
}

// Extensions that the built-in policies name.
const (
	oidShortTerm  = "0.4.0.194121.2.1"     // ext-etsi-valassured-ST-certs, EN 319 412-1 5.2
	oidNoRevAvail = "2.5.29.56"            // RFC 9608
	oidNoCheck    = "1.3.6.1.5.5.7.48.1.5" // id-pkix-ocsp-nocheck, RFC 6960 4.2.2.2.1
)

// criticalExtensions are those that may be critical: keyUsage, certificatePolicies, subjectAltName, basicConstraints,
// nameConstraints, policyConstraints, extKeyUsage, CRLDistributionPoints, inhibitAnyPolicy, qcStatements.
var criticalExtensions = []string{"2.5.29.15", "2.5.29.32", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.36", "2.5.29.37",
	"2.5.29.31", "2.5.29.54", "1.3.6.1.5.5.7.1.3"}

// DSS returns a policy with the levels of the default policy of EU DSS 6.4 and with the rules by which that implementation
// parts from the letter of the standard, for comparison and migration.
func DSS() *Policy {
	p := &Policy{constraints: map[Path]Constraint{}, qualified: true, rules: DSSRules(),
		suites: map[Path]*Suite{cryptographic: suite2024()},
		name:   "dss", description: "Levels and behaviour of the default policy of EU DSS 6.4, for comparison and migration."}
	contexts := []Context{Signature, CounterSignature, Timestamp, Revocation}
	for i, c := range contexts {
		for _, r := range basicRows {
			p.put(Basic(c, r.name), r.levels[i], nil)
		}
		for _, r := range certRows {
			p.put(Cert(c, SigningCertificate, r.name), r.levels[2*i], certValues(c, SigningCertificate, r.name))
			p.put(Cert(c, CACertificate, r.name), r.levels[2*i+1], certValues(c, CACertificate, r.name))
		}
	}
	for i, c := range contexts[:3] {
		for _, r := range signedRows {
			p.put(Signed(c, r.name), r.levels[i], nil)
		}
	}
	for _, r := range otherRows {
		p.put(Path(r.name), r.levels[0], nil)
	}
	for path, values := range map[Path][]string{
		"ContainerConstraints/AcceptableContainerTypes":      {"ASiC-S", "ASiC-E"},
		"ContainerConstraints/AcceptableMimeTypeFileContent": {"application/vnd.etsi.asic-s+zip", "application/vnd.etsi.asic-e+zip"},
		"SignatureConstraints/AcceptablePolicies":            {"ANY_POLICY", "NO_POLICY"},
		"SignatureConstraints/AcceptableFormats":             {"*"},
		"eIDAS/TLVersion":                                    {"5", "6"},
	} {
		p.put(path, 'F', values)
	}
	p.constraints["ContainerConstraints/AcceptableMimeTypeFileContent"] = Constraint{Level: LevelWarn,
		Values: p.constraints["ContainerConstraints/AcceptableMimeTypeFileContent"].Values}
	p.constraints["eIDAS/TLFreshness"] = Constraint{Level: LevelWarn, Duration: 6 * time.Hour}
	p.digest = &digest{}
	return p
}

// put enters one cell of a built-in table.
func (p *Policy) put(path Path, letter byte, values []string) {
	if l := levelLetters[letter]; l != LevelAbsent {
		p.constraints[path] = Constraint{Level: l, Values: values}
	}
}

// certValues are the values of the certificate constraints that have some.
func certValues(c Context, r Role, name string) []string {
	switch {
	case name == "RevocationDataSkip" && c == Revocation:
		return []string{oidNoCheck}
	case name == "RevocationDataSkip":
		return []string{oidShortTerm, oidNoRevAvail}
	case name == "KeyUsage" && r == CACertificate:
		return []string{"keyCertSign"}
	case name == "KeyUsage":
		return []string{"nonRepudiation"}
	case name == "ExtendedKeyUsage":
		return []string{"timeStamping"}
	case name == "ForbiddenExtensions" && r == CACertificate:
		return []string{oidNoCheck, oidNoRevAvail}
	case name == "ForbiddenExtensions":
		return []string{oidNoCheck}
	case name == "SupportedCriticalExtensions" && c == Revocation && r == SigningCertificate:
		return append(criticalExtensions[:len(criticalExtensions):len(criticalExtensions)], oidNoCheck)
	case name == "SupportedCriticalExtensions":
		return criticalExtensions
	}
	return nil
}

// DSSRules are the rules of EU DSS 6.4. Policies loaded from its documents have them.
func DSSRules() Rules {
	return Rules{OneChain: true, IgnoreCAValidity: true, AnyAnchorIssues: true, AnyResponder: true, IgnoreCRLScope: true, IgnoreCRLIssuerValidity: true,
		RevokedResponder: true, IssuersAskedOnce: true, NoStaleSlide: true, ExpiryHidesChainFaults: true, UncheckedPastChain: true, PastIssuerByPolicy: true, TimestampsWithoutReference: true, AllCAsRevokedAfter: true, SunsetGoesToPast: true,
		AnyReferenceProves: true, WeakImprintProves: true, FutureSunset: true, TokenProvesChain: true,
		ReferenceQualification: true, StoppedProofIsNow: true, PDFChangesLiteral: true, InvalidTSABreaksToken: true, SignerNeedsIntactData: true,
		ExpiredListOfLists: true, ClosedPeriods: true, EIDASDateForRecognised: true}
}
