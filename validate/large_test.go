// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"hash"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/testpki"
	"github.com/mitome-project/mitome/trust"
	"github.com/mitome-project/mitome/validate"
)

// repeated is a file of head, the same unit many times, and tail, of which nothing is held but these. It samples the memory
// in use while it is read.
type repeated struct {
	head, unit, tail []byte
	count            int64
	read, reads      int64
	held             uint64 // the most memory in use
}

func (f *repeated) size() int64 {
	return int64(len(f.head)) + f.count*int64(len(f.unit)) + int64(len(f.tail))
}

func (f *repeated) ReadAt(b []byte, off int64) (int, error) {
	if f.reads++; f.reads%256 == 1 {
		f.held = max(f.held, inUse())
	}
	start, end, n := int64(len(f.head)), f.size()-int64(len(f.tail)), 0
	for n < len(b) {
		var part []byte
		switch at := off + int64(n); {
		case at >= f.size():
			return n, io.EOF
		case at < start:
			part = f.head[at:]
		case at < end:
			part = f.unit[(at-start)%int64(len(f.unit)):]
		default:
			part = f.tail[at-end:]
		}
		c := copy(b[n:], part)
		n, f.read = n+c, f.read+int64(c)
	}
	return n, nil
}

func inUse() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// TestLargeContents validates signatures over 1 GiB, detached and encapsulated, and measures the memory held, never the time.
func TestLargeContents(t *testing.T) {
	count := int64(1<<30) / segmentOctets
	if testing.Short() {
		count /= 64
	}
	segment := make([]byte, segmentOctets)
	for i := range segment {
		segment[i] = byte(i * i >> 3)
	}
	sums := map[string][]byte{}
	sum := func(name string) []byte {
		if sums[name] == nil {
			h := map[string]func() hash.Hash{"SHA256": sha256.New, "SHA512": sha512.New}[name]()
			for range count {
				h.Write(segment)
			}
			sums[name] = h.Sum(nil)
		}
		return sums[name]
	}
	p, err := testpki.Repository(testpki.EnginePKI())
	if err != nil {
		t.Fatal(err)
	}
	root, err := ades.ParseCertificate(p.Cert("root").DER)
	if err != nil {
		t.Fatal(err)
	}
	at := func(day int) time.Time { return time.Date(2024, 6, day, 12, 0, 0, 0, time.UTC) }
	m, err := p.Make(testpki.Recipe{Format: "cades", Packaging: "detached", Signer: "alice", Time: at(1), Hash: "SHA256", Digest: sum,
		Stamp: &testpki.Stamp{TSA: "tsa", At: at(2)}, Revocation: &testpki.Plan{At: at(3), LastArchive: true},
		Archive: []testpki.Stamp{{TSA: "tsa", At: at(4), Hash: "SHA256"}, {TSA: "tsa", At: at(5), Hash: "SHA512"}}})
	if err != nil {
		t.Fatal(err)
	}
	head, tail, err := testpki.Around(m.Document)
	if err != nil {
		t.Fatal(err)
	}
	total := count * segmentOctets
	other := bytes.Clone(segment)
	other[7] ^= 1
	octets := []byte{0x04, 0x84, byte(total >> 24), byte(total >> 16), byte(total >> 8), byte(total)}
	var b trust.Builder
	b.AddCertificate(root)
	v, err := validate.New(validate.Options{Trust: b.Build(time.Time{}), Time: at(20)})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		file     *repeated
		detached bool
		passes   int64 // over the content: its digests, the digest of the file, and the walk over the segments
		want     string
	}{
		{"detached", &repeated{unit: segment, count: count}, true, 1, "TOTAL-PASSED"},
		{"one octet string", &repeated{head: append(bytes.Clone(head), octets...), unit: segment, count: count, tail: tail}, false, 2, "TOTAL-PASSED"},
		{"segments of an octet string", &repeated{head: append(bytes.Clone(head), 0x24, 0x80), unit: append([]byte{0x04, 0x82, segmentOctets >> 8, 0}, segment...), count: count,
			tail: append([]byte{0, 0}, tail...)}, false, 3, "TOTAL-PASSED"},
		{"another content", &repeated{unit: other, count: count / 64}, true, 1, "TOTAL-FAILED"},
	} {
		in := ades.Input{Name: c.name, Data: c.file, Size: c.file.size()}
		if c.detached {
			in.Data, in.Size = bytes.NewReader(m.Document), int64(len(m.Document))
			in.Contents = []ades.Content{{Name: "content", Data: c.file, Size: c.file.size()}}
		}
		runtime.GC()
		before := inUse()
		res, err := v.Validate(context.Background(), in)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if len(res.Signatures) != 1 || res.Signatures[0].Indication.Total() != c.want {
			t.Errorf("%s: %d signatures, %v", c.name, len(res.Signatures), res.Signatures[0].Indication)
		}
		for _, ts := range res.Signatures[0].Timestamps {
			if c.want == "TOTAL-PASSED" && !ts.Indication.Passed() {
				t.Errorf("%s: time-stamp of %v: %v", c.name, ts.Timestamp.GenTime, ts.Indication)
			}
		}
		held := max(c.file.held, inUse()) - before
		if held > 64<<20 {
			t.Errorf("%s: %d MiB of memory held", c.name, held>>20)
		}
		if c.file.read > c.passes*c.file.size()*9/8 {
			t.Errorf("%s: %d MiB read of %d MiB", c.name, c.file.read>>20, c.file.size()>>20)
		}
		t.Logf("%s: %d MiB, %d MiB read, %d KiB of memory held", c.name, c.file.size()>>20, c.file.read>>20, held>>10)
	}
}

// segmentOctets is the length of the pieces that the content is made of.
const segmentOctets = 4096
