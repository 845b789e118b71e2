/** README, "Names and arguments": arguments by their wire names where those are identifiers, else in camelCase. */

import { expect, it } from "vitest";
import type { Json, JsonObject } from "../../generator/json.ts";
import { operations, probe, type Row } from "./harness.ts";
import { body, object, parameter, STRING } from "./rows.ts";

const named = (wire: string, argument: string, sent: string): Row => ({
  name: JSON.stringify(wire),
  operation: { parameters: [parameter("query", wire)] },
  args: { [argument]: "1" },
  sends: `GET /x?${sent}=1`,
});

probe("names of arguments", {}, [
  named("ids[]", "ids", "ids%5B%5D"),
  named("page[size]", "pageSize", "page%5Bsize%5D"),
  named("$select", "select", "%24select"),
  named("@id", "id", "%40id"),
  named("a.b", "aB", "a.b"),
  named("DateCreated<", "dateCreated", "DateCreated%3C"),
  named("class", "class", "class"),
  named("default", "default", "default"),
  named("snake_case", "snake_case", "snake_case"),
  named("PascalCase", "PascalCase", "PascalCase"),
  named("kebab-case", "kebabCase", "kebab-case"),
  named("name", "name", "name"),
  named("arguments", "arguments", "arguments"),
  named("_meta", "_meta", "_meta"),
  {
    name: "a header's",
    operation: { parameters: [parameter("header", "X-Request-ID")] },
    args: { xRequestId: "1" },
    sends: { request: "GET /x", headers: { "x-request-id": "1" } },
  },
  body(
    "a body's",
    { "application/json": { schema: object({ "a-b": STRING, $c: STRING, class: STRING }) } },
    { aB: "1", c: "2", class: "3" },
    {
      request: "POST /x",
      headers: { "content-type": "application/json" },
      body: '{"a-b":"1","$c":"2","class":"3"}',
    },
  ),
]);

const ID = ["path", "query", "header", "cookie"] as const;

probe("one name in several places", {}, [
  {
    name: "path, query, header, cookie and body",
    method: "POST",
    path: "/{id}",
    operation: {
      parameters: ID.map((location) => parameter(location, "id")),
      requestBody: { required: true, content: { "application/json": { schema: object({ id: STRING }) } } },
    },
    args: { id_path: "1", id_query: "2", id_header: "3", id_cookie: "4", id: "5" },
    sends: {
      request: "POST /1?id=2",
      headers: { id: "3", cookie: "id=4", "content-type": "application/json" },
      body: '{"id":"5"}',
    },
  },
  {
    name: "path and query",
    path: "/{id}",
    operation: { parameters: [parameter("path", "id"), parameter("query", "id")] },
    args: { id_path: "1", id_query: "2" },
    sends: "GET /1?id=2",
  },
  {
    name: "a parameter called body beside a body that is one argument",
    method: "POST",
    operation: {
      parameters: [parameter("query", "body")],
      requestBody: {
        required: true,
        content: { "application/json": { schema: { type: "array", items: STRING } } },
      },
    },
    args: { body_query: "1", body: ["2"] },
    sends: { request: "POST /x?body=1", headers: { "content-type": "application/json" }, body: '["2"]' },
  },
  {
    name: "two query parameters that differ in brackets",
    operation: { parameters: [parameter("query", "ids"), parameter("query", "ids[]")] },
    args: ["1", "2"],
    sends: "GET /x?ids=1&ids%5B%5D=2",
  },
  {
    name: "two query parameters that differ in case",
    operation: { parameters: [parameter("query", "Id"), parameter("query", "id")] },
    args: { Id: "1", id: "2" },
    sends: "GET /x?Id=1&id=2",
  },
]);

/** Names that objects have anyway, or that no object should have, in every place there is. */
const ODD = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "then",
  "toJSON",
];

probe("names that objects inherit", {}, [
  ...ODD.flatMap((name): Row[] => [
    {
      name: `${name} in the query`,
      operation: { parameters: [parameter("query", name)] },
      args: ["1"],
      sends: `GET /x?${name}=1`,
    },
    {
      name: `${name} in the query, not given`,
      operation: { parameters: [parameter("query", name)] },
      args: {},
      sends: "GET /x",
    },
    {
      name: `${name} in the path`,
      path: `/{${name}}`,
      operation: { parameters: [parameter("path", name)] },
      args: ["1"],
      sends: "GET /1",
    },
    {
      name: `${name} in a header`,
      operation: { parameters: [parameter("header", name)] },
      args: ["1"],
      sends: { request: "GET /x", headers: { [name.toLowerCase()]: "1" } },
    },
    {
      name: `${name} in a body`,
      method: "POST",
      operation: {
        requestBody: {
          required: true,
          content: { "application/json": { schema: object({ [name]: STRING }) } },
        },
      },
      args: ["1"],
      sends: {
        request: "POST /x",
        headers: { "content-type": "application/json" },
        body: `{"${name}":"1"}`,
      },
    },
    {
      name: `${name} in a form`,
      method: "POST",
      operation: {
        requestBody: {
          required: true,
          content: { "application/x-www-form-urlencoded": { schema: object({ [name]: STRING }) } },
        },
      },
      args: ["1"],
      sends: {
        request: "POST /x",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: `${name}=1`,
      },
    },
  ]),
]);

/** The names of arguments that every model provider accepts. */
const WIRE = ["ids[]", "$select", "❤️", "日本", "a".repeat(100), "1st", "", " ", "{x}", "a\nb", '"', "\\"];
const odd = operations(
  {},
  WIRE.filter((name) => name !== "").map((name) => ({
    operation: { parameters: [parameter("query", name)] },
  })),
);

it.each(WIRE.filter((name) => name !== "").map((name, i) => [name, i] as const))(
  "the argument of %j has a name that every model provider accepts",
  async (name, i) => {
    const [argument] = odd.argumentsOf(i);
    expect(argument).toMatch(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/);
    const args: Record<string, Json> = { [argument as string]: "1" };
    const { received } = await odd.call(i, args as JsonObject);
    expect(received[0]?.target).toBe(
      `/p${i}/x?${encodeURIComponent(name).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}=1`,
    );
  },
);
