// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package pdf

import "errors"

// predict undoes a predictor (ISO 32000-1:2008 7.4.4.4).
func (v View) predict(parms *Dict, b []byte) ([]byte, error) {
	p, _ := v.Int(parms.Raw("Predictor"))
	if p < 2 {
		return b, nil
	}
	get := func(key Name, std int64) int64 {
		if n, ok := v.Int(parms.Raw(key)); ok {
			return n
		}
		return std
	}
	colors, bits, columns := get("Colors", 1), get("BitsPerComponent", 8), get("Columns", 1)
	if colors < 1 || colors > 32 || bits < 1 || bits > 16 || columns < 1 || columns > 1<<24 {
		return nil, errors.New("malformed predictor parameters")
	}
	unit := int(max(colors*bits/8, 1))
	row := int(min((colors*bits*columns+7)/8, int64(len(b))+1)) // a longer row is not full in any case
	if p == 2 {
		if bits != 8 {
			return nil, errors.New("TIFF predictor with other than 8 bits is not supported")
		}
		for at := 0; at < len(b); at += row {
			for i := at + unit; i < min(at+row, len(b)); i++ {
				b[i] += b[i-unit]
			}
		}
		return b, nil
	}
	return unPNG(b, row, unit)
}

// unPNG undoes the PNG filters; each row begins with its filter type.
func unPNG(b []byte, row, unit int) ([]byte, error) {
	out := make([]byte, 0, len(b))
	prev := make([]byte, row)
	for len(b) > 1 {
		kind := b[0]
		n := min(row, len(b)-1)
		at := len(out)
		out = append(out, b[1:1+n]...)
		cur := out[at:]
		b = b[1+n:]
		for i := range cur {
			var left, upLeft byte
			if i >= unit {
				left, upLeft = cur[i-unit], prev[i-unit]
			}
			switch kind {
			case 0:
			case 1:
				cur[i] += left
			case 2:
				cur[i] += prev[i]
			case 3:
				cur[i] += byte((int(left) + int(prev[i])) / 2)
			case 4:
				cur[i] += paeth(left, prev[i], upLeft)
			default:
				return nil, errors.New("unknown PNG predictor")
			}
		}
		if n == row {
			prev = cur
		}
	}
	return out, nil
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
