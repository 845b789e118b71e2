/** Every want is taken from OpenAPI 3.1.1, "Style Examples" and appendices C and E, or from RFC 6570. */

import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../generator/json.ts";
import { expectedRequest } from "../../generator/model/wire/expected-request.ts";
import type {
  Binding,
  BodyBinding,
  HttpBinding,
  ParameterStyle,
} from "../../runtime/contract/http-binding.ts";

function http(params: Record<string, Binding>, more: Partial<HttpBinding> = {}): HttpBinding {
  return { method: "GET", path: "/x", params, ...more };
}

const LIST = ["blue", "black", "brown"];
const RGB = { R: 100, G: 200, B: 150 };

type StyleRow = [style: ParameterStyle, explode: boolean, value: Json, want: string];

/** RFC 6570, 2.3 and 3.2.1: a list or map of nothing is undefined, and an undefined variable leaves nothing. */
const UNDEFINED: Json[] = [null, [], {}, [null], { a: null }];

describe("a path parameter", () => {
  const send = (style: ParameterStyle, explode: boolean, color: Json): string => {
    const binding: Binding = { in: "path", style, explode };
    return expectedRequest(http({ color: binding }, { path: "/x/{color}/y" }), { color }).request;
  };
  const table: StyleRow[] = [
    ["matrix", false, "", ";color"],
    ["matrix", false, "blue", ";color=blue"],
    ["matrix", false, LIST, ";color=blue,black,brown"],
    ["matrix", false, RGB, ";color=R,100,G,200,B,150"],
    ["matrix", true, "", ";color"],
    ["matrix", true, "blue", ";color=blue"],
    ["matrix", true, LIST, ";color=blue;color=black;color=brown"],
    ["matrix", true, RGB, ";R=100;G=200;B=150"],
    ["label", false, "", "."],
    ["label", false, "blue", ".blue"],
    ["label", false, LIST, ".blue,black,brown"],
    ["label", false, RGB, ".R,100,G,200,B,150"],
    ["label", true, "", "."],
    ["label", true, "blue", ".blue"],
    ["label", true, LIST, ".blue.black.brown"],
    ["label", true, RGB, ".R=100.G=200.B=150"],
    ["simple", false, "", ""],
    ["simple", false, "blue", "blue"],
    ["simple", false, LIST, "blue,black,brown"],
    ["simple", false, RGB, "R,100,G,200,B,150"],
    ["simple", true, "", ""],
    ["simple", true, "blue", "blue"],
    ["simple", true, LIST, "blue,black,brown"],
    ["simple", true, RGB, "R=100,G=200,B=150"],
  ];
  const more: StyleRow[] = [
    ["matrix", true, ["a", "", "b"], ";color=a;color;color=b"],
    ["matrix", true, { a: "", b: 1 }, ";a;b=1"],
    ["matrix", false, ["", ""], ";color=,"],
    ["simple", true, { a: "", b: 1 }, "a=,b=1"],
    ["label", true, { a: "" }, ".a="],
    ["simple", false, [1, null, true, { a: 1 }], "1,true,%7B%22a%22%3A1%7D"],
    ["simple", false, { a: 1, b: null, c: [1, 2] }, "a,1,c,%5B1%2C2%5D"],
    ["simple", false, "a/b?c#d,e;f=g&h", "a%2Fb%3Fc%23d%2Ce%3Bf%3Dg%26h"],
    ["simple", false, "é😀\n", "%C3%A9%F0%9F%98%80%0A"],
    ["simple", false, "$&$1-._~!'()*", "%24%26%241-._~%21%27%28%29%2A"],
    ["simple", false, 1.5, "1.5"],
    ["simple", false, false, "false"],
    ["simple", false, ["a,b", "c"], "a%2Cb,c"],
    ["simple", true, { "a=b": "c,d" }, "a%3Db=c%2Cd"],
    ...(["simple", "label", "matrix"] as const).flatMap((style) =>
      [false, true].flatMap((explode) => UNDEFINED.map((value): StyleRow => [style, explode, value, ""])),
    ),
  ];
  it.each([...table, ...more])("is written with %s, explode %s: %j", (style, explode, value, want) => {
    expect(send(style, explode, value)).toBe(`GET /x/${want}/y`);
  });

  it("fills every place of its name, and whole names only", () => {
    const binding = http(
      { id: { in: "path" }, b: { in: "path", name: "pet-id" } },
      { path: "/{id}/{pet-id}/{id}.json" },
    );
    expect(expectedRequest(binding, { id: "{pet-id}", b: 2 }).request).toBe(
      "GET /%7Bpet-id%7D/2/%7Bpet-id%7D.json",
    );
  });

  it("leaves the template's text percent-encoded (RFC 6570, 3.1)", () => {
    expect(expectedRequest(http({}, { path: "/café/a b" }), {}).request).toBe("GET /caf%C3%A9/a%20b");
  });
});

