/** No value, no name and no media type adds a header, ends one, or changes one that is not its own. */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../generator/json.ts";
import { type Called, type Operation, operations } from "../probes/harness.ts";
import { OBJECT, object, parameter, STRING } from "../probes/rows.ts";
import type { WireRequest } from "../probes/upstream.ts";
import * as fc from "../support/properties.ts";

/** Strings that mean something to those who read headers, whole and among other text. */
const TELLING = [
  "\r\n",
  "\n",
  "\r",
  "\u0000",
  "\r\nX-Evil: 1",
  "; X-Evil=1",
  ", X-Evil",
  ":",
  " ",
  "\t",
  "\u0085",
  "\u2028",
  "é",
  "%0d%0a",
  '"',
  "\\",
  "=",
  "\u010a\u010d",
  "\ud800",
];
const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc
    .array(fc.oneof(fc.constantFrom(...TELLING), fc.string({ maxLength: 3 })), { maxLength: 4 })
    .map((parts) => parts.join("")),
);

/** Headers that every request has. */
const ALWAYS = ["accept", "accept-encoding", "connection", "host", "user-agent"];
const BODY = ["content-length", "content-type"];

/** That nothing but what is wanted was sent beside the headers of every request; or that nothing was sent. */
function only(
  called: Called,
  wanted: Readonly<Record<string, string>>,
  always: readonly string[] = ALWAYS,
): "sent" | "refused" {
  const { received, result } = called;
  if (received.length === 0) {
    expect(result.structuredContent).toMatchObject({ error: { kind: "invalid_arguments" } });
    return "refused";
  }
  expect(received).toHaveLength(1);
  const [{ headers }] = received as [WireRequest];
  const names = headers.map(([name]) => name.toLowerCase());
  expect(names.toSorted()).toEqual([...always, ...Object.keys(wanted)].toSorted());
  for (const [name, value] of Object.entries(wanted))
    expect(headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1]).toBe(value);
  return "sent";
}

/** Space around a value is not part of it: RFC 9110, section 5.5. */
const trimmed = (value: string): string => value.replace(/^[ \t]+|[ \t]+$/g, "");

const decoded = (cookie: string): string => {
  expect(cookie).toMatch(/^[A-Za-z0-9\-._~%]*$/);
  return decodeURIComponent(cookie);
};

const ANY: JsonObject = { schema: {} };
const server = operations({}, [
  { operation: { parameters: [parameter("header", "X-A", ANY)] } },
  { operation: { parameters: [parameter("header", "X-A", { ...ANY, explode: true })] } },
  { operation: { parameters: [parameter("header", "X-A", { content: { "application/json": ANY } })] } },
  {
    operation: {
      parameters: [parameter("header", "X-A", { content: { "text/plain": { schema: STRING } } })],
    },
  },
  { operation: { parameters: [parameter("cookie", "a", ANY)] } },
  { operation: { parameters: [parameter("cookie", "a", { ...ANY, explode: false })] } },
]);
const raw = operations({ version: "3.2.0" }, [
  { operation: { parameters: [parameter("cookie", "a", { style: "cookie", ...ANY })] } },
  { operation: { parameters: [parameter("cookie", "a", { allowReserved: true, ...ANY })] } },
]);

async function property(
  values: fc.Arbitrary<Json>,
  check: (value: Json) => Promise<"sent" | "refused">,
): Promise<void> {
  const outcomes = { sent: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(values, async (value) => {
      outcomes[await check(value)]++;
    }),
    { numRuns: 150 },
  );
  const share = outcomes.sent / (outcomes.sent + outcomes.refused);
  expect(share, "share of the values that were sent").toBeGreaterThan(1 / 15);
}

