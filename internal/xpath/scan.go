// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// token kinds of an expression.
const (
	tEnd = iota
	tOperator
	tName // possibly qualified, or with "*"
	tNumber
	tLiteral
)

type token struct {
	kind int
	text string
}

// maxExpression bounds the length of an expression.
const maxExpression = 16 << 10

// scan splits an expression into tokens (XPath 1.0 3.7).
func scan(s string) ([]token, error) {
	if len(s) > maxExpression {
		return nil, fmt.Errorf("xpath: expression of %d bytes", len(s))
	}
	var out []token
	for i := 0; i < len(s); {
		ch := s[i]
		switch {
		case ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r':
			i++
		case ch == '"' || ch == '\'':
			end := strings.IndexByte(s[i+1:], ch)
			if end < 0 {
				return nil, fmt.Errorf("xpath: literal not closed")
			}
			out = append(out, token{tLiteral, s[i+1 : i+1+end]})
			i += end + 2
		case ch >= '0' && ch <= '9' || ch == '.' && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9':
			j := i
			for j < len(s) && (s[j] >= '0' && s[j] <= '9' || s[j] == '.') {
				j++
			}
			if _, err := strconv.ParseFloat(s[i:j], 64); err != nil {
				return nil, fmt.Errorf("xpath: number %.20q", s[i:j])
			}
			out = append(out, token{tNumber, s[i:j]})
			i = j
		case isNameStart(s[i:]):
			j := i + nameLen(s[i:])
			if strings.HasPrefix(s[j:], ":*") {
				j += 2
			} else if j+1 < len(s) && s[j] == ':' && isNameStart(s[j+1:]) {
				j += 1 + nameLen(s[j+1:])
			}
			out = append(out, name(out, s[i:j]))
			i = j
		default:
			op, err := operator(s[i:])
			if err != nil {
				return nil, err
			}
			i += len(op)
			if op == "*" && !afterOperand(out) {
				out = append(out, token{tName, "*"})
				continue
			}
			out = append(out, token{tOperator, op})
		}
	}
	return append(out, token{}), nil
}

func operator(s string) (string, error) {
	for _, op := range []string{"::", "//", "..", "<=", ">=", "!=", "(", ")", "[", "]", ".", "@", ",", "/", "|", "+", "-", "=", "<", ">", "*", "$"} {
		if strings.HasPrefix(s, op) {
			return op, nil
		}
	}
	return "", fmt.Errorf("xpath: unexpected %.10q", s)
}

// afterOperand reports whether the next "*" or name is an operator, by what stands before it.
func afterOperand(out []token) bool {
	if len(out) == 0 {
		return false
	}
	last := out[len(out)-1]
	if last.kind == tOperator {
		return last.text == ")" || last.text == "]" || last.text == "." || last.text == ".."
	}
	return true
}

func name(out []token, s string) token {
	if afterOperand(out) {
		switch s {
		case "and", "or", "mod", "div":
			return token{tOperator, s}
		}
	}
	return token{tName, s}
}

func isNameStart(s string) bool {
	if s == "" {
		return false
	}
	c := s[0]
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= utf8.RuneSelf
}

func nameLen(s string) int {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= utf8.RuneSelf || c >= '0' && c <= '9' || c == '-' || c == '.' {
			continue
		}
		return i
	}
	return len(s)
}
