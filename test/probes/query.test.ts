/** OpenAPI 3.1.1, "Style Values", "Style Examples" and appendices C and E; RFC 6570, section 3.2.8. */
import { probe, type Row } from "./harness.ts";
import { BLUE, type Cell, COLORS, cells, OBJECT, parameter, RGB, STRING, STRINGS } from "./rows.ts";

const query = (fields: Record<string, string | boolean>, list: Cell[]): Row[] =>
  cells("query", fields, "/x", list);

const PRIMITIVES: Cell[] = [
  [BLUE, "GET /x?color=blue"],
  ["", "GET /x?color="],
  [100, "GET /x?color=100"],
  [-1.5, "GET /x?color=-1.5"],
  [1e21, "GET /x?color=1e%2B21"],
  [true, "GET /x?color=true"],
  [false, "GET /x?color=false"],
];

/** RFC 6570, section 2.3. */
const UNDEFINED: Cell[] = [
  [null, "GET /x"],
  [[], "GET /x"],
  [{}, "GET /x"],
];

probe("query, form, explode true", {}, [
  ...query({ style: "form", explode: true }, [
    ...PRIMITIVES,
    ...UNDEFINED,
    [COLORS, "GET /x?color=blue&color=black&color=brown"],
    [["blue"], "GET /x?color=blue"],
    [["", "blue"], "GET /x?color=&color=blue"],
    [[1, 2], "GET /x?color=1&color=2"],
    [[true, false], "GET /x?color=true&color=false"],
    [RGB, "GET /x?R=100&G=200&B=150"],
    [{ R: null, G: "" }, "GET /x?G="],
  ]),
]);

probe("query, form, explode false", {}, [
  ...query({ style: "form", explode: false }, [
    ...PRIMITIVES,
    ...UNDEFINED,
    [COLORS, "GET /x?color=blue,black,brown"],
    [["blue"], "GET /x?color=blue"],
    [["", "blue"], "GET /x?color=,blue"],
    [RGB, "GET /x?color=R,100,G,200,B,150"],
    [{ R: null, G: 200 }, "GET /x?color=G,200"],
    // Only the delimiters are not percent-encoded.
    [["a,b", "c&d"], "GET /x?color=a%2Cb,c%26d"],
  ]),
]);

probe("query, spaceDelimited, explode false", {}, [
  ...query({ style: "spaceDelimited", explode: false }, [
    [COLORS, "GET /x?color=blue%20black%20brown"],
    [["blue"], "GET /x?color=blue"],
    [[], "GET /x"],
    [RGB, "GET /x?color=R%20100%20G%20200%20B%20150"],
    [{}, "GET /x"],
  ]),
]);

probe("query, pipeDelimited, explode false", {}, [
  ...query({ style: "pipeDelimited", explode: false }, [
    // Appendix E: the pipe MUST be percent-encoded.
    [COLORS, "GET /x?color=blue%7Cblack%7Cbrown"],
    [["blue"], "GET /x?color=blue"],
    [[], "GET /x"],
    [RGB, "GET /x?color=R%7C100%7CG%7C200%7CB%7C150"],
    [{}, "GET /x"],
  ]),
]);

