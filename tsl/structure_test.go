// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/testpki"
)

func structureOf(t testing.TB, text []byte) []string {
	t.Helper()
	tree, err := readTree(text, limits.Default())
	if err != nil {
		t.Fatal(err)
	}
	return checkStructure(tree.Root, parseRoot(tree.Root, nil).Version)
}

// TestStructure changes one thing in a list that has every element.
func TestStructure(t *testing.T) {
	m := newMaker(t)
	good := string(m.build(t, strings.Replace(description, "providers:", "distributionPoints: [\"https://l.example/l.xml\"]\nproviders:", 1)))
	for name, tc := range map[string]struct {
		old, new string
		want     string // empty: no deviation
	}{
		"nothing":                   {"", "", ""},
		"version 5":                 {"VersionIdentifier>6", "VersionIdentifier>5", "SigningCertificateV2: list version 5 asks for SigningCertificate"},
		"version 4":                 {"VersionIdentifier>6", "VersionIdentifier>4", "list version 4 asks for SigningCertificate"},
		"version 7":                 {"VersionIdentifier>6", "VersionIdentifier>7", "no structure rules are known for list version 7: those of version 6"},
		"version 3":                 {"VersionIdentifier>6", "VersionIdentifier>3", "no structure rules are known for list version 3: those of version 5"},
		"version is no number":      {"VersionIdentifier>6", "VersionIdentifier>six", `TSLVersionIdentifier: not of the right form: "six"`},
		"old signing certificate":   {"SigningCertificateV2", "SigningCertificate", "SigningCertificate: list version 6 asks for SigningCertificateV2"},
		"no tag":                    {` TSLTag="http://uri.etsi.org/19612/TSLTag"`, "", "TrustServiceStatusList: attribute TSLTag is missing"},
		"unknown attribute":         {"<TSLType>", `<TSLType a="b">`, "attribute a is not allowed"},
		"sequence is zero":          {"SequenceNumber>4", "SequenceNumber>0", "TSLSequenceNumber: not of the right form"},
		"element left out":          {"<HistoricalInformationPeriod>65535</HistoricalInformationPeriod>", "", "SchemeInformation: HistoricalInformationPeriod is missing"},
		"element twice":             {"<SchemeTerritory>JP</SchemeTerritory>", "<SchemeTerritory>JP</SchemeTerritory><SchemeTerritory>JP</SchemeTerritory>", "SchemeTerritory[2]: not expected here"},
		"out of order":              {"<SchemeTerritory>JP</SchemeTerritory>", "<TSLType>x</TSLType>", "TSLType[2]: not expected here"},
		"element of another":        {"<SchemeTerritory>", `<x xmlns="urn:x"/><SchemeTerritory>`, "x: not expected here"},
		"empty URI":                 {"<DistributionPoints><URI>https://l.example/l.xml</URI>", "<DistributionPoints><URI> </URI>", "DistributionPoints/URI: empty"},
		"empty list":                {"<URI>https://l.example/l.xml</URI>", "", "DistributionPoints: URI is missing"},
		"language left out":         {`<Name xml:lang="en">JP: UNOFFICIAL`, "<Name>JP: UNOFFICIAL", "SchemeName/Name: attribute xml:lang is missing"},
		"date without time":         {"<ListIssueDateTime>2026-09-01T00:00:00Z", "<ListIssueDateTime>2026-09-01", "ListIssueDateTime: not of the right form"},
		"closed list":               {"<dateTime>2027-02-28T00:00:00Z</dateTime>", "", ""},
		"white space around":        {"<TSLVersionIdentifier>6<", "<TSLVersionIdentifier>\n6 <", ""},
		"two kinds of notice":       {"<TSLLegalNotice", `<TSLPolicy xml:lang="en">https://l.example/</TSLPolicy><TSLLegalNotice`, "TSLLegalNotice: not expected beside TSLPolicy"},
		"two kinds in one identity": {"</X509Certificate>", "</X509Certificate><X509SKI>AA==</X509SKI>", "X509SKI: not expected beside X509Certificate"},
		"service without status":    {"<ServiceStatus>", "<ServiceStatuz>", "not a list"},
		"critical is missing":       {` Critical="true"`, "", "Extension[1]: attribute Critical is missing"},
		"critical is no truth":      {` Critical="true"`, ` Critical="yes"`, "attribute Critical is no truth value"},
		"extension of its own":      {"<AdditionalServiceInformation>", `<x:y xmlns:x="urn:x"/><AdditionalServiceInformation>`, ""},
		"known extension, empty":    {"<AdditionalServiceInformation><URI xml:lang=\"en\">http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForeSignatures</URI>", "<AdditionalServiceInformation>", "AdditionalServiceInformation: URI is missing"},
		"element in a text":         {"<SchemeTerritory>JP", "<SchemeTerritory><a/>JP", "a: not expected here"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(good, tc.old, tc.new, 1)
			if tc.want == "not a list" {
				text = strings.ReplaceAll(strings.ReplaceAll(good, "<ServiceStatus>", "<ServiceStatuz>"), "</ServiceStatus>", "</ServiceStatuz>")
				tc.want = "ServiceStatus is missing"
			} else if tc.old != "" && text == good {
				t.Fatalf("%q is not in the list", tc.old)
			}
			if strings.Contains(tc.old, "SigningCertificateV2") {
				text = strings.ReplaceAll(good, tc.old, tc.new)
			}
			got := strings.Join(structureOf(t, []byte(text)), "\n")
			if (tc.want == "") != (got == "") || !strings.Contains(got, tc.want) {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

// TestStructureIsBounded: a list that deviates everywhere has few lines.
func TestStructureIsBounded(t *testing.T) {
	text := `<TrustServiceStatusList xmlns="` + nsTSL + `">` + strings.Repeat("<a/>", 5000) + "</TrustServiceStatusList>"
	got := structureOf(t, []byte(text))
	if len(got) != maxStructure+1 || !strings.HasSuffix(got[maxStructure], "further deviations are not listed") {
		t.Errorf("%d lines, the last is %q", len(got), got[len(got)-1])
	}
}

// TestStructureOfRealLists: no list of the EU deviates; of the lists made to deviate, each does where it was changed.
func TestStructureOfRealLists(t *testing.T) {
	for _, folder := range []string{"eu-2025-08", "eu-2023-10"} {
		names, err := filepath.Glob(filepath.Join(beside.Path(t, "corpus", "lists", folder), "*.xml"))
		if err != nil || len(names) < 30 {
			t.Fatal(names, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if got := structureOf(t, text); len(got) > 0 {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
	for name, want := range map[string]string{
		"tl-fi-49-fi-v5-sig-cert-v2-xml-426ab2.xml":        "SigningCertificateV2: list version 5",
		"tl-fi-49-fi-v6-sig-cert-xml-af63d4.xml":           "SigningCertificate: list version 6",
		"tl-fi-49-fi-v6-no-service-information-c9f120.xml": "TSPService[1]: ServiceInformation is missing",
		"tl-fi-49-fi-v6-no-tsp-information-xml-4698ad.xml": "TrustServiceProvider: TSPInformation is missing",
		"tl-fi-49-fi-v5-invalid-xml-2fecf6.xml":            "ServiceSupplyPoint: attribute type came with list version 6",
		"tl-fi-49-tlv6-custom-attribute-xml-e54bb0.xml":    "StreetAddress: attribute URI is not allowed",
		"tl-eu-248-eu-lotl-non-compliant-xml-92aee5.xml":   "SchemeOperatorAddress is missing",
		"tl-eu-248-eu-lotl-no-tl-version-xml-31a2d5.xml":   "TSLVersionIdentifier is missing",
	} {
		text, err := os.ReadFile(beside.Path(t, "corpus", "lists", "single", name))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(structureOf(t, text), "\n"); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestStructureOfDemo: the demonstration's lists do not deviate.
func TestStructureOfDemo(t *testing.T) {
	p := demoPKI(t)
	for version, ess := range map[int][]string{5: {"ess-v1"}, 6: nil} {
		files := demoFiles(t, p, func(lists map[string]testpki.ListSpec) {
			for u, s := range lists {
				s.Version, s.Mutate = version, ess
				lists[u] = s
			}
		})
		for u, text := range files {
			if got := structureOf(t, text); len(got) > 0 {
				t.Errorf("version %d, %s: %s", version, u, fmt.Sprint(got))
			}
		}
	}
}
