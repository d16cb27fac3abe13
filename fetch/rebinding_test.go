// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// nameServer answers each question for addresses of any name with what is set.
type nameServer struct {
	addrs   atomic.Pointer[[]netip.Addr]
	queries atomic.Int64
}

// dial opens a connection to the server: a stream, so messages have their length before them (RFC 1035 4.2.2).
func (s *nameServer) dial(context.Context, string, string) (net.Conn, error) {
	client, server := net.Pipe()
	go func() {
		defer server.Close()
		for {
			var size [2]byte
			if _, err := io.ReadFull(server, size[:]); err != nil {
				return
			}
			msg := make([]byte, binary.BigEndian.Uint16(size[:]))
			if _, err := io.ReadFull(server, msg); err != nil {
				return
			}
			out := s.answer(msg)
			if _, err := server.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(out))), out...)); err != nil {
				return
			}
		}
	}()
	return client, nil
}

// answer makes the response to a query with one question (RFC 1035 4.1).
func (s *nameServer) answer(query []byte) []byte {
	s.queries.Add(1)
	end := 12
	for query[end] != 0 {
		end += int(query[end]) + 1
	}
	end += 5
	kind := binary.BigEndian.Uint16(query[end-4:])
	out := append([]byte(nil), query[:end]...)
	out[2], out[3] = 0x84|query[2]&1, 0x80 // an authoritative answer without error
	clear(out[6:12])
	for _, a := range *s.addrs.Load() {
		if kind != map[bool]uint16{true: 1, false: 28}[a.Is4()] {
			continue
		}
		out[7]++
		out = append(out, 0xc0, 12, 0, byte(kind), 0, 1, 0, 0, 0, 0, 0, byte(a.BitLen()/8))
		out = append(out, a.AsSlice()...)
	}
	return out
}

// TestRebinding: a name that leads to a public address at first and to the loopback address afterwards. The address that is
// checked is the one that is dialled, each time.
func TestRebinding(t *testing.T) {
	s, hits := misbehave(t)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	names := &nameServer{}
	old := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: names.dial}
	defer func() { net.DefaultResolver = old }()
	lead := func(to ...string) {
		var list []netip.Addr
		for _, a := range to {
			list = append(list, netip.MustParseAddr(a))
		}
		names.addrs.Store(&list)
	}
	const elsewhere = "2d00::1" // public, and given to nobody
	if !public(netip.MustParseAddr(elsewhere)) {
		t.Fatal("not a public address")
	}
	u := "http://rebind.example.com:" + port + "/ok"

	lead("127.0.0.1")
	open := NewClient(Options{InsecurePrivateNetworks: true})
	if _, err := open.Get(t.Context(), u); err != nil || hits.Load() != 1 {
		t.Fatalf("the name server does not work: %v, %d hits", err, hits.Load())
	}
	hits.Store(0)
	for _, c := range []struct {
		name    string
		to      []string
		refused bool
	}{
		{"public", []string{elsewhere}, false},
		{"then loopback", []string{"127.0.0.1"}, true},
		{"then loopback of version 6", []string{"::1"}, true},
		{"then metadata", []string{"169.254.169.254"}, true},
		{"then mapped", []string{"::ffff:127.0.0.1"}, true},
		{"then both", []string{elsewhere, "127.0.0.1"}, false},
		{"and public again", []string{elsewhere}, false},
	} {
		lead(c.to...)
		before := names.queries.Load()
		client := NewClient(Options{Timeout: 500 * time.Millisecond})
		_, err := client.Get(t.Context(), u)
		if err == nil || c.refused && !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", c.name, err)
		}
		if names.queries.Load() == before {
			t.Errorf("%s: the name was not resolved", c.name)
		}
	}
	// one client, which keeps its connections
	client := NewClient(Options{Timeout: 500 * time.Millisecond})
	for i, to := range []string{elsewhere, "127.0.0.1", "127.0.0.1"} {
		lead(to)
		if _, err := client.Get(t.Context(), u); err == nil || i > 0 && !errors.Is(err, ErrRefused) {
			t.Errorf("request %d: %v", i, err)
		}
	}
	if hits.Load() != 0 {
		t.Errorf("the server was reached %d times", hits.Load())
	}
}
