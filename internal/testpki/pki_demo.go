// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package testpki

// The certificate policies of the demonstration PKI (private enterprise number 32473 is reserved for documentation).
const (
	policyLocalQSCD  = "1.3.6.1.4.1.32473.11.1"
	policyRemoteQSCD = "1.3.6.1.4.1.32473.11.2"
	policyAccredited = "1.3.6.1.4.1.32473.81.1"
	policyESeal2     = "1.3.6.1.4.1.32473.81.2"
	policyNationalID = "1.2.392.200149.8.5.1.1.20"
)

// DemoPKI describes the demonstration's certificates: list signers, an EU provider of qualified certificates, a qualified
// time-stamping authority, and in Japan an accredited CA, a national-ID CA, an e-seal CA and a time-stamping service. All
// are fictitious, whatever country they stand for: qualification asks for the code of a member state.
func DemoPKI() Spec {
	cert := func(id, subject, issuer, key string, profile Profile) CertSpec {
		return CertSpec{ID: id, Subject: subject, Issuer: issuer, Key: key, From: date("2024-01-01"), To: date("2029-01-01"), Profile: profile}
	}
	ca := func(id, subject, issuer, key string) CertSpec {
		c := cert(id, subject, issuer, key, ProfileCA)
		c.From, c.To = date("2015-01-01"), date("2040-01-01")
		return c
	}
	ocsp := func(id, subject, issuer, key string) CertSpec {
		c := cert(id, subject, issuer, key, ProfileOCSP)
		c.NoCheck = true
		return c
	}
	with := func(c CertSpec, change func(*CertSpec)) CertSpec { change(&c); return c }
	list := func(id, subject, key string) CertSpec { return cert(id, subject, "", key, ProfileList) }
	return Spec{Name: "demo", Certs: []CertSpec{
		list("lotl-0", "C=EU, O=Example Commission, CN=Demonstration LOTL Signer 0", "p256-15"),
		list("lotl-1", "C=EU, O=Example Commission, CN=Demonstration LOTL Signer 1", "rsa-1"),
		list("lotl-2", "C=EU, O=Example Commission, CN=Demonstration LOTL Signer 2", "rsa-2"),
		list("tl-fi", "C=FI, O=Example Supervisory Body of FI, CN=Demonstration List Signer FI", "rsa-3"),
		list("tl-nl", "C=NL, O=Example Supervisory Body of NL, CN=Demonstration List Signer NL", "p256-1"),
		list("jtsl", "C=JP, O=UNOFFICIAL TEST List Operator, CN=Demonstration JTSL Signer", "rsa-5"),
		list("agreement", "C=EU, O=Example Commission, CN=Demonstration Recognition List Signer", "p256-13"),
		list("stranger", "C=XZ, O=Nobody, CN=Not Announced", "p256-14"),

		ca("northlight-root", "C=FI, O=Northlight Trust, CN=Northlight Root", "", "rsa3072-1"),
		ca("northlight-ca", "C=FI, O=Northlight Trust, organizationIdentifier=VATFI-1234567, CN=Northlight Qualified CA 1", "northlight-root", "p256-2"),
		ocsp("northlight-ocsp", "C=FI, O=Northlight Trust, CN=Northlight OCSP Responder", "northlight-ca", "p256-3"),
		with(cert("elin", "C=FI, GN=Elin, SN=Sandvik, serialNumber=PNOFI-19840214, CN=Elin Sandvik", "northlight-ca", "p256-4", ProfileSigner), func(c *CertSpec) {
			c.Policies = []string{policyLocalQSCD}
			c.QC = &QC{Compliance: true, QSCD: true, Types: []string{"esign"}, PDS: "https://pds.example.org/en.pdf"}
		}),
		with(cert("harbour", "C=FI, O=Harbour Works, organizationIdentifier=VATFI-7654321, CN=Harbour Works Invoicing", "northlight-ca", "p384-1", ProfileSeal), func(c *CertSpec) {
			c.Policies = []string{policyRemoteQSCD}
			c.QC = &QC{Compliance: true, Types: []string{"eseal"}, PDS: "https://pds.example.org/en.pdf"}
		}),
		ca("chronos-ca", "C=NL, O=Chronos Time, CN=Chronos Qualified Time-Stamping CA", "", "p256-5"),
		cert("chronos-tsu", "C=NL, O=Chronos Time, organizationIdentifier=VATNL-2468, CN=Chronos Qualified TSU 1", "chronos-ca", "rsa-4", ProfileTSA),

		ca("sakura-ca", "C=JP, O=Sakura Certification K.K., CN=Sakura Accredited CA G2", "", "p256-6"),
		ocsp("sakura-ocsp", "C=JP, O=Sakura Certification K.K., CN=Sakura OCSP Responder", "sakura-ca", "p256-7"),
		with(cert("hanako", "C=JP, O=例株式会社, CN=見本花子", "sakura-ca", "rsa-6", ProfileSigner), func(c *CertSpec) { c.Policies = []string{policyAccredited} }),
		ca("national-ca", "C=JP, O=Example National ID, OU=Signature Certificates, CN=Example National ID CA 3", "", "rsa-7"),
		with(cert("taro", "C=JP, CN=202400000000001EFIMPLE", "national-ca", "rsa-8", ProfileSigner), func(c *CertSpec) {
			c.KeyUsage, c.Policies = []int{0, 1}, []string{policyNationalID}
			c.AltOther = []OtherName{{"1.2.392.200149.8.5.5.1", "見本太郎"}, {"1.2.392.200149.8.5.5.3", "1"}, {"1.2.392.200149.8.5.5.4", "319840214"}, {"1.2.392.200149.8.5.5.5", "見本県例示市１－１"}}
		}),
		ca("seal-ca", "C=JP, O=Hanko Cloud K.K., CN=Hanko Cloud e-Seal CA", "", "p256-8"),
		ocsp("seal-ocsp", "C=JP, O=Hanko Cloud K.K., CN=Hanko Cloud OCSP Responder", "seal-ca", "p256-9"),
		with(cert("kumo", "C=JP, O=くもロボット株式会社, organizationIdentifier=NTRJP-0000000000000, CN=Kumo Robotics K.K.", "seal-ca", "p256-10", ProfileSeal), func(c *CertSpec) { c.Policies, c.From = []string{policyESeal2}, date("2026-03-01") }),
		ca("shared-ca", "C=JP, O=Shared Roots K.K., CN=Shared Time-Stamping CA", "", "p256-11"),
		cert("toki-tsu", "C=JP, O=Toki Time-Stamp K.K., CN=Toki Accredited Time-Stamp 01", "shared-ca", "p256-12", ProfileTSA),
	}, Responders: map[string]string{"northlight-ca": "northlight-ocsp", "sakura-ca": "sakura-ocsp", "seal-ca": "seal-ocsp"}}
}
