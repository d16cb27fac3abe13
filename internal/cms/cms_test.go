// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cms

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/mitome-project/mitome/internal/der"
	"github.com/mitome-project/mitome/internal/limits"
)

const (
	oidSigned = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
	oidData   = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
)

func sequence(parts ...[]byte) []byte { return der.Encode(0x30, parts...) }

// attribute is an attribute with one INTEGER as its value; type 1.2.n.
func attribute(n byte) []byte {
	return sequence([]byte{6, 2, 0x2a, n}, der.Encode(0x31, []byte{2, 1, n}))
}

func sample(content []byte, signers ...[]byte) []byte {
	alg := sequence([]byte(oidData))
	sd := sequence([]byte{2, 1, 1}, der.Encode(0x31, alg), sequence([]byte(oidData), content),
		der.Encode(0xa0, sequence([]byte{5, 0}), der.Encode(0xa2, []byte{5, 0})),
		der.Encode(0xa1, sequence([]byte{5, 0}), der.Encode(0xa1, []byte(oidData), []byte{5, 0})),
		der.Encode(0x31, signers...))
	return sequence([]byte(oidSigned), der.Encode(0xa0, sd))
}

func signerInfo(sid []byte, attrs ...[]byte) []byte {
	alg := sequence([]byte(oidData))
	return sequence([]byte{2, 1, 3}, sid, alg, der.Encode(0xa0, attrs...), alg, []byte{4, 2, 1, 2}, der.Encode(0xa1, attribute(9)))
}

func parse(t testing.TB, b []byte) (*SignedData, error) {
	t.Helper()
	return Parse(bytes.NewReader(b), int64(len(b)), limits.Default())
}

func TestParse(t *testing.T) {
	ski := []byte{0x80, 2, 7, 8}
	issuer := sequence(sequence(), []byte{2, 1, 0xff})
	in := sample(der.Encode(0xa0, []byte{4, 3, 'a', 'b', 'c'}), signerInfo(ski, attribute(1), attribute(2)), signerInfo(issuer, attribute(2), attribute(1)))
	sd, err := parse(t, append(in, 0, 0, 0))
	if err != nil || len(sd.Problems) > 0 {
		t.Fatalf("%v, %v", err, sd.Problems)
	}
	if sd.Trailing != 3 || !sd.TrailingZeros {
		t.Errorf("trailing: %d, %v", sd.Trailing, sd.TrailingZeros)
	}
	if len(sd.Certificates) != 2 || sd.Certificates[0].Kind != Certificate || sd.Certificates[1].Kind != AttributeCertificateV2 {
		t.Errorf("certificates: %+v", sd.Certificates)
	}
	if len(sd.Revocations) != 2 || sd.Revocations[1].Format != OIDData || sd.Revocations[1].Kind != OtherRevocation {
		t.Errorf("revocation data: %+v", sd.Revocations)
	}
	if len(sd.Signers) != 2 {
		t.Fatalf("%d signers", len(sd.Signers))
	}
	a, b := sd.Signers[0], sd.Signers[1]
	if !bytes.Equal(a.SubjectKeyID, []byte{7, 8}) || b.Issuer == nil || !bytes.Equal(b.Serial, []byte{0xff}) {
		t.Errorf("signer ids: %x, %x %x", a.SubjectKeyID, b.Issuer, b.Serial)
	}
	if !a.SignedAreDER() || b.SignedAreDER() {
		t.Errorf("DER order: %v, %v", a.SignedAreDER(), b.SignedAreDER())
	}
	ea, _ := a.SignedEncodings()
	eb, _ := b.SignedEncodings()
	if len(eb) != 2 || !bytes.Equal(ea[0], eb[0]) || eb[1][0] != 0x31 {
		t.Errorf("encodings: %x, %x", ea, eb)
	}
	var out bytes.Buffer
	if _, err := sd.Content.WriteTo(&out); err != nil || out.String() != "abc" {
		t.Errorf("content %q, %v", out.String(), err)
	}
}

func TestContentForms(t *testing.T) {
	for _, c := range []struct {
		name    string
		content []byte
		want    string
		fails   bool
	}{
		{"segments", []byte("\xa0\x80\x24\x80\x04\x01a\x24\x04\x04\x02bc\x04\x01d\x00\x00\x00\x00"), "abcd", false},
		{"PKCS #7 1.5", der.Encode(0xa0, sequence([]byte{2, 1, 5})), "\x02\x01\x05", false},
		{"foreign segment", der.Encode(0xa0, []byte("\x24\x03\x02\x01a")), "", true},
	} {
		sd, err := parse(t, sample(c.content))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		var out bytes.Buffer
		_, err = sd.Content.WriteTo(&out)
		if (err != nil) != c.fails || out.String() != c.want {
			t.Errorf("%s: %q, %v", c.name, out.String(), err)
		}
		if c.fails {
			continue
		}
		var raw, encoded bytes.Buffer
		if err := errors.Join(sd.WriteEncap(&raw), sd.WriteEncapDER(&encoded)); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		want, err := der.Normalize(raw.Bytes())
		if err != nil || !bytes.Equal(want, encoded.Bytes()) {
			t.Errorf("%s: encapContentInfo as DER is %x, want %x (%v)", c.name, encoded.Bytes(), want, err)
		}
	}
	if sd, err := parse(t, sample(nil)); err != nil || sd.Content != nil {
		t.Errorf("detached: %v, %v", sd, err)
	}
}

