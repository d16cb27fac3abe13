// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"context"
	"encoding/hex"
	"net/url"
	"path"
	"strings"
)

// Beside each list its operator publishes the SHA-256 of the list's bytes, under the list's URL with the extension .sha2 (TS
// 119 612 v2.4.1 6.1). It is not signed, so it only spares downloads: one that is the same as that of the copy at hand says
// that nothing has changed. It is asked for where the server gave no HTTP validators, which do the same in one request.

// maxDigestFile bounds the bytes of a digest file.
const maxDigestFile = 4096

// digestFile is the URL of the digest file of the list at location; empty: the location has no extension of a list.
func digestFile(location string) string {
	u, err := url.Parse(location)
	if err != nil || u.RawQuery != "" {
		return ""
	}
	ext := path.Ext(u.Path)
	switch strings.ToLower(ext) {
	case ".xml", ".xtsl":
		u.Fragment, u.RawPath = "", ""
		u.Path = strings.TrimSuffix(u.Path, ext) + ".sha2"
		return u.String()
	}
	return ""
}

// announcedDigest is the SHA-256 that the digest file of the list gives, in lower-case hexadecimal. It is empty if there is
// none, which most operators do not publish: the list itself is then asked for.
func (o *online) announcedDigest(ctx context.Context, location string) string {
	u := digestFile(location)
	if u == "" {
		return ""
	}
	d, err := o.ask(ctx, u, Validators{}, maxDigestFile)
	if err != nil || d.NotModified || len(d.Body) > maxDigestFile {
		return ""
	}
	return readDigestFile(d.Body)
}

// readDigestFile reads a digest file: 32 bytes, or their hexadecimal form in any case, with whatever follows it after white
// space. The result is empty if it is neither.
func readDigestFile(b []byte) string {
	if len(b) == 32 {
		return hex.EncodeToString(b)
	}
	words := strings.Fields(strings.TrimPrefix(string(b), "\ufeff"))
	if len(words) == 0 || len(words[0]) != 64 {
		return ""
	}
	if _, err := hex.DecodeString(words[0]); err != nil {
		return ""
	}
	return strings.ToLower(words[0])
}
