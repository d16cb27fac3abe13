// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5" //nolint:gosec // the standard security handler is built on it
	"crypto/rc4" //nolint:gosec // as above
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"errors"
)

// crypt is the standard security handler (ISO 32000-1:2008 7.6.3, ISO 32000-2:2020 7.6.4) with the file key.
type crypt struct {
	key              []byte
	streams, texts   cipherKind
	plainMetadata    bool
	v                int
	encryptDictStart int64
}

type cipherKind byte

const (
	identity cipherKind = iota
	useRC4
	useAESV2
	useAESV3
)

var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// openCrypt sets up decryption with the empty user password, if the file is encrypted.
func (f *File) openCrypt() error {
	if f.crypt != nil {
		return nil
	}
	v := f.Final()
	enc := v.Trailer().Raw("Encrypt")
	if enc == nil {
		return nil
	}
	d := v.Dict(enc)
	if d == nil {
		return errors.New("the encryption dictionary cannot be read")
	}
	if v.Name(d.Raw("Filter")) != "Standard" {
		return ErrEncrypted
	}
	c, err := newCrypt(v, d)
	if err != nil {
		return err
	}
	c.encryptDictStart = d.Offset
	// What was read without decryption so far is read again, but for the encryption dictionary, which is never encrypted.
	f.parsed, f.broken, f.packs = map[place]Object{}, map[place]error{}, map[int64]*pack{}
	f.crypt = c
	return nil
}

// Encrypted reports whether the file is encrypted.
func (f *File) Encrypted() bool { return f.crypt != nil }

func bytesOf(v View, o Object) []byte {
	s, _ := v.Resolve(o).(String)
	return s.Bytes
}

func newCrypt(v View, d *Dict) (*crypt, error) {
	ver, _ := v.Int(d.Raw("V"))
	rev, _ := v.Int(d.Raw("R"))
	bits, ok := v.Int(d.Raw("Length"))
	if !ok || bits < 40 || bits > 256 || bits%8 != 0 {
		bits = 40
	}
	c := &crypt{v: int(ver)}
	c.plainMetadata = v.Resolve(d.Raw("EncryptMetadata")) == false
	switch ver {
	case 1, 2, 3:
		c.streams, c.texts = useRC4, useRC4
		if ver == 1 {
			bits = 40
		}
	case 4, 5:
		c.streams = cryptFilter(v, d, "StmF")
		c.texts = cryptFilter(v, d, "StrF")
		bits = 128
	default:
		return nil, ErrEncrypted
	}
	o, u := bytesOf(v, d.Raw("O")), bytesOf(v, d.Raw("U"))
	if ver == 5 {
		c.key = keyR56(int(rev), u, bytesOf(v, d.Raw("UE")))
	} else {
		perm, _ := v.Int(d.Raw("P"))
		var id []byte
		if ids := v.Array(v.Trailer().Raw("ID")); len(ids) > 0 {
			id = bytesOf(v, ids[0])
		}
		c.key = keyR234(int(rev), int(min(bits, 128)/8), o, u, uint32(perm), id, c.plainMetadata)
	}
	if c.key == nil {
		return nil, ErrEncrypted
	}
	return c, nil
}

func cryptFilter(v View, d *Dict, key Name) cipherKind {
	name := v.Name(d.Raw(key))
	cf := v.Dict(v.Dict(d.Raw("CF")).Raw(name))
	switch v.Name(cf.Raw("CFM")) {
	case "V2":
		return useRC4
	case "AESV2":
		return useAESV2
	case "AESV3":
		return useAESV3
	}
	return identity
}

// keyR234 is algorithm 2 with the empty password; nil if it is not the user password.
func keyR234(rev, n int, o, u []byte, perm uint32, id []byte, plainMetadata bool) []byte {
	if len(o) < 32 || len(u) < 16 {
		return nil
	}
	h := md5.New()
	h.Write(padding)
	h.Write(o[:32])
	_ = binary.Write(h, binary.LittleEndian, perm)
	h.Write(id)
	if rev >= 4 && plainMetadata {
		h.Write([]byte{0xff, 0xff, 0xff, 0xff})
	}
	key := h.Sum(nil)
	if rev < 3 {
		n = 5
		key = key[:n]
		if !bytes.Equal(crypRC4(key, padding), u[:min(32, len(u))]) {
			return nil
		}
		return key
	}
	for range 50 {
		s := md5.Sum(key[:n])
		key = s[:]
	}
	key = key[:n]
	s := md5.Sum(append(append([]byte{}, padding...), id...))
	x := s[:]
	for i := range 20 {
		k := make([]byte, n)
		for j := range k {
			k[j] = key[j] ^ byte(i)
		}
		x = crypRC4(k, x)
	}
	if !bytes.Equal(x, u[:16]) {
		return nil
	}
	return key
}

