/** OpenAPI 3.1.1, "Style Values" and "Style Examples"; RFC 6570, sections 3.2.2, 3.2.5 and 3.2.7; "Path Templating". */
import { probe } from "./harness.ts";
import { BLUE, type Cell, COLORS, cells, parameter, REFUSED, RGB, STRING } from "./rows.ts";

/** Whatever the type, a primitive is the same exploded or not. */
const primitives = (operator: string): Cell[] => [
  [BLUE, `GET /c${operator}blue/d`],
  [100, `GET /c${operator}100/d`],
  [-1.5, `GET /c${operator}-1.5/d`],
  [true, `GET /c${operator}true/d`],
  [false, `GET /c${operator}false/d`],
];

/** RFC 6570, section 2.3: null, and a list or a map without members, are undefined: they expand to nothing. */
const UNDEFINED: Cell[] = [
  [null, "GET /c/d"],
  [[], "GET /c/d"],
  [{}, "GET /c/d"],
];

const inSegment = (style: string, explode: boolean, list: Cell[]) =>
  cells("path", { style, explode }, "/c{color}/d", list);

for (const explode of [false, true]) {
  probe(`path, simple, explode ${explode}`, {}, [
    ...inSegment("simple", explode, [
      ...primitives(""),
      ["", "GET /c/d"],
      ...UNDEFINED,
      [COLORS, "GET /cblue,black,brown/d"],
      [["blue"], "GET /cblue/d"],
      [["", "blue"], "GET /c,blue/d"],
      [RGB, explode ? "GET /cR=100,G=200,B=150/d" : "GET /cR,100,G,200,B,150/d"],
      [{ R: null, G: 200 }, explode ? "GET /cG=200/d" : "GET /cG,200/d"],
      [{ R: "", G: 200 }, explode ? "GET /cR=,G=200/d" : "GET /cR,,G,200/d"],
    ]),
    ...cells("path", { style: "simple", explode }, "/{color}", [
      [BLUE, "GET /blue"],
      [COLORS, "GET /blue,black,brown"],
      [RGB, explode ? "GET /R=100,G=200,B=150" : "GET /R,100,G,200,B,150"],
      // An empty segment is another path than the template's.
      ["", REFUSED, "an empty string that would be a whole segment"],
      [null, REFUSED, "null that would be a whole segment"],
      [[], REFUSED, "an empty array that would be a whole segment"],
      [{}, REFUSED, "an empty object that would be a whole segment"],
    ]),
  ]);

  probe(`path, label, explode ${explode}`, {}, [
    ...inSegment("label", explode, [
      ...primitives("."),
      ["", "GET /c./d"],
      ...UNDEFINED,
      [COLORS, explode ? "GET /c.blue.black.brown/d" : "GET /c.blue,black,brown/d"],
      [["blue"], "GET /c.blue/d"],
      [RGB, explode ? "GET /c.R=100.G=200.B=150/d" : "GET /c.R,100,G,200,B,150/d"],
    ]),
    ...cells("path", { style: "label", explode }, "/{color}", [
      [BLUE, "GET /.blue"],
      // RFC 3986, section 5.2.4: the segment "." is removed.
      ["", REFUSED, "an empty string that would be the segment ."],
      [".", REFUSED, "a dot that would be the segment .."],
    ]),
  ]);

  probe(`path, matrix, explode ${explode}`, {}, [
    ...inSegment("matrix", explode, [
      ...primitives(";color="),
      // RFC 6570, section 3.2.7: the equals sign is left out where the value is empty.
      ["", "GET /c;color/d"],
      ...UNDEFINED,
      [COLORS, explode ? "GET /c;color=blue;color=black;color=brown/d" : "GET /c;color=blue,black,brown/d"],
      [["blue"], "GET /c;color=blue/d"],
      [["", "blue"], explode ? "GET /c;color;color=blue/d" : "GET /c;color=,blue/d"],
      [RGB, explode ? "GET /c;R=100;G=200;B=150/d" : "GET /c;color=R,100,G,200,B,150/d"],
      [{ R: "", G: 200 }, explode ? "GET /c;R;G=200/d" : "GET /c;color=R,,G,200/d"],
    ]),
  ]);
}

