// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  createAuthor,
  getAuthor,
  listAuthors,
} from "./authors.ts";

testTool(server, createAuthor, {
  args: { name: "George Eliot" },
  accept: "application/json",
  sends: [
    { request: "POST /authors", type: "application/json", json: { name: "George Eliot" } },
    {
      with: { born: "1819-11-22" },
      request: "POST /authors",
      type: "application/json",
      json: { name: "George Eliot", born: "1819-11-22" },
      rejects: 0,
    },
    {
      with: { died: "1880-12-22" },
      request: "POST /authors",
      type: "application/json",
      json: { name: "George Eliot", died: "1880-12-22" },
      rejects: 0,
    },
    {
      with: { homepage: "https://en.wikipedia.org/wiki/George_Eliot" },
      request: "POST /authors",
      type: "application/json",
      json: { name: "George Eliot", homepage: "https://en.wikipedia.org/wiki/George_Eliot" },
      rejects: 0,
    },
  ],
  rejects: [
    { without: "name", at: "name" },
    { with: { name: "" }, at: "name" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: {
    status: 201,
    json: {
      name: "Mary Shelley",
      id: "au_000001",
      born: "1797-08-30",
      died: "1851-02-01",
      homepage: "https://en.wikipedia.org/wiki/Mary_Shelley",
    },
  },
  errors: [
    { status: 400, kind: "rejected" },
    { status: 401, kind: "unauthenticated" },
    { status: 413, kind: "rejected" },
    { status: 415, kind: "rejected" },
    { status: 422, kind: "rejected" },
  ],
});

testTool(server, getAuthor, {
  args: { authorId: "au_000008" },
  accept: "application/json",
  sends: [
    { request: "GET /authors/au_000008" },
  ],
  rejects: [
    { without: "authorId", at: "authorId" },
    { with: { authorId: "\u0000" }, at: "authorId" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: {
    status: 200,
    json: {
      name: "Mary Shelley",
      id: "au_000001",
      born: "1797-08-30",
      died: "1851-02-01",
      homepage: "https://en.wikipedia.org/wiki/Mary_Shelley",
    },
  },
  errors: [
    { status: 401, kind: "unauthenticated" },
    { status: 404, kind: "not_found" },
  ],
});

testTool(server, listAuthors, {
  accept: "application/json",
  sends: [
    { request: "GET /authors" },
    { with: { q: "bront" }, request: "GET /authors?q=bront", rejects: "" },
    { with: { limit: 10 }, request: "GET /authors?limit=10", rejects: 0 },
    {
      with: { cursor: "WyJuYW1lIiwiQnJhbSBTdG9rZXIiLCJhdV8wMDAwMDMiXQ" },
      request: "GET /authors?cursor=WyJuYW1lIiwiQnJhbSBTdG9rZXIiLCJhdV8wMDAwMDMiXQ",
      rejects: "",
    },
  ],
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: {
    status: 200,
    json: {
      items: [
        {
          name: "Mary Shelley",
          id: "au_000001",
          born: "1797-08-30",
          died: "1851-02-01",
          homepage: "https://en.wikipedia.org/wiki/Mary_Shelley",
        },
      ],
      nextCursor: "a",
    },
  },
  errors: [
    { status: 400, kind: "rejected" },
    { status: 401, kind: "unauthenticated" },
  ],
});
