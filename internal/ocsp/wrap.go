// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package ocsp

import "github.com/mitome-project/mitome/internal/tlv"

// Wrapped is the successful OCSPResponse around the BasicOCSPResponse in DER (RFC 6960 4.2.1), as a responder sends it: what a
// reference to an answer may have digested where the answer itself is stored bare.
func (r *Response) Wrapped() []byte {
	octets := tlv.Encode(tlv.OctetString, r.Basic)
	bytes := tlv.Encode(tlv.Sequence, append(tlv.EncodeOID(oidBasic), octets...))
	successful := tlv.Encode(tlv.Enumerated, []byte{0})
	return tlv.Encode(tlv.Sequence, append(successful, tlv.Encode(tlv.ContextConstructed(0), bytes)...))
}