describe("a query parameter", () => {
  const send = (style: ParameterStyle, explode: boolean, color: Json, more: Partial<Binding> = {}): string =>
    expectedRequest(http({ color: { in: "query", style, explode, ...more } }), { color }).request;
  const rows: StyleRow[] = [
    ["form", false, "", "?color="],
    ["form", false, "blue", "?color=blue"],
    ["form", false, LIST, "?color=blue,black,brown"],
    ["form", false, RGB, "?color=R,100,G,200,B,150"],
    ["form", true, "", "?color="],
    ["form", true, "blue", "?color=blue"],
    ["form", true, LIST, "?color=blue&color=black&color=brown"],
    ["form", true, RGB, "?R=100&G=200&B=150"],
    ["spaceDelimited", false, LIST, "?color=blue%20black%20brown"],
    ["spaceDelimited", false, RGB, "?color=R%20100%20G%20200%20B%20150"],
    ["pipeDelimited", false, LIST, "?color=blue%7Cblack%7Cbrown"],
    ["pipeDelimited", false, RGB, "?color=R%7C100%7CG%7C200%7CB%7C150"],
    ["deepObject", true, RGB, "?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
    ["deepObject", true, { "a b": "c d", e: null }, "?color%5Ba%20b%5D=c%20d"],
    ["form", true, ["a&b", "c=d", null, "e+f"], "?color=a%26b&color=c%3Dd&color=e%2Bf"],
    ["form", false, ["a,b", "c"], "?color=a%2Cb,c"],
    ["form", true, { "a&b": "c" }, "?a%26b=c"],
    ["form", true, [{ a: 1 }, [2]], "?color=%7B%22a%22%3A1%7D&color=%5B2%5D"],
    ["form", true, 0, "?color=0"],
    ["form", true, false, "?color=false"],
    ["form", true, ["", ""], "?color=&color="],
    ...(["form", "spaceDelimited", "pipeDelimited"] as const).flatMap((style) =>
      [false, true].flatMap((explode) => UNDEFINED.map((value): StyleRow => [style, explode, value, ""])),
    ),
    ...UNDEFINED.map((value): StyleRow => ["deepObject", true, value, ""]),
  ];
  it.each(rows)("is written with %s, explode %s: %j", (style, explode, value, want) => {
    expect(send(style, explode, value)).toBe(`GET /x${want}`);
  });

  const reserved: [value: Json, want: string][] = [
    [":/?@!$()*,;", "?color=:/?@!$()*,;"],
    // A URL parser encodes it in a query, whoever sent it as it is.
    ["it's", "?color=it%27s"],
    ["#[]&+", "?color=%23%5B%5D%26%2B"],
    ["a b^é", "?color=a%20b%5E%C3%A9"],
    ["x/y", "?color=x/y"],
  ];
  it.each(reserved)("is written with allowReserved: %j", (value, want) => {
    expect(send("form", true, value, { allowReserved: true })).toBe(`GET /x${want}`);
  });
  it("keeps percent-encoded triples with allowReserved, and encodes other percent signs", () => {
    expect(send("form", true, "x%2By 100% %zz", { allowReserved: true })).toBe(
      "GET /x?color=x%2By%20100%25%20%25zz",
    );
  });

  it.each([
    ["ids[]", "?ids%5B%5D=1"],
    ["page[size]", "?page%5Bsize%5D=1"],
    ["$select", "?%24select=1"],
    ["é", "?%C3%A9=1"],
    ["__proto__", "?__proto__=1"],
  ])("has its name encoded: %s", (name, want) => {
    expect(expectedRequest(http({ arg: { in: "query", name } }), { arg: 1 }).request).toBe(`GET /x${want}`);
  });

  it("keeps the order of the document, and is left out without a value", () => {
    const params = { b: { in: "query" }, c: { in: "query" }, a: { in: "query" } } as const;
    expect(expectedRequest(http(params), { a: 1, b: 2 }).request).toBe("GET /x?b=2&a=1");
  });
});

describe("a header parameter", () => {
  const rows: [explode: boolean, value: Json, want: string][] = [
    [false, "", ""],
    [false, "blue", "blue"],
    [false, LIST, "blue,black,brown"],
    [false, RGB, "R,100,G,200,B,150"],
    [true, "blue", "blue"],
    [true, LIST, "blue,black,brown"],
    [true, RGB, "R=100,G=200,B=150"],
    [false, 'a b;c="d"', 'a b;c="d"'],
    [false, [1, null, true], "1,true"],
  ];
  it.each(rows)("is written with explode %s: %j", (explode, value, want) => {
    const binding = http({ token: { in: "header", name: "X-Token", explode } });
    expect(expectedRequest(binding, { token: value })).toEqual({
      request: "GET /x",
      headers: { "x-token": want },
    });
  });
  // Left out or empty: the text says that such a value expands to nothing, and no more.
  it.each(UNDEFINED.map((value) => [value]))("is left out if it is %j", (token) => {
    const { headers = {} } = expectedRequest(http({ token: { in: "header" } }), { token });
    expect(headers.token ?? "").toBe("");
  });
  it("can be called __proto__", () => {
    const { headers } = expectedRequest(http({ token: { in: "header", name: "__proto__" } }), { token: "a" });
    expect(Object.entries(headers ?? {})).toEqual([["__proto__", "a"]]);
  });
});

describe("a cookie parameter", () => {
  const rows: [explode: boolean, value: Json, want: string | undefined][] = [
    [true, "blue", "color=blue"],
    [true, "", "color="],
    [false, LIST, "color=blue,black,brown"],
    [false, RGB, "color=R,100,G,200,B,150"],
    [true, "a;b c", "color=a%3Bb%20c"],
    ...UNDEFINED.map((value): [boolean, Json, undefined] => [true, value, undefined]),
  ];
  it.each(rows)("is written with explode %s: %j", (explode, color, want) => {
    const { headers } = expectedRequest(http({ color: { in: "cookie", explode } }), { color });
    expect(headers?.cookie).toBe(want);
  });
  it("shares one header with others", () => {
    const { headers } = expectedRequest(http({ a: { in: "cookie" }, b: { in: "cookie" } }), { a: 1, b: 2 });
    expect(headers).toEqual({ cookie: "a=1; b=2" });
  });
});

describe("a parameter with content", () => {
  const rows: [type: string, value: Json, want: string][] = [
    ["application/json", { lat: 1, long: null }, "?p=%7B%22lat%22%3A1%2C%22long%22%3Anull%7D"],
    ["application/json", "a", "?p=%22a%22"],
    ["application/json", [], "?p=%5B%5D"],
    ["application/json", null, "?p=null"],
    ["application/vnd.x+json", { a: 1 }, "?p=%7B%22a%22%3A1%7D"],
    ["text/plain", "a b", "?p=a%20b"],
    ["text/plain", 1, "?p=1"],
  ];
  it.each(rows)("is serialised as %s: %j", (contentType, p, want) => {
    expect(expectedRequest(http({ p: { in: "query", contentType } }), { p }).request).toBe(`GET /x${want}`);
  });
  it("can be in a path and a header", () => {
    const contentType = "application/json";
    const params = { p: { in: "path", contentType }, h: { in: "header", contentType } } as const;
    expect(expectedRequest(http(params, { path: "/{p}" }), { p: [1], h: { a: "b" } })).toEqual({
      request: "GET /%5B1%5D",
      headers: { h: '{"a":"b"}' },
    });
  });
});

describe("a body", () => {
  const send = (body: BodyBinding, args: JsonObject, names: string[] = Object.keys(args)): object => {
    const params = body.argument
      ? {}
      : Object.fromEntries(names.map((name) => [name, { in: "body" } as const]));
    const { request: _, ...sent } = expectedRequest(http(params, { method: "POST", body }), args);
    return sent;
  };
  const json = "application/json";
  const form = "application/x-www-form-urlencoded";
  const rows: [BodyBinding, JsonObject, object][] = [
    [{ type: json }, { b: 1, a: null }, { type: json, json: { b: 1, a: null } }],
    [{ type: json, argument: "body" }, { body: [1] }, { type: json, json: [1] }],
    [{ type: json, argument: "body" }, { body: null }, { type: json, json: null }],
    [{ type: json, argument: "body" }, {}, {}],
    [{ type: json }, {}, {}],
    [{ type: json, required: true }, {}, { type: json, json: {} }],
    [{ type: "text/plain", argument: "body" }, { body: "a b" }, { type: "text/plain", body: "a b" }],
    [{ type: "image/png", argument: "body" }, { body: "AAE=" }, { type: "image/png", body: "AAE=" }],
    [{ type: form }, { a: "b c", "d&e": 1 }, { type: form, body: "a=b%20c&d%26e=1" }],
    [{ type: form }, { list: [1, "x", null], none: null }, { type: form, body: "list=1&list=x" }],
    [{ type: form }, { list: [{ a: 1 }] }, { type: form, body: "list=%7B%22a%22%3A1%7D" }],
  ];
  it.each(rows)("is serialised: %j %j", (body, args, want) => {
    expect(send(body, args)).toEqual(want);
  });

  // "Support for x-www-form-urlencoded Request Bodies": without an Encoding Object an object is JSON text.
  it("writes an object in a form as JSON", () => {
    expect(send({ type: form }, { id: "f81d", address: { city: "Somewhere", zip: "99999+1234" } })).toEqual({
      type: form,
      body: "id=f81d&address=%7B%22city%22%3A%22Somewhere%22%2C%22zip%22%3A%2299999%2B1234%22%7D",
    });
  });

  it("names a member as on the wire", () => {
    const params = { proto: { in: "body", name: "__proto__" } } as const;
    const { json: sent } = expectedRequest(http(params, { body: { type: json } }), { proto: 1 });
    expect(JSON.stringify(sent)).toBe('{"__proto__":1}');
  });
});
