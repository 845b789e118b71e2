import { describe, expect, it } from "vitest";
import { ToolError } from "../../runtime/errors.ts";
import { type AnsweredRequest, readResponse, type ToolResult } from "../../runtime/http/response.ts";

interface Given {
  status?: number;
  statusText?: string;
  type?: string;
  disposition?: string;
  body?: string | number[];
  cut?: string;
}

function answer({ status = 200, statusText = "OK", type, disposition, body = "", cut }: Given) {
  return {
    status,
    statusText,
    headers: { "content-type": type, "content-disposition": disposition },
    body: Buffer.from(body as string),
    ...(cut !== undefined && { cut }),
  };
}

const JSON_ASKED: AnsweredRequest = { name: "get_it", method: "GET", accept: "application/json" };
const ANY_ASKED: AnsweredRequest = { name: "get_it", method: "GET" };

function read(given: Given, asked = ANY_ASKED): ToolResult {
  return readResponse(answer(given), asked).result;
}

function faultOf(given: Given, asked = JSON_ASKED): ToolError {
  try {
    readResponse(answer(given), asked);
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error("there was no error");
}

const text = (value: string): ToolResult => ({ content: [{ type: "text", text: value }] });
const json = (value: Record<string, unknown>, written = JSON.stringify(value)): ToolResult => ({
  content: [{ type: "text", text: written }],
  structuredContent: value,
});
const JSON_TYPE = "application/json";

describe("a JSON answer", () => {
  const rows: [string, Given, ToolResult][] = [
    ["an object", { type: JSON_TYPE, body: '{"a":1}' }, json({ a: 1 })],
    ["created", { status: 201, type: JSON_TYPE, body: '{"a":1}' }, json({ a: 1 })],
    ["accepted, of a type of its own", { status: 202, type: "application/hal+json", body: "{}" }, json({})],
    ["part of it", { status: 206, type: JSON_TYPE, body: "{}" }, json({})],
    ["an unregistered status", { status: 299, type: JSON_TYPE, body: "{}" }, json({})],
    ["a list", { type: JSON_TYPE, body: "[1]" }, json({ result: [1] }, "[1]")],
    ["null", { type: JSON_TYPE, body: "null" }, json({ result: null }, "null")],
    ["on several lines", { type: JSON_TYPE, body: '{\n  "a": 1\n}\n' }, json({ a: 1 })],
    [
      "a declared character set",
      { type: `${JSON_TYPE}; charset=iso-8859-1`, body: [34, 0xe9, 34] },
      json({ result: "é" }, '"é"'),
    ],
    ["an undeclared one", { type: JSON_TYPE, body: [34, 0xe9, 34] }, json({ result: "é" }, '"é"')],
    ["a byte order mark", { type: JSON_TYPE, body: '\uFEFF{"a":1}' }, json({ a: 1 })],
    ["UTF-16 with its mark", { type: JSON_TYPE, body: [0xff, 0xfe, 0x7b, 0, 0x7d, 0] }, json({}, "{}")],
    [
      "invisible characters",
      { type: JSON_TYPE, body: '{"a":"x\u{E0041}\u200By"}' },
      json({ a: "x\u{E0041}\u200By" }),
    ],
    ["nothing but white space", { type: JSON_TYPE, body: " \n" }, text("200 OK")],
    ["no type, but JSON", { body: '{"a":1}' }, json({ a: 1 })],
    ["no type, but JSON after a mark", { body: "\uFEFF [1]" }, json({ result: [1] }, "[1]")],
    ["a type that is none", { type: "json", body: '{"a":1}' }, json({ a: 1 })],
  ];
  it.each(rows)("becomes the result: %s", (_name, given, want) => {
    expect(read(given)).toEqual(want);
  });

  it.each(["text/html; charset=UTF-8", "text/plain"])("is recognised if it came as %s", (type) => {
    expect(read({ type, body: '{"a":1}' }, JSON_ASKED)).toEqual(json({ a: 1 }));
    expect(read({ type, body: '{"a":1}' }, ANY_ASKED)).toEqual(text('{"a":1}'));
    expect(read({ type: "text/plain", body: "[draft] a title" }, JSON_ASKED)).toEqual(
      text("[draft] a title"),
    );
  });

  it("has the value that the document describes", () => {
    expect(readResponse(answer({ type: JSON_TYPE, body: "[1]" }), JSON_ASKED).json).toEqual({
      value: [1],
      bytes: 3,
    });
    expect(readResponse(answer({ type: "text/plain", body: "a" }), JSON_ASKED).json).toBeUndefined();
  });

  const DEEP = 100_000;
  it.each([
    ["lists", "[".repeat(DEEP) + "]".repeat(DEEP)],
    ["objects", `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`],
    ["lists on several lines", "[\n".repeat(DEEP) + "]".repeat(DEEP)],
    ["lists behind strings of brackets", `["]]]\\"]]",${"[".repeat(DEEP)}${"]".repeat(DEEP)}]`],
  ])("is refused if nested a hundred thousand times: %s", (_name, body) => {
    expect(faultOf({ type: JSON_TYPE, body })).toMatchObject({
      kind: "bad_response",
      details: { status: 200 },
    });
  });

  it("is read with deep nesting", () => {
    const body = "[".repeat(500) + "]".repeat(500);
    expect(JSON.stringify(read({ type: JSON_TYPE, body }).structuredContent)).toBe(`{"result":${body}}`);
    const wide = JSON.stringify(Array.from({ length: 2000 }, () => "[{[{"));
    expect(read({ type: JSON_TYPE, body: wide }).content).toEqual([{ type: "text", text: wide }]);
  });

  it("is read with very many members", () => {
    const value = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`key${i}`, i]));
    expect(read({ type: JSON_TYPE, body: JSON.stringify(value) }).structuredContent).toEqual(value);
  });
});

