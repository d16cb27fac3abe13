// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/mitome-project/mitome/internal/limits"
)

// The ways in which an answer is not what was asked for. A passed bound is a limits error.
var (
	// ErrHTML says that the answer is a web page: a portal, an error page with status 200, a moved list.
	ErrHTML = errors.New("answer is a web page")
	// ErrTruncated says that the connection ended before the answer did.
	ErrTruncated = errors.New("answer is truncated")
	// ErrStatus says that the server answered with another status than success.
	ErrStatus = errors.New("http status")
	// ErrEncoded says that the answer is compressed though this was not asked for.
	ErrEncoded = errors.New("answer has a content encoding")
)

// Validators make a request conditional (RFC 9110 13.1): the values of the answer held.
type Validators struct{ ETag, LastModified string }

// Response is an answer.
type Response struct {
	URL         string // after redirects
	NotModified bool   // the answer held is still current; Body is empty
	Body        []byte
	ContentType string
	Validators  // for the next conditional request
}

// Get downloads url. Only an answer with status 200, complete and within the bounds, is no error.
func (c *Client) Get(ctx context.Context, url string) (*Response, error) {
	return c.do(ctx, http.MethodGet, url, nil, nil, c.options.MaxBytes)
}

// GetIfChanged is Get unless the server says that the answer with these validators is current. The body has at most maxBytes
// bytes; 0: as many as the client's options say.
func (c *Client) GetIfChanged(ctx context.Context, url string, held Validators, maxBytes int64) (*Response, error) {
	header := http.Header{}
	if held.ETag != "" {
		header.Set("If-None-Match", held.ETag)
	}
	if held.LastModified != "" {
		header.Set("If-Modified-Since", held.LastModified)
	}
	if maxBytes <= 0 {
		maxBytes = c.options.MaxBytes
	}
	return c.do(ctx, http.MethodGet, url, header, nil, maxBytes)
}

// do makes one request. Errors name the URL.
func (c *Client) do(ctx context.Context, method, address string, header http.Header, body []byte, maxBytes int64) (*Response, error) {
	r, err := c.attempt(ctx, method, strings.TrimSpace(address), header, body, min(maxBytes, c.options.MaxBytes))
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err // it repeats the URL
		}
		return nil, fmt.Errorf("fetch %q: %w", address, err)
	}
	return r, nil
}

func (c *Client) attempt(ctx context.Context, method, address string, header http.Header, body []byte, maxBytes int64) (*Response, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("%w: malformed url", ErrRefused)
	}
	u.Fragment = ""
	if err := c.checkURL(u); err != nil {
		return nil, err
	}
	if err := c.takeRequest(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, u.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, values := range header {
		req.Header[name] = values
	}
	req.Header.Set("User-Agent", c.options.UserAgent)
	answer, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	r := &Response{
		URL:         answer.Request.URL.String(),
		ContentType: answer.Header.Get("Content-Type"),
		Validators:  Validators{answer.Header.Get("ETag"), answer.Header.Get("Last-Modified")},
	}
	conditional := header.Get("If-None-Match") != "" || header.Get("If-Modified-Since") != ""
	switch {
	case answer.StatusCode == http.StatusNotModified && conditional:
		r.NotModified = true
		return r, nil
	case answer.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%w %d", ErrStatus, answer.StatusCode)
	}
	if e := answer.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return nil, fmt.Errorf("%w: %q", ErrEncoded, e)
	}
	if r.Body, err = c.read(answer, maxBytes); err != nil {
		return nil, err
	}
	if isHTML(r.ContentType, r.Body) {
		return nil, ErrHTML
	}
	return r, nil
}

// chunk is how much of a body is read between two looks at the budgets.
const chunk = 64 << 10

// read reads the body within the bounds. A length that the server announces is believed only to refuse, never to allocate.
func (c *Client) read(answer *http.Response, maxBytes int64) ([]byte, error) {
	if answer.ContentLength > maxBytes {
		return nil, limits.Exceeded("octets of one answer", maxBytes)
	}
	var out bytes.Buffer
	for {
		n, err := io.CopyN(&out, answer.Body, chunk)
		if e := c.takeBytes(int(n)); e != nil {
			return nil, e
		}
		switch {
		case int64(out.Len()) > maxBytes:
			return nil, limits.Exceeded("octets of one answer", maxBytes)
		case err == io.EOF && answer.ContentLength >= 0 && int64(out.Len()) < answer.ContentLength, errors.Is(err, io.ErrUnexpectedEOF):
			return nil, fmt.Errorf("%w after %d octets", ErrTruncated, out.Len())
		case err == io.EOF:
			return out.Bytes(), nil
		case err != nil:
			return nil, err
		}
	}
}

// isHTML recognises a web page by its media type or its first element; XHTML served as XML too.
func isHTML(contentType string, body []byte) bool {
	if t, _, err := mime.ParseMediaType(contentType); err == nil && (t == "text/html" || t == "application/xhtml+xml") {
		// Lists and certificates are served under any type: only the content tells.
		return looksHTML(body) || !looksXML(body) && len(body) > 0 && body[0] != 0x30 && !bytes.Contains(body[:min(len(body), 512)], []byte("-----BEGIN"))
	}
	return looksHTML(body)
}

func start(body []byte) []byte {
	head := bytes.TrimPrefix(body[:min(len(body), 1024)], []byte("\xef\xbb\xbf"))
	return bytes.ToLower(bytes.TrimSpace(head))
}

func looksXML(body []byte) bool { return bytes.HasPrefix(start(body), []byte("<?xml")) }

func looksHTML(body []byte) bool {
	head := start(body)
	if bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html")) {
		return true
	}
	return bytes.HasPrefix(head, []byte("<?xml")) && (bytes.Contains(head, []byte("<!doctype html")) || bytes.Contains(head, []byte("<html")))
}
