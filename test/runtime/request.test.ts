/** A value fills its place in the request and never leaves it. The exact bytes of every style are in test/generator/wire.test.ts. */
import { describe, expect, it } from "vitest";
import { ToolError } from "../../runtime/errors.ts";
import { buildRequest } from "../../runtime/http/request.ts";
import type { Binding, HttpBinding } from "../../runtime/tool.ts";
import * as fc from "../support/properties.ts";

function http(path: string, params: Record<string, Binding>, more: Partial<HttpBinding> = {}): HttpBinding {
  return { method: "GET", path, params, ...more };
}

function refusal(run: () => unknown): ToolError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ToolError);
    return error as ToolError;
  }
  throw new Error("nothing was refused");
}

describe("path arguments", () => {
  const TEMPLATES = ["/a/{id}", "/a/{id}/b", "/{id}", "/a/{id}.json", "/a/x-{id}", "/a/{id}{id}/b"];
  const VALUES = [
    "..",
    ".",
    "",
    "../x",
    "..\\x",
    "a/b",
    "a\\b",
    "%2e%2e",
    "%2E%2E/",
    "%252e",
    "..%2f",
    "./",
    "/",
    "//",
    "\\",
    "?x=1",
    "#x",
    ";x",
    "a?b#c",
    "&a=b",
    "a b",
    "é",
    "日本",
    "\u0000",
    "\n",
    "\r\nX: 1",
    "\ud800",
    "%",
    "%zz",
    "{id}",
    "$&",
    "$1",
    "@host",
    "http://evil.example/",
    "...",
    "a..b",
    "~",
    "!'()*",
    "\u202e",
    "...%00",
  ];

  it("stay in their segment, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (id) => {
        for (const path of TEMPLATES) {
          let target: string;
          try {
            ({ target } = buildRequest(http(path, { id: { in: "path" } }), { id }));
          } catch (error) {
            expect(error, id).toBeInstanceOf(ToolError);
            continue;
          }
          expect(target, id).toMatch(/^[A-Za-z0-9\-._~%/]+$/);
          const url = new URL(`http://api.example/base${target}`);
          expect(url.pathname, id).toBe(`/base${target}`);
          expect(url.pathname.split("/"), id).toHaveLength(path.split("/").length + 1);
          expect(url.search + url.hash, id).toBe("");
          expect(url.host, id).toBe("api.example");
        }
      }),
      { numRuns: 1000, examples: VALUES.map((id): [string] => [id]) },
    );
  });

  it.each(["..", ".", ""])("are refused by name: %j", (value) => {
    const error = refusal(() =>
      buildRequest(http("/a/{pet-id}", { petId: { in: "path", name: "pet-id" } }), { petId: value }),
    );
    expect(error.kind).toBe("invalid_arguments");
    expect(error.details.fields?.[0]?.path).toBe("petId");
  });

  it("are refused if they join to two dots", () => {
    const binding = http("/a/{x}{y}", { x: { in: "path" }, y: { in: "path" } });
    expect(refusal(() => buildRequest(binding, { x: ".", y: "." })).kind).toBe("invalid_arguments");
  });
});

it("a path variable can have any name", () => {
  const binding = http("/a/{x/y}.json#op", { xy: { in: "path", name: "x/y" } });
  expect(buildRequest(binding, { xy: "v" }).target).toBe("/a/v.json");
});

describe("query arguments", () => {
  it("add no parameter and do not end the query", () => {
    const binding = http("/a", { q: { in: "query" }, r: { in: "query", allowReserved: true } });
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (q, r) => {
        const { target } = buildRequest(binding, { q, r });
        const url = new URL(`http://h${target}`);
        return [...url.searchParams.keys()].join() === "q,r" && url.hash === "" && url.pathname === "/a";
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["a=1&admin=true", "/a?q=a%3D1%26admin%3Dtrue"],
    ["#", "/a?q=%23"],
    ["a;b", "/a?q=a%3Bb"],
    ["[]", "/a?q=%5B%5D"],
    ["\u0000", "/a?q=%00"],
  ])("are sent: %j", (q, want) => {
    expect(buildRequest(http("/a", { q: { in: "query" } }), { q }).target).toBe(want);
  });
});

describe("header arguments", () => {
  const binding = http("/a", { token: { in: "header", name: "X-Token" } });

  it.each(["a\r\nX-Admin: 1", "a\nb", "\u0000", "é", "\u2028", "\u007f"])("are refused: %j", (token) => {
    expect(refusal(() => buildRequest(binding, { token })).details.fields?.[0]?.path).toBe("token");
  });

  it("are sent unchanged otherwise", () => {
    expect(buildRequest(binding, { token: 'a b;c="d"' }).headers).toEqual({
      accept: "*/*",
      "x-token": 'a b;c="d"',
    });
  });
});

describe("bodies", () => {
  it("keep a member called __proto__ and change no prototype", () => {
    const binding = http(
      "/a",
      { proto: { in: "body", name: "__proto__" }, b: { in: "body" } },
      { method: "POST", body: { type: "application/json" } },
    );
    const { body } = buildRequest(binding, { proto: { polluted: true }, b: null });
    expect(body).toBe('{"__proto__":{"polluted":true},"b":null}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("are left out if optional and without arguments", () => {
    const binding = http("/a", { b: { in: "body" } }, { method: "POST", body: { type: "application/json" } });
    expect(buildRequest(binding, {})).toEqual({ method: "POST", target: "/a", headers: { accept: "*/*" } });
  });

  it("are an empty object if required", () => {
    const body = { type: "application/json", required: true } as const;
    expect(buildRequest(http("/a", { b: { in: "body" } }, { method: "POST", body }), {}).body).toBe("{}");
  });

  const binary = http("/a", {}, { method: "PUT", body: { type: "image/png", argument: "body" } });

  it.each([
    ["AAECAwQ=", [0, 1, 2, 3, 4]],
    ["AAECAwQ", [0, 1, 2, 3, 4]],
    ["-_8=", [251, 255]],
    ["data:image/png;base64,AAEC", [0, 1, 2]],
    ["AAE\nCAw\nQ=", [0, 1, 2, 3, 4]],
    ["", []],
    ["data:text/plain,a%20b", [97, 32, 98]],
    ["data:,", []],
  ])("of bytes are decoded: %j", (text, want) => {
    expect([...(buildRequest(binary, { body: text }).body as Uint8Array)]).toEqual(want);
  });

  it.each(["a", "not base64!", "data:image/png;base64,a", "data:,%zz"])(
    "of bytes are refused: %j",
    (text) => {
      expect(refusal(() => buildRequest(binary, { body: text })).details.fields?.[0]?.path).toBe("body");
    },
  );
});

it("inherited members are not arguments", () => {
  const inherited = ["constructor", "toString"].map((name): [string, Binding] => [name, { in: "query" }]);
  expect(buildRequest(http("/a", Object.fromEntries(inherited)), {}).target).toBe("/a");
});
