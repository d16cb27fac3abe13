// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mitome-project/mitome/tsl"
	"github.com/spf13/cobra"
)

func trustBuildCommand() *cobra.Command {
	var key, cert, out string
	c := &cobra.Command{Use: "build LIST.yaml", Short: "make a signed trusted list from its description (docs/jtsl.md)", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if key == "" || cert == "" {
				return fail(exitUsage, errors.New("--key and --certificate are needed"), "they name the signer's private key and certificate, PEM")
			}
			text, err := os.ReadFile(args[0])
			if err != nil {
				return fail(exitUnreadable, err)
			}
			spec, err := tsl.ReadSpec(text)
			if err != nil {
				return fail(exitUnreadable, fmt.Errorf("%s: %w", args[0], err), "docs/jtsl.md explains the fields")
			}
			opt := tsl.BuildOptions{Open: func(name string) ([]byte, error) {
				if !filepath.IsAbs(name) {
					name = filepath.Join(filepath.Dir(args[0]), name)
				}
				return os.ReadFile(name)
			}}
			if opt.Key, err = readKey(key); err != nil {
				return fail(exitUnreadable, fmt.Errorf("key %s: %w", key, err))
			}
			der, err := os.ReadFile(cert)
			if err != nil {
				return fail(exitUnreadable, err)
			}
			if block, _ := pem.Decode(der); block != nil {
				der = block.Bytes
			}
			opt.Certificate = der
			list, err := tsl.Build(spec, opt)
			if err != nil {
				return fail(exitUnreadable, fmt.Errorf("%s: %w", args[0], err))
			}
			if out == "" {
				_, err = c.OutOrStdout().Write(list)
				return err
			}
			return os.WriteFile(out, list, 0o644)
		}}
	c.Flags().StringVar(&key, "key", "", "PEM `file` with the signer's private key")
	c.Flags().StringVar(&cert, "certificate", "", "`file` with the signer's certificate, PEM or DER")
	c.Flags().StringVar(&out, "out", "", "write the list to a `file` (default: standard output)")
	return c
}

// readKey reads a private key in PEM: PKCS #8, PKCS #1 or SEC 1.
func readKey(file string) (crypto.Signer, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("no PEM block")
	}
	if k, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		if s, ok := k.(crypto.Signer); ok {
			return s, nil
		}
		return nil, errors.New("the key cannot sign")
	}
	if k, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return k, nil
	}
	if k, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
		return k, nil
	}
	return nil, errors.New("the private key is in none of the forms PKCS #8, PKCS #1 and SEC 1, or is encrypted")
}
