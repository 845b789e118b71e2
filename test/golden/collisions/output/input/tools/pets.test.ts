// Generated from test/golden/collisions/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  postPetsById,
  putPetsById,
} from "./pets.ts";

testTool(server, postPetsById, {
  args: { id: "a" },
  sends: [
    { request: "POST /pets/a" },
    { with: { body_query: "a" }, request: "POST /pets/a?body=a", rejects: 0 },
    { with: { body: [{}] }, request: "POST /pets/a", type: "application/json", json: [{}], rejects: 0 },
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

testTool(server, putPetsById, {
  args: { id_path: "a", id_e6goxc: "a" },
  accept: "application/json",
  sends: [
    { request: "PUT /pets/a", type: "application/json", json: { id: "a" } },
    { with: { id_query: 1 }, request: "PUT /pets/a?id=1", type: "application/json", json: { id: "a" }, rejects: "x" },
    {
      with: { ids: ["a"] },
      request: "PUT /pets/a?ids%5B%5D=a",
      type: "application/json",
      json: { id: "a" },
      rejects: 0,
    },
    {
      with: { pageSize: 1 },
      request: "PUT /pets/a?page%5Bsize%5D=1",
      type: "application/json",
      json: { id: "a" },
      rejects: "x",
    },
    {
      with: { select: "a" },
      request: "PUT /pets/a?%24select=a",
      type: "application/json",
      json: { id: "a" },
      rejects: 0,
    },
    {
      with: { xId: "a" },
      request: "PUT /pets/a",
      headers: { "x-id": "a" },
      type: "application/json",
      json: { id: "a" },
      rejects: 0,
    },
    { with: { body: "a" }, request: "PUT /pets/a?body=a", type: "application/json", json: { id: "a" }, rejects: 0 },
    {
      with: { id_u4hvgn: "a" },
      request: "PUT /pets/a",
      type: "application/json",
      json: { id: "a", "@id": "a" },
      rejects: 0,
    },
    {
      with: { constructor_: "a" },
      request: "PUT /pets/a",
      type: "application/json",
      json: { id: "a", constructor: "a" },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "id_path", at: "id_path" },
    { with: { id_path: 0 }, at: "id_path" },
    { without: "id_e6goxc", at: "id_e6goxc" },
    { with: { id_e6goxc: 0 }, at: "id_e6goxc" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
