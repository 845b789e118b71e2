/**
 * OpenAPI 3.1.1, "Encoding Object" and "Encoding the x-www-form-urlencoded Media Type"; 3.2.0, "Encoding By Name".
 * Without style, explode and allowReserved each value travels as its content type; with one of them, as a query
 * parameter does. Spaces are %20, which 3.2.0 ("URL Percent-Encoding") allows in place of the plus sign.
 */
import type { Json, JsonObject } from "../../generator/json.ts";
import { probe, type Row } from "./harness.ts";
import { COLORS, OBJECT, object, RGB, STRING, STRINGS, schemaOf } from "./rows.ts";

const TYPE = "application/x-www-form-urlencoded";

const form = (text: string) => ({ request: "POST /x", headers: { "content-type": TYPE }, body: text });

const formOf = (properties: JsonObject, encoding?: JsonObject, more: JsonObject = {}): JsonObject => ({
  [TYPE]: { schema: object(properties, more), ...(encoding && { encoding }) },
});

const sends = (name: string, content: JsonObject, args: Row["args"] & object, text: string): Row => ({
  name,
  method: "POST",
  operation: { requestBody: { required: true, content } },
  args,
  sends: form(text),
});

/** One field called `color`, which is what its value says it is. */
const field = (value: Json, text: string, encoding?: JsonObject): Row =>
  sends(
    JSON.stringify(value),
    formOf({ color: schemaOf(value) }, encoding && { color: encoding }),
    { color: value },
    text,
  );

probe("form, without an Encoding Object", {}, [
  field("blue", "color=blue"),
  field("", "color="),
  field(100, "color=100"),
  field(-1.5, "color=-1.5"),
  field(true, "color=true"),
  // Appendix B: how null is sent is open; here it is left out.
  field(null, ""),
  // "one encoded value per array item, each with the same name"
  field(COLORS, "color=blue&color=black&color=brown"),
  field(["blue"], "color=blue"),
  field([], ""),
  field([1, 2], "color=1&color=2"),
  // The default content type of an object is application/json.
  field(RGB, "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D"),
  field({}, "color=%7B%7D"),
  field({ R: null }, "color=%7B%22R%22%3Anull%7D"),
  field([{ R: 1 }, { R: 2 }], "color=%7B%22R%22%3A1%7D&color=%7B%22R%22%3A2%7D"),
  // 3.2.0: an array inside of a top-level array is application/json.
  field(
    [
      [1, 2],
      [3, 4],
    ],
    "color=%5B1%2C2%5D&color=%5B3%2C4%5D",
  ),
  sends(
    "the example with JSON values",
    formOf({ id: { type: "string", format: "uuid" }, address: object({}) }),
    {
      id: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
      address: { streetAddress: "123 Example Dr.", city: "Somewhere", state: "CA", zip: "99999+1234" },
    },
    "id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&address=%7B%22streetAddress%22%3A%22123%20Example%20Dr.%22%2C" +
      "%22city%22%3A%22Somewhere%22%2C%22state%22%3A%22CA%22%2C%22zip%22%3A%2299999%2B1234%22%7D",
  ),
  sends(
    "the example with binary values",
    formOf(
      { name: STRING, icon: { type: "string", contentEncoding: "base64url" } },
      {
        icon: { contentType: "image/png, image/jpeg" },
      },
    ),
    { name: "example", icon: "iVBORw0KGgo-_g==" },
    "name=example&icon=iVBORw0KGgo-_g%3D%3D",
  ),
]);

probe("form, characters", {}, [
  field("a b&c=d+e", "color=a%20b%26c%3Dd%2Be"),
  field("100% %41", "color=100%25%20%2541"),
  field('"\\é😀', "color=%22%5C%C3%A9%F0%9F%98%80"),
  field("a\r\nb\u0000", "color=a%0D%0Ab%00"),
  field(":/?#[]@!$'()*,;", "color=%3A%2F%3F%23%5B%5D%40%21%24%27%28%29%2A%2C%3B"),
  field("aZ09-._", "color=aZ09-._"),
  sends(
    "names",
    formOf({ "a b": STRING, "c&d=": STRING, é: STRING, "ids[]": STRINGS }),
    ["1", "2", "3", ["4", "5"]],
    "a%20b=1&c%26d%3D=2&%C3%A9=3&ids%5B%5D=4&ids%5B%5D=5",
  ),
]);

