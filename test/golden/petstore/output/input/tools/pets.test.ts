// Generated from test/golden/petstore/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  createPet,
  deletePet,
  getPet,
  listPets,
} from "./pets.ts";

testTool(server, createPet, {
  args: { name: "Rex" },
  accept: "application/json",
  sends: [
    { request: "POST /pets", type: "application/json", json: { name: "Rex" } },
    {
      with: { tag: "dog" },
      request: "POST /pets",
      type: "application/json",
      json: { name: "Rex", tag: "dog" },
      rejects: 0,
    },
    {
      with: { weight: 1 },
      request: "POST /pets",
      type: "application/json",
      json: { name: "Rex", weight: 1 },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "name", at: "name" },
    { with: { name: "" }, at: "name" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 201, json: { name: "a", id: 1 } },
  errors: [
    { status: 400, kind: "rejected" },
    { status: 409, kind: "conflict" },
  ],
});

testTool(server, deletePet, {
  args: { petId: 1 },
  sends: [
    { request: "DELETE /pets/1" },
  ],
  rejects: [
    { without: "petId", at: "petId" },
    { with: { petId: 0 }, at: "petId" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 204 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});

testTool(server, getPet, {
  args: { petId: 1 },
  accept: "application/json",
  sends: [
    { request: "GET /pets/1" },
  ],
  rejects: [
    { without: "petId", at: "petId" },
    { with: { petId: 0 }, at: "petId" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: { name: "a", id: 1 } },
  errors: [
    { status: 404, kind: "not_found" },
  ],
});

testTool(server, listPets, {
  accept: "application/json",
  sends: [
    { request: "GET /pets" },
    { with: { limit: 20 }, request: "GET /pets?limit=20", rejects: 0 },
    { with: { status: ["available"] }, request: "GET /pets?status=available", rejects: 0 },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: [{ name: "a", id: 1 }] },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