describe("an answer without content", () => {
  const rows: [string, Given, Partial<AnsweredRequest>, string][] = [
    ["204", { status: 204, statusText: "No Content" }, {}, "204 No Content"],
    ["204 that says a type", { status: 204, statusText: "", type: JSON_TYPE }, {}, "204"],
    ["205", { status: 205, statusText: "Reset Content" }, {}, "205 Reset Content"],
    ["304", { status: 304, statusText: "Not Modified", type: JSON_TYPE }, {}, "304 Not Modified"],
    ["HEAD", { type: JSON_TYPE }, { method: "HEAD" }, "200 OK"],
    ["HEAD of a stream", { type: "text/event-stream" }, { method: "HEAD" }, "200 OK"],
    ["202", { status: 202, statusText: "Accepted" }, {}, "202 Accepted"],
    ["an image without bytes", { type: "image/png" }, {}, "200 OK"],
    ["a reason that is no plain one", { status: 204, statusText: "Gut gemacht\u00a0\u00fc" }, {}, "204"],
    ["a reason that goes on and on", { status: 204, statusText: "x".repeat(61) }, {}, "204"],
  ];
  it.each(rows)("becomes the result: %s", (_name, given, asked, want) => {
    expect(read(given, { ...JSON_ASKED, ...asked })).toEqual(text(want));
  });
});

describe("a sequence", () => {
  const rows: [string, Given, unknown[], string?][] = [
    ["x-ndjson", { type: "application/x-ndjson", body: '{"a":1}\n2\n' }, [{ a: 1 }, 2]],
    ["ndjson", { type: "application/ndjson; charset=iso-8859-1", body: [34, 0xe9, 34] }, ["é"]],
    ["jsonl", { type: "application/jsonl", body: "oops\n" }, ["oops"]],
    ["json-seq", { type: "application/json-seq", body: "\u001e1\n" }, [1]],
    ["events", { type: "text/event-stream", body: '\uFEFFdata: {"a":1}\n\n' }, [{ data: { a: 1 } }]],
    ["events are UTF-8", { type: "text/event-stream; charset=latin1", body: "data: é\n\n" }, [{ data: "é" }]],
    ["no items", { type: "application/jsonl" }, []],
    ["no events", { type: "text/event-stream", body: ": hello\n\n" }, []],
  ];
  it.each(rows)("becomes the result: %s", (_name, given, want) => {
    expect(read(given)).toEqual(json({ result: want }, JSON.stringify(want)));
  });

  it("reports that it was truncated", () => {
    const given = { type: "application/jsonl", body: '{"a":1}\n{"a":', cut: "it still went on after 10 s" };
    expect(read(given)).toEqual({
      content: [
        { type: "text", text: '[{"a":1}]' },
        {
          type: "text",
          text: "The API's answer is incomplete: it still went on after 10 s. Above is what had arrived by then.",
        },
      ],
      structuredContent: { result: [{ a: 1 }], truncated: true },
    });
  });
});

describe("a text answer", () => {
  const rows: [string, Given, string][] = [
    ["plain", { type: "text/plain", body: " as it is\n" }, " as it is\n"],
    ["of a character set", { type: "text/plain; charset=windows-1252", body: [0xe9] }, "é"],
    ["an SVG image", { type: "image/svg+xml", body: "<svg/>" }, "<svg/>"],
    ["a web page, where anything was asked for", { type: "text/html", body: "<p>" }, "<p>"],
    ["no type", { body: "hello" }, "hello"],
    ["no type, and JSON only at first sight", { body: "{hello}" }, "{hello}"],
    ["no type, and a string of JSON", { body: '"hello"' }, '"hello"'],
    ["invisible characters", { type: "text/plain", body: "a\u{E0041}b" }, "a\u{E0041}b"],
  ];
  it.each(rows)("becomes the result: %s", (_name, given, want) => {
    expect(read(given)).toEqual(text(want));
  });
});

