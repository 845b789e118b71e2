import { describe, expect, it } from "vitest";
import { isJson, isText, isXml, mediaType, sequenceKind } from "../../runtime/contract/media-types.ts";
import { decodeText, parameterOf } from "../../runtime/http/body-text.ts";

describe("mediaType", () => {
  const rows: [string | undefined, string][] = [
    ["application/json", "application/json"],
    ["Application/JSON; charset=utf-8", "application/json"],
    ["text/plain;charset=x", "text/plain"],
    ["application/json, application/json", "application/json"],
    [undefined, ""],
    ["", ""],
    ["json", ""],
    [";", ""],
  ];
  it.each(rows)("parses %j", (header, want) => {
    expect(mediaType(header)).toBe(want);
  });
});

describe("a parameter of a header", () => {
  const rows: [string | undefined, string | undefined][] = [
    ["text/plain; charset=utf-8", "utf-8"],
    ['text/plain;format=flowed;CharSet="iso-8859-1"', "iso-8859-1"],
    ['text/plain; note="; charset=fake"; charset=real', "real"],
    ['text/plain; charset="a\\"b"', 'a"b'],
    ["text/plain; charset=", ""],
    ["text/plain", undefined],
    [undefined, undefined],
  ];
  it.each(rows)("is read from %j", (header, want) => {
    expect(parameterOf(header, "charset")).toBe(want);
  });
});

describe("a media type is classified", () => {
  const rows: [string, { json?: true; text?: true; xml?: true; sequence?: string }][] = [
    ["application/json", { json: true }],
    ["application/json; charset=utf-8", { json: true }],
    ["application/json ", { json: true }],
    ["application/json, text/plain", { json: true }],
    ["application/vnd.github+json", { json: true }],
    ["application/problem+json;x=y", { json: true }],
    ["text/json", { json: true, text: true }],
    ["application/json-seq", { sequence: "records" }],
    ["application/json-patch", {}],
    ["application/jsonl", { sequence: "lines" }],
    ["application/x-ndjson", { sequence: "lines" }],
    ["application/ndjson", { sequence: "lines" }],
    ["text/event-stream", { text: true, sequence: "events" }],
    ["application/octet-stream; x=/json", {}],
    ["application/xml", { text: true, xml: true }],
    ["image/svg+xml", { text: true, xml: true }],
    ["text/xml; charset=utf-8", { text: true, xml: true }],
    ["application/xml-dtd", {}],
    ["application/x-www-form-urlencoded", { text: true }],
    ["application/yaml", { text: true }],
    ["application/openapi+yaml", { text: true }],
    ["application/zip", {}],
    ["image/png", {}],
  ];
  it.each(rows)("%s", (type, { json = false, text = false, xml = false, sequence }) => {
    expect({ json: isJson(type), text: isText(type), xml: isXml(type) }).toEqual({ json, text, xml });
    expect(sequenceKind(type)).toBe(sequence);
  });
});

describe("bytes are decoded", () => {
  const rows: [string, number[], string | undefined, string][] = [
    ["UTF-8 without a word", [0xc3, 0xa9], undefined, "é"],
    ["UTF-8", [0xc3, 0xa9], "text/plain; charset=UTF-8", "é"],
    ["what is declared", [0xe9], "text/plain; charset=iso-8859-1", "é"],
    ["what is declared, in quotes", [0xe9], 'application/json; charset="ISO-8859-1"', "é"],
    ["a declared multi-byte set", [0x93, 0xfa, 0x96, 0x7b], "text/csv; charset=Shift_JIS", "日本"],
    ["undeclared text that is not UTF-8", [0x80, 0x93, 0xe9], "text/plain", "€“é"],
    ["an unknown character set, and valid UTF-8", [0xc3, 0xa9], "text/plain; charset=klingon", "é"],
    ["an unknown character set", [0xe9], "text/plain; charset=klingon", "é"],
    ["a set that browsers refuse", [0xe9], "text/plain; charset=iso-2022-kr", "é"],
    ["a mark of UTF-8", [0xef, 0xbb, 0xbf, 0x61], undefined, "a"],
    ["a mark that knows better", [0xef, 0xbb, 0xbf, 0xc3, 0xa9], "text/plain; charset=latin1", "é"],
    ["a mark of UTF-16, little end first", [0xff, 0xfe, 0x61, 0], "text/plain", "a"],
    ["a mark of UTF-16, big end first", [0xfe, 0xff, 0, 0x61], "text/plain; charset=utf-16", "a"],
    ["one mark only", [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], undefined, "\uFEFF"],
    ["bytes that are no UTF-8 as declared", [0x61, 0xff], "text/plain; charset=utf-8", "a\uFFFD"],
  ];
  it.each(rows)("as %s", (_name, bytes, header, want) => {
    expect(decodeText(Buffer.from(bytes), header)).toBe(want);
  });

  it.each([
    ["application/xml", "é"],
    ["application/atom+xml; charset=utf-8", "\uFFFD"],
    ["text/plain", "é"],
  ])("by the encoding that XML declares: %s", (header, want) => {
    const start = '<?xml version="1.0" encoding="ISO-8859-1"?><a>';
    const body = Buffer.concat([Buffer.from(start), Buffer.from([0xe9])]);
    expect(decodeText(body, header)).toBe(start + want);
  });
});
