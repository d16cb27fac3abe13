// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"encoding/xml"
	"os"
	"time"
)

// diagnosticData is what the reference implementation's file of facts holds, as far as it is converted.
type diagnosticData struct {
	DocumentName   string
	ValidationDate time.Time
	Signatures     []diagSignature   `xml:"Signatures>Signature"`
	Certificates   []diagCertificate `xml:"UsedCertificates>Certificate"`
	Revocations    []diagRevocation  `xml:"UsedRevocations>Revocation"`
	Timestamps     []diagTimestamp   `xml:"UsedTimestamps>Timestamp"`
	Records        []struct{}        `xml:"EvidenceRecords>EvidenceRecord"`
}

type diagBasic struct {
	Encryption string `xml:"EncryptionAlgoUsedToSignThisToken"`
	Bits       string `xml:"KeyLengthUsedToSignThisToken"`
	Digest     string `xml:"DigestAlgoUsedToSignThisToken"`
	MGF        string `xml:"MaskGenerationFunctionUsedToSignThisToken"`
	Intact     bool   `xml:"SignatureIntact"`
	Valid      bool   `xml:"SignatureValid"`
}

type diagRef struct {
	Certificate string `xml:"Certificate,attr"`
}

type diagDigest struct {
	Match  string `xml:"match,attr"`
	Zero   bool   `xml:"zeroHash,attr"`
	Method string `xml:"DigestMethod"`
	Value  string `xml:"DigestValue"`
}

type diagMatcher struct {
	Type         string `xml:"type,attr"`
	ID           string `xml:"id,attr"`
	URI          string `xml:"uri,attr"`
	DocumentName string `xml:"documentName,attr"`
	Duplicated   bool   `xml:"duplicated,attr"`
	Method       string `xml:"DigestMethod"`
	Value        string `xml:"DigestValue"`
	Found        bool   `xml:"DataFound"`
	Intact       bool   `xml:"DataIntact"`
}

// diagFound is a certificate found in a token, with the references to it.
type diagFound struct {
	Certificate string        `xml:"Certificate,attr"`
	Token       string        `xml:"Token,attr"`
	Refs        []diagCertRef `xml:"CertificateRef"`
}

type diagCertRef struct {
	Origin       string
	IssuerSerial struct {
		Match string `xml:"match,attr"`
		Value string `xml:",chardata"`
	}
	Digest diagDigest `xml:"DigestAlgoAndValue"`
}

type diagFoundCertificates struct {
	Related []diagFound `xml:"RelatedCertificate"`
	Orphan  []diagFound `xml:"OrphanCertificate"`
}

type diagSignature struct {
	ID      string `xml:"Id,attr"`
	Counter bool   `xml:"CounterSignature,attr"`
	Parent  *struct {
		Id string `xml:"Id,attr"`
	}
	ParentAttribute string `xml:"Parent,attr"`
	Duplicated      bool   `xml:"Duplicated,attr"`
	SignatureFormat string
	ClaimedTime     *time.Time `xml:"ClaimedSigningTime"`
	Structure       *struct {
		Valid bool `xml:"valid,attr"`
	} `xml:"StructuralValidation"`
	Matchers    []diagMatcher `xml:"DigestMatchers>DigestMatcher"`
	Basic       diagBasic     `xml:"BasicSignature"`
	Signer      diagRef       `xml:"SigningCertificate"`
	ContentType string
	MimeType    string
	Certs       diagFoundCertificates `xml:"FoundCertificates"`
	Stamps      []struct {
		Timestamp string `xml:"Timestamp,attr"`
	} `xml:"FoundTimestamps>FoundTimestamp"`
	Scopes []struct {
		Data  string `xml:"SignerData,attr"`
		Scope string
		Name  string
	} `xml:"SignatureScopes>SignatureScope"`
	SignerInfos []struct{}    `xml:"SignerInformationStore>SignerInfo"`
	Policy      *diagPolicy   `xml:"Policy"`
	PolicyStore *struct{}     `xml:"SignaturePolicyStore"`
	PDF         *diagRevision `xml:"PDFRevision"`
}

type diagPolicy struct {
	ID         string `xml:"Id"`
	URL        string `xml:"Url"`
	Identified bool
	Error      string      `xml:"ProcessingError"`
	Digest     *diagDigest `xml:"DigestAlgoAndValue"`
}

type diagRevision struct {
	Fields []struct {
		Name string `xml:"name,attr"`
	} `xml:"SignatureField"`
	Dictionary struct {
		Consistent bool `xml:"consistent,attr"`
		Type       string
		Filter     string
		SubFilter  string
		Range      struct {
			Valid bool `xml:"valid,attr"`
		} `xml:"SignatureByteRange"`
		DocMDP *struct{ Permissions string }
	} `xml:"PDFSignatureDictionary"`
	Changes *struct {
		Overlaps []struct {
			Page int `xml:"Page,attr"`
		} `xml:"AnnotationOverlap"`
		Visual []struct {
			Page int `xml:"Page,attr"`
		} `xml:"VisualDifference"`
		Objects struct {
			Extension  []diagChange `xml:"ExtensionChange"`
			Form       []diagChange `xml:"SignatureOrFormFill"`
			Annotation []diagChange `xml:"AnnotationChange"`
			Undefined  []diagChange `xml:"Undefined"`
		} `xml:"ObjectModifications"`
	} `xml:"ModificationDetection"`
}

