// Generated from test/golden/openapi32/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  fileAwayDocumentsById,
  mSearchDocumentsById,
} from "./folders.ts";

testTool(server, fileAwayDocumentsById, {
  args: { id: 7 },
  rejects: [
    { with: { shelf: 0 }, at: "shelf" },
    { without: "id", at: "id" },
    { with: { id: 0 }, at: "id" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, mSearchDocumentsById, {
  args: { id: 7 },
  sends: [
    { request: "M-SEARCH /documents/7" },
  ],
  rejects: [
    { without: "id", at: "id" },
    { with: { id: 0 }, at: "id" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