describe("T04 header injection: a value", () => {
  it("stays in its header", () =>
    property(text, async (value) =>
      only(await server.call(0, [value]), { "x-a": trimmed(value as string) }),
    ));

  it("stays in its header with a list", () =>
    property(fc.array(text, { minLength: 1, maxLength: 3 }), async (value) =>
      only(await server.call(0, [value]), { "x-a": trimmed((value as string[]).join(",")) }),
    ));

  it("stays in its header with an object, names included", () =>
    property(fc.tuple(text, text), async (pair) => {
      const [name, value] = pair as [string, string];
      return only(await server.call(1, [Object.fromEntries([[name, value]])]), {
        "x-a": trimmed(`${name}=${value}`),
      });
    }));

  it("stays in its header with JSON", () =>
    property(text, async (value) => {
      const called = await server.call(2, [value]);
      const [sent] = called.received;
      const header = sent?.headers.find(([name]) => name.toLowerCase() === "x-a")?.[1];
      if (header !== undefined) expect(JSON.parse(header)).toBe(value);
      return only(called, { "x-a": header ?? "" });
    }));

  it("stays in its header with text", () =>
    property(text, async (value) =>
      only(await server.call(3, [value]), { "x-a": trimmed(value as string) }),
    ));

  it.each([
    ["exploded", 4],
    ["not exploded", 5],
  ])("stays in its cookie, %s", (_, index) =>
    property(text, async (value) => {
      const called = await server.call(index, [value]);
      const cookie = called.received[0]?.headers.find(([name]) => name.toLowerCase() === "cookie")?.[1] ?? "";
      if (called.received.length > 0)
        expect(`a=${decoded(cookie.slice(2))}`).toBe(`a=${(value as string).toWellFormed()}`);
      return only(called, { cookie });
    }),
  );

  it("stays in its cookie with an object, names included", () =>
    property(fc.tuple(text, text), async (pair) => {
      const [name, value] = pair as [string, string];
      const called = await server.call(4, [Object.fromEntries([[name, value]])]);
      const cookie =
        called.received[0]?.headers.find(([header]) => header.toLowerCase() === "cookie")?.[1] ?? "";
      if (called.received.length > 0)
        expect(cookie.split("=").map(decoded)).toEqual([name.toWellFormed(), value.toWellFormed()]);
      return only(called, { cookie });
    }));

  it("stays in a cookie that is not percent-encoded", () =>
    property(text, async (value) => {
      const called = await raw.call(0, [value]);
      const cookie = called.received[0]?.headers.find(([name]) => name.toLowerCase() === "cookie")?.[1] ?? "";
      if (called.received.length > 0) {
        expect(cookie).toBe(trimmed(`a=${value}`));
        // RFC 6265, section 4.1.1: a semicolon begins another cookie.
        expect(cookie).not.toMatch(/[;\r\n]/);
      }
      return only(called, { cookie });
    }));

  it("stays in a cookie that keeps reserved characters", () =>
    property(text, async (value) => {
      const called = await raw.call(1, [value]);
      const cookie = called.received[0]?.headers.find(([name]) => name.toLowerCase() === "cookie")?.[1] ?? "";
      // RFC 6265, section 4.1.1.
      if (called.received.length > 0) expect(cookie).toMatch(/^a=[!#-+\--:<-[\]-~]*$/);
      return only(called, { cookie });
    }));
});

/** Names of the document: what is no token cannot be a header, and what is the connection's own is not theirs. */
const NAMES = [
  ...[
    "X-A\r\nX-Evil",
    "X-A: 1\r\nX-Evil",
    "\r\nX-Evil",
    "X A",
    "X-A ",
    " X-A",
    "X:A",
    ":authority",
    "X-A\u0000",
    "X-\u00e9",
    "X(A)",
    "X\tA",
    '"',
    "X/A",
    "{X}",
  ],
  ...[
    "Host",
    "Content-Length",
    "Transfer-Encoding",
    "Connection",
    "Keep-Alive",
    "Upgrade",
    "TE",
    "Trailer",
    "Expect",
    "Proxy-Authorization",
    "Proxy-Connection",
    "Cookie",
    "Content-Encoding",
    "host",
    "CONTENT-LENGTH",
  ],
] as const;
const named = operations(
  {},
  NAMES.map(
    (name): Operation => ({
      operation: { parameters: [parameter("header", name), parameter("query", "q")] },
    }),
  ),
);
const COOKIES = ["a\r\nX-Evil: 1", "a; b", "a=b", "a,b", "a b", "\u0000", "é", '"', "a\tb"];
const cookies = operations(
  {},
  COOKIES.map((name): Operation => ({ operation: { parameters: [parameter("cookie", name)] } })),
);

describe("T04 header injection: a name in the document", () => {
  it.each(NAMES.map((name, i) => [name, i] as const))(
    "of a header is sent as such or left out: %j",
    async (_, i) => {
      const others = named.argumentsOf(i).filter((argument) => argument !== "q");
      const args = Object.fromEntries([
        ["q", "1"],
        ...others.map((argument) => [argument, "evil"]),
      ]) as JsonObject;
      const called = await named.call(i, args);
      expect(only(called, {})).toBe("sent");
      expect(called.received[0]?.headers.find(([header]) => header.toLowerCase() === "host")?.[1]).toBe(
        named.host,
      );
      expect(called.received[0]?.body).toHaveLength(0);
    },
  );

  it.each(COOKIES.map((name, i) => [name, i] as const))(
    "of a cookie is sent as such or left out: %j",
    async (name, i) => {
      const called = await cookies.call(i, ["1"]);
      const cookie =
        called.received[0]?.headers.find(([header]) => header.toLowerCase() === "cookie")?.[1] ?? "";
      expect(decoded(cookie.slice(0, -2))).toBe(name);
      expect(only(called, { cookie })).toBe("sent");
    },
  );
});

/** Media types of the document become the headers Content-Type and Accept. */
const TYPES = [
  "application/json\r\nX-Evil: 1",
  "application/json;\r\n X-Evil=1",
  "text/plain\nX-Evil: 1",
  "image/png\u0000",
  "text/plain; a=é",
  "application/x-www-form-urlencoded\r\nX-Evil: 1",
  "multipart/form-data\r\nX-Evil: 1",
  "multipart/form-data; boundary=x\r\nX-Evil: 1",
];
const typed = TYPES.flatMap((type) => [
  operations({}, [
    {
      method: "POST",
      operation: { requestBody: { required: true, content: { [type]: { schema: object({ a: STRING }) } } } },
    },
  ]),
  operations({}, [
    { operation: { responses: { "200": { description: "ok", content: { [type]: { schema: OBJECT } } } } } },
  ]),
]);

describe("T04 header injection: a media type in the document", () => {
  it.each(TYPES.map((type, i) => [type, i] as const))(
    "of a body is sent as such or left out: %j",
    async (_, i) => {
      const upload = typed[2 * i];
      if (!upload?.has(0)) return expect(upload?.diagnostics.join("\n")).toMatch(/error|warning/);
      const called = await upload.call(0, ["YQ=="]);
      for (const { headers } of called.received)
        expect(headers.map(([name]) => name.toLowerCase()).toSorted()).toEqual(
          [...ALWAYS, ...BODY].toSorted(),
        );
      if (called.received.length === 0) expect(called.result.isError).toBe(true);
    },
  );

  it.each(TYPES.map((type, i) => [type, i] as const))(
    "of an answer is sent as such or left out: %j",
    async (_, i) => {
      const download = typed[2 * i + 1];
      if (!download?.has(0)) return expect(download?.diagnostics.join("\n")).toMatch(/error|warning/);
      const called = await download.call(0, {});
      for (const { headers } of called.received)
        expect(headers.map(([name]) => name.toLowerCase()).toSorted()).toEqual(ALWAYS.toSorted());
      if (called.received.length === 0) expect(called.result.isError).toBe(true);
    },
  );
});

/** Headers of parts: the name of a field and of a file, and the type of a file. */
const multipart = operations({}, [
  {
    method: "POST",
    operation: {
      requestBody: {
        required: true,
        content: {
          "multipart/form-data": {
            schema: object({ file: { contentMediaType: "application/octet-stream" } }),
          },
        },
      },
    },
  },
  {
    method: "POST",
    operation: { requestBody: { required: true, content: { "multipart/form-data": { schema: OBJECT } } } },
  },
]);

/** The header lines of the one part there is. */
function partOf({ received }: Called): string[] {
  const [{ headers = [], body = Buffer.alloc(0) } = {}] = received;
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? "";
  const [before, part = "", ...after] = body.toString("latin1").split(`--${boundary}`);
  expect([before, after]).toEqual(["", ["--\r\n"]]);
  return (part.split("\r\n\r\n", 1)[0] ?? "").split("\r\n").slice(1);
}

const HEADER_LINE = /^[A-Za-z-]+: .*$/;

describe("T04 header injection: a part of a multipart body", () => {
  it("keeps the name and the type of a file inside its header", async () => {
    await property(fc.tuple(text, text, fc.boolean()), async (drawn) => {
      const [name, type, escaped] = drawn as [string, string, boolean];
      const spelled = escaped ? encodeURIComponent(name.toWellFormed()) : name;
      const called = await multipart.call(0, { file: `data:${type};name=${spelled};base64,YQ==` });
      if (called.received.length > 0) {
        const lines = partOf(called);
        expect(lines.map((line) => line.split(":")[0])).toEqual(["Content-Disposition", "Content-Type"]);
        for (const line of lines) expect(line).toMatch(HEADER_LINE);
        expect(lines[0]).toMatch(/^Content-Disposition: form-data; name="file"; filename="[^"]*"$/);
      }
      return only(called, {}, [...ALWAYS, ...BODY]);
    });
  });

  it("keeps the name of a field inside its header", async () => {
    await property(text, async (name) => {
      const called = await multipart.call(1, [Object.fromEntries([[name as string, "1"]])]);
      if (called.received.length > 0) {
        const [line, ...more] = partOf(called);
        expect(more).toEqual([]);
        expect(line).toMatch(/^Content-Disposition: form-data; name="[^"\r\n]*"$/);
      }
      return only(called, {}, [...ALWAYS, ...BODY]);
    });
  });
});
