// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package mitome_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/tsl"
)

// demoClient serves the demonstration's lists. A program would use the package fetch:
//
//	func (c client) Download(ctx context.Context, url string, prior tsl.Validators, maxBytes int64) (tsl.Download, error) {
//		r, err := c.Client.GetIfChanged(ctx, url, fetch.Validators(prior), maxBytes)
//		…
//	}
type demoClient map[string]string

func (c demoClient) Download(_ context.Context, url string, _ tsl.Validators, _ int64) (tsl.Download, error) {
	name, ok := c[url]
	if !ok {
		return tsl.Download{}, errors.New("not found")
	}
	body, err := os.ReadFile(filepath.Join("internal/demo/data/mirror", name))
	return tsl.Download{Body: body}, err
}

// Task 1: load trusted lists, verify them, keep the good ones on disk, and swap the snapshot that validations use.
func Example_trustedLists() {
	schemes, err := tsl.MirrorSchemes("internal/demo/data/mirror") // a program would say tsl.EU(), tsl.Japan(url, signers...)
	if err != nil {
		log.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "trust-cache-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	client := demoClient{
		"https://lotl.example.org/eu-lotl.xml":         "eu-lotl.xml",
		"https://lotl.example.org/eu-lotl-pivot-7.xml": "eu-lotl-pivot-7.xml",
		"https://tl.example.org/fi.xml":                "fi.xml",
		"https://jtsl.example.org/jtsl.xml":            "jtsl.xml",
	}
	loader, err := tsl.NewLoader(tsl.Options{Schemes: schemes[:2], Client: client, Cache: tsl.Dir(folder)})
	if err != nil {
		log.Fatal(err)
	}
	store, status, err := loader.Load(context.Background())
	if err != nil {
		log.Fatal(err) // no anchor at all: trust is not available
	}
	var live trust.Live
	live.Set(store) // each validation uses exactly one snapshot
	for _, l := range status.Lists {
		fmt.Printf("%s %s in use: %v; error: %q\n", l.Kind, l.Territory, l.Used, l.Error)
	}
	fmt.Println(live.Get().Anchors(), "anchors")
	// Output:
	// lotl EU in use: true; error: ""
	// pivot EU in use: true; error: ""
	// tl FI in use: true; error: ""
	// tl NL in use: false; error: "download failed: not found"
	// tl JP in use: true; error: ""
	// 5 anchors
}
