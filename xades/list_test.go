// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package xades

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/beside"
	"github.com/mitome-project/mitome/internal/limits"
)

// realLists are the lists of the EU mirrors, which all have good signatures.
func realLists(t testing.TB) []string {
	root := beside.Path(t, "corpus")
	var out []string
	for _, dir := range []string{"eu-2025-08", "eu-2023-10"} {
		names, _ := filepath.Glob(filepath.Join(root, "lists", dir, "*.xml"))
		out = append(out, names...)
	}
	if len(out) == 0 {
		t.Skip("no trusted lists beside the module")
	}
	return out
}

// own are the certificates in the KeyInfo of the list's signature.
func own(t *testing.T, data []byte) []*ades.Certificate {
	doc, err := Read(context.Background(), &ades.Input{Data: bytes.NewReader(data), Size: int64(len(data))})
	if err != nil {
		t.Fatal(err)
	}
	return doc.Pool.Certificates
}

func TestRealLists(t *testing.T) {
	for _, name := range realLists(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		allowed := own(t, data)
		l, err := VerifyList(context.Background(), data, allowed, limits.Limits{})
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(name), err)
			continue
		}
		if l.Root.Tag != "TrustServiceStatusList" || l.Signer == nil || l.Facts.Attributes.SigningTime.IsZero() {
			t.Errorf("%s: root %s", filepath.Base(name), l.Root.Tag)
		}
		if _, err := VerifyList(context.Background(), data, nil, limits.Limits{}); !errors.Is(err, ErrListSignature) {
			t.Errorf("%s: accepted without an allowed signer: %v", filepath.Base(name), err)
		}
	}
}

// TestAttackedList checks that no changed list is accepted.
func TestAttackedList(t *testing.T) {
	data, err := os.ReadFile(realLists(t)[1])
	if err != nil {
		t.Fatal(err)
	}
	allowed := own(t, data)
	if _, err := VerifyList(context.Background(), data, allowed, limits.Limits{}); err != nil {
		t.Fatal(err)
	}
	body := data[bytes.Index(data, []byte("TrustServiceStatusList"))-1:]
	body = body[bytes.IndexByte(body, '<'):]
	start := bytes.LastIndex(data, []byte("Signature "))
	for data[start] != '<' {
		start--
	}
	end := bytes.LastIndex(data, []byte("</"))
	sig := data[start:end]
	without := append(append([]byte{}, data[:start]...), data[end:]...)
	for name, in := range map[string][]byte{
		"altered":        bytes.Replace(data, []byte("TSLSequenceNumber>"), []byte("TSLSequenceNumber>1"), 1),
		"unsigned":       without,
		"signed twice":   append(append(append([]byte{}, data[:end]...), sig...), data[end:]...),
		"second root":    append(append([]byte{}, data...), "<x/>"...),
		"wrapped":        append(append([]byte("<TrustServiceStatusList>"), body...), "</TrustServiceStatusList>"...),
		"doctype":        append([]byte("<!DOCTYPE x [<!ENTITY e 'x'>]>"), body...),
		"truncated":      data[:len(data)-100],
		"added element":  bytes.Replace(data, sig, append([]byte("<x/>"), sig...), 1),
		"signature last": append(bytes.TrimSuffix(append([]byte{}, data[:end]...), sig), data[end:]...),
	} {
		if l, err := VerifyList(context.Background(), in, allowed, limits.Limits{}); err == nil || l != nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