func crypRC4(key, b []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(b))
	c.XORKeyStream(out, b)
	return out
}

// keyR56 is algorithm 2.A with the empty password; nil if it is not the user password.
func keyR56(rev int, u, ue []byte) []byte {
	if len(u) < 48 || len(ue) < 32 {
		return nil
	}
	hash := func(salt []byte) []byte {
		if rev < 6 {
			s := sha256.Sum256(salt)
			return s[:]
		}
		return hash2B(salt)
	}
	if !bytes.Equal(hash(u[32:40]), u[:32]) {
		return nil
	}
	b, err := aes.NewCipher(hash(u[40:48]))
	if err != nil {
		return nil
	}
	key := make([]byte, 32)
	cipher.NewCBCDecrypter(b, make([]byte, 16)).CryptBlocks(key, ue[:32])
	return key
}

// hash2B is algorithm 2.B of ISO 32000-2:2020 for the empty password.
func hash2B(salt []byte) []byte {
	s := sha256.Sum256(salt)
	k := s[:]
	for i := 0; ; i++ {
		k1 := bytes.Repeat(k, 64)
		b, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(b, k[16:32]).CryptBlocks(k1, k1)
		sum := 0
		for _, c := range k1[:16] {
			sum += int(c)
		}
		switch sum % 3 {
		case 0:
			s := sha256.Sum256(k1)
			k = s[:]
		case 1:
			s := sha512.Sum384(k1)
			k = s[:]
		default:
			s := sha512.Sum512(k1)
			k = s[:]
		}
		if i >= 63 && int(k1[len(k1)-1]) <= i-31 {
			return k[:32]
		}
	}
}

// objectKey is algorithm 1.
func (c *crypt) objectKey(kind cipherKind, num, gen int) []byte {
	if kind == useAESV3 {
		return c.key
	}
	b := append([]byte{}, c.key...)
	b = append(b, byte(num), byte(num>>8), byte(num>>16), byte(gen), byte(gen>>8))
	if kind == useAESV2 {
		b = append(b, "sAlT"...)
	}
	s := md5.Sum(b)
	return s[:min(len(c.key)+5, 16)]
}

func (c *crypt) decrypt(kind cipherKind, b []byte, num, gen int) []byte {
	switch kind {
	case useRC4:
		return crypRC4(c.objectKey(kind, num, gen), b)
	case useAESV2, useAESV3:
		if len(b) < 32 || len(b)%16 != 0 {
			b = b[:len(b)/16*16]
			if len(b) < 32 {
				return nil
			}
		}
		k, err := aes.NewCipher(c.objectKey(kind, num, gen))
		if err != nil {
			return nil
		}
		out := make([]byte, len(b)-16)
		cipher.NewCBCDecrypter(k, b[:16]).CryptBlocks(out, b[16:])
		if n := int(out[len(out)-1]); n >= 1 && n <= 16 {
			out = out[:len(out)-n]
		}
		return out
	}
	return b
}

// strings decrypts the strings of an object, but for the /Contents of a signature dictionary (ISO 32000-1:2008 7.6.1) and the encryption dictionary.
func (c *crypt) strings(o Object, num, gen, depth int) Object {
	switch x := o.(type) {
	case String:
		x.Bytes = c.decrypt(c.texts, x.Bytes, num, gen)
		return x
	case Array:
		for i := range x {
			x[i] = c.strings(x[i], num, gen, depth+1)
		}
	case *Dict:
		if depth == 0 && x.Offset == c.encryptDictStart {
			return o
		}
		signature := x.Has("ByteRange") && x.Has("Contents")
		for _, k := range x.keys {
			if signature && k == "Contents" {
				continue
			}
			x.m[k] = c.strings(x.m[k], num, gen, depth+1)
		}
	}
	return o
}

// stream decrypts a stream's data.
func (c *crypt) stream(b []byte, s *Stream) ([]byte, error) {
	t := s.Dict.Raw("Type")
	if t == Name("XRef") || t == Name("Metadata") && c.plainMetadata {
		return b, nil
	}
	if hasIdentity(s.Dict) {
		return b, nil
	}
	out := c.decrypt(c.streams, b, s.num, s.gen)
	if out == nil && len(b) > 0 {
		return nil, errors.New("stream cannot be decrypted")
	}
	return out, nil
}

// hasIdentity reports whether the stream names the Crypt filter, whose default is Identity.
func hasIdentity(d *Dict) bool {
	switch x := d.Raw("Filter").(type) {
	case Name:
		return x == "Crypt"
	case Array:
		return len(x) > 0 && x[0] == Name("Crypt")
	}
	return false
}
