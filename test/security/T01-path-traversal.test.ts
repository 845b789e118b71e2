/** Whatever the value of a path parameter is, it fills one place in one segment, or nothing is sent. */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../generator/json.ts";
import { type Operation, operations } from "../probes/harness.ts";
import { parameter } from "../probes/rows.ts";

const VALUES = [
  "",
  ".",
  "..",
  "...",
  "../",
  "/..",
  "../admin",
  "../../etc/passwd",
  "..\\..\\windows",
  "\\",
  "\\..\\",
  "/",
  "//",
  "//evil.example/",
  "/etc/passwd",
  "./x",
  "x/../y",
  "x/./y",
  "%2e",
  "%2e%2e",
  "%2E%2e",
  ".%2e",
  "%2e.",
  "%2e%2e%2f",
  "%2e%2e/admin",
  "..%2fadmin",
  "..%5cadmin",
  "%252e%252e%252f",
  "%c0%ae%c0%ae/",
  "..%00/",
  "..;/admin",
  ";/../admin",
  "?admin=true",
  "#",
  "x?y#z",
  "http://evil.example/",
  "@evil.example",
  "\u0000",
  "..\r\nHost: evil.example",
  "\u2025/\uff0e\uff0e\uff0fadmin",
  " .. ",
  "\t..",
  "{id}",
  "..{id}..",
] as const;

interface Template {
  readonly path: string;
  readonly style: string;
  /** The text around the expanded value in its own segment, and the segments before and after that one. */
  readonly before: readonly string[];
  readonly open: string;
  readonly close: string;
  readonly after: readonly string[];
  /** The style's text before the value; an empty value is `empty`. */
  readonly operator: string;
  readonly empty: string;
}

const SIMPLE = { style: "simple", open: "", close: "", operator: "", empty: "" };

const TEMPLATES: readonly Template[] = [
  { ...SIMPLE, path: "/users/{id}/profile", before: ["users"], after: ["profile"] },
  { ...SIMPLE, path: "/{id}", before: [], after: [] },
  { ...SIMPLE, path: "/files/{id}.json", before: ["files"], close: ".json", after: [] },
  { ...SIMPLE, path: "/files/x-{id}", before: ["files"], open: "x-", after: [] },
  { ...SIMPLE, path: "/x/{id}/", style: "label", before: ["x"], after: [""], operator: ".", empty: "." },
  { ...SIMPLE, path: "/x/{id}", style: "matrix", before: ["x"], after: [], operator: ";id=", empty: ";id" },
];

interface Variant {
  readonly name: string;
  readonly version: string;
  readonly fields: JsonObject;
  readonly value: (text: string) => Json;
  /** The bytes one must get by decoding the value's place in the path once. */
  readonly bytes: (text: string) => Buffer;
}

const asText = (text: string): string => text;
const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");

/** Percent-decoding of RFC 3986, of whatever bytes there are. */
function decode(text: string): Buffer {
  const bytes = utf8(text).toString("latin1");
  const decoded = bytes.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(decoded, "latin1");
}

const VARIANTS: readonly Variant[] = [
  { name: "a string", version: "3.1.1", fields: {}, value: asText, bytes: utf8 },
  {
    name: "a string with allowReserved, which 3.1 has for queries only",
    version: "3.1.1",
    fields: { allowReserved: true },
    value: asText,
    bytes: utf8,
  },
  {
    // Triplets pass, so that what arrives is what they stand for.
    name: "a string with allowReserved, which 3.2 has for paths too",
    version: "3.2.0",
    fields: { allowReserved: true },
    value: asText,
    bytes: decode,
  },
  {
    name: "the one item of a list",
    version: "3.1.1",
    fields: { schema: { type: "array", items: { type: "string" } } },
    value: (text) => [text],
    bytes: utf8,
  },
  {
    name: "text as content",
    version: "3.1.1",
    fields: { content: { "text/plain": { schema: { type: "string" } } } },
    value: asText,
    bytes: utf8,
  },
];

const CASES = VARIANTS.flatMap((variant) => {
  // The styles are those of a schema; content has none.
  const templates =
    "content" in variant.fields ? TEMPLATES.filter(({ style }) => style === "simple") : TEMPLATES;
  const list = templates.map(
    ({ path, style }): Operation => ({
      path,
      operation: {
        parameters: [
          parameter("path", "id", { ...("content" in variant.fields ? {} : { style }), ...variant.fields }),
        ],
      },
    }),
  );
  const server = operations({ version: variant.version }, list);
  return templates.map((template, index) => ({ variant, template, server, index }));
});

/** RFC 3986, section 5.2.4, and the URL standard, which takes %2e for a dot. */
// With or without what follows a semicolon, at which some servers stop reading.
const isDots = (segment: string): boolean => /^(?:(?:\.|%2e){1,2}(?:;.*)?)?$/i.test(segment);

describe("T01 path traversal", () => {
  it.each(CASES.map((each) => [each.template.path, each.template.style, each.variant.name, each] as const))(
    "stays in its segment: %s, %s, %s",
    async (_path, _style, _name, { variant, template, server, index }) => {
      let sent = 0;
      for (const text of VALUES) {
        const { result, received, prefix } = await server.call(index, { id: variant.value(text) });
        const shown = JSON.stringify(text);
        if (received.length === 0) {
          expect(result.structuredContent, shown).toMatchObject({ error: { kind: "invalid_arguments" } });
          const segment = template.open + template.operator + text + template.close;
          expect(isDots(segment), `${shown} could have been sent`).toBe(true);
          continue;
        }
        sent++;
        expect(received, shown).toHaveLength(1);
        const [{ target = "", headers = [] } = {}] = received;
        expect(headers.filter(([name]) => name.toLowerCase() === "host")).toEqual([["host", server.host]]);
        expect(target, shown).toMatch(/^[A-Za-z0-9\-._~!$&'()*+,;=:@%/]+$/);
        // A URL parser leaves it unchanged.
        expect(new URL(`http://upstream.example${target}`).pathname, shown).toBe(target);

        const segments = target.split("/");
        const place = 2 + template.before.length;
        expect(
          segments.filter((_, i) => i !== place),
          shown,
        ).toEqual(["", prefix.slice(1), ...template.before, ...template.after]);
        const segment = segments[place] as string;
        expect(isDots(segment), shown).toBe(false);
        const start = template.open + (text === "" ? template.empty : template.operator);
        expect(segment.startsWith(start) && segment.endsWith(template.close), shown).toBe(true);
        const value = segment.slice(start.length, segment.length - template.close.length);
        expect(decode(value).toString("latin1"), shown).toBe(variant.bytes(text).toString("latin1"));
      }
      expect(sent).toBeGreaterThanOrEqual(VALUES.length - 9);
    },
  );
});
