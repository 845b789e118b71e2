/**
 * OpenAPI 3.1.1, "Style Examples" (form) and appendix D; 3.2.0, style cookie; RFC 6265, section 4.2.1. What
 * separates several cookies is a semicolon and a space: 3.1.1 calls the ampersand of RFC 6570 "always incorrect".
 */
import type { JsonObject } from "../../generator/json.ts";
import { probe, type Row } from "./harness.ts";
import { BLUE, type Cell, COLORS, cells, OBJECT, parameter, REFUSED, RGB, STRING } from "./rows.ts";

const cookie = (text: string) => ({ request: "GET /x", headers: { cookie: text } });

const form = (fields: JsonObject, list: Cell[]): Row[] => cells("cookie", fields, "/x", list);

const PRIMITIVES: Cell[] = [
  [BLUE, cookie("color=blue")],
  ["", cookie("color=")],
  [100, cookie("color=100")],
  [true, cookie("color=true")],
];

/** RFC 6570, section 2.3. */
const UNDEFINED: Cell[] = [
  [null, "GET /x"],
  [[], "GET /x"],
  [{}, "GET /x"],
];

probe("cookie, form, explode false", {}, [
  ...form({ style: "form", explode: false }, [
    ...PRIMITIVES,
    ...UNDEFINED,
    [COLORS, cookie("color=blue,black,brown")],
    [["blue"], cookie("color=blue")],
    [RGB, cookie("color=R,100,G,200,B,150")],
  ]),
]);

probe("cookie, form, explode true", {}, [
  ...form({ style: "form", explode: true }, [
    ...PRIMITIVES,
    ...UNDEFINED,
    [COLORS, cookie("color=blue; color=black; color=brown")],
    [["blue"], cookie("color=blue")],
    [RGB, cookie("R=100; G=200; B=150")],
  ]),
]);

probe("cookie, without style and explode", {}, [
  ...form({}, [[COLORS, cookie("color=blue; color=black; color=brown")]]),
]);

probe("cookie, characters of values", {}, [
  ...form({}, [
    ["a b", cookie("color=a%20b")],
    ["a;b,c", cookie("color=a%3Bb%2Cc")],
    ['"\\', cookie("color=%22%5C")],
    ["100%", cookie("color=100%25")],
    ["é😀", cookie("color=%C3%A9%F0%9F%98%80")],
    ["a\r\nb", cookie("color=a%0D%0Ab")],
    ["a=b", cookie("color=a%3Db")],
  ]),
]);

probe("cookie, several", {}, [
  {
    name: "one header field for all",
    operation: { parameters: [parameter("cookie", "a"), parameter("cookie", "b"), parameter("cookie", "c")] },
    args: { a: "1", c: "3" },
    sends: cookie("a=1; c=3"),
  },
  {
    name: "names are percent-encoded",
    operation: { parameters: [parameter("cookie", "a;b"), parameter("cookie", "é")] },
    args: ["1", "2"],
    sends: cookie("a%3Bb=1; %C3%A9=2"),
  },
  {
    name: "odd names",
    operation: { parameters: [parameter("cookie", "__Host-sid"), parameter("cookie", "__proto__")] },
    args: ["1", "2"],
    sends: cookie("__Host-sid=1; __proto__=2"),
  },
]);

const asContent = (type: string, schema: JsonObject = {}): JsonObject[] => [
  parameter("cookie", "c", { content: { [type]: { schema } } }),
];

probe("cookie, content", {}, [
  {
    name: "JSON",
    operation: { parameters: asContent("application/json", OBJECT) },
    args: { c: { a: [1, "b"] } },
    sends: cookie("c=%7B%22a%22%3A%5B1%2C%22b%22%5D%7D"),
  },
  {
    name: "text",
    operation: { parameters: asContent("text/plain", STRING) },
    args: { c: "a b" },
    sends: cookie("c=a%20b"),
  },
]);

const raw = (explode: boolean | undefined, list: Cell[]): Row[] =>
  form({ style: "cookie", ...(explode !== undefined && { explode }) }, list);

// 3.2.0, "Style Values": "no percent-encoding or other escaping is applied".
probe("cookie, style cookie", { version: "3.2.0" }, [
  ...raw(false, [
    ...PRIMITIVES,
    ...UNDEFINED,
    [COLORS, cookie("color=blue,black,brown")],
    [RGB, cookie("color=R,100,G,200,B,150")],
  ]),
  ...raw(true, [
    ...PRIMITIVES,
    [COLORS, cookie("color=blue; color=black; color=brown")],
    [["blue"], cookie("color=blue")],
    [RGB, cookie("R=100; G=200; B=150")],
  ]),
  // "When style is form or cookie, the default value is true."
  ...raw(undefined, [
    [COLORS, cookie("color=blue; color=black; color=brown")],
    ["%41=!#$&'()*+-./:<>?@[]^_`{|}~", cookie("color=%41=!#$&'()*+-./:<>?@[]^_`{|}~")],
    // Characters that would end the cookie or the header cannot be sent unencoded.
    ["a; admin=true", REFUSED],
    ["a\r\nx: y", REFUSED],
    ["a\u0000", REFUSED],
    ["é", REFUSED],
  ]),
]);

probe("cookie, form in 3.2.0", { version: "3.2.0" }, [
  ...form({ style: "form", explode: false }, [
    [BLUE, cookie("color=blue")],
    ["a b", cookie("color=a%20b")],
    [COLORS, cookie("color=blue,black,brown")],
  ]),
]);