probe("path, without style and explode", {}, [
  ...cells("path", {}, "/{color}", [
    [COLORS, "GET /blue,black,brown"],
    [RGB, "GET /R,100,G,200,B,150"],
  ]),
  ...cells("path", { style: "label" }, "/{color}", [[COLORS, "GET /.blue,black,brown"]]),
  ...cells("path", { style: "matrix" }, "/{color}", [[RGB, "GET /;color=R,100,G,200,B,150"]]),
]);

// RFC 6570, section 3.2.1: all but the unreserved characters of RFC 3986 are percent-encoded.
probe("path, characters of a value", {}, [
  ...cells("path", {}, "/{color}", [
    ["-._~aZ09", "GET /-._~aZ09"],
    [":/?#[]@", "GET /%3A%2F%3F%23%5B%5D%40"],
    ["!$&'()*+,;=", "GET /%21%24%26%27%28%29%2A%2B%2C%3B%3D"],
    ["a b", "GET /a%20b"],
    ["100%", "GET /100%25"],
    ["%41", "GET /%2541"],
    ['"\\`^|<>{}', "GET /%22%5C%60%5E%7C%3C%3E%7B%7D"],
    ["é日", "GET /%C3%A9%E6%97%A5"],
    ["😀", "GET /%F0%9F%98%80"],
    ["{color}", "GET /%7Bcolor%7D"],
    ["$&$1", "GET /%24%26%241"],
    ["...", "GET /..."],
  ]),
  ...cells("path", {}, "/{color}", [
    // "Delimiters in Parameter Values": those inside values are percent-encoded, those between them are not.
    [["a,b", "c"], "GET /a%2Cb,c"],
    [["a/b", "c d"], "GET /a%2Fb,c%20d"],
  ]),
  ...cells("path", { explode: true }, "/{color}", [[{ "a=b": "c,d" }, "GET /a%3Db=c%2Cd"]]),
  ...cells("path", { style: "label", explode: true }, "/{color}", [
    // A dot is unreserved, so that a label cannot tell it from its own.
    [["a.b", "c"], "GET /.a.b.c"],
  ]),
  ...cells("path", { style: "matrix", explode: true }, "/{color}", [
    [["a;b", "c=d"], "GET /;color=a%3Bb;color=c%3Dd"],
    [{ "é;": "/" }, "GET /;%C3%A9%3B=%2F"],
  ]),
]);

probe("path, segments of which a parameter is a part", {}, [
  {
    name: "with an extension",
    path: "/files/{id}.json",
    operation: { parameters: [parameter("path", "id")] },
    args: { id: "a.b" },
    sends: "GET /files/a.b.json",
  },
  {
    name: "two with a dash between them",
    path: "/{a}-{b}",
    operation: { parameters: [parameter("path", "a"), parameter("path", "b")] },
    args: { a: "x-y", b: "z" },
    sends: "GET /x-y-z",
  },
  {
    name: "two with a colon between them",
    path: "/x/{a}:{b}",
    operation: { parameters: [parameter("path", "a"), parameter("path", "b")] },
    args: { a: "1:2", b: "3" },
    sends: "GET /x/1%3A2:3",
  },
  {
    name: "two with nothing between them",
    path: "/{a}{b}",
    operation: { parameters: [parameter("path", "a"), parameter("path", "b")] },
    args: { a: "x", b: "y" },
    sends: "GET /xy",
  },
  {
    name: "the order of the parameters is not that of the path",
    path: "/{a}/{b}",
    operation: { parameters: [parameter("path", "b"), parameter("path", "a")] },
    args: { a: "x", b: "y" },
    sends: "GET /x/y",
  },
  {
    name: "a custom verb after a colon",
    path: "/users/{id}:activate",
    method: "POST",
    operation: { parameters: [parameter("path", "id")] },
    args: { id: "@me" },
    sends: "POST /users/%40me:activate",
  },
  {
    name: "a label and a matrix in one segment",
    path: "/x{a}{b}",
    operation: {
      parameters: [
        parameter("path", "a", { style: "label" }),
        parameter("path", "b", { style: "matrix", schema: { type: "integer" } }),
      ],
    },
    args: { a: "y", b: 1 },
    sends: "GET /x.y;b=1",
  },
  {
    name: "a value that looks like another variable",
    path: "/{a}/{b}",
    operation: { parameters: [parameter("path", "a"), parameter("path", "b")] },
    args: { a: "{b}", b: "{a}" },
    sends: "GET /%7Bb%7D/%7Ba%7D",
  },
]);