func TestRefused(t *testing.T) {
	for name, in := range map[string][]byte{
		"empty":          {},
		"not a sequence": {4, 0},
		"other type":     sequence([]byte(oidData), der.Encode(0xa0, sequence())),
		"no content":     sequence([]byte(oidSigned)),
		"truncated":      sample(nil)[:20],
	} {
		if _, err := parse(t, in); !errors.Is(err, ErrNotSignedData) {
			t.Errorf("%s: %v", name, err)
		}
	}
	lim := limits.Default()
	lim.EmbeddedBytes = 10
	in := sample(nil)
	var limit *limits.Error
	if _, err := Parse(bytes.NewReader(in), int64(len(in)), lim); !errors.As(err, &limit) {
		t.Errorf("memory bound: %v", err)
	}
}

// segmented is a container whose content is made of equal segments of zeros, without holding it.
type segmented struct {
	head, tail  []byte
	count, read int64
}

const segmentSize = 4096

func (s *segmented) size() int64 {
	return int64(len(s.head)) + s.count*(segmentSize+4) + int64(len(s.tail))
}

func (s *segmented) ReadAt(b []byte, off int64) (int, error) {
	s.read += int64(len(b))
	start, end := int64(len(s.head)), s.size()-int64(len(s.tail))
	for i := range b {
		switch p := off + int64(i); {
		case p < start:
			b[i] = s.head[p]
		case p < end:
			b[i] = 0
			if q := (p - start) % (segmentSize + 4); q < 4 {
				b[i] = "\x04\x82\x10\x00"[q]
			}
		case p < s.size():
			b[i] = s.tail[p-end]
		default:
			return i, io.EOF
		}
	}
	return len(b), nil
}

// TestLargeContent digests a long content in segments of 4 KiB within a fixed amount of memory.
func TestLargeContent(t *testing.T) {
	s := &segmented{count: 8 << 10} // 32 MiB; the work and the memory are the same for each further segment
	s.head = bytes.Join([][]byte{{0x30, 0x80}, []byte(oidSigned), {0xa0, 0x80, 0x30, 0x80, 2, 1, 1, 0x31, 0, 0x30, 0x80}, []byte(oidData), {0xa0, 0x80, 0x24, 0x80}}, nil)
	s.tail = append(append(make([]byte, 6), 0x31, 0), make([]byte, 6)...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	sd, err := Parse(s, s.size(), limits.Default())
	if err != nil {
		t.Fatal(err)
	}
	h := sha256.New()
	n, err := sd.Content.WriteTo(h)
	runtime.ReadMemStats(&after)
	if err != nil || n != s.count*segmentSize {
		t.Fatalf("%d octets, %v", n, err)
	}
	want := sha256.New()
	zeros := make([]byte, segmentSize)
	for range s.count {
		want.Write(zeros)
	}
	if !bytes.Equal(h.Sum(nil), want.Sum(nil)) {
		t.Error("the digest differs")
	}
	if perSegment := (after.TotalAlloc - before.TotalAlloc) / uint64(s.count); perSegment > 128 {
		t.Errorf("%d octets allocated for each segment", perSegment)
	}
	if s.read > 2*s.size()+s.size()/16 { // once to find the end, once to digest
		t.Errorf("%d octets read of %d", s.read, s.size())
	}
	t.Logf("%d MiB of content, %d MiB read, %d KiB allocated altogether", n>>20, s.read>>20, (after.TotalAlloc-before.TotalAlloc)>>10)
}

// TestManyEnds: more values of indefinite length than the reader remembers the ends of are read all the same.
func TestManyEnds(t *testing.T) {
	var certs []byte
	for range 3 * maxEnds {
		certs = append(certs, 0x30, 0x80, 0x30, 0x80, 2, 1, 7, 0, 0, 0, 0)
	}
	var content []byte
	for range 3 * maxEnds {
		content = append(content, 0x24, 0x80, 0x04, 1, 'a', 0, 0)
	}
	in := bytes.Join([][]byte{{0x30, 0x80}, []byte(oidSigned), {0xa0, 0x80, 0x30, 0x80, 2, 1, 1, 0x31, 0, 0x30, 0x80}, []byte(oidData), {0xa0, 0x80, 0x24, 0x80},
		content, make([]byte, 6), {0xa0, 0x80}, certs, {0, 0, 0x31, 0}, make([]byte, 6)}, nil)
	sd, err := parse(t, in)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := sd.Content.WriteTo(&b); err != nil || b.String() != strings.Repeat("a", 3*maxEnds) || len(sd.Certificates) != 3*maxEnds || sd.Trailing != 0 || len(sd.Problems) > 0 {
		t.Errorf("%v: content of %d octets, %d certificates, %d trailing, %v", err, b.Len(), len(sd.Certificates), sd.Trailing, sd.Problems)
	}
	for i := 1; i < len(in); i++ { // cut off anywhere, nothing is taken for the whole
		if sd, err := parse(t, in[:i]); err == nil && len(sd.Problems) == 0 {
			t.Fatalf("cut off at %d of %d: read without a problem", i, len(in))
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample(der.Encode(0xa0, []byte{4, 1, 'a'}), signerInfo([]byte{0x80, 1, 1}, attribute(1))))
	f.Add(sample([]byte("\xa0\x80\x24\x80\x04\x01a\x00\x00\x00\x00")))
	f.Fuzz(func(t *testing.T, b []byte) {
		sd, err := parse(t, b)
		if err != nil {
			return
		}
		if sd.Content != nil {
			_, _ = sd.Content.WriteTo(io.Discard)
		}
		_ = sd.WriteEncapDER(io.Discard)
		_ = sd.WriteWithout(io.Discard, Without{Drop: func(int, int) bool { return true }, Sorted: true})
		for _, si := range sd.Signers {
			_, _ = si.SignedEncodings()
		}
	})
}