type diagChange struct {
	Action string `xml:"action,attr"`
	Field  string `xml:"fieldName,attr"`
	Object string `xml:",chardata"`
}

type diagName struct {
	Format string `xml:"Format,attr"`
	Value  string `xml:",chardata"`
}

type diagCertificate struct {
	ID        string     `xml:"Id,attr"`
	Subject   []diagName `xml:"SubjectDistinguishedName"`
	Issuer    []diagName `xml:"IssuerDistinguishedName"`
	Serial    string     `xml:"SerialNumber"`
	Country   string     `xml:"CountryName"`
	CN        string     `xml:"CommonName"`
	Pseudonym string
	NotAfter  time.Time
	NotBefore time.Time
	Bits      string    `xml:"PublicKeySize"`
	KeyKind   string    `xml:"PublicKeyEncryptionAlgo"`
	Basic     diagBasic `xml:"BasicSignature"`
	By        diagRef   `xml:"SigningCertificate"`
	Trusted   struct {
		Value  bool       `xml:",chardata"`
		Start  *time.Time `xml:"startDate,attr"`
		Sunset *time.Time `xml:"sunsetDate,attr"`
	}
	SelfSigned bool
	IssuerKey  struct {
		Subject bool `xml:"subjectName,attr"`
	} `xml:"IssuerEntityKey"`
	Extensions diagExtensions `xml:"CertificateExtensions"`
	Services   []diagService  `xml:"TrustServiceProviders>TrustServiceProvider>TrustServices>TrustService"`
	Statuses   []diagStatus   `xml:"Revocations>CertificateRevocation"`
}

type diagService struct {
	Identity     string `xml:"ServiceDigitalIdentifier,attr"`
	ServiceType  string
	Status       string
	StartDate    time.Time
	EndDate      *time.Time
	ExpiredCerts *time.Time `xml:"ExpiredCertsRevocationInfo"`
}

type diagStatus struct {
	Revocation     string `xml:"Revocation,attr"`
	Status         string
	Reason         string
	RevocationDate *time.Time
}

type diagPresent struct {
	Present bool `xml:"present,attr"`
}

type diagExtensions struct {
	Basic *struct {
		CA      bool `xml:"CA,attr"`
		PathLen *int `xml:"PathLenConstraint,attr"`
	} `xml:"BasicConstraints"`
	KeyUsages *struct {
		Bits []string `xml:"keyUsageBit"`
	}
	ExtKeyUsages struct {
		OIDs []string `xml:"extendedKeyUsageOid"`
	} `xml:"ExtendedKeyUsages"`
	Policies struct {
		OIDs []string `xml:"certificatePolicy"`
	} `xml:"CertificatePolicies"`
	AIA struct {
		OCSP    []string `xml:"ocspUrl"`
		Issuers []string `xml:"caIssuersUrl"`
	} `xml:"AuthorityInformationAccess"`
	CRL struct {
		URLs []string `xml:"crlUrl"`
	} `xml:"CRLDistributionPoints"`
	NoCheck    diagPresent `xml:"IdPkixOcspNoCheck"`
	NoRevAvail diagPresent
	Short      diagPresent `xml:"ValAssuredShortTermCertificate"`
	QC         *struct {
		Compliance diagPresent `xml:"QcCompliance"`
		SSCD       diagPresent `xml:"QcSSCD"`
		Types      []string    `xml:"QcTypes>QcType"`
	} `xml:"QcStatements"`
	Other []struct {
		OID      string `xml:"OID,attr"`
		Critical bool   `xml:"critical,attr"`
	} `xml:",any"`
}

type diagRevocation struct {
	ID             string `xml:"Id,attr"`
	Type           string
	ProductionDate time.Time
	ThisUpdate     time.Time
	NextUpdate     *time.Time
	ExpiredCerts   *time.Time `xml:"ExpiredCertsOnCRL"`
	ArchiveCutOff  *time.Time
	HashPresent    bool                  `xml:"CertHashExtensionPresent"`
	HashMatch      bool                  `xml:"CertHashExtensionMatch"`
	Basic          diagBasic             `xml:"BasicSignature"`
	Signer         diagRef               `xml:"SigningCertificate"`
	Certs          diagFoundCertificates `xml:"FoundCertificates"`
}

type diagTimestamp struct {
	ID          string                `xml:"Id,attr"`
	Type        string                `xml:"Type,attr"`
	ArchiveType string                `xml:"ArchiveTimestampType"`
	Time        time.Time             `xml:"ProductionTime"`
	Matchers    []diagMatcher         `xml:"DigestMatcher"`
	Basic       diagBasic             `xml:"BasicSignature"`
	Signer      diagRef               `xml:"SigningCertificate"`
	Certs       diagFoundCertificates `xml:"FoundCertificates"`
	TSAName     *struct {
		Match bool `xml:"contentMatch,attr"`
	} `xml:"TSAGeneralName"`
	Covers []struct {
		Token string `xml:"Token,attr"`
	} `xml:"TimestampedObjects>TimestampedObject"`
	PDF *diagRevision `xml:"PDFRevision"`
}

func readDiagnostic(file string) (*diagnosticData, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	d := &diagnosticData{}
	return d, xml.Unmarshal(b, d)
}
