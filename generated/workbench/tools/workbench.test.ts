// Generated from specs/workbench.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  createDirectory,
  directoryTree,
  editFile,
  fileInfo,
  gitAdd,
  gitBlame,
  gitBranches,
  gitCommit,
  gitDiff,
  gitLog,
  gitShow,
  gitStatus,
  listDirectory,
  moveFile,
  readMediaFile,
  readTextFile,
  searchFiles,
  searchText,
  writeFile,
} from "./workbench.ts";

testTool(server, createDirectory, {
  args: { path: "a" },
  rejects: [
    { without: "path", at: "path" },
    { with: { path: 0 }, at: "path" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "leaves an existing directory unchanged",
      args: { path: "specs/workbench/fixture/notes" },
      mock: [],
      expect: { result: { path: "specs/workbench/fixture/notes", created: false } },
    },
  ],
});

testTool(server, directoryTree, {
  rejects: [
    { with: { path: 0 }, at: "path" },
    { with: { depth: 0 }, at: "depth" },
    { with: { exclude: 0 }, at: "exclude" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "shows directories with their entries",
      args: { path: "specs/workbench/fixture" },
      mock: [],
      expect: { text: "notes/\n  shopping.txt" },
    },
  ],
});

testTool(server, editFile, {
  args: { path: "a", edits: [{ old_text: "a", new_text: "a" }] },
  rejects: [
    { with: { dry_run: 0 }, at: "dry_run" },
    { without: "path", at: "path" },
    { with: { path: 0 }, at: "path" },
    { without: "edits", at: "edits" },
    { with: { edits: [] }, at: "edits" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "shows the difference of a dry run",
      args: {
        path: "specs/workbench/fixture/numbers.txt",
        edits: [{ old_text: "two\n", new_text: "2\n" }],
        dry_run: true,
      },
      mock: [],
      expect: { result: { applied: false }, text: "-two\n+2\n three" },
    },
    {
      name: "refuses an edit of a missing text",
      args: { path: "specs/workbench/fixture/numbers.txt", edits: [{ old_text: "six", new_text: "6" }] },
      mock: [],
      expect: { isError: true, error: "invalid_arguments", text: "edits.0.old_text" },
    },
  ],
});

testTool(server, fileInfo, {
  args: { path: "a" },
  rejects: [
    { without: "path", at: "path" },
    { with: { path: 0 }, at: "path" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "recognises an image",
      args: { path: "specs/workbench/fixture/dot.png" },
      mock: [],
      expect: { result: { type: "file", mimeType: "image/png", binary: true } },
    },
    {
      name: "reports a missing file",
      args: { path: "specs/workbench/fixture/nothing.txt" },
      mock: [],
      expect: { isError: true, error: "not_found" },
    },
  ],
});

testTool(server, gitAdd, {
  args: { paths: ["a"] },
  rejects: [
    { with: { repository: 0 }, at: "repository" },
    { without: "paths", at: "paths" },
    { with: { paths: [] }, at: "paths" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "refuses a path outside the root",
      args: { paths: ["../secret.txt"] },
      mock: [],
      expect: { isError: true, error: "forbidden" },
    },
  ],
});

testTool(server, gitBlame, {
  args: { path: "a" },
  rejects: [
    { with: { repository: 0 }, at: "repository" },
    { with: { revision: 0 }, at: "revision" },
    { with: { first_line: 0 }, at: "first_line" },
    { with: { last_line: 0 }, at: "last_line" },
    { without: "path", at: "path" },
    { with: { path: 0 }, at: "path" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "refuses a path outside the root",
      args: { path: "../secret.txt" },
      mock: [],
      expect: { isError: true, error: "forbidden" },
    },
  ],
});

