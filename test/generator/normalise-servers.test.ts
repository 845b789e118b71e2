/** Base URLs, as "Server Object" and "Server Variable Object" of OpenAPI 3.0.4 to 3.2.0 define them. */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../generator/json.ts";
import { normalised, reported } from "../support/normalise.ts";

interface Servers {
  root?: Json;
  item?: Json;
  operation?: Json;
}

function openapi({ root, item, operation }: Servers, more: JsonObject = {}): JsonObject {
  return {
    openapi: "3.1.0",
    info: { title: "API", version: "1" },
    ...(root !== undefined && { servers: root }),
    paths: {
      "/a": {
        ...(item !== undefined && { servers: item }),
        get: { ...(operation !== undefined && { servers: operation }) },
      },
    },
    ...more,
  };
}

const urls = (...list: string[]): Json => list.map((url) => ({ url }));

describe("derives the base URL of a document", () => {
  const rows: [servers: Json, want: string | undefined][] = [
    [urls("https://api.example/v1"), "https://api.example/v1"],
    [urls("https://api.example/v1/"), "https://api.example/v1"],
    [urls("https://api.example//"), "https://api.example"],
    [urls("HTTPS://API.example:443/V1"), "https://api.example/V1"],
    [urls("http://localhost:8080"), "http://localhost:8080"],
    [urls(" https://api.example "), "https://api.example"],
    // The first with an absolute http(s) URL.
    [urls("/v1", "https://api.example"), "https://api.example"],
    [urls("https://one.example", "https://two.example"), "https://one.example"],
    [urls("ftp://api.example", "ws://api.example", "https://api.example"), "https://api.example"],
    [[null, {}, { url: 1 }, "https://no.example", { url: "https://api.example" }], "https://api.example"],
    // Without a scheme it is https.
    [urls("//api.example/v1"), "https://api.example/v1"],
    // A query or fragment "MUST NOT be part of this URL".
    [urls("https://api.example/v1?key=1#top"), "https://api.example/v1"],
    // Credentials do not belong into generated code.
    [urls("https://user:secret@api.example"), undefined],
    [urls("/v1"), undefined],
    [urls("."), undefined],
    [urls("file:///etc/passwd"), undefined],
    [urls("mailto:api@api.example"), undefined],
    [urls("https://"), undefined],
    [urls(""), undefined],
    [[], undefined],
    [{ url: "https://api.example" }, undefined],
    ["https://api.example", undefined],
    [null, undefined],
  ];
  it.each(rows)("reads the servers %j as %s", (root, want) => {
    expect(normalised(openapi({ root })).document.baseUrl).toBe(want);
  });

  const template = "https://{host}.example:{port}/{base}";
  const variables: [variables: Json, want: string | undefined][] = [
    [
      { host: { default: "api" }, port: { default: "8443" }, base: { default: "v2" } },
      "https://api.example:8443/v2",
    ],
    [
      { host: { default: "api" }, port: { default: 8443 }, base: { default: "" } },
      "https://api.example:8443",
    ],
    [
      { host: { default: "b", enum: ["a", "b"] }, port: { default: "1", enum: [] }, base: { default: "v" } },
      "https://b.example:1/v",
    ],
    // "If the enum is defined, the value MUST exist in the enum's values."
    [
      {
        host: { default: "c", enum: ["a", "b"] },
        port: { default: 8443, enum: [443, 8443] },
        base: { default: "v" },
      },
      "https://a.example:8443/v",
    ],
    [{ host: { default: "api" }, port: { default: "1" }, base: { enum: ["v1"] } }, undefined],
    [{ host: { default: "api" }, port: { default: "1" } }, undefined],
    [{ host: { default: "api" }, port: { default: "http" }, base: { default: "" } }, undefined],
    [
      { host: { default: "evil.example/" }, port: { default: "1" }, base: { default: "v" } },
      "https://evil.example/.example:1/v",
    ],
    [{ host: { default: "{port}" }, port: { default: "1" }, base: { default: "v" } }, undefined],
    [{ host: "api", port: null, base: [] }, undefined],
    [null, undefined],
  ];
  it.each(variables)("reads the variables %j as %s", (given, want) => {
    const root = [{ url: template, variables: given }];
    expect(normalised(openapi({ root })).document.baseUrl).toBe(want);
  });

  it("takes the next server if a variable has no default", () => {
    const root = [{ url: "https://{tenant}.example" }, { url: "https://api.example" }];
    expect(normalised(openapi({ root })).document.baseUrl).toBe("https://api.example");
  });

  it("ignores `$self` (3.2, Examples of API Base URL Determination)", () => {
    const self = { openapi: "3.2.0", $self: "https://specs.example/foo" };
    expect(normalised(openapi({ root: urls("./test") }, self)).document.baseUrl).toBeUndefined();
    expect(normalised(openapi({}, self)).document.baseUrl).toBeUndefined();
  });
});

