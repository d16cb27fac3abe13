// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package trust

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mitome-project/mitome/internal/pkix"
)

// nameKey is a distinguished name in a form in which equal names are equal strings, whatever their string types, letter
// case and white space (RFC 5280 7.1).
func nameKey(n pkix.Name) string {
	if len(n.Attributes) == 0 {
		return "\x00" + string(n.Raw)
	}
	var b strings.Builder
	for i := 0; i < len(n.Attributes); {
		j := i
		var rdn []string
		for ; j < len(n.Attributes) && n.Attributes[j].RDN == n.Attributes[i].RDN; j++ {
			a := n.Attributes[j]
			rdn = append(rdn, a.OID+"="+strings.ToLower(strings.Join(strings.Fields(a.Value), " ")))
		}
		slices.Sort(rdn)
		b.WriteString(strconv.Itoa(len(rdn)))
		for _, a := range rdn {
			b.WriteByte(0x1f)
			b.WriteString(a)
		}
		b.WriteByte(0x1e)
		i = j
	}
	return b.String()
}
