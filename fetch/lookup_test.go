// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fetch_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/fetch"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/report"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// The times: when it was signed, when the revocation data was made, and when it is validated.
var (
	signed = time.Date(2024, 6, 1, 10, 0, 0, 0, time.UTC)
	known  = time.Date(2024, 6, 5, 12, 0, 0, 0, time.UTC)
	now    = time.Date(2024, 6, 20, 12, 0, 0, 0, time.UTC)
)

// web answers requests without a network, and counts them.
type web struct {
	answer func(*http.Request) *http.Response // nil: 404
	asked  atomic.Int64
	read   atomic.Int64 // octets of bodies
}

func (w *web) RoundTrip(r *http.Request) (*http.Response, error) {
	w.asked.Add(1)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	a := w.answer(r)
	if a == nil {
		a = &http.Response{StatusCode: http.StatusNotFound, Body: http.NoBody}
	}
	a.Request, a.Proto, a.ProtoMajor, a.ProtoMinor = r, "HTTP/1.1", 1, 1
	if a.Header == nil {
		a.Header = http.Header{}
	}
	a.Body = &counted{a.Body, &w.read, r.Context()}
	return a, nil
}

// counted counts what is read, and ends with the request as a connection does.
type counted struct {
	io.ReadCloser
	n   *atomic.Int64
	ctx context.Context
}

func (c *counted) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.ReadCloser.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func page(b []byte) *http.Response {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(b)), ContentLength: int64(len(b))}
}

func redirect(to string) *http.Response {
	return &http.Response{StatusCode: http.StatusFound, Header: http.Header{"Location": {to}}, Body: http.NoBody}
}

// endless never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }
func (endless) Close() error               { return nil }

// drip gives one octet in a while.
type drip struct{}

func (drip) Read(p []byte) (int, error) {
	time.Sleep(20 * time.Millisecond)
	return copy(p, "0"), nil
}
func (drip) Close() error { return nil }

// locate gives the certificates of some IDs other addresses.
func locate(at testpki.Locations, ids ...string) func(*testpki.Spec) {
	return func(s *testpki.Spec) {
		for i := range s.Certs {
			for _, id := range ids {
				if s.Certs[i].ID == id {
					s.Certs[i].At = &at
				}
			}
		}
	}
}

// bare is a B-level signature of a signer in which nothing but their certificate is embedded, and a validator that may look things up.
func bare(t *testing.T, spec func(*testpki.Spec), signer string, online validate.Online, lim limits.Limits) (*validate.Validator, ades.Input) {
	t.Helper()
	keys, err := testpki.RepositoryKeys()
	if err != nil {
		t.Fatal(err)
	}
	s := testpki.EnginePKI()
	spec(&s)
	p, err := testpki.New(s, keys)
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Make(testpki.Recipe{Format: "cades", Level: "B", Signer: signer, Time: signed, Content: []byte("The parties agree.\n"),
		Mutate: []string{"no-certificate"}, Embed: []string{signer}})
	if err != nil {
		t.Fatal(err)
	}
	root, err := ades.ParseCertificate(p.Cert("root").DER)
	if err != nil {
		t.Fatal(err)
	}
	var b trust.Builder
	b.AddCertificate(root)
	if w, ok := online.(*lateWeb); ok {
		w.pki = p
		online = w.client
	}
	v, err := validate.New(validate.Options{Trust: b.Build(time.Time{}), Time: now, Online: online, Limits: lim})
	if err != nil {
		t.Fatal(err)
	}
	return v, ades.Input{Name: "test", Data: bytes.NewReader(m.Document), Size: int64(len(m.Document))}
}

// lookUp validates such a signature.
func lookUp(t *testing.T, spec func(*testpki.Spec), signer string, online validate.Online, lim limits.Limits) *validate.Result {
	t.Helper()
	v, in := bare(t, spec, signer, online, lim)
	r, err := v.Validate(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Signatures) != 1 {
		t.Fatalf("%d signatures", len(r.Signatures))
	}
	return r
}

// lateWeb is a client of a web that serves a PKI which is made later.
type lateWeb struct {
	*web
	client *fetch.Client
	pki    *testpki.PKI
}

func (*lateWeb) Issuers(context.Context, *ades.Certificate) ([]*ades.Certificate, error) {
	return nil, errors.New("not made yet")
}

func (*lateWeb) Revocation(context.Context, *ades.Certificate, *ades.Certificate) ([]*ades.Revocation, []error) {
	return nil, nil
}

