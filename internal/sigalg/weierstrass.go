// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package sigalg

import (
	"crypto/elliptic"
	"math/big"
)

// curve is a prime curve y² = x³ + ax + b of prime order n with cofactor 1. Only public values are computed with it, so the
// arithmetic need not run in constant time.
type curve struct {
	name, oid     string
	p, a, b, x, y *big.Int
	n             *big.Int
	std           func() elliptic.Curve // the standard library's own, where it has the curve
}

// onCurve reports whether the coordinates are in range and fulfil the equation.
func (c *curve) onCurve(x, y *big.Int) bool {
	if x.Sign() < 0 || y.Sign() < 0 || x.Cmp(c.p) >= 0 || y.Cmp(c.p) >= 0 {
		return false
	}
	left := new(big.Int).Mul(y, y)
	return left.Mod(left, c.p).Cmp(c.right(x)) == 0
}

// right is x³ + ax + b.
func (c *curve) right(x *big.Int) *big.Int {
	r := new(big.Int).Mul(x, x)
	r.Add(r, c.a).Mul(r, x).Add(r, c.b)
	return r.Mod(r, c.p)
}

// decode reads an encoded point, SEC 1 2.3.4; the point at infinity is refused. Whether it is on the curve is not looked at.
func (c *curve) decode(b []byte) (x, y *big.Int, ok bool) {
	size := (c.p.BitLen() + 7) / 8
	switch {
	case len(b) == 1+2*size && (b[0] == 4 || b[0] == 6 || b[0] == 7):
		x, y = new(big.Int).SetBytes(b[1:1+size]), new(big.Int).SetBytes(b[1+size:])
		if b[0] != 4 && uint(b[0]&1) != y.Bit(0) {
			return nil, nil, false
		}
	case len(b) == 1+size && (b[0] == 2 || b[0] == 3):
		x = new(big.Int).SetBytes(b[1:])
		if x.Cmp(c.p) >= 0 {
			return nil, nil, false
		}
		if y = new(big.Int).ModSqrt(c.right(x), c.p); y == nil {
			return nil, nil, false
		}
		if y.Bit(0) != uint(b[0]&1) {
			y.Sub(c.p, y)
		}
	default:
		return nil, nil, false
	}
	return x, y, true
}

// point is a point in Jacobian coordinates (X/Z², Y/Z³); Z = 0 is the point at infinity.
type point struct{ x, y, z *big.Int }

// combine gives the x-coordinate of u1·G + u2·Q; ok is false for the point at infinity.
func (c *curve) combine(u1, u2, qx, qy *big.Int) (*big.Int, bool) {
	one := big.NewInt(1)
	g, q := point{c.x, c.y, one}, point{qx, qy, one}
	both := c.add(g, q)
	sum := point{new(big.Int), one, new(big.Int)}
	for i := max(u1.BitLen(), u2.BitLen()) - 1; i >= 0; i-- {
		sum = c.double(sum)
		switch u1.Bit(i) | u2.Bit(i)<<1 {
		case 1:
			sum = c.add(sum, g)
		case 2:
			sum = c.add(sum, q)
		case 3:
			sum = c.add(sum, both)
		}
	}
	if sum.z.Sign() == 0 {
		return nil, false
	}
	z := new(big.Int).ModInverse(sum.z, c.p)
	if z == nil {
		return nil, false
	}
	z.Mul(z, z).Mod(z, c.p)
	return z.Mul(z, sum.x).Mod(z, c.p), true
}

// mul is a·b mod p.
func (c *curve) mul(a, b *big.Int) *big.Int {
	r := new(big.Int).Mul(a, b)
	return r.Mod(r, c.p)
}

// sub is a-b mod p.
func (c *curve) sub(a, b *big.Int) *big.Int {
	r := new(big.Int).Sub(a, b)
	if r.Sign() < 0 {
		r.Add(r, c.p)
	}
	return r
}

// double is the general doubling: S = 4XY², M = 3X² + aZ⁴.
func (c *curve) double(p point) point {
	if p.z.Sign() == 0 || p.y.Sign() == 0 {
		return point{new(big.Int), big.NewInt(1), new(big.Int)}
	}
	yy := c.mul(p.y, p.y)
	s := c.mul(p.x, yy)
	s.Lsh(s, 2).Mod(s, c.p)
	zz := c.mul(p.z, p.z)
	m := c.mul(p.x, p.x)
	m.Mul(m, big.NewInt(3)).Add(m, c.mul(c.a, c.mul(zz, zz))).Mod(m, c.p)
	x := c.mul(m, m)
	x = c.sub(x, s)
	x = c.sub(x, s)
	eight := c.mul(yy, yy)
	eight.Lsh(eight, 3).Mod(eight, c.p)
	y := c.sub(c.mul(m, c.sub(s, x)), eight)
	z := c.mul(p.y, p.z)
	z.Lsh(z, 1).Mod(z, c.p)
	return point{x, y, z}
}

// add is the general addition, with its exceptions.
func (c *curve) add(p, q point) point {
	if p.z.Sign() == 0 {
		return q
	}
	if q.z.Sign() == 0 {
		return p
	}
	pzz, qzz := c.mul(p.z, p.z), c.mul(q.z, q.z)
	u1, u2 := c.mul(p.x, qzz), c.mul(q.x, pzz)
	s1, s2 := c.mul(p.y, c.mul(q.z, qzz)), c.mul(q.y, c.mul(p.z, pzz))
	h, r := c.sub(u2, u1), c.sub(s2, s1)
	if h.Sign() == 0 {
		if r.Sign() == 0 {
			return c.double(p)
		}
		return point{new(big.Int), big.NewInt(1), new(big.Int)}
	}
	hh := c.mul(h, h)
	hhh := c.mul(h, hh)
	v := c.mul(u1, hh)
	x := c.sub(c.mul(r, r), hhh)
	x = c.sub(x, v)
	x = c.sub(x, v)
	y := c.sub(c.mul(r, c.sub(v, x)), c.mul(s1, hhh))
	return point{x, y, c.mul(h, c.mul(p.z, q.z))}
}
