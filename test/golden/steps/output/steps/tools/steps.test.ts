// Generated from test/golden/steps/steps.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  each,
  job,
  slow,
} from "./steps.ts";

testTool(server, each, {
  args: { ids: [1] },
  env: { API_KEY: "api-key" },
  rejects: [
    { with: { stop: 0 }, at: "stop" },
    { with: { name: 0 }, at: "name" },
    { without: "ids", at: "ids" },
    { with: { ids: 0 }, at: "ids" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "carries out everything",
      args: { ids: [1, 2] },
      mock: [
        { status: 200, body: { ok: 1 } },
        { status: 200, body: { ok: 2 } },
        { status: 201, headers: { etag: "x" } },
        { status: 200, body: { state: "done" } },
      ],
      expect: {
        requests: ["GET /slow?n=1", "GET /slow?n=2", "PUT /notes/nobody", "POST /jobs?n=9"],
        result: { each: { ok: [1, 2], place: [0, 1] }, note: { tag: "x" }, after: { state: "done" } },
      },
    },
    {
      name: "ends early",
      args: { ids: [], stop: true },
      mock: [{ status: 500 }],
      expect: { requests: ["GET /slow?n=0"], result: { each: { ok: [] } } },
    },
    {
      name: "tries again and goes on",
      args: { ids: [], name: "ada" },
      mock: [{ status: 200 }, { status: 200 }, { status: 200, body: { state: "done" } }],
      expect: {
        requests: ["PUT /notes/ada", "PUT /notes/ada", "POST /jobs?n=9"],
        result: { after: { state: "done" } },
      },
    },
    {
      name: "fails",
      args: { ids: [1] },
      mock: [{ status: 404, body: { message: "none" } }],
      expect: { requests: ["GET /slow?n=1"], error: "not_found" },
    },
  ],
});

testTool(server, job, {
  args: { n: 1 },
  env: { API_KEY: "api-key" },
  headers: { "x-key": "api-key" },
  sends: [
    { request: "POST /jobs?n=1" },
  ],
  rejects: [
    { without: "n", at: "n" },
    { with: { n: "x" }, at: "n" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
  cases: [
    {
      name: "is done in the end",
      args: { n: 1 },
      mock: [
        { status: 202, headers: { location: "/jobs/1" } },
        { status: 200, body: { state: "busy" } },
        { status: 200, body: { state: "done" } },
      ],
      expect: { requests: ["POST /jobs?n=1", "GET /jobs/1", "GET /jobs/1"], result: { state: "done" } },
    },
    {
      name: "fails in the end",
      args: { n: 1 },
      mock: [{ status: 202, headers: { location: "/jobs/1" } }, { status: 200, body: { state: "broken" } }],
      expect: { requests: ["POST /jobs?n=1", "GET /jobs/1"], isError: true },
    },
  ],
});

testTool(server, slow, {
  args: { n: 1 },
  env: { API_KEY: "api-key" },
  headers: { "x-key": "api-key" },
  sends: [
    { request: "GET /slow?n=1" },
  ],
  rejects: [
    { without: "n", at: "n" },
    { with: { n: "x" }, at: "n" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
  cases: [
    {
      name: "a call with n",
      args: { n: 1 },
      mock: [{ status: 200, body: { ok: true } }],
      expect: { result: { ok: true } },
    },
  ],
});
