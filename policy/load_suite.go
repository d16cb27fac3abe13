// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"encoding/asn1"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/mitome-project/mitome/internal/sigalg"
)

// LoadSuite reads a suite of TS 119 322 v1.2.1, in XML (on the ground of RFC 5698) or JSON. The file has no levels: what
// is not acceptable, or had ended when the suite was issued, fails; what has ended since warns. The caller may change the fields.
// Parameters other than moduluslength and plength are not used. Entries for other things than digest and signature
// algorithms (curves) are passed over. A signature on the file is not verified: the caller chose it.
func LoadSuite(r io.Reader) (*Suite, error) {
	b, err := readAll(r)
	if err != nil {
		return nil, err
	}
	var f suiteFile
	if isXML(b) {
		root, err := parseXML(b)
		if err != nil {
			return nil, err
		}
		f.Policy = suiteFromXML(root)
		if root.name != "SecuritySuitabilityPolicy" {
			return nil, fmt.Errorf("suite: root element is %q, not SecuritySuitabilityPolicy", root.name)
		}
	} else if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("suite: %w", err)
	}
	if f.Policy == nil {
		return nil, errors.New("suite: no SecuritySuitabilityPolicy")
	}
	return f.Policy.compile()
}

type suiteFile struct {
	Policy *suiteForm `json:"SecuritySuitabilityPolicy"`
}

type suiteForm struct {
	PolicyName struct {
		Name             string
		ObjectIdentifier string
	}
	PolicyIssueDate string
	Algorithm       []suiteEntry
}

type suiteEntry struct {
	AlgorithmIdentifier struct {
		Name             string
		ObjectIdentifier oneOrMany
		URI              oneOrMany
	}
	Evaluation []struct {
		Parameter []suiteParameter
		Validity  struct{ Start, End string }
	}
}

type suiteParameter struct {
	Name     string `json:"name"`
	Min, Max number
}

// oneOrMany is a string or an array of strings.
type oneOrMany []string

// UnmarshalJSON reads either form.
func (o *oneOrMany) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*o = oneOrMany{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(o))
}

// number is a number, also one in quotes.
type number int

// UnmarshalJSON reads either form.
func (n *number) UnmarshalJSON(b []byte) error {
	v, err := strconv.Atoi(strings.Trim(string(b), `"`))
	*n = number(v)
	return err
}

// compile turns the file into a suite: signature algorithms by OID and URI; a scheme alone combines with every digest
// that it is not listed with.
func (f *suiteForm) compile() (*Suite, error) {
	issued, err := suiteDate(f.PolicyIssueDate)
	if err != nil || issued.IsZero() {
		return nil, fmt.Errorf("suite: issue date %q cannot be read", f.PolicyIssueDate)
	}
	s := &Suite{Name: strings.TrimSpace(f.PolicyName.Name + " " + f.PolicyName.ObjectIdentifier), Issued: issued, Source: "TS 119 322",
		Level: LevelFail, LevelExpired: LevelFail, LevelAfterUpdate: LevelWarn,
		digests: map[sigalg.Hash][]Evaluation{}, signatures: map[SignatureKey][]Evaluation{}}
	schemes := map[sigalg.Scheme][]Evaluation{}
	for i, a := range f.Algorithm {
		evals, err := a.evaluations()
		if err != nil {
			return nil, fmt.Errorf("suite: algorithm %d (%s): %w", i, a.AlgorithmIdentifier.Name, err)
		}
		h, scheme := a.identify()
		switch {
		case scheme == sigalg.Ed25519 || scheme == sigalg.Ed448 || scheme != "" && h != "":
			s.signatures[keyOf(sigalg.Algorithm{Scheme: scheme, Hash: h})] = evals
		case scheme != "":
			schemes[scheme] = evals
		case h != "":
			s.digests[h] = evals
		}
	}
	for key, evals := range s.signatures { // a digest that ended ends its signatures
		if d, ok := s.digests[key.Hash]; ok {
			s.signatures[key] = combine(evals, d)
		}
	}
	for scheme, evals := range schemes {
		for h, d := range s.digests {
			if key := (SignatureKey{scheme, h}); s.signatures[key] == nil {
				s.signatures[key] = combine(evals, d)
			}
		}
	}
	return s, nil
}

