// Generated from test/golden/types/input.openapi.json. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  putThing,
} from "./things.ts";

testTool(server, putThing, {
  args: { id: 1, either: "a" },
  accept: "application/json",
  sends: [
    { request: "PUT /things", type: "application/json", json: { id: 1, either: "a" } },
    {
      with: { maybe: "x" },
      request: "PUT /things",
      type: "application/json",
      json: { id: 1, maybe: "x", either: "a" },
      rejects: 0,
    },
    {
      with: { pair: [1] },
      request: "PUT /things",
      type: "application/json",
      json: { id: 1, either: "a", pair: [1] },
      rejects: 0,
    },
    {
      with: { above: 1 },
      request: "PUT /things",
      type: "application/json",
      json: { id: 1, either: "a", above: 1 },
      rejects: 0,
    },
    {
      with: { map: {} },
      request: "PUT /things",
      type: "application/json",
      json: { id: 1, either: "a", map: {} },
      rejects: 0,
    },
    {
      with: { tags: ["a"] },
      request: "PUT /things",
      type: "application/json",
      json: { id: 1, either: "a", tags: ["a"] },
      rejects: 0,
    },
    {
      with: { size: "m" },
      request: "PUT /things",
      type: "application/json",
      json: { id: 1, either: "a", size: "m" },
      rejects: "not one of these",
    },
    {
      with: { nothing: null },
      request: "PUT /things",
      type: "application/json",
      json: { id: 1, either: "a", nothing: null },
      rejects: 0,
    },
    {
      with: { anything: "a" },
      request: "PUT /things",
      type: "application/json",
      json: { id: 1, either: "a", anything: "a" },
    },
    {
      with: { not: null },
      request: "PUT /things",
      type: "application/json",
      json: { id: 1, either: "a", not: null },
      rejects: "x",
    },
    {
      with: { choice: "a" },
      request: "PUT /things",
      type: "application/json",
      json: { id: 1, either: "a", choice: "a" },
      rejects: "not one of these",
    },
  ],
  rejects: [
    { without: "id", at: "id" },
    { with: { id: 0 }, at: "id" },
    { without: "either", at: "either" },
    { with: { either: 0 }, at: "either" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
