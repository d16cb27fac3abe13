// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"crypto/sha3"
	"math/big"
	"slices"
)

// ed448Size is the length of an encoded point or scalar, RFC 8032 5.2.
const ed448Size = 57

// ed448Key is a public key: its encoding and the point.
type ed448Key struct {
	encoded []byte
	point   edPoint
}

// edPoint is a point of edwards448 in projective coordinates (X/Z, Y/Z).
type edPoint struct{ x, y, z *big.Int }

// edwards448 is the curve x² + y² = 1 + dx²y² over p, with the base point and its order.
type edwards448 struct {
	p, d, order *big.Int
	base        edPoint
}

// ed448Curve holds the numbers of RFC 8032 5.2 and RFC 7748 4.2.
var ed448Curve = makeEdwards448()

func makeEdwards448() edwards448 {
	number := func(s string) *big.Int {
		n, _ := new(big.Int).SetString(s, 10)
		return n
	}
	one := big.NewInt(1)
	p := new(big.Int).Lsh(one, 448)
	p.Sub(p, new(big.Int).Lsh(one, 224)).Sub(p, one)
	order := new(big.Int).Lsh(one, 446)
	order.Sub(order, number("13818066809895115352007386748515426880336692474882178609894547503885"))
	return edwards448{p: p, d: new(big.Int).Sub(p, big.NewInt(39081)), order: order, base: edPoint{
		number("224580040295924300187604334099896036246789641632564134246125461686950415467406032909029192869357953282578032075146446173674602635247710"),
		number("298819210078481492676017930443930673437544040154080242095928241372331506189835876003536878655418784733982303233503462500531545062832660"),
		one,
	}}
}

// newEd448Key decodes a public key; ok is false for what is no point of the curve.
func newEd448Key(encoded []byte) (*ed448Key, bool) {
	p, ok := ed448Curve.decode(encoded)
	return &ed448Key{encoded, p}, ok
}

// verify is RFC 8032 5.2.7 without a context, in the form without the cofactor.
func (k *ed448Key) verify(message, sig []byte) bool {
	c := &ed448Curve
	if len(sig) != 2*ed448Size {
		return false
	}
	s := littleEndian(sig[ed448Size:])
	if s.Cmp(c.order) >= 0 {
		return false
	}
	h := sha3.NewSHAKE256()
	_, _ = h.Write(append([]byte("SigEd448"), 0, 0))
	_, _ = h.Write(sig[:ed448Size])
	_, _ = h.Write(k.encoded)
	_, _ = h.Write(message)
	var out [2 * ed448Size]byte
	_, _ = h.Read(out[:])
	n := littleEndian(out[:])
	n.Mod(n, c.order)
	// S·B - n·A must be R, compared as encoded.
	minus := edPoint{new(big.Int).Sub(c.p, k.point.x), k.point.y, k.point.z}
	r := c.combine(s, n, minus)
	return string(c.encode(r)) == string(sig[:ed448Size])
}

// littleEndian reads a number, least octet first.
func littleEndian(b []byte) *big.Int {
	b = slices.Clone(b)
	slices.Reverse(b)
	return new(big.Int).SetBytes(b)
}

// decode is RFC 8032 5.2.3.
func (c *edwards448) decode(b []byte) (edPoint, bool) {
	if len(b) != ed448Size || b[ed448Size-1]&0x7f != 0 {
		return edPoint{}, false
	}
	y := littleEndian(b[:ed448Size-1])
	if y.Cmp(c.p) >= 0 {
		return edPoint{}, false
	}
	one := big.NewInt(1)
	yy := c.mul(y, y)
	v := new(big.Int).ModInverse(c.mod(new(big.Int).Sub(c.mul(c.d, yy), one)), c.p)
	if v == nil {
		return edPoint{}, false
	}
	x := new(big.Int).ModSqrt(c.mul(c.mod(yy.Sub(yy, one)), v), c.p)
	sign := uint(b[ed448Size-1] >> 7)
	if x == nil || x.Sign() == 0 && sign == 1 {
		return edPoint{}, false
	}
	if x.Bit(0) != sign {
		x.Sub(c.p, x)
	}
	return edPoint{x, y, one}, true
}

// encode is RFC 8032 5.2.2.
func (c *edwards448) encode(p edPoint) []byte {
	z := new(big.Int).ModInverse(p.z, c.p)
	if z == nil {
		return nil
	}
	out := c.mul(p.y, z).FillBytes(make([]byte, ed448Size))
	slices.Reverse(out)
	out[ed448Size-1] |= byte(c.mul(p.x, z).Bit(0)) << 7
	return out
}

// combine is s·B + n·q.
func (c *edwards448) combine(s, n *big.Int, q edPoint) edPoint {
	both := c.add(c.base, q)
	sum := edPoint{new(big.Int), big.NewInt(1), big.NewInt(1)}
	for i := max(s.BitLen(), n.BitLen()) - 1; i >= 0; i-- {
		sum = c.add(sum, sum)
		switch s.Bit(i) | n.Bit(i)<<1 {
		case 1:
			sum = c.add(sum, c.base)
		case 2:
			sum = c.add(sum, q)
		case 3:
			sum = c.add(sum, both)
		}
	}
	return sum
}

// add is the complete addition of RFC 8032 5.2.4.
func (c *edwards448) add(p, q edPoint) edPoint {
	a := c.mul(p.z, q.z)
	b := c.mul(a, a)
	xx, yy := c.mul(p.x, q.x), c.mul(p.y, q.y)
	e := c.mul(c.d, c.mul(xx, yy))
	f, g := c.mod(new(big.Int).Sub(b, e)), c.mod(new(big.Int).Add(b, e))
	h := c.mul(new(big.Int).Add(p.x, p.y), new(big.Int).Add(q.x, q.y))
	h.Sub(h, xx).Sub(h, yy)
	return edPoint{c.mul(c.mul(a, f), c.mod(h)), c.mul(c.mul(a, g), c.mod(yy.Sub(yy, xx))), c.mul(f, g)}
}

func (c *edwards448) mul(a, b *big.Int) *big.Int { return c.mod(new(big.Int).Mul(a, b)) }

func (c *edwards448) mod(a *big.Int) *big.Int { return a.Mod(a, c.p) }