describe("a binary answer", () => {
  it.each(["image/png", "image/webp", "audio/mpeg"])("of %s becomes its content type in MCP", (type) => {
    expect(read({ type, body: [1, 2, 3] }).content).toEqual([
      { type: type.slice(0, 5), data: "AQID", mimeType: type },
    ]);
  });

  const rows: [string, Given, string][] = [
    ["a type of its own", { type: "application/pdf", body: [1, 2, 3] }, "application/pdf"],
    ["no type, and no text", { body: [1, 0, 3] }, "application/octet-stream"],
    ["no type, and no UTF-8", { body: [0x61, 0xff] }, "application/octet-stream"],
    ["a video", { type: "video/mp4", body: [1, 2, 3] }, "video/mp4"],
    [
      "several parts",
      { type: 'multipart/mixed; boundary="Ab"', body: "--Ab--" },
      'multipart/mixed; boundary="Ab"',
    ],
  ];
  it.each(rows)("of %s becomes an embedded resource", (_name, given, mimeType) => {
    expect(read(given).content).toEqual([
      {
        type: "resource",
        resource: {
          uri: expect.stringMatching(/^speclathe:\/\/\/get_it\/[0-9a-f]{16}$/),
          mimeType,
          blob: Buffer.from(given.body as string).toString("base64"),
        },
      },
    ]);
  });

  const pdf = (body: number[], disposition?: string) => {
    const [block] = read({
      type: "application/pdf",
      body,
      ...(disposition !== undefined && { disposition }),
    }).content;
    if (block?.type !== "resource") throw new Error("no resource");
    return block.resource;
  };

  it("has a URI by its content", () => {
    expect(pdf([1]).uri).not.toBe(pdf([2]).uri);
    expect(pdf([1]).uri).toBe(pdf([1]).uri);
  });

  const names: [string, string | undefined][] = [
    ["attachment", undefined],
    ["attachment; filename=report.pdf", "report.pdf"],
    ['attachment; filename="a \\"b\\" c.pdf"', "a b c.pdf"],
    ["attachment; filename=\"plain.pdf\"; filename*=UTF-8''na%C3%AFve%20file.pdf", "naïve file.pdf"],
    ["attachment; filename*=UTF-8''%ff; filename=plain.pdf", "plain.pdf"],
    ['attachment; filename="../../etc/passwd"', "passwd"],
    ['attachment; filename="C:\\\\temp\\\\x.pdf"', "x.pdf"],
    ['attachment; filename=".."', undefined],
    ['attachment; filename=".bashrc"', "bashrc"],
    ['attachment; filename=""', undefined],
    ["attachment; filename*=UTF-8''a%0D%0Ab%E2%80%AEfdp.exe", "a b fdp.exe"],
    [`attachment; filename="${"x".repeat(300)}"`, "x".repeat(100)],
  ];
  it.each(names)("becomes the result: %s", (disposition, name) => {
    const resource = pdf([1], disposition);
    expect(resource._meta).toEqual(name === undefined ? undefined : { name });
    expect(resource.uri.split("/").slice(5)).toEqual(name === undefined ? [] : [encodeURIComponent(name)]);
  });
});

describe("an error answer", () => {
  const rows: [string, Given, object][] = [
    ["a redirect", { status: 301 }, { kind: "bad_response", details: { status: 301 } }],
    ["JSON that is none", { type: JSON_TYPE, body: "{" }, { kind: "bad_response" }],
    [
      "a web page",
      { type: "text/html", body: "<title>Log in</title>" },
      { kind: "bad_response", details: { upstream: "Log in" } },
    ],
    [
      "an error in another character set",
      { status: 400, type: "text/plain; charset=latin1", body: [0x6e, 0xe9] },
      { kind: "rejected", details: { upstream: "né" } },
    ],
    [
      "an error that is JSON and does not say so",
      { status: 400, body: '{"message":"no"}' },
      { details: { upstream: "no" } },
    ],
    ["an error in bytes", { status: 400, type: "image/png", body: [1] }, { details: { status: 400 } }],
    [
      "an error that is nested deeply",
      {
        status: 400,
        type: JSON_TYPE,
        body: `{"message":"deep","x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
      },
      { details: { upstream: "deep" } },
    ],
  ];
  it.each(rows)("becomes an error: %s", (_name, given, want) => {
    expect(faultOf({ statusText: "", ...given })).toMatchObject(want);
  });
});