describe("advises --base-url for a document without one", () => {
  const rows: [servers: Json, want: string][] = [
    [urls("/v1"), "--base-url api=https://HOST/v1,"],
    [urls("/v1/"), "--base-url api=https://HOST/v1,"],
    [urls("./api/v3"), "--base-url api=https://HOST/api/v3,"],
    [urls("../v1", "/v2"), "--base-url api=https://HOST/v1,"],
    [urls("/"), "--base-url api=https://HOST,"],
    [urls("ws://api.example", "/v2"), "--base-url api=https://HOST/v2,"],
    [[{ url: "/{version}", variables: { version: { default: "v1" } } }], "--base-url api=https://HOST/v1,"],
    [[{ url: "/{version}" }], "--base-url api=URL,"],
    [urls("ws://api.example"), "--base-url api=URL,"],
    [[], "--base-url api=URL,"],
    [null, "--base-url api=URL,"],
  ];
  it.each(rows)("reads %j and suggests %s", (root, want) => {
    expect(reported(openapi({ root }), "no-base-url")).toEqual([expect.stringContaining(want)]);
  });
});

it("needs no base URL if every operation has a server of its own", () => {
  const own = { operation: urls("https://up.example") };
  expect(reported(openapi(own), "no-base-url")).toEqual([]);
  const paths = { "/a": { get: { servers: urls("https://up.example") }, put: {} } };
  expect(reported(openapi(own, { paths }), "no-base-url")).toHaveLength(1);
});

describe("derives the server of an operation", () => {
  const root = urls("https://api.example/v1");
  const rows: [servers: Servers, want: string | undefined][] = [
    [{ root }, undefined],
    [{ root, operation: urls("https://up.example") }, "https://up.example"],
    [{ root, item: urls("https://path.example") }, "https://path.example"],
    [
      { root, item: urls("https://path.example"), operation: urls("https://up.example") },
      "https://up.example",
    ],
    // Only a server other than that of the document is named.
    [{ root, operation: urls("https://api.example/v1/") }, undefined],
    [{ root, item: urls("https://path.example"), operation: urls("https://api.example/v1") }, undefined],
    // Relative to that of the document.
    [{ root, operation: urls("/v2") }, "https://api.example/v2"],
    [{ root, operation: urls("v2") }, "https://api.example/v2"],
    [{ root, operation: urls("//up.example") }, "https://up.example"],
    [{ root, operation: urls("/v2", "https://up.example") }, "https://api.example/v2"],
    [{ root: urls("/v1"), operation: urls("/v2") }, undefined],
    [{ root: urls("/v1"), operation: urls("/v2", "https://up.example") }, "https://up.example"],
    // An empty list has no effect.
    [{ root, item: urls("https://path.example"), operation: [] }, "https://path.example"],
    [{ root, operation: [] }, undefined],
    [{ root, operation: "https://up.example", item: {} }, undefined],
    // None: the server of the document would be the wrong one.
    [{ root, operation: [{ url: "https://{x}.example" }] }, ""],
    [{ root, item: [{ url: "ftp://files.example" }] }, ""],
    [
      { root, operation: [{ url: "https://{x}.example", variables: { x: { default: "up" } } }] },
      "https://up.example",
    ],
  ];
  it.each(rows)("reads %j as %s", (servers, want) => {
    expect(normalised(openapi(servers)).document.operations[0]?.server).toBe(want);
  });

  it("reports an operation that can use none of its own servers", () => {
    const { messages } = normalised(openapi({ root, operation: [{ url: "https://{x}.example" }] }));
    const found = reported(openapi({ root, operation: [{ url: "https://{x}.example" }] }), "no-base-url");
    expect(messages).toEqual([]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      /servers: expected an http or https URL in .*, found "https:\/\/\{x\}\.example"\. /,
    );
  });
});
