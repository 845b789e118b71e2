// Generated from test/golden/unsupported-bodies/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  listUploads,
  upload,
} from "./upload.ts";

testTool(server, listUploads, {
  sends: [
    { request: "GET /upload" },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, upload, {
  sends: [
    { request: "POST /upload", type: "multipart/form-data", parts: [] },
    { with: { file: "a" }, request: "POST /upload", type: "multipart/form-data", parts: [{ head: ["Content-Disposition: form-data; name=\"file\""], text: "a" }], rejects: 0 },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
