// Copyright 2026 The mitome authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/mitome-project/mitome/policy"
	"github.com/mitome-project/mitome/report"
	"github.com/spf13/cobra"
)

// job is one line of a jobs file.
type job struct {
	ID      string   `json:"id"`
	File    string   `json:"file"`
	Content []string `json:"content"`
	Anchors []string `json:"anchors"`
	Trust   []string `json:"trust"`
	At      string   `json:"at"`
	Policy  string   `json:"policy"`
	View    string   `json:"view"`
}

// answer is one line of the output.
type answer struct {
	ID     string           `json:"id"`
	Report *report.Document `json:"report,omitempty"`
	Error  string           `json:"error,omitempty"`
}

// batchCommand is "mitome batch".
func batchCommand() *cobra.Command {
	var workers int
	var s settings
	c := &cobra.Command{Use: "batch JOBS.jsonl", Short: "validate many documents, one JSON object a line", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			f, err := os.Open(args[0])
			if err != nil {
				return fail(exitUnreadable, err)
			}
			defer f.Close()
			if workers < 1 {
				workers = runtime.NumCPU()
			}
			return runBatch(c.Context(), f, filepath.Dir(args[0]), s, workers, c.OutOrStdout(), newProgress(c.ErrOrStderr()))
		}}
	s.flags(c)
	c.Flags().IntVarP(&workers, "jobs", "j", 0, "how many documents at once (default: one a core)")
	return c
}

// runBatch answers every job, in order, however many run at once. One bad document never stops it.
func runBatch(ctx context.Context, in io.Reader, dir string, base settings, workers int, out io.Writer, p *progress) error {
	res := newResources()
	type task struct {
		line []byte
		done chan answer
	}
	queue := make(chan task, workers)
	order := make(chan chan answer, 4*workers)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for t := range queue {
				t.done <- answerJob(ctx, res, t.line, dir, base)
			}
		})
	}
	var readErr error
	go func() {
		defer close(order)
		defer close(queue)
		sc := bufio.NewScanner(in)
		sc.Buffer(nil, 16<<20)
		for sc.Scan() {
			if len(bytes.TrimSpace(sc.Bytes())) == 0 {
				continue
			}
			t := task{bytes.Clone(sc.Bytes()), make(chan answer, 1)}
			order <- t.done
			queue <- t
		}
		readErr = sc.Err()
	}()
	w := bufio.NewWriterSize(out, 1<<20)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	var writeErr error
	for done := range order {
		a := <-done
		if writeErr == nil {
			writeErr = enc.Encode(a)
		}
		p.step(a.Error != "")
	}
	wg.Wait()
	p.end()
	if writeErr == nil {
		writeErr = w.Flush()
	}
	if writeErr != nil {
		return writeErr
	}
	if readErr != nil {
		return fail(exitUnreadable, readErr)
	}
	return nil
}

// readJob reads one line. A member that is not known is an error: a mistyped policy or view would silently not hold.
func readJob(line []byte) (job, error) {
	var j job
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&j); err != nil {
		return j, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return j, errors.New("something follows the object")
	}
	return j, nil
}

// answerJob validates the document of one line.
func answerJob(ctx context.Context, res *resources, line []byte, dir string, base settings) answer {
	j, err := readJob(line)
	a := answer{ID: j.ID}
	if err != nil {
		a.Error = "job: " + err.Error()
		return a
	}
	if j.File == "" {
		a.Error = "job: no file given"
		return a
	}
	local := func(names []string) []string {
		out := make([]string, len(names))
		for i, n := range names {
			out[i] = n
			if !filepath.IsAbs(n) {
				out[i] = filepath.Join(dir, n)
			}
		}
		return out
	}
	s := base
	s.trust, s.anchors = append(slices.Clone(base.trust), local(j.Trust)...), append(slices.Clone(base.anchors), local(j.Anchors)...)
	if j.Policy != "" {
		s.policy = j.Policy
		if !slices.Contains(policy.Names(), j.Policy) {
			s.policy = local([]string{j.Policy})[0]
		}
	}
	if j.View != "" {
		s.view = j.View
	}
	if j.At != "" {
		s.at = j.At
	}
	v, err := res.validator(ctx, s)
	if err != nil {
		a.Error = err.Error()
		return a
	}
	r, err := v.ValidateFile(ctx, local([]string{j.File})[0], local(j.Content)...)
	if err != nil {
		a.Error = err.Error()
		return a
	}
	a.Report = report.NewDocument(r)
	return a
}
