// Generated from test/golden/parameters/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  getAll,
} from "./all.ts";

testTool(server, getAll, {
  args: { simple: ["blue", "black"], label: ["blue", "black"], matrix: { R: 100, G: 200 }, part: 1, undeclared: "a" },
  sends: [
    { request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a" },
    {
      with: { overridden: 1 },
      request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a?overridden=1",
      rejects: "x",
    },
    {
      with: { form: ["blue", "black"] },
      request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a?form=blue&form=black",
      rejects: [],
    },
    {
      with: { csv: ["blue", "black"] },
      request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a?csv=blue,black",
      rejects: [],
    },
    {
      with: { object: { R: 100, G: 200 } },
      request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a?R=100&G=200",
      rejects: 0,
    },
    {
      with: { space: ["blue", "black"] },
      request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a?space=blue%20black",
      rejects: [],
    },
    {
      with: { pipe: ["blue", "black"] },
      request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a?pipe=blue%7Cblack",
      rejects: [],
    },
    {
      with: { deep: { R: 100, G: 200 } },
      request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a?deep%5BR%5D=100&deep%5BG%5D=200",
      rejects: 0,
    },
    {
      with: { reserved: "a/b?c=d" },
      request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a?reserved=a/b?c=d",
      rejects: 0,
    },
    {
      with: { json: { R: 100, G: 200 } },
      request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a?json=%7B%22R%22%3A100%2C%22G%22%3A200%7D",
      rejects: 0,
    },
    {
      with: { xToken: "t0k" },
      request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a",
      headers: { "x-token": "t0k" },
      rejects: 0,
    },
    {
      with: { xList: ["blue", "black"] },
      request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a",
      headers: { "x-list": "blue,black" },
      rejects: [],
    },
    {
      with: { session: "a" },
      request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a",
      headers: { cookie: "session=a" },
      rejects: 0,
    },
    { with: { old: true }, request: "GET /p/blue,black/.blue.black/;R=100;G=200/x-1.json/a?old=true", rejects: 0 },
  ],
  rejects: [
    { without: "simple", at: "simple" },
    { with: { simple: [] }, at: "simple" },
    { without: "label", at: "label" },
    { with: { label: [] }, at: "label" },
    { without: "matrix", at: "matrix" },
    { with: { matrix: 0 }, at: "matrix" },
    { without: "part", at: "part" },
    { with: { part: "x" }, at: "part" },
    { without: "undeclared", at: "undeclared" },
    { with: { undeclared: 0 }, at: "undeclared" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200 },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
});
