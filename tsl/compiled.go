// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package tsl

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/trust"
)

// The compiled form of a store stands in the cache beside the signed lists that it was made of, and makes a load from the cache
// as short as reading them. It is used only where
//   - its HMAC fits [Options.CompiledKey]: who can write to the cache but has no key gains nothing by it;
//   - it was made by this build of the program, for these schemes;
//   - every list it was made of is in the cache with the same SHA-256, and every one that was not there still is not.
//
// Else the lists are verified as ever, and it is made anew.

const (
	compiledForm = "mitome compiled 1\n"
	// minKey is the least length of a key, in bytes.
	minKey = 16
	// maxCompiled bounds the bytes of a compiled form. The EU's lists take 9 MB.
	maxCompiled = 256 << 20
)

// compiler is a cache that can keep a compiled form.
type compiler interface {
	// digest is the SHA-256 of the copy of url; empty: there is none. Fetched is as Load gives it.
	digest(url string) (digest string, fetched time.Time, err error)
	// compiled opens the compiled form of that name.
	compiled(name string) (io.ReadCloser, int64, error)
	storeCompiled(name string, content []byte) error
}

// binding is what a compiled form is bound to.
type binding struct {
	Build   string       `json:"build"`
	Schemes []Scheme     `json:"schemes"`
	Lists   []boundEntry `json:"lists"`
}

// boundEntry is one list by its digest, which is empty for one that was not in the cache.
type boundEntry struct {
	URL    string `json:"url"`
	Digest string `json:"sha256"`
}

// build names the program: what another one understood of a list is not taken over. Builds of a changed checkout have the same
// build information, so that the program's file counts too.
func build() string {
	parts := []string{runtime.Version()}
	if exe, err := os.Executable(); err == nil {
		if st, err := os.Stat(exe); err == nil {
			parts = append(parts, fmt.Sprint(st.Size()), st.ModTime().UTC().Format(time.RFC3339Nano))
		}
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return hexDigest([]byte(strings.Join(parts, "\n")))
	}
	parts = append(parts, info.Main.Path, info.Main.Version, info.Main.Sum)
	for _, d := range info.Deps {
		parts = append(parts, d.Path+"@"+d.Version+d.Sum)
	}
	for _, s := range info.Settings {
		if strings.HasPrefix(s.Key, "vcs.") {
			parts = append(parts, s.Key+"="+s.Value)
		}
	}
	return hexDigest([]byte(strings.Join(parts, "\n")))
}

// compiledName is the file of the schemes' compiled form. Those who share a cache have keys, and so files, of their own.
func (l *Loader) compiledName() (string, error) {
	text, err := json.Marshal(l.opt.Schemes)
	mac := hmac.New(sha256.New, l.opt.CompiledKey)
	mac.Write([]byte("name"))
	return "compiled-" + hexDigest(text)[:32] + "-" + hex.EncodeToString(mac.Sum(nil))[:16] + ".bin", err
}

// compiler returns the cache if a compiled form may be used with it.
func (l *Loader) compiler() compiler {
	c, ok := l.opt.Cache.(compiler)
	if !ok || len(l.opt.CompiledKey) < minKey {
		return nil
	}
	return c
}

// warm loads the compiled form; nil: there is none that fits. With a client every copy must be fresh.
func (l *Loader) warm(c compiler, o *online, now time.Time) *trust.Store {
	name, err := l.compiledName()
	if err != nil {
		return nil
	}
	bound, snapshot, err := l.openCompiled(c, name)
	if err != nil {
		return nil
	}
	var fetched map[string]time.Time
	var ok bool
	var wg sync.WaitGroup
	wg.Go(func() { // while the compiled form is read
		fetched, ok = unchanged(c, bound.Lists, func(e boundEntry, t time.Time) bool {
			return l.opt.Client == nil || e.Digest != "" && o.fresh(t)
		})
	})
	store, err := trust.ReadSnapshot(snapshot, now, func(s *trust.ListStatus) {
		wg.Wait()
		if s.Digest != "" {
			s.Source, s.Fetched = "cache", fetched[s.URL]
		}
	})
	if wg.Wait(); err != nil || !ok {
		return nil
	}
	return store
}