probe("form, the body as a whole", {}, [
  sends(
    "fields in the order of the document",
    formOf({ b: STRING, a: STRING, c: STRING }),
    { c: "3", a: "1", b: "2" },
    "b=2&a=1&c=3",
  ),
  sends("required, and without any field", formOf({ a: STRING }), {}, ""),
  {
    name: "optional, and without any field",
    method: "POST",
    operation: { requestBody: { content: formOf({ a: STRING }) } },
    args: {},
    sends: "POST /x",
  },
  sends(
    "a default is not sent",
    formOf({ a: { type: "string", default: "x" }, b: STRING }),
    { b: "1" },
    "b=1",
  ),
  sends(
    "free-form",
    { [TYPE]: { schema: OBJECT } },
    { body: { a: "1", b: [2, 3], c: { d: 4 } } },
    "a=1&b=2&b=3&c=%7B%22d%22%3A4%7D",
  ),
  {
    name: "a charset that the document names",
    method: "POST",
    operation: {
      requestBody: {
        required: true,
        content: { [`${TYPE}; charset=utf-8`]: { schema: object({ a: STRING }) } },
      },
    },
    args: { a: "é" },
    sends: { request: "POST /x", headers: { "content-type": `${TYPE}; charset=utf-8` }, body: "a=%C3%A9" },
  },
]);

probe("form, contentType of an Encoding Object", {}, [
  // "If it were treated as application/json, then the serialized value would be a JSON string".
  field("f81d4fae", "color=%22f81d4fae%22", { contentType: "application/json" }),
  field(100, "color=100", { contentType: "application/json" }),
  field(RGB, "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D", {
    contentType: "application/json",
  }),
  field({ R: "a" }, "color=%7B%22R%22%3A%22a%22%7D", { contentType: "application/vnd.a+json" }),
  field("a b", "color=a%20b", { contentType: "text/plain" }),
  // The Encoding Object is applied to each item of an array.
  field(["a", "b"], "color=%22a%22&color=%22b%22", { contentType: "application/json" }),
]);

/** Each of the three fields alone makes it a matter of style. */
const styled = (encoding: JsonObject, value: Json, text: string): Row => ({
  ...field(value, text, encoding),
  name: `${JSON.stringify(encoding)} ${JSON.stringify(value)}`,
});

probe("form, style of an Encoding Object", {}, [
  styled({ style: "form" }, "a b", "color=a%20b"),
  styled({ style: "form" }, COLORS, "color=blue&color=black&color=brown"),
  styled({ style: "form" }, RGB, "R=100&G=200&B=150"),
  styled({ style: "form", explode: false }, COLORS, "color=blue,black,brown"),
  styled({ style: "form", explode: false }, RGB, "color=R,100,G,200,B,150"),
  styled({ style: "form", explode: true }, RGB, "R=100&G=200&B=150"),
  styled({ explode: false }, COLORS, "color=blue,black,brown"),
  styled({ explode: true }, RGB, "R=100&G=200&B=150"),
  styled({ allowReserved: false }, RGB, "R=100&G=200&B=150"),
  styled({ style: "spaceDelimited" }, COLORS, "color=blue%20black%20brown"),
  styled({ style: "spaceDelimited", explode: false }, COLORS, "color=blue%20black%20brown"),
  styled({ style: "pipeDelimited", explode: false }, COLORS, "color=blue%7Cblack%7Cbrown"),
  styled({ style: "deepObject", explode: true }, RGB, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
  styled({ style: "deepObject" }, { R: 100 }, "color%5BR%5D=100"),
  styled({ style: "form", explode: false }, [], ""),
  styled({ style: "form", explode: true }, {}, ""),
  styled({ style: "deepObject", explode: true }, {}, ""),
  styled({ style: "form" }, null, ""),
  styled({ style: "form" }, "", "color="),
  // "the value of contentType (implicit or explicit) SHALL be ignored"
  styled({ style: "form", contentType: "application/json" }, "a", "color=a"),
  styled({ allowReserved: true }, "/a?b=%41 c", "color=/a?b=%41%20c"),
  styled({ allowReserved: true }, "a&b+c#d[e]", "color=a%26b%2Bc%23d%5Be%5D"),
  styled({ allowReserved: false }, "/a", "color=%2Fa"),
  sends(
    "an entry without a property is ignored",
    formOf({ a: STRING }, { b: { style: "deepObject" } }),
    { a: "1" },
    "a=1",
  ),
  sends(
    "some fields with and some without",
    formOf(
      { a: STRINGS, b: STRINGS, c: OBJECT, d: OBJECT },
      {
        b: { style: "form", explode: false },
        d: { style: "deepObject", explode: true },
      },
    ),
    { a: ["1", "2"], b: ["1", "2"], c: { e: 1 }, d: { e: 1 } },
    "a=1&a=2&b=1,2&c=%7B%22e%22%3A1%7D&d%5Be%5D=1",
  ),
]);

for (const version of ["3.0.4", "3.2.0"])
  probe(`form, in ${version}`, { version }, [
    field(COLORS, "color=blue&color=black&color=brown"),
    field({ R: 1 }, "color=%7B%22R%22%3A1%7D"),
    styled({ style: "deepObject", explode: true }, RGB, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    styled({ style: "form", explode: false }, COLORS, "color=blue,black,brown"),
  ]);
