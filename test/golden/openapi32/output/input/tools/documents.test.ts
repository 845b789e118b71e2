// Generated from test/golden/openapi32/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  copyDocument,
  getDocument,
  searchDocuments,
} from "./documents.ts";

testTool(server, copyDocument, {
  args: { id: 7, Destination: "/documents/2" },
  sends: [
    { request: "COPY /documents/7", headers: { destination: "/documents/2" } },
    {
      with: { Overwrite: "T" },
      request: "COPY /documents/7",
      headers: { destination: "/documents/2", overwrite: "T" },
      rejects: "not one of these",
    },
  ],
  rejects: [
    { without: "id", at: "id" },
    { with: { id: 0 }, at: "id" },
    { without: "Destination", at: "Destination" },
    { with: { Destination: 0 }, at: "Destination" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 201 },
  errors: [
    { status: 412, kind: "conflict" },
  ],
});

testTool(server, getDocument, {
  args: { id: 7 },
  accept: "text/plain",
  sends: [
    { request: "GET /documents/7" },
  ],
  rejects: [
    { without: "id", at: "id" },
    { with: { id: 0 }, at: "id" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, type: "text/plain", text: "Dear Sir" },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, searchDocuments, {
  args: { words: ["dear", "sir"] },
  accept: "application/json",
  sends: [
    { request: "QUERY /documents", type: "application/json", json: { words: ["dear", "sir"] } },
    {
      with: { since: "2024-01-31" },
      request: "QUERY /documents",
      type: "application/json",
      json: { words: ["dear", "sir"], since: "2024-01-31" },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "words", at: "words" },
    { with: { words: [] }, at: "words" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: [{ kind: "a" }] },
  errors: [
    { status: 400, kind: "rejected" },
  ],
});
