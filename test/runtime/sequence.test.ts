import { describe, expect, it } from "vitest";
import type { SequenceKind } from "../../runtime/contract/media-types.ts";
import { readSequence } from "../../runtime/http/sequence.ts";

function read(kind: SequenceKind, text: string, cut = false): unknown {
  const items = readSequence(kind, text, cut);
  const values = items.map((item) => item.value);
  expect(items.map((item) => JSON.parse(item.json))).toEqual(values);
  return values;
}

describe("lines of JSON are parsed:", () => {
  const rows: [string, string, unknown[], unknown[]?][] = [
    ["nothing", "", []],
    ["values of every type", '{"a":1}\n[2]\n"x"\n3\nnull\n', [{ a: 1 }, [2], "x", 3, null]],
    ["without a line break at the end", '{"a":1}\n{"b":2}', [{ a: 1 }, { b: 2 }], [{ a: 1 }]],
    ["line breaks of Windows, and empty lines", "1\r\n\r\n2\r\n \n", [1, 2]],
    ["a line that is no JSON", '{"a":1}\n# a comment \n2\n', [{ a: 1 }, "# a comment ", 2]],
    ["half a value", '1\n{"a":', [1, '{"a":'], [1]],
    ["what no line break is", '"a\u2028b"\n', ["a\u2028b"]],
  ];
  it.each(rows)("%s", (_name, text, want, wantOfCut = want) => {
    expect(read("lines", text)).toEqual(want);
    expect(read("lines", text, true)).toEqual(wantOfCut);
  });
});

describe("JSON text sequences are parsed:", () => {
  const rows: [string, string, unknown[], unknown[]?][] = [
    ["nothing", "", []],
    ["two records", '\u001e{"a":1}\n\u001e2\n', [{ a: 1 }, 2]],
    ["a record of several lines", '\u001e{\n "a": 1\n}\n', [{ a: 1 }]],
    ["separators in a row", "\u001e\u001e1\n", [1]],
    ["without a first separator", '{"a":1}\n\u001e2\n', [{ a: 1 }, 2]],
    ["a record without an end", "\u001e1\n\u001e23", [1, 23], [1]],
    ["a record that is no JSON", "\u001enot json\n\u001e1\n", ["not json", 1]],
  ];
  it.each(rows)("%s", (_name, text, want, wantOfCut = want) => {
    expect(read("records", text)).toEqual(want);
    expect(read("records", text, true)).toEqual(wantOfCut);
  });
});

describe("server-sent events are parsed:", () => {
  const rows: [string, string, unknown[], unknown[]?][] = [
    ["nothing", "", []],
    [
      "the three line breaks",
      "data: 1\n\ndata: 2\r\n\r\ndata: 3\r\r",
      [{ data: "1" }, { data: "2" }, { data: "3" }],
    ],
    ["several lines of data", "data: a\ndata: b\ndata:\n\n", [{ data: "a\nb\n" }]],
    ["data that is a number stays its text", "data: 1\n\ndata: true\n\n", [{ data: "1" }, { data: "true" }]],
    ["JSON over several lines", 'data: {"a":\ndata: 1}\n\n', [{ data: { a: 1 } }]],
    ["one space, and no more, goes", "data:a\n\ndata:  b\n\n", [{ data: "a" }, { data: " b" }]],
    ["a colon in the data", "data: a:b\n\n", [{ data: "a:b" }]],
    ["a field without a colon", "data\n\ndata\ndata\n\n", [{ data: "" }, { data: "\n" }]],
    ["comments", ": keep alive\n\n:\ndata: 1\n: more\n\n", [{ data: "1" }]],
    ["unknown fields", "foo: 1\nDATA: 2\n data: 3\ndata: 4\n\n", [{ data: "4" }]],
    [
      "the event's name is that of one event",
      "event: add\ndata: 1\n\ndata: 2\n\n",
      [{ data: "1", event: "add" }, { data: "2" }],
    ],
    ["an event without data, whose name is forgotten", "event: ping\n\ndata: 1\n\n", [{ data: "1" }]],
    [
      "the id stays until there is another",
      "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
      [{ data: "a", id: "1" }, { data: "b", id: "1" }, { data: "c" }],
    ],
    ["an id of an event without data", "id: 7\n\ndata: a\n\n", [{ data: "a", id: "7" }]],
    ["an id with a null character", "id: 1\nid: a\0b\ndata: a\n\n", [{ data: "a", id: "1" }]],
    ["retry", "retry: 1000\ndata: 1\n\nretry: 5\n\n", [{ data: "1" }]],
    ["data that looks like JSON", "data: {oops\n\ndata: [DONE\n\n", [{ data: "{oops" }, { data: "[DONE" }]],
    ["an end mark", "data: 1\n\ndata: [DONE]\n\n", [{ data: "1" }]],
    ["what looks like one in the middle", "data: [DONE]\n\ndata: 1\n\n", [{ data: "[DONE]" }, { data: "1" }]],
    ["nothing but an end mark", "data: [DONE]\n\n", []],
    ["no empty line at the end", "data: 1\n\ndata: 2\n", [{ data: "1" }, { data: "2" }], [{ data: "1" }]],
    ["no line break at the end", "data: 1\n\ndata: 2", [{ data: "1" }, { data: "2" }], [{ data: "1" }]],
    ["a line break between two events only", "data: 1\n\nevent: x\n", [{ data: "1" }]],
    ["no data at the end", "data: 1\n\nid: 2", [{ data: "1" }]],
  ];
  it.each(rows)("%s", (_name, text, want, wantOfCut = want) => {
    expect(read("events", text)).toEqual(want);
    expect(read("events", text, true)).toEqual(wantOfCut);
  });
});

it("a sequence keeps numbers that JavaScript cannot represent", () => {
  const big = "12345678901234567890";
  expect(readSequence("lines", `{"id":${big}}`, false)[0]?.json).toBe(`{"id":${big}}`);
  expect(readSequence("events", `id: 1\ndata: [${big}]\n\n`, false)[0]?.json).toBe(
    `{"data":[${big}],"id":"1"}`,
  );
});

it("an item that is nested too deeply stays text", () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  expect(read("lines", `1\n${deep}\n`)).toEqual([1, deep]);
});