func newWeb(o fetch.Options, answer func(*testpki.PKI, *http.Request) *http.Response) *lateWeb {
	l := &lateWeb{web: &web{}}
	l.answer = func(r *http.Request) *http.Response { return answer(l.pki, r) }
	o.Transport = l.web
	l.client = fetch.NewClient(o)
	return l
}

// told joins the findings that are not met.
func told(r *validate.Result) string {
	var b strings.Builder
	var walk func([]*validate.Block)
	list := func(fs []validate.Finding) {
		for _, f := range fs {
			if f.Outcome == validate.NotMet {
				b.WriteString(f.Text + "\n")
			}
		}
	}
	walk = func(bs []*validate.Block) {
		for _, x := range bs {
			list(x.Findings)
			walk(x.Sub)
		}
	}
	for _, s := range r.Signatures {
		walk(s.Blocks)
		for _, p := range s.Processes {
			list(p.Findings)
		}
	}
	return b.String()
}

// TestLookupLimits: one validation looks for so many things only, and so long, and a finding says that it stopped.
func TestLookupLimits(t *testing.T) {
	few, none := limits.Default(), limits.Default()
	few.Lookups, none.LookupTime = 1, time.Nanosecond
	for tells, lim := range map[string]limits.Limits{"limit passed: look-ups of one validation (at most 1)": few, "limit passed: seconds for one round of look-ups": none} {
		w := newWeb(fetch.Options{}, honest)
		r := lookUp(t, keep, "alice", w, lim)
		if text := told(r); r.Err() == nil || !strings.Contains(text, tells) {
			t.Errorf("%v: no finding tells %q:\n%s", r.Err(), tells, text)
		}
		if n := w.asked.Load(); n > 1 {
			t.Errorf("%d requests", n)
		}
	}
}

// TestSilence: without a client for it, a validation asks nothing of the network.
func TestSilence(t *testing.T) {
	w := &web{answer: func(*http.Request) *http.Response { return nil }}
	old := http.DefaultTransport
	http.DefaultTransport = w
	defer func() { http.DefaultTransport = old }()
	r := lookUp(t, keep, "alice", nil, limits.Limits{})
	if r.Err() == nil || len(r.Needs) == 0 {
		t.Errorf("%v, %d needs", r.Err(), len(r.Needs))
	}
	if n := w.asked.Load(); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// refusing finds nothing.
type refusing struct{ asked int }

func (r *refusing) Issuers(context.Context, *ades.Certificate) ([]*ades.Certificate, error) {
	r.asked++
	return nil, errors.Join(errors.New("first\x1b address"), errors.New("second address "+strings.Repeat("ä", 1000)))
}

func (r *refusing) Revocation(context.Context, *ades.Certificate, *ades.Certificate) ([]*ades.Revocation, []error) {
	r.asked++
	return nil, []error{errors.New("third address")}
}

// TestLookups: what was looked for in vain is asked once, is told in every report, and stands in stored evidence.
func TestLookups(t *testing.T) {
	online := &refusing{}
	v, in := bare(t, keep, "alice", online, limits.Limits{})
	ev, err := v.Collect(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	needs := v.Evaluate(ev).Needs
	more, err := v.CollectMore(t.Context(), ev, needs)
	if err != nil || more == ev || len(ev.Lookups) != 0 || len(more.Lookups) != len(needs) || online.asked == 0 {
		t.Fatalf("%v, %d needs, %d look-ups, asked %d times", err, len(needs), len(more.Lookups), online.asked)
	}
	asked := online.asked
	if again, err := v.CollectMore(t.Context(), more, v.Evaluate(more).Needs); err != nil || again != more || online.asked != asked {
		t.Errorf("asked %d times more, %v", online.asked-asked, err)
	}
	r := v.Evaluate(more)
	if text := told(r); !strings.Contains(text, "first\x1b address; second") || !strings.Contains(text, "ä…)") {
		t.Errorf("not told:\n%s", text)
	}
	var file, before, after bytes.Buffer
	if err := v.SaveEvidence(&file, more); err != nil {
		t.Fatal(err)
	}
	st, err := validate.LoadEvidence(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(report.JSON(&before, r), report.JSON(&after, st.Replay())); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before.Bytes(), after.Bytes()) || strings.Contains(before.String(), "\x1b") || !strings.Contains(before.String(), "second address") {
		t.Errorf("the stored evidence gives another report:\n%s", after.String())
	}
}