// openCompiled reads a compiled form and checks what it is bound to, but for the lists.
func (l *Loader) openCompiled(c compiler, name string) (*binding, string, error) {
	f, size, err := c.compiled(name)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = f.Close() }()
	if size > maxCompiled {
		return nil, "", limits.Exceeded("bytes of a compiled form", maxCompiled)
	}
	head := make([]byte, len(compiledForm)+sha256.Size)
	if _, err := io.ReadFull(f, head); err != nil || string(head[:len(compiledForm)]) != compiledForm {
		return nil, "", errors.New("of another form")
	}
	var text strings.Builder
	text.Grow(int(size))
	mac := hmac.New(sha256.New, l.opt.CompiledKey)
	if _, err := io.CopyBuffer(io.MultiWriter(mac, &text), io.LimitReader(f, size), make([]byte, 256<<10)); err != nil {
		return nil, "", err
	}
	if !hmac.Equal(mac.Sum(nil), head[len(compiledForm):]) {
		return nil, "", errors.New("not made with this key")
	}
	line, snapshot, ok := strings.Cut(text.String(), "\n")
	var bound binding
	if !ok || json.Unmarshal([]byte(line), &bound) != nil {
		return nil, "", errors.New("malformed")
	}
	want, err1 := json.Marshal(l.opt.Schemes)
	got, err2 := json.Marshal(bound.Schemes)
	if err1 != nil || err2 != nil || string(want) != string(got) || bound.Build != build() {
		return nil, "", errors.New("of other schemes, or of another build")
	}
	return &bound, snapshot, nil
}

// unchanged reports whether the lists in the cache are still the same, and says when each was fetched.
func unchanged(c compiler, lists []boundEntry, good func(boundEntry, time.Time) bool) (map[string]time.Time, bool) {
	times := make([]time.Time, len(lists))
	fits := make([]bool, len(lists))
	var next int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				if i >= len(lists) {
					return
				}
				d, t, err := c.digest(lists[i].URL)
				times[i], fits[i] = t, err == nil && d == lists[i].Digest && good(lists[i], t)
			}
		})
	}
	wg.Wait()
	out := make(map[string]time.Time, len(lists))
	for i, e := range lists {
		if !fits[i] {
			return nil, false
		}
		out[e.URL] = times[i]
	}
	return out, true
}

// compile writes the compiled form of a store that was made of the cache alone. A cache that cannot be written to has none.
func (l *Loader) compile(c compiler, store *trust.Store) error {
	name, err := l.compiledName()
	if err != nil {
		return err
	}
	bound := binding{Build: build(), Schemes: l.opt.Schemes}
	seen := map[string]string{}
	for _, s := range store.Status() {
		if s.Digest == "" && s.Error == "" || s.Source != "cache" && s.Digest != "" {
			return fmt.Errorf("list %s is not of the cache alone", s.URL)
		}
		if s.Digest == "" && s.Error != notCached { // a file that cannot be read today may be readable tomorrow
			return fmt.Errorf("list %s: %s", s.URL, s.Error)
		}
		if d, ok := seen[s.URL]; ok {
			if d != s.Digest {
				return fmt.Errorf("list %s changed between two readings", s.URL)
			}
			continue
		}
		seen[s.URL] = s.Digest
		bound.Lists = append(bound.Lists, boundEntry{s.URL, s.Digest})
	}
	line, err := json.Marshal(bound)
	if err != nil {
		return err
	}
	head := len(compiledForm) + sha256.Size
	out := append(make([]byte, head, head+len(line)+1), line...)
	if out, err = store.AppendSnapshot(append(out, '\n')); err != nil {
		return err
	}
	mac := hmac.New(sha256.New, l.opt.CompiledKey)
	mac.Write(out[head:])
	copy(out, compiledForm)
	copy(out[len(compiledForm):], mac.Sum(nil))
	return c.storeCompiled(name, out)
}

func (d dir) digest(url string) (string, time.Time, error) {
	e, err := d.entry(url)
	if e == nil || err != nil {
		return "", time.Time{}, err
	}
	f, err := os.Open(d.base(url) + ".xml")
	if err != nil {
		return "", time.Time{}, err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.CopyBuffer(struct{ io.Writer }{h}, io.LimitReader(f, limits.Default().DownloadBytes+1), make([]byte, 128<<10)); err != nil {
		return "", time.Time{}, err
	}
	sum := hex.EncodeToString(h.Sum(nil))
	if sum != e.Digest {
		return sum, time.Time{}, nil
	}
	return sum, e.Fetched, nil
}

func (d dir) compiled(name string) (io.ReadCloser, int64, error) {
	f, err := os.Open(filepath.Join(string(d), name))
	if err != nil {
		return nil, 0, err
	}
	st, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, 0, err
	}
	return f, st.Size(), nil
}

func (d dir) storeCompiled(name string, content []byte) error {
	return replace(filepath.Join(string(d), name), content)
}
