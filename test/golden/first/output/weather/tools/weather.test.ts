// Generated from test/golden/first/weather.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  compare,
  forecast,
} from "./weather.ts";

testTool(server, compare, {
  args: { one: "a", other: "a" },
  rejects: [
    { without: "one", at: "one" },
    { with: { one: 0 }, at: "one" },
    { without: "other", at: "other" },
    { with: { other: 0 }, at: "other" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    { name: "a call with one, other", args: { one: "Oslo", other: "Bergen" }, mock: [{ status: 200, body: { days: [{ rain: 1 }] } }, { status: 200, body: { days: [{ rain: 9 }] } }], expect: { result: { one: 1, other: 9 } } },
  ],
});

testTool(server, forecast, {
  args: { city: "a" },
  sends: [
    { request: "GET /forecast/a?days=3&units=metric" },
    { with: { days: 1 }, request: "GET /forecast/a?days=1&units=metric", rejects: "x" },
    { with: { units: "metric" }, request: "GET /forecast/a?days=3&units=metric", rejects: "not one of these" },
  ],
  rejects: [
    { without: "city", at: "city" },
    { with: { city: 0 }, at: "city" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  returns: { status: 200, json: {} },
  errors: [
    { status: 500, kind: "unavailable" },
  ],
  cases: [
    { name: "a call with city", args: { city: "Oslo" }, mock: [{ status: 200, body: { days: [{ rain: 4 }] } }], expect: { requests: ["GET /forecast/Oslo?days=3&units=metric"], result: { days: [{ rain: 4 }] } } },
  ],
});
