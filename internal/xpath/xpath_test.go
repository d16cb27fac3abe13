// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/mitome-project/mitome/internal/xmltree"
	"github.com/mitome-project/mitome/internal/xpath"
)

const doc = `<a xmlns:p="urn:p" k="1"><!--c--><b>x<c>1</c></b><b n="2">y<c>2</c></b><p:d/><?t i?></a>`

func eval(t *testing.T, expr string, budget int) (xpath.Value, error) {
	t.Helper()
	d, err := xmltree.Parse([]byte(doc), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := xpath.Compile(expr, xpath.InScope(d.Root))
	if err != nil {
		return nil, err
	}
	c := &xpath.Context{Root: d.Node, Here: d.Root, Budget: &budget}
	return x.Eval(c, xpath.Of(d.Root))
}

func TestEval(t *testing.T) {
	for expr, want := range map[string]string{
		"count(//b)": "2", "count(//node())": "12", "count(//@*)": "2", "string(b[2]/c)": "2", "sum(//c)": "3", "b[@n]/c = 2": "true",
		"count(//c | //b)": "4", "name(p:d)": "p:d", "namespace-uri(*[3])": "urn:p", "local-name(p:*)": "d", "count(namespace::*)": "2",
		"count(here()/b)": "2", "b = 'y2'": "true", "1 + 2 * 3 - 4 div 2": "5", "7 mod 3": "1", "-1 < 1 and not(false())": "true",
		"string(//c[last()])": "1", "string((//c)[last()])": "2", "//c/ancestor::b[1]/@n = '2'": "true", "count(//c[2]/preceding::c)": "0",
		"count((//c)[2]/preceding::c)": "1", "count(b[1]/following-sibling::*)": "2", "count(b[1]/following::node())": "6",
		"substring('12345', 2, 3)": "234", "translate('bar','abc','AB')": "BAr", "normalize-space('  a  b ')": "a b", "concat('a','b',1)": "ab1",
		"substring-before('a-b','-')": "a", "substring-after('a-b','-')": "b", "starts-with('ab','a')": "true", "string-length('é')": "1",
		"count(comment())": "1", "count(processing-instruction('t'))": "1", "count(self::a/b/text())": "2", "number('x') = number('x')": "false", "round(2.5)": "3",
	} {
		v, err := eval(t, expr, 100000)
		if err != nil || fmt.Sprint(v) != want {
			t.Errorf("%s = %v (%v), want %s", expr, v, err, want)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, expr := range []string{"", "//", "a[", "$v", "document('x')", "q:x", "'open", "a b", "count()", "foo::a", "1 +", "#"} {
		if v, err := eval(t, expr, 100000); err == nil {
			t.Errorf("%q is accepted: %v", expr, v)
		}
	}
}

func TestBudget(t *testing.T) {
	if _, err := eval(t, "count(//node()[count(//node()[count(//node()) > 0]) > 0])", 500); !errors.Is(err, xpath.ErrBudget) {
		t.Errorf("budget not enforced: %v", err)
	}
}
