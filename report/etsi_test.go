// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/validate"
)

// schema copies the schemas of the report so that they name each other by file, and returns the tool and the schema to use.
func schema(t testing.TB) (tool, file string) {
	t.Helper()
	from := beside.Path(t, "schema")
	tool, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed")
	}
	local := strings.NewReplacer(
		"http://www.w3.org/TR/2002/REC-xmldsig-core-20020212/xmldsig-core-schema.xsd", "xmldsig-core-schema.xsd",
		"http://www.w3.org/TR/2008/REC-xmldsig-core-20080610/xmldsig-core-schema.xsd", "xmldsig-core-schema.xsd",
		"http://uri.etsi.org/01903/v1.3.2/XAdES.xsd", "XAdES01903v132-202407.xsd",
		"http://uri.etsi.org/19612/v2.2.1/ts_119612v020201_201601xsd.xsd", "ts_119612v020401_xsd.xsd",
		"http://www.w3.org/2001/xml.xsd", "xml.xsd")
	dir := t.TempDir()
	for _, name := range []string{"TS119102-2-v141.xsd", "XAdES01903v132-202407.xsd", "xmldsig-core-schema.xsd", "ts_119612v020401_xsd.xsd", "xml.xsd"} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Skipf("the schemas are not here: %v", err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(local.Replace(string(text))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return tool, filepath.Join(dir, "TS119102-2-v141.xsd")
}

// checkSchema validates reports, given by name, in one run of the tool.
func checkSchema(t *testing.T, reports map[string][]byte) {
	t.Helper()
	tool, xsd := schema(t)
	dir := t.TempDir()
	args := []string{"--nonet", "--noout", "--huge", "--schema", xsd}
	for name, text := range reports {
		path := filepath.Join(dir, name+".xml")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if out, err := exec.Command(tool, args...).CombinedOutput(); err != nil {
		for line := range strings.Lines(string(out)) {
			if !strings.HasSuffix(strings.TrimSpace(line), "validates") {
				t.Log(strings.TrimSpace(line))
			}
		}
		t.Error(err)
	}
}

// checkReferences asks that ids are unique and that every VOReference has its object.
func checkReferences(t *testing.T, name string, text []byte) {
	t.Helper()
	ids, refs := map[string]bool{}, map[string]bool{}
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range e.Attr {
			switch a.Name.Local {
			case "id":
				if ids[a.Value] {
					t.Errorf("%s: id %s stands twice", name, a.Value)
				}
				ids[a.Value] = true
			case "VOReference":
				for _, r := range strings.Fields(a.Value) {
					refs[r] = true
				}
			}
		}
	}
	for r := range refs {
		if !ids[r] {
			t.Errorf("%s: no object %s", name, r)
		}
	}
}

func etsiOf(t testing.TB, r *validate.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := ETSI(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestETSICasesSchemaValid(t *testing.T) {
	reports := map[string][]byte{}
	for i, j := range jobs(t) {
		if testing.Short() && i%5 != 0 {
			continue
		}
		reports[j.ID] = etsiOf(t, j.result(t, validate.EU))
		checkReferences(t, j.ID, reports[j.ID])
	}
	checkSchema(t, reports)
}