testTool(server, gitBranches, {
  rejects: [
    { with: { repository: 0 }, at: "repository" },
    { with: { remote: 0 }, at: "remote" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, gitCommit, {
  args: { message: "a" },
  rejects: [
    { with: { repository: 0 }, at: "repository" },
    { without: "message", at: "message" },
    { with: { message: "" }, at: "message" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, gitDiff, {
  rejects: [
    { with: { repository: 0 }, at: "repository" },
    { with: { base: 0 }, at: "base" },
    { with: { target: 0 }, at: "target" },
    { with: { staged: 0 }, at: "staged" },
    { with: { paths: 0 }, at: "paths" },
    { with: { context_lines: -1 }, at: "context_lines" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "refuses an option in place of a commit",
      args: { base: "--output=stolen" },
      mock: [],
      expect: { isError: true, error: "invalid_arguments" },
    },
  ],
});

testTool(server, gitLog, {
  rejects: [
    { with: { repository: 0 }, at: "repository" },
    { with: { revision: 0 }, at: "revision" },
    { with: { path: 0 }, at: "path" },
    { with: { author: 0 }, at: "author" },
    { with: { message: 0 }, at: "message" },
    { with: { since: 0 }, at: "since" },
    { with: { until: 0 }, at: "until" },
    { with: { skip: -1 }, at: "skip" },
    { with: { limit: 0 }, at: "limit" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "refuses an option in place of a commit",
      args: { revision: "--all" },
      mock: [],
      expect: { isError: true, error: "invalid_arguments" },
    },
  ],
});

testTool(server, gitShow, {
  args: { revision: "a" },
  rejects: [
    { with: { repository: 0 }, at: "repository" },
    { with: { path: 0 }, at: "path" },
    { without: "revision", at: "revision" },
    { with: { revision: 0 }, at: "revision" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "refuses an option in place of a commit",
      args: { revision: "--ext-diff" },
      mock: [],
      expect: { isError: true, error: "invalid_arguments" },
    },
  ],
});

testTool(server, gitStatus, {
  rejects: [
    { with: { repository: 0 }, at: "repository" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, listDirectory, {
  rejects: [
    { with: { path: 0 }, at: "path" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "lists entries by name",
      args: { path: "specs/workbench/fixture" },
      mock: [],
      expect: { result: { path: "specs/workbench/fixture", truncated: false }, text: "numbers.txt" },
    },
    {
      name: "refuses a path outside the root",
      args: { path: "../" },
      mock: [],
      expect: { isError: true, error: "forbidden" },
    },
  ],
});

testTool(server, moveFile, {
  args: { from: "a", to: "a" },
  rejects: [
    { without: "from", at: "from" },
    { with: { from: 0 }, at: "from" },
    { without: "to", at: "to" },
    { with: { to: 0 }, at: "to" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, readMediaFile, {
  args: { path: "a" },
  rejects: [
    { without: "path", at: "path" },
    { with: { path: 0 }, at: "path" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    { name: "reads an image", args: { path: "specs/workbench/fixture/dot.png" }, mock: [], expect: { isError: false } },
    {
      name: "refuses a text file",
      args: { path: "specs/workbench/fixture/numbers.txt" },
      mock: [],
      expect: { isError: true, error: "rejected" },
    },
  ],
});

testTool(server, readTextFile, {
  args: { path: "a" },
  rejects: [
    { with: { first_line: 0 }, at: "first_line" },
    { with: { last_line: 0 }, at: "last_line" },
    { with: { head: 0 }, at: "head" },
    { with: { tail: 0 }, at: "tail" },
    { without: "path", at: "path" },
    { with: { path: 0 }, at: "path" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "reads a range of lines",
      args: { path: "specs/workbench/fixture/numbers.txt", first_line: 2, last_line: 3 },
      mock: [],
      expect: { text: "two\nthree\n" },
    },
    {
      name: "reads the last lines",
      args: { path: "specs/workbench/fixture/numbers.txt", tail: 1 },
      mock: [],
      expect: { text: "five\n" },
    },
    {
      name: "refuses a binary file",
      args: { path: "specs/workbench/fixture/dot.png" },
      mock: [],
      expect: { isError: true, error: "rejected" },
    },
    {
      name: "refuses a file in .git",
      args: { path: ".git/config" },
      mock: [],
      expect: { isError: true, error: "forbidden" },
    },
  ],
});

testTool(server, searchFiles, {
  args: { pattern: "a" },
  rejects: [
    { with: { path: 0 }, at: "path" },
    { with: { exclude: 0 }, at: "exclude" },
    { with: { limit: 0 }, at: "limit" },
    { without: "pattern", at: "pattern" },
    { with: { pattern: "" }, at: "pattern" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "finds files by name",
      args: { path: "specs/workbench/fixture", pattern: "*.txt" },
      mock: [],
      expect: { text: "specs/workbench/fixture/notes/shopping.txt" },
    },
  ],
});

testTool(server, searchText, {
  args: { query: "a" },
  rejects: [
    { with: { regex: 0 }, at: "regex" },
    { with: { ignore_case: 0 }, at: "ignore_case" },
    { with: { include: 0 }, at: "include" },
    { with: { path: 0 }, at: "path" },
    { with: { exclude: 0 }, at: "exclude" },
    { with: { limit: 0 }, at: "limit" },
    { without: "query", at: "query" },
    { with: { query: "" }, at: "query" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "finds lines by text",
      args: { path: "specs/workbench/fixture", query: "apples" },
      mock: [],
      expect: { text: "specs/workbench/fixture/notes/shopping.txt:1: Buy apples" },
    },
    {
      name: "finds lines by regular expression",
      args: { path: "specs/workbench/fixture", query: "^t\\w+$", regex: true, include: "*.txt" },
      mock: [],
      expect: {
        result: {
          matches: [
            { path: "specs/workbench/fixture/numbers.txt", line: 2, text: "two" },
            { path: "specs/workbench/fixture/numbers.txt", line: 3, text: "three" },
          ],
        },
      },
    },
    {
      name: "refuses an invalid regular expression",
      args: { query: "(?=x)", regex: true },
      mock: [],
      expect: { isError: true, error: "invalid_arguments" },
    },
  ],
});

testTool(server, writeFile, {
  args: { path: "a", content: "a" },
  rejects: [
    { with: { overwrite: 0 }, at: "overwrite" },
    { without: "path", at: "path" },
    { with: { path: 0 }, at: "path" },
    { without: "content", at: "content" },
    { with: { content: 0 }, at: "content" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});
