/** Two programs that share no code describe the same request, for any binding and any arguments. */

import { expect, it } from "vitest";
import type { Json, JsonObject } from "../../generator/json.ts";
import { expectedRequest } from "../../generator/model/wire/expected-request.ts";
import type { Binding, BodyBinding, HttpBinding } from "../../runtime/contract/http-binding.ts";
import type { PartRow } from "../../runtime/contract/test-rows.ts";
import { ToolError } from "../../runtime/errors.ts";
import { buildRequest } from "../../runtime/http/request.ts";
import * as fc from "../support/properties.ts";

const TEXT = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.string({ unit: "binary", maxLength: 4 }),
  fc.constantFrom("", ".", "..", "a,b", "a&b=c", "%2F", "{b}", "$&", "__proto__", "\ud800", "+ /?#[]"),
);
const value: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small" },
    TEXT,
    fc.constantFrom<Json>(null, true, false, 0, -1.5, 1e21),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(TEXT, tie("json"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).json;

const name = fc.constantFrom("a", "ids[]", "page[size]", "$select", "é", "X-Y");
const flags = {
  explode: fc.boolean(),
  name,
  contentType: fc.constantFrom("application/json", "text/plain", "a/b+json"),
};
/** The encoding of a form field. */
const field = {
  style: fc.constantFrom("form", "spaceDelimited", "pipeDelimited", "deepObject"),
  allowReserved: fc.constant(true),
  file: fc.constant(true),
};
const record = (location: Binding["in"], more: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.record(
    { in: fc.constant(location), ...flags, ...more },
    { requiredKeys: ["in"], noNullPrototype: true },
  );

const binding = fc.oneof(
  record("path", { style: fc.constantFrom("simple", "label", "matrix") }),
  record("query", {
    style: fc.constantFrom("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    allowReserved: fc.constant(true),
  }),
  record("query"),
  record("header"),
  record("cookie"),
  record("path", {
    style: fc.constantFrom("spaceDelimited", "tabDelimited"),
    allowReserved: fc.constant(true),
  }),
  record("cookie", { style: fc.constant("cookie") }),
  record("header", { style: fc.constant("pipeDelimited") }),
  record("querystring", {
    contentType: fc.constantFrom("application/x-www-form-urlencoded", "application/json"),
  }),
  record("body", { ...field, name: fc.constantFrom("x", "__proto__") }),
) as fc.Arbitrary<Binding>;

const BYTES = "image/png";
const FORM = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";
const body: fc.Arbitrary<BodyBinding | undefined> = fc.option(
  fc.record(
    {
      type: fc.constantFrom(
        "application/json",
        "application/problem+json; charset=utf-8",
        FORM,
        MULTIPART,
        "application/x-ndjson",
        "application/json-seq",
        "text/plain",
        "application/xml",
        BYTES,
        "*/*",
      ),
      argument: fc.constantFrom("whole", "missing"),
      required: fc.constant(true),
      encoding: fc.dictionary(name, fc.record({ ...flags, ...field }, { requiredKeys: [] }), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
    },
    { requiredKeys: ["type"], noNullPrototype: true },
  ) as fc.Arbitrary<BodyBinding>,
  { nil: undefined },
);

/** Values that a declaration sends instead of an argument: some are expressions, most are literal. */
const template: fc.Arbitrary<Json> = fc.oneof(
  value,
  fc.constantFrom<Json>("$inputs.arg0", "{$inputs.arg1}/x", "$env.V", "$$inputs.arg0", "$inputs.missing", {
    a: "$inputs.arg0",
    b: ["$inputs.whole", "$inputs.missing"],
  }),
);

/** Headers that an upstream always gets. */
const common = fc.dictionary(
  fc.constantFrom("x-y", "cookie", "ids[]", "accept", "content-type"),
  fc.constant("c=1"),
  {
    maxKeys: 2,
    noNullPrototype: true,
  },
);
const ENV = { V: "from the environment" };

/** A form is an object, and a body of bytes is base64; the rows below say what becomes of other values. */
function wholeOf(type: string | undefined, drawn: Json): Json {
  if (type === BYTES || type === "*/*") return Buffer.from(String(drawn)).toString("base64");
  return (type === FORM || type === MULTIPART) && Array.isArray(drawn) ? { list: drawn } : drawn;
}

function multipart(parts: readonly PartRow[], boundary: string | undefined): string {
  const written = parts.map(({ head, text, base64 }) => {
    const content = base64 === undefined ? Buffer.from(text ?? "") : Buffer.from(base64, "base64");
    return `--${boundary}\r\n${head.join("\r\n")}\r\n\r\n${content}\r\n`;
  });
  return `${written.join("")}--${boundary}--\r\n`;
}

it.each<[Json]>([[[]], [[1, "a"]], ["a=b"], [null]])(
  "the runtime and the generator agree on a form that is %j and not an object",
  (whole) => {
    const http = { method: "POST", path: "/x", body: { type: FORM, argument: "whole" } } as const;
    expect(buildRequest(http, { whole }).body).toBe(expectedRequest(http, { whole }).body);
  },
);

it("the runtime sends what the generator expects", () => {
  let drawn = 0;
  let compared = 0;
  const property = fc.property(
    fc.array(
      fc.tuple(
        binding,
        fc.option(value, { nil: undefined }),
        fc.option(template, { nil: undefined, freq: 1 }),
      ),
      { maxLength: 4 },
    ),
    body,
    value,
    common,
    fc.option(template, { nil: undefined, freq: 1 }),
    (given, media, whole, headers, made) => {
      drawn++;
      const bindings = given.map(
        ([bound, arg, fixed]) => [fixed === undefined ? bound : { ...bound, value: fixed }, arg] as const,
      );
      // Members of a body of bytes or text do not exist: such a body is always one argument.
      const members = media && /[/+]json(?!-)|form/.test(media.type);
      const asWhole = media && !members ? { ...media, argument: "whole" } : media;
      const isMade = asWhole?.argument !== undefined && made !== undefined;
      const sent = asWhole && isMade ? { ...asWhole, value: wholeOf(media?.type, made) } : asWhole;
      // No two parameters of a path have the same name.
      const params = bindings.map(
        ([bound], i) =>
          [
            `arg${i}`,
            bound.in === "path" && bound.name ? { ...bound, name: `${bound.name}${i}` } : bound,
          ] as const,
      );
      const kept = params.filter(([, bound]) => bound.in !== "body" || (sent && sent.argument === undefined));
      const args: JsonObject = {
        whole: wholeOf(media?.type, whole),
      };
      bindings.forEach(([, given], i) => {
        if (given !== undefined) args[`arg${i}`] = given;
      });
      const places = kept
        .filter(([, bound]) => bound.in === "path")
        .map(([arg, bound]) => `/{${bound.name ?? arg}}`);
      const http: HttpBinding = {
        method: "POST",
        path: `/x${places.join("")}/y`,
        params: Object.fromEntries(kept),
        ...(sent && { body: sent }),
      };

      let built: ReturnType<typeof buildRequest>;
      try {
        const scope = { inputs: args, env: ENV };
        built = buildRequest(http, args, scope, headers);
      } catch (error) {
        if (error instanceof ToolError) return;
        throw error;
      }
      const want = expectedRequest(http, args, { env: ENV, headers });
      expect(`${built.method} ${built.target}`).toBe(want.request);
      const [type, boundary] = built.headers["content-type"]?.split("; boundary=") ?? [];
      // As the generated tests lay one over the other.
      expect({ ...built.headers, ...(type !== undefined && { "content-type": type }) }).toEqual({
        accept: "*/*",
        ...headers,
        ...(want.type !== undefined && { "content-type": want.type }),
        ...want.headers,
      });
      if (want.parts) {
        expect(Buffer.from(built.body ?? "").toString()).toBe(multipart(want.parts, boundary));
        compared++;
        return;
      }
      const text = built.body instanceof Uint8Array ? Buffer.from(built.body).toString("base64") : built.body;
      expect(text).toBe(want.json === undefined ? want.body : JSON.stringify(want.json));
      compared++;
    },
  );
  fc.assert(property, { numRuns: 6000 });
  expect(compared / drawn, "the share that is not refused").toBeGreaterThan(0.5);
});