probe("query, deepObject", {}, [
  ...query({ style: "deepObject", explode: true }, [
    [RGB, "GET /x?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
    [{ R: 100 }, "GET /x?color%5BR%5D=100"],
    [{ R: true, G: "" }, "GET /x?color%5BR%5D=true&color%5BG%5D="],
    [{ R: null, G: 1 }, "GET /x?color%5BG%5D=1"],
    [{}, "GET /x"],
    [{ "a b": "c&d" }, "GET /x?color%5Ba%20b%5D=c%26d"],
  ]),
  // 3.1: false is undefined; 3.2: it has no effect. Documents leave it out.
  ...query({ style: "deepObject" }, [[RGB, "GET /x?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"]]),
]);

probe("query, without style or explode", {}, [
  ...query({}, [
    [COLORS, "GET /x?color=blue&color=black&color=brown"],
    [RGB, "GET /x?R=100&G=200&B=150"],
  ]),
  ...query({ explode: false }, [[COLORS, "GET /x?color=blue,black,brown"]]),
  // For all styles but form the default of explode is false.
  ...query({ style: "spaceDelimited" }, [[COLORS, "GET /x?color=blue%20black%20brown"]]),
  ...query({ style: "pipeDelimited" }, [[COLORS, "GET /x?color=blue%7Cblack%7Cbrown"]]),
  {
    name: "allowEmptyValue does not send what is not given",
    operation: { parameters: [parameter("query", "flag", { allowEmptyValue: true })] },
    args: {},
    sends: "GET /x",
  },
  {
    name: "allowEmptyValue lets an empty value be sent",
    operation: { parameters: [parameter("query", "flag", { allowEmptyValue: true })] },
    args: { flag: "" },
    sends: "GET /x?flag=",
  },
  {
    name: "a default is not sent",
    operation: { parameters: [parameter("query", "limit", { schema: { type: "integer", default: 20 } })] },
    args: {},
    sends: "GET /x",
  },
]);

probe("query, characters of values", {}, [
  ...query({}, [
    ["-._~aZ09", "GET /x?color=-._~aZ09"],
    [":/?#[]@", "GET /x?color=%3A%2F%3F%23%5B%5D%40"],
    ["!$&'()*+,;=", "GET /x?color=%21%24%26%27%28%29%2A%2B%2C%3B%3D"],
    ["a b", "GET /x?color=a%20b"],
    ["a+b", "GET /x?color=a%2Bb"],
    ["100%", "GET /x?color=100%25"],
    ["%41", "GET /x?color=%2541"],
    ['"\\`^|<>{}', "GET /x?color=%22%5C%60%5E%7C%3C%3E%7B%7D"],
    ["é日", "GET /x?color=%C3%A9%E6%97%A5"],
    ["😀", "GET /x?color=%F0%9F%98%80"],
    ["a\r\nb\t\u0000", "GET /x?color=a%0D%0Ab%09%00"],
    [{ "a b&": "=é" }, "GET /x?a%20b%26=%3D%C3%A9"],
  ]),
]);

/** Names travel percent-encoded; appendix C, "Illegal Variable Names as Parameter Names". */
const named = (name: string, wire: string): Row => ({
  name: JSON.stringify(name),
  operation: { parameters: [parameter("query", name)] },
  args: ["1"],
  sends: `GET /x?${wire}=1`,
});

probe("query, names", {}, [
  {
    name: "the specification's own example",
    operation: { parameters: [parameter("query", "❤️")] },
    args: ["love!"],
    sends: "GET /x?%E2%9D%A4%EF%B8%8F=love%21",
  },
  named("ids[]", "ids%5B%5D"),
  named("page[size]", "page%5Bsize%5D"),
  named("$select", "%24select"),
  named("@id", "%40id"),
  named("a.b", "a.b"),
  named("a-b_c~d", "a-b_c~d"),
  named("DateCreated<", "DateCreated%3C"),
  named("a b", "a%20b"),
  named("a&b=c", "a%26b%3Dc"),
  named("a+b#c?", "a%2Bb%23c%3F"),
  named("100%", "100%25"),
  named("é", "%C3%A9"),
  named('"\\', "%22%5C"),
  named("__proto__", "__proto__"),
  named("constructor", "constructor"),
]);

/** Reserved characters but for `& # + [ ]`, and triplets, pass unchanged; `'` is what URL parsers encode. */
const reserved = (value: string, wire: string): Row => ({
  name: JSON.stringify(value),
  operation: { parameters: [parameter("query", "q", { allowReserved: true })] },
  args: { q: value },
  sends: `GET /x?q=${wire}`,
});

probe("query, allowReserved", {}, [
  reserved(":/?@", ":/?@"),
  reserved("!$()*,;=", "!$()*,;="),
  reserved("[]#&+", "%5B%5D%23%26%2B"),
  reserved("'", "%27"),
  reserved("-._~", "-._~"),
  reserved("%41", "%41"),
  reserved("%2f%2F", "%2f%2F"),
  reserved("100%", "100%25"),
  reserved("%4", "%254"),
  reserved("%zz", "%25zz"),
  reserved("%%41", "%25%41"),
  reserved("%26%23", "%26%23"),
  reserved("a b", "a%20b"),
  reserved('"<>\\^`{|}', "%22%3C%3E%5C%5E%60%7B%7C%7D"),
  reserved("é😀", "%C3%A9%F0%9F%98%80"),
  reserved("https://a.example/b?c=d", "https://a.example/b?c=d"),
  {
    name: "false is the same as no declaration",
    operation: { parameters: [parameter("query", "q", { allowReserved: false })] },
    args: { q: ":/%41" },
    sends: "GET /x?q=%3A%2F%2541",
  },
  {
    name: "an array",
    operation: { parameters: [parameter("query", "q", { allowReserved: true, schema: STRINGS })] },
    args: { q: ["a/b", "c:d"] },
    sends: "GET /x?q=a/b&q=c:d",
  },
  {
    name: "names are percent-encoded all the same",
    operation: { parameters: [parameter("query", "a/b", { allowReserved: true })] },
    args: ["c/d"],
    sends: "GET /x?a%2Fb=c/d",
  },
  {
    name: "the example of appendix C",
    operation: {
      parameters: [
        parameter("query", "formulas", { allowReserved: true, explode: true, schema: OBJECT }),
        parameter("query", "words", { style: "spaceDelimited", explode: false, schema: STRINGS }),
      ],
    },
    args: { formulas: { a: "x%2By", b: "x/y", c: "x^y" }, words: ["math", "is", "fun"] },
    sends: "GET /x?a=x%2By&b=x/y&c=x%5Ey&words=math%20is%20fun",
  },
]);

/** `{?formulas*,words}`. */
const formulas = [
  parameter("query", "formulas", { explode: true, schema: OBJECT }),
  parameter("query", "words", { explode: false, schema: STRINGS }),
];

probe("query, several parameters", {}, [
  {
    name: "the example of appendix C",
    operation: { parameters: formulas },
    args: { formulas: { a: "x+y", b: "x/y", c: "x^y" }, words: ["math", "is", "fun"] },
    sends: "GET /x?a=x%2By&b=x%2Fy&c=x%5Ey&words=math,is,fun",
  },
  {
    name: "the example of appendix C with an undefined value",
    operation: { parameters: formulas },
    args: { formulas: {}, words: ["hello", "world"] },
    sends: "GET /x?words=hello,world",
  },
  {
    name: "parameters of the path item come first",
    operation: { parameters: [parameter("query", "b")] },
    pathItem: { parameters: [parameter("query", "a")] },
    args: { b: "2", a: "1" },
    sends: "GET /x?a=1&b=2",
  },
]);

const asContent = (type: string, schema: Record<string, string | boolean> = {}) => [
  parameter("query", "q", { content: { [type]: { schema } } }),
];

probe("query, content", {}, [
  {
    name: "JSON, the example of the Parameter Object",
    operation: {
      parameters: [
        parameter("query", "coordinates", { content: { "application/json": { schema: OBJECT } } }),
      ],
    },
    args: { coordinates: { lat: 10, long: 60 } },
    sends: "GET /x?coordinates=%7B%22lat%22%3A10%2C%22long%22%3A60%7D",
  },
  {
    name: "JSON of a string has its quotes",
    operation: { parameters: asContent("application/json") },
    args: { q: "a" },
    sends: "GET /x?q=%22a%22",
  },
  {
    name: "JSON of a list, with nulls",
    operation: { parameters: asContent("application/json") },
    args: { q: [1, null, []] },
    sends: "GET /x?q=%5B1%2Cnull%2C%5B%5D%5D",
  },
  {
    name: "JSON of an empty object",
    operation: { parameters: asContent("application/json") },
    args: { q: {} },
    sends: "GET /x?q=%7B%7D",
  },
  {
    name: "JSON of null, which is a value like any other",
    operation: { parameters: asContent("application/json") },
    args: { q: null },
    sends: "GET /x?q=null",
  },
  {
    name: "+json",
    operation: { parameters: asContent("application/geo+json") },
    args: { q: { a: "é" } },
    sends: "GET /x?q=%7B%22a%22%3A%22%C3%A9%22%7D",
  },
  {
    name: "JSON with a parameter of the media type",
    operation: { parameters: asContent("application/json; charset=utf-8") },
    args: { q: true },
    sends: "GET /x?q=true",
  },
  {
    name: "text",
    operation: { parameters: asContent("text/plain", STRING as Record<string, string>) },
    args: { q: "a b" },
    sends: "GET /x?q=a%20b",
  },
]);

for (const version of ["3.0.4", "3.2.0"])
  probe(
    `query, the table of ${version}`,
    { version },
    (
      [
        ["form", false, COLORS, "color=blue,black,brown"],
        ["form", false, RGB, "color=R,100,G,200,B,150"],
        ["form", true, BLUE, "color=blue"],
        ["form", true, "", "color="],
        ["form", true, COLORS, "color=blue&color=black&color=brown"],
        ["form", true, RGB, "R=100&G=200&B=150"],
        ["spaceDelimited", false, COLORS, "color=blue%20black%20brown"],
        ["spaceDelimited", false, RGB, "color=R%20100%20G%20200%20B%20150"],
        ["pipeDelimited", false, COLORS, "color=blue%7Cblack%7Cbrown"],
        ["pipeDelimited", false, RGB, "color=R%7C100%7CG%7C200%7CB%7C150"],
        ["deepObject", true, RGB, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
      ] as const
    ).flatMap(([style, explode, value, want]) =>
      cells("query", { style, explode }, "/x", [
        [value as Cell[0], `GET /x?${want}`, `${style}, explode ${explode}, ${JSON.stringify(value)}`],
      ]),
    ),
  );
