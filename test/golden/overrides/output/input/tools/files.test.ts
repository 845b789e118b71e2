// Generated from test/golden/overrides/input.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  filesSearch,
  listFiles,
  ping,
  remove,
  upload,
} from "./files.ts";

testTool(server, filesSearch, {
  accept: "application/json",
  env: { FILES_TOKEN: "files-token" },
  headers: { authorization: "Bearer files-token" },
  sends: [
    { request: "POST /orgs/acme/search", type: "application/json", json: ["readme"] },
    { with: { words: "a" }, request: "POST /orgs/acme/search", type: "application/json", json: "a", rejects: 0 },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: [{}] },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, listFiles, {
  args: { after: "2024-01-31T09:30:00Z" },
  accept: "application/json",
  env: { FILES_ORG: "files-org", FILES_TOKEN: "files-token" },
  headers: { authorization: "Bearer files-token" },
  sends: [
    {
      request: "GET /orgs/files-org/files?page%5Bsize%5D=10&since=2024-01-31T09%3A30%3A00Z",
      headers: { "x-trace": "2024-01-31T09:30:00Z/10" },
    },
    {
      with: { limit: 30 },
      request: "GET /orgs/files-org/files?page%5Bsize%5D=30&since=2024-01-31T09%3A30%3A00Z",
      headers: { "x-trace": "2024-01-31T09:30:00Z/30" },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "after", at: "after" },
    { with: { after: 0 }, at: "after" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: ["a"] },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
  cases: [
    {
      name: "asks for ten files",
      args: { after: "2024-01-31T09:30:00Z" },
      mock: [{ status: 200, body: ["a", "b"] }],
      expect: {
        requests: ["GET /orgs/files-org/files?page%5Bsize%5D=10&since=2024-01-31T09%3A30%3A00Z"],
        result: ["a", "b"],
      },
    },
    {
      name: "a call with after, limit",
      args: { after: "2024-01-31T09:30:00Z", limit: 51 },
      mock: [],
      expect: { requests: [], error: "invalid_arguments" },
    },
  ],
});

testTool(server, ping, {
  env: { FILES_TOKEN: "files-token" },
  headers: { authorization: "Bearer files-token" },
  sends: [
    { request: "POST /ping", type: "application/json", json: {} },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 204 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, remove, {
  args: { org: "a", id: 1 },
  env: { FILES_TOKEN: "files-token" },
  headers: { authorization: "Bearer files-token" },
  sends: [
    { request: "DELETE /orgs/a/files/1?reason=asked%20by%20a%20person" },
  ],
  rejects: [
    { without: "org", at: "org" },
    { with: { org: 0 }, at: "org" },
    { without: "id", at: "id" },
    { with: { id: "x" }, at: "id" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 204 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, upload, {
  args: { file: "AAECAwQ=" },
  accept: "application/json",
  env: { FILES_TOKEN: "files-token" },
  headers: { authorization: "Bearer files-token" },
  sends: [
    {
      request: "POST /orgs/acme/files",
      type: "multipart/form-data",
      parts: [
        {
          head: [
            "Content-Disposition: form-data; name=\"file\"; filename=\"file\"",
            "Content-Type: application/octet-stream",
          ],
          base64: "AAECAwQ=",
        },
        { head: ["Content-Disposition: form-data; name=\"owner\""], text: "me@acme" },
      ],
    },
    {
      with: { org: "a" },
      request: "POST /orgs/a/files",
      type: "multipart/form-data",
      parts: [
        {
          head: [
            "Content-Disposition: form-data; name=\"file\"; filename=\"file\"",
            "Content-Type: application/octet-stream",
          ],
          base64: "AAECAwQ=",
        },
        { head: ["Content-Disposition: form-data; name=\"owner\""], text: "me@a" },
      ],
      rejects: 0,
    },
    {
      with: { note: "a" },
      request: "POST /orgs/acme/files",
      type: "multipart/form-data",
      parts: [
        {
          head: [
            "Content-Disposition: form-data; name=\"file\"; filename=\"file\"",
            "Content-Type: application/octet-stream",
          ],
          base64: "AAECAwQ=",
        },
        { head: ["Content-Disposition: form-data; name=\"owner\""], text: "me@acme" },
        { head: ["Content-Disposition: form-data; name=\"note\""], text: "a" },
      ],
      rejects: 0,
    },
  ],
  rejects: [
    { without: "file", at: "file" },
    { with: { file: 0 }, at: "file" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 201, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
