// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xmltree

import (
	"strings"
)

// dtd is what an internal subset declares.
type dtd struct {
	entities map[string]string
	defaults map[string][]rawAttr // by element name, in order of declaration
	tokens   map[string]bool      // "element attribute" of a tokenised type
	ids      map[string]bool      // "element attribute" of type ID
	seen     map[string]bool
	count    int
}

// maxDeclarations bounds the declarations of an internal subset.
const maxDeclarations = 10000

// doctype reads a document type declaration, or refuses it.
func (r *reader) doctype() error {
	if !r.subset {
		return r.fail("document type declaration refused")
	}
	if r.root != nil || r.dtd != nil {
		return r.fail("document type declaration in the wrong place")
	}
	r.pos += len("<!DOCTYPE")
	r.skipSpace()
	if r.name() == "" {
		return r.fail("document type declaration without a name")
	}
	r.skipSpace()
	r.dtd = &dtd{entities: map[string]string{}, defaults: map[string][]rawAttr{}, tokens: map[string]bool{},
		ids: map[string]bool{}, seen: map[string]bool{}}
	if r.pos < len(r.s) && r.s[r.pos] == '[' {
		r.pos++
		if err := r.internalSubset(); err != nil {
			return err
		}
		r.skipSpace()
	}
	if r.pos >= len(r.s) || r.s[r.pos] != '>' {
		return r.fail("document type declaration with an external identifier, or not closed")
	}
	r.pos++
	return nil
}

func (r *reader) internalSubset() error {
	for {
		r.skipSpace()
		rest := r.s[r.pos:]
		if r.dtd.count++; r.dtd.count > maxDeclarations {
			return r.fail("more than %d declarations", maxDeclarations)
		}
		var err error
		switch {
		case rest == "":
			return r.fail("internal subset is not closed")
		case rest[0] == ']':
			r.pos++
			return nil
		case strings.HasPrefix(rest, "<!--"):
			err = r.skipTo("-->")
		case strings.HasPrefix(rest, "<?"):
			err = r.skipTo("?>")
		case strings.HasPrefix(rest, "<!ENTITY"):
			err = r.entity()
		case strings.HasPrefix(rest, "<!ATTLIST"):
			err = r.attlist()
		case strings.HasPrefix(rest, "<!ELEMENT"), strings.HasPrefix(rest, "<!NOTATION"):
			err = r.skipTo(">")
		default:
			return r.fail("declaration not supported in an internal subset")
		}
		if err != nil {
			return err
		}
	}
}

func (r *reader) skipTo(end string) error {
	i := strings.Index(r.s[r.pos:], end)
	if i < 0 {
		return r.fail("declaration is not closed")
	}
	r.pos += i + len(end)
	return nil
}

// entity reads an internal general entity; all others are refused.
func (r *reader) entity() error {
	r.pos += len("<!ENTITY")
	r.skipSpace()
	name := r.name()
	r.skipSpace()
	if name == "" {
		return r.fail("parameter entity refused")
	}
	value, ok := r.quoted()
	if !ok {
		return r.fail("external entity refused")
	}
	if strings.Contains(value, "%") {
		return r.fail("parameter entity refused")
	}
	r.skipSpace()
	if r.pos >= len(r.s) || r.s[r.pos] != '>' {
		return r.fail("malformed entity declaration")
	}
	r.pos++
	if _, again := r.dtd.entities[name]; !again {
		r.dtd.entities[name] = value
	}
	return nil
}

// quoted reads a quoted literal.
func (r *reader) quoted() (string, bool) {
	if r.pos >= len(r.s) || r.s[r.pos] != '"' && r.s[r.pos] != '\'' {
		return "", false
	}
	end := strings.IndexByte(r.s[r.pos+1:], r.s[r.pos])
	if end < 0 {
		return "", false
	}
	v := r.s[r.pos+1 : r.pos+1+end]
	r.pos += end + 2
	return v, true
}

// attlist reads the attribute declarations of one element type.
func (r *reader) attlist() error {
	r.pos += len("<!ATTLIST")
	r.skipSpace()
	element := r.name()
	for {
		r.skipSpace()
		if r.pos < len(r.s) && r.s[r.pos] == '>' {
			r.pos++
			return nil
		}
		attr := r.name()
		r.skipSpace()
		kind := r.attType()
		r.skipSpace()
		if element == "" || attr == "" || kind == "" {
			return r.fail("malformed attribute-list declaration")
		}
		if err := r.attDefault(element, attr, kind); err != nil {
			return err
		}
	}
}

func (r *reader) attType() string {
	if r.pos < len(r.s) && r.s[r.pos] == '(' {
		end := strings.IndexByte(r.s[r.pos:], ')')
		if end < 0 {
			return ""
		}
		r.pos += end + 1
		return "ENUMERATION"
	}
	kind := r.name()
	if kind == "NOTATION" {
		r.skipSpace()
		if end := strings.IndexByte(r.s[r.pos:], ')'); end >= 0 {
			r.pos += end + 1
		}
	}
	return kind
}

func (r *reader) attDefault(element, attr, kind string) error {
	key := element + " " + attr
	first := !r.dtd.seen[key]
	r.dtd.seen[key] = true
	if first && kind != "CDATA" {
		r.dtd.tokens[key] = true
	}
	if first && kind == "ID" {
		r.dtd.ids[key] = true
	}
	rest := r.s[r.pos:]
	for _, word := range []string{"#REQUIRED", "#IMPLIED"} {
		if strings.HasPrefix(rest, word) {
			r.pos += len(word)
			return nil
		}
	}
	if strings.HasPrefix(rest, "#FIXED") {
		r.pos += len("#FIXED")
		r.skipSpace()
	}
	value, ok := r.quoted()
	if !ok || strings.Contains(value, "<") {
		return r.fail("malformed default of attribute %.40s", attr)
	}
	value, err := r.normalise(value)
	if first && err == nil {
		r.dtd.defaults[element] = append(r.dtd.defaults[element], rawAttr{attr, value})
	}
	return err
}

// apply adds default attributes to r.attrs and normalises those of tokenised types.
func (d *dtd) apply(r *reader, element string) error {
	have := make(map[string]bool, len(r.attrs))
	for i, a := range r.attrs {
		have[a.name] = true
		if d.tokens[element+" "+a.name] {
			r.attrs[i].value = collapse(a.value)
		}
	}
	for _, a := range d.defaults[element] {
		if have[a.name] {
			continue
		}
		if d.tokens[element+" "+a.name] {
			a.value = collapse(a.value)
		}
		r.attrs = append(r.attrs, a)
	}
	return r.count(len(d.defaults[element]))
}

// collapse trims spaces and joins runs of them (only #x20, by XML 1.0 3.3.3).
func collapse(s string) string {
	words := strings.FieldsFunc(s, func(c rune) bool { return c == ' ' })
	return strings.Join(words, " ")
}