probe("path, the template's own text", {}, [
  {
    name: "what RFC 3986 lets a segment hold stays",
    path: "/-._~/!$&'()*+,;=:@/%41",
    sends: "GET /-._~/!$&'()*+,;=:@/%41",
  },
  { name: "a slash at the end stays", path: "/x/", sends: "GET /x/" },
  { name: "no slash at the end is added", path: "/x", sends: "GET /x" },
  { name: "what a URL cannot hold is percent-encoded", path: '/a b/é/"', sends: "GET /a%20b/%C3%A9/%22" },
  { name: "a percent sign that begins no triplet", path: "/100%/x", sends: "GET /100%25/x" },
  // RFC 3986, section 3.5: a fragment is not sent. AWS and others tell operations of a path apart by it.
  { name: "what follows # is not sent", path: "/x#one", sends: "GET /x" },
  {
    name: "nor does it end the query",
    path: "/x#two",
    operation: { parameters: [parameter("query", "q")] },
    args: { q: "1" },
    sends: "GET /x?q=1",
  },
  { name: "a query in a path key stays", path: "/x?action=list", sends: "GET /x?action=list" },
  {
    name: "a query in a path key goes before that of the parameters",
    path: "/x?action=list",
    operation: { parameters: [parameter("query", "q")] },
    args: { q: "1" },
    sends: "GET /x?action=list&q=1",
  },
  {
    name: "a query and a fragment in a path key",
    path: "/x?action=list#two",
    operation: { parameters: [parameter("query", "q")] },
    args: { q: "1" },
    sends: "GET /x?action=list&q=1",
  },
  {
    name: "a parameter of the whole path",
    path: "/{id}",
    operation: {},
    pathItem: { parameters: [parameter("path", "id")] },
    args: { id: "1" },
    sends: "GET /1",
  },
  {
    name: "a parameter of the path that the operation replaces",
    path: "/{id}",
    operation: { parameters: [parameter("path", "id", { style: "label" })] },
    pathItem: { parameters: [parameter("path", "id", { style: "matrix" })] },
    args: { id: "1" },
    sends: "GET /.1",
  },
]);

probe("path, content", {}, [
  {
    name: "JSON",
    path: "/{filter}",
    operation: {
      parameters: [parameter("path", "filter", { content: { "application/json": { schema: {} } } })],
    },
    args: { filter: { a: [1, null] } },
    sends: "GET /%7B%22a%22%3A%5B1%2Cnull%5D%7D",
  },
  {
    name: "text",
    path: "/{text}",
    operation: { parameters: [parameter("path", "text", { content: { "text/plain": { schema: STRING } } })] },
    args: { text: "a/b" },
    sends: "GET /a%2Fb",
  },
]);

/** "Style Examples" of the other versions is the same table. */
for (const version of ["3.0.4", "3.2.0"])
  probe(
    `path, the table of ${version}`,
    { version },
    (
      [
        ["matrix", false, ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"],
        ["matrix", true, ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"],
        ["label", false, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
        ["label", true, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
        ["simple", false, "blue", "blue,black,brown", "R,100,G,200,B,150"],
        ["simple", true, "blue", "blue,black,brown", "R=100,G=200,B=150"],
      ] as const
    ).flatMap(([style, explode, string, array, object]) =>
      cells("path", { style, explode }, "/{color}", [
        [BLUE, `GET /${string}`, `${style}, explode ${explode}, a string`],
        [COLORS, `GET /${array}`, `${style}, explode ${explode}, an array`],
        [RGB, `GET /${object}`, `${style}, explode ${explode}, an object`],
      ]),
    ),
  );