// identify tells which digest or signature algorithm an entry is of: by OID first, then by URI, never by name.
func (a *suiteEntry) identify() (sigalg.Hash, sigalg.Scheme) {
	for _, oid := range a.AlgorithmIdentifier.ObjectIdentifier {
		switch oid {
		case "1.2.840.113549.1.1.1":
			return "", sigalg.RSA
		case "1.2.840.113549.1.1.10":
			return "", sigalg.PSS
		case "1.2.840.10045.2.1":
			return "", sigalg.ECDSA
		case "1.2.840.10040.4.1":
			return "", sigalg.DSA
		case "0.4.0.127.0.7.1.1.4.1":
			return "", sigalg.PlainECDSA
		}
		if h, ok := sigalg.HashByOID(oid); ok {
			return h, ""
		}
		if der := identifierDER(oid); der != nil {
			if alg, err := sigalg.FromAlgorithmIdentifier(der, ""); err == nil && alg.Scheme != "" {
				return alg.Hash, alg.Scheme
			}
		}
	}
	for _, uri := range a.AlgorithmIdentifier.URI {
		if h, ok := sigalg.HashByURI(uri); ok {
			return h, ""
		}
	}
	return "", ""
}

// identifierDER encodes an OID as an AlgorithmIdentifier without parameters; nil if it is none.
func identifierDER(oid string) []byte {
	var id asn1.ObjectIdentifier
	for part := range strings.SplitSeq(oid, ".") {
		n, ok := new(big.Int).SetString(part, 10)
		if !ok || !n.IsInt64() || n.Int64() < 0 || n.Int64() > 1<<31-1 {
			return nil
		}
		id = append(id, int(n.Int64()))
	}
	der, err := asn1.Marshal(struct{ ID asn1.ObjectIdentifier }{id})
	if err != nil {
		return nil
	}
	return der
}

func (a *suiteEntry) evaluations() ([]Evaluation, error) {
	out := make([]Evaluation, 0, len(a.Evaluation))
	for _, e := range a.Evaluation {
		var ev Evaluation
		var err error
		if ev.Start, err = suiteDate(e.Validity.Start); err != nil {
			return nil, err
		}
		if ev.End, err = suiteDate(e.Validity.End); err != nil {
			return nil, err
		}
		for _, p := range e.Parameter {
			if p.Name == "moduluslength" || p.Name == "plength" {
				ev.MinBits, ev.MaxBits = int(p.Min), int(p.Max)
			}
		}
		out = append(out, ev)
	}
	return out, nil
}

// suiteDate reads an XML date or dateTime, with or without a zone. Empty: zero.
func suiteDate(s string) (time.Time, error) {
	if s = strings.TrimSpace(s); s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02Z07:00", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("date %q cannot be read", s)
}

// suiteFromXML brings the XML form into the shape of the JSON form.
func suiteFromXML(root *node) *suiteForm {
	f := &suiteForm{PolicyIssueDate: root.childText("PolicyIssueDate")}
	if n := root.child("PolicyName"); n != nil {
		f.PolicyName.Name, f.PolicyName.ObjectIdentifier = n.childText("Name"), n.childText("ObjectIdentifier")
	}
	for _, a := range root.children {
		if a.name != "Algorithm" {
			continue
		}
		var e suiteEntry
		for _, k := range a.children {
			switch k.name {
			case "AlgorithmIdentifier":
				e.AlgorithmIdentifier.Name = k.childText("Name")
				for _, id := range k.children {
					switch id.name {
					case "ObjectIdentifier":
						e.AlgorithmIdentifier.ObjectIdentifier = append(e.AlgorithmIdentifier.ObjectIdentifier, id.text)
					case "URI":
						e.AlgorithmIdentifier.URI = append(e.AlgorithmIdentifier.URI, id.text)
					}
				}
			case "Evaluation":
				e.Evaluation = append(e.Evaluation, struct {
					Parameter []suiteParameter
					Validity  struct{ Start, End string }
				}{parametersFromXML(k), validityFromXML(k)})
			}
		}
		f.Algorithm = append(f.Algorithm, e)
	}
	return f
}

func validityFromXML(n *node) struct{ Start, End string } {
	v := n.child("Validity")
	if v == nil {
		return struct{ Start, End string }{}
	}
	return struct{ Start, End string }{v.childText("Start"), v.childText("End")}
}

func parametersFromXML(n *node) []suiteParameter {
	var out []suiteParameter
	for _, p := range n.children {
		if p.name == "Parameter" {
			lo, _ := strconv.Atoi(p.childText("Min"))
			hi, _ := strconv.Atoi(p.childText("Max"))
			out = append(out, suiteParameter{p.attrs["name"], number(lo), number(hi)})
		}
	}
	return out
}
