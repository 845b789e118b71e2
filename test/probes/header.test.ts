/** OpenAPI 3.1.1, "Style Examples" (simple) and appendix D; 3.2.0: values are never percent-encoded; RFC 9110, section 5. */
import type { JsonObject } from "../../generator/json.ts";
import { probe, type Row } from "./harness.ts";
import { BLUE, type Cell, COLORS, cells, parameter, REFUSED, RGB, STRING, STRINGS } from "./rows.ts";

const color = (value: string) => ({ request: "GET /x", headers: { color: value } });

const header = (fields: JsonObject, list: Cell[]): Row[] => cells("header", fields, "/x", list);

const PRIMITIVES: Cell[] = [
  [BLUE, color("blue")],
  ["", color("")],
  [100, color("100")],
  [-1.5, color("-1.5")],
  [true, color("true")],
];

/** RFC 6570, section 2.3. */
const UNDEFINED: Cell[] = [
  [null, "GET /x"],
  [[], "GET /x"],
  [{}, "GET /x"],
];

for (const explode of [false, true])
  probe(`header, simple, explode ${explode}`, {}, [
    ...header({ style: "simple", explode }, [
      ...PRIMITIVES,
      ...UNDEFINED,
      [COLORS, color("blue,black,brown")],
      [["blue"], color("blue")],
      [[1, 2], color("1,2")],
      [RGB, color(explode ? "R=100,G=200,B=150" : "R,100,G,200,B,150")],
      [{ R: null, G: 200 }, color(explode ? "G=200" : "G,200")],
    ]),
  ]);

probe("header, without style and explode", {}, [
  ...header({}, [
    [COLORS, color("blue,black,brown")],
    [RGB, color("R,100,G,200,B,150")],
  ]),
]);

// 3.2.0: "When serializing these values, URI percent-encoding MUST NOT be applied."
for (const version of ["3.0.4", "3.1.1", "3.2.0"])
  probe(`header, characters of values, ${version}`, { version }, [
    ...header({ schema: STRING }, [
      ["a b", color("a b")],
      ["a,b;c=d", color("a,b;c=d")],
      ["%41 100%", color("%41 100%")],
      ['"quoted\\"', color('"quoted\\"')],
      ["!#$%&'*+-.^_`|~/:?@[](){}<>", color("!#$%&'*+-.^_`|~/:?@[](){}<>")],
      ["a\tb", color("a\tb")],
      // RFC 9110, section 5.5: these would end the field, or be taken for another character.
      ["a\r\nb", REFUSED],
      ["a\nb", REFUSED],
      ["a\rb", REFUSED],
      ["a\u0000b", REFUSED],
      ["a\u007fb", REFUSED],
      ["é", REFUSED],
      ["日", REFUSED],
      ["😀", REFUSED],
    ]),
  ]);

const named = (name: string): Row => ({
  name,
  operation: { parameters: [parameter("header", name)] },
  args: ["1"],
  sends: { request: "GET /x", headers: { [name.toLowerCase()]: "1" } },
});

probe("header, names", {}, [
  named("X-Request-ID"),
  named("x-api-key"),
  named("If-None-Match"),
  named("Idempotency-Key"),
  named("x_under_score"),
  named("x.dotted"),
  named("!#$%&'*+-.^_`|~"),
  named("__proto__"),
  named("constructor"),
  named("class"),
]);

/** "If `in` is "header" and the name is Accept, Content-Type or Authorization, the definition SHALL be ignored." */
const ignored = (name: string): Row[] => [
  {
    name: `${name} is not sent`,
    operation: { parameters: [parameter("header", name, { schema: { ...STRING, default: "no/thing" } })] },
    args: {},
    sends: { request: "GET /x", headers: {} },
  },
  {
    name: `${name} is no argument`,
    operation: { parameters: [parameter("header", name)] },
    args: { [name]: "no/thing" },
    refuses: name,
  },
];

probe("header, names that are ignored", {}, [
  ...["Accept", "Content-Type", "Authorization", "accept", "content-type", "AUTHORIZATION"].flatMap(ignored),
  {
    name: "also where they are required",
    operation: { parameters: [parameter("header", "Authorization", { required: true })] },
    args: {},
    sends: "GET /x",
  },
  {
    name: "but only in headers",
    operation: { parameters: [parameter("query", "Accept"), parameter("query", "Authorization")] },
    args: { Accept: "a", Authorization: "b" },
    sends: "GET /x?Accept=a&Authorization=b",
  },
]);

const asContent = (type: string, schema: JsonObject = {}): JsonObject[] => [
  parameter("header", "X-Value", { content: { [type]: { schema } } }),
];
const value = (text: string) => ({ request: "GET /x", headers: { "x-value": text } });

probe("header, content", {}, [
  {
    name: "JSON of an object",
    operation: { parameters: asContent("application/json") },
    args: [{ a: [1, "b"], c: null }],
    sends: value('{"a":[1,"b"],"c":null}'),
  },
  {
    name: "JSON of a string has its quotes",
    operation: { parameters: asContent("application/json", STRING) },
    args: ["a"],
    sends: value('"a"'),
  },
  {
    name: "text",
    operation: { parameters: asContent("text/plain", STRING) },
    args: ["a; b=%41"],
    sends: value("a; b=%41"),
  },
]);

probe("header, several", {}, [
  {
    name: "the example of the Parameter Object",
    operation: {
      parameters: [parameter("header", "token", { schema: { type: "array", items: { type: "integer" } } })],
    },
    args: { token: [12, 34] },
    sends: { request: "GET /x", headers: { token: "12,34" } },
  },
  {
    name: "each is a field of its own",
    operation: { parameters: [parameter("header", "X-A"), parameter("header", "X-B", { schema: STRINGS })] },
    args: ["1", ["2", "3"]],
    sends: { request: "GET /x", headers: { "x-a": "1", "x-b": "2,3" } },
  },
  {
    name: "of the path item and of the operation",
    operation: { parameters: [parameter("header", "X-B")] },
    pathItem: { parameters: [parameter("header", "X-A")] },
    args: ["1", "2"],
    sends: { request: "GET /x", headers: { "x-a": "1", "x-b": "2" } },
  },
]);
