// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package cades

import (
	"github.com/mitome-project/mitome/ades"
	"github.com/mitome-project/mitome/internal/cms"
	"github.com/mitome-project/mitome/internal/cmsattr"
	"github.com/mitome-project/mitome/internal/limits"
	"github.com/mitome-project/mitome/internal/token"
)

// stamp is one time-stamp under construction.
type stamp struct {
	ts     *ades.Timestamp
	parsed *token.Parsed
	oid    string
	signed bool
	attr   int // index in si.Signed or si.Unsigned
	index  *hashIndex
}

// usesContentDigest reports whether the imprint is made of a digest of the content.
func (s *stamp) usesContentDigest() bool {
	return s.signed || s.oid == cmsattr.ArchiveTimestampV3
}

// kinds of time-stamp attributes, with the names that the reference implementation gives them.
func stampKind(oid string) (kind ades.TimestampKind, subtype, archive string) {
	switch oid {
	case cmsattr.ContentTimestamp:
		return ades.TSContent, "CONTENT_TIMESTAMP", ""
	case cmsattr.SignatureTimestamp:
		return ades.TSSignature, "SIGNATURE_TIMESTAMP", ""
	case cmsattr.CTimestamp:
		return ades.TSRefs, "VALIDATION_DATA_TIMESTAMP", ""
	case cmsattr.RefsTimestamp:
		return ades.TSRefs, "VALIDATION_DATA_REFSONLY_TIMESTAMP", ""
	case cmsattr.ArchiveTimestampV1:
		return ades.TSArchive, "ARCHIVE_TIMESTAMP", "CAdES"
	case cmsattr.ArchiveTimestampV2:
		return ades.TSArchive, "ARCHIVE_TIMESTAMP", "CAdES_V2"
	default:
		return ades.TSArchive, "ARCHIVE_TIMESTAMP", "CAdES_V3"
	}
}

// stamp reads one time-stamp token of an attribute.
func (c *reader) stamp(w *work, a cms.Attribute, raw []byte, signed bool, attr int) {
	if c.stamps++; c.stamps > c.opt.Limits.Timestamps {
		if c.stamps == c.opt.Limits.Timestamps+1 {
			w.problem(a.OID, false, "%v", limits.Exceeded("time-stamps of one document", int64(c.opt.Limits.Timestamps)))
		}
		return
	}
	kind, subtype, archive := stampKind(a.OID)
	ts, parsed := token.ReadParsed(raw, kind, subtype, &c.doc.Pool, c.opt.Limits)
	if parsed.Info == nil { // no token at all: not a time-stamp, and nothing that could be proven by it
		w.problem(a.OID, true, "value is no time-stamp token: %s", firstProblem(ts))
		return
	}
	ts.ArchiveType = archive
	w.stamps = append(w.stamps, &stamp{ts: ts, parsed: parsed, oid: a.OID, signed: signed, attr: attr})
	w.sig.Timestamps = append(w.sig.Timestamps, ts)
}

func firstProblem(ts *ades.Timestamp) string {
	if len(ts.Problems) == 0 {
		return "it has no TSTInfo"
	}
	return ts.Problems[0].Where + ": " + ts.Problems[0].Text
}
