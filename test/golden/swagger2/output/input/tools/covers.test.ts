// Generated from test/golden/swagger2/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  getCover,
  getMotto,
} from "./covers.ts";

testTool(server, getCover, {
  args: { isbn: "a" },
  accept: "image/png",
  sends: [
    { request: "GET /books/a/cover" },
  ],
  rejects: [
    { without: "isbn", at: "isbn" },
    { with: { isbn: 0 }, at: "isbn" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, type: "image/png", base64: "AAECAwQ=" },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, getMotto, {
  accept: "text/plain",
  sends: [
    { request: "GET /motto" },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, type: "text/plain", text: "Read more." },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
