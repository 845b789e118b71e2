/**
 * Names that reach for the prototype of all objects, in every place a stranger can write to: documents,
 * arguments and answers. Given as data, so that they can be tried in more than one process.
 */
import type { Json, JsonObject } from "../../generator/json.ts";
import type { Answer } from "../probes/upstream.ts";
import { type ProbedServer, World } from "../probes/world.ts";

/** A value that pollutes a careless merge or copy, as JSON. */
export const EVIL =
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"prototype":{"polluted":true},"x":1}';
const evil = (): JsonObject => JSON.parse(EVIL) as JsonObject;

export const NAMES = ["__proto__", "constructor", "prototype"];
const STRING: JsonObject = { type: "string" };
const ANY: JsonObject = { type: "object", additionalProperties: true };

/** Each of the names as a member of its own. */
const each = (value: Json): JsonObject => Object.fromEntries(NAMES.map((name) => [name, value]));

const body = (type: string, schema: JsonObject, more: JsonObject = {}): JsonObject => ({
  requestBody: { required: true, content: { [type]: { schema, ...more } } },
});
const query = (fields: JsonObject): JsonObject => ({ parameters: [{ name: "q", in: "query", ...fields }] });
const operation = (operationId: string, fields: JsonObject): JsonObject => ({
  operationId,
  responses: { "200": { description: "ok" } },
  ...fields,
});

const FORM = "application/x-www-form-urlencoded";

/** One document that says the names wherever a name can stand. */
const PATHS: JsonObject = {
  "/free": { post: operation("free", body("application/json", ANY)) },
  "/nested": {
    post: operation("nested", body("application/json", { type: "object", properties: { o: ANY } })),
  },
  "/members": {
    post: operation(
      "members",
      body("application/json", { type: "object", properties: each(STRING), required: NAMES }),
    ),
  },
  "/reference": {
    post: operation(
      "reference",
      body("application/json", {
        type: "object",
        properties: Object.fromEntries(
          NAMES.map((name, i) => [`m${i}`, { $ref: `#/components/schemas/${name}` }]),
        ),
      }),
    ),
  },
  "/form": { post: operation("form", body(FORM, { type: "object", properties: { o: ANY } })) },
  "/free-form": { post: operation("free_form", body(FORM, ANY)) },
  "/deep": { get: operation("deep", query({ schema: ANY, style: "deepObject", explode: true })) },
  "/exploded": { get: operation("exploded", query({ schema: ANY })) },
  "/content": { get: operation("content", query({ content: { "application/json": { schema: ANY } } })) },
  "/values": { get: operation("values", query({ schema: { type: "string", enum: [...NAMES] } })) },
  "/parameters": {
    get: operation("parameters", {
      parameters: NAMES.map((name) => ({ name, in: "query", schema: STRING })),
    }),
  },
  "/__proto__/{constructor}/{__proto__}": {
    get: operation("path", {
      parameters: ["constructor", "__proto__"].map((name) => ({
        name,
        in: "path",
        required: true,
        schema: STRING,
      })),
    }),
  },
  ["__proto__"]: { get: operation("no_path", {}), polluted: true },
  "/tags": { get: operation("tags", { tags: NAMES }) },
  "/id": { get: operation("__proto__", {}) },
  "/id2": { get: operation("constructor", {}) },
  "/odd": {
    post: operation("odd", {
      parameters: [
        {
          name: "q",
          in: "query",
          examples: each({ value: "a" }),
          schema: STRING,
          ...each({ polluted: true }),
        },
      ],
      requestBody: {
        required: true,
        content: {
          [FORM]: {
            schema: { type: "object", properties: { a: STRING }, ...each({ polluted: true }) },
            encoding: { ...each({ style: "form", polluted: true }) },
          },
          ...each({ schema: STRING }),
        },
      },
      responses: {
        "200": { description: "ok", headers: each({ schema: STRING }) },
        ...each({ description: "no" }),
      },
      callbacks: each({ polluted: true }),
      security: [each(["polluted"])],
      ...each({ polluted: true }),
    }),
    ...each({ polluted: true }),
  },
};

const COMPONENTS: JsonObject = {
  schemas: {
    ...each({ type: "object", properties: each(STRING) }),
    Patterns: {
      type: "object",
      patternProperties: each(STRING),
      dependentRequired: each(["x"]),
      default: evil(),
    },
    Union: {
      oneOf: [{ $ref: "#/components/schemas/Patterns" }],
      discriminator: { propertyName: "__proto__", mapping: each("#/components/schemas/Patterns") },
    },
  },
  securitySchemes: each({ type: "http", scheme: "bearer" }),
  parameters: each({ name: "q", in: "query", schema: STRING }),
  ...each(evil()),
};

export interface PollutionRow {
  readonly name: string;
  readonly tool: string;
  /** JSON, as it is sent. */
  readonly args: string;
  readonly answer?: Answer;
  /** Request line and body. */
  readonly sends: string;
  /** Text that the JSON-RPC answer must have, or a pattern. */
  readonly returns?: RegExp;
}

const encoded = encodeURIComponent(EVIL);
const JSON_ANSWER = { "content-type": "application/json" };

export const ROWS: readonly PollutionRow[] = [
  { name: "a free-form body", tool: "free", args: `{"body":${EVIL}}`, sends: `POST /free\n${EVIL}` },
  {
    name: "an object in a body",
    tool: "nested",
    args: `{"o":${EVIL}}`,
    sends: `POST /nested\n{"o":${EVIL}}`,
  },
  {
    name: "a list in a body",
    tool: "free",
    args: `{"body":{"l":[${EVIL}]}}`,
    sends: `POST /free\n{"l":[${EVIL}]}`,
  },
  {
    name: "members of a body that are called so",
    tool: "members",
    args: '{"proto":"1","constructor_":"2","prototype":"3"}',
    sends: 'POST /members\n{"__proto__":"1","constructor":"2","prototype":"3"}',
  },
  {
    name: "members of schemas that are called so",
    tool: "reference",
    args: '{"m0":{"__proto__":"1"},"m1":{"constructor":"2"},"m2":{"prototype":"3"}}',
    sends: 'POST /reference\n{"m0":{"__proto__":"1"},"m1":{"constructor":"2"},"m2":{"prototype":"3"}}',
  },
  { name: "a field of a form", tool: "form", args: `{"o":${EVIL}}`, sends: `POST /form\no=${encoded}` },
  {
    name: "the fields of a form",
    tool: "free_form",
    args: '{"body":{"__proto__":"1","constructor":"2","x":"3"}}',
    sends: "POST /free-form\n__proto__=1&constructor=2&x=3",
  },
  {
    name: "a deep object",
    tool: "deep",
    args: '{"q":{"__proto__":"1","constructor":"2","x":"3"}}',
    sends: "GET /deep?q%5B__proto__%5D=1&q%5Bconstructor%5D=2&q%5Bx%5D=3\n",
  },
  {
    name: "an object in the query",
    tool: "exploded",
    args: '{"q":{"__proto__":"1","constructor":"2","x":"3"}}',
    sends: "GET /exploded?__proto__=1&constructor=2&x=3\n",
  },
  { name: "JSON in the query", tool: "content", args: `{"q":${EVIL}}`, sends: `GET /content?q=${encoded}\n` },
  { name: "a value", tool: "values", args: '{"q":"__proto__"}', sends: "GET /values?q=__proto__\n" },
  {
    name: "parameters",
    tool: "parameters",
    args: '{"proto":"1","constructor_":"2","prototype":"3"}',
    sends: "GET /parameters?__proto__=1&constructor=2&prototype=3\n",
  },
  {
    name: "parameters, none of them given",
    tool: "parameters",
    args: "{}",
    sends: "GET /parameters\n",
  },
  {
    name: "a path",
    tool: "path",
    args: '{"constructor_":"1","proto":"2"}',
    sends: "GET /__proto__/1/2\n",
  },
  { name: "a tag", tool: "tags", args: "{}", sends: "GET /tags\n" },
  { name: "operationId __proto__", tool: "proto", args: "{}", sends: "GET /id\n" },
  { name: "operationId constructor", tool: "constructor", args: "{}", sends: "GET /id2\n" },
  { name: "everywhere else", tool: "odd", args: '{"q":"1","a":"2"}', sends: "POST /odd?q=1\na=2" },
  {
    name: "an answer",
    tool: "tags",
    args: "{}",
    sends: "GET /tags\n",
    answer: { headers: JSON_ANSWER, body: EVIL },
    // The text is complete; the protocol's own library leaves the one name out of what is structured.
    returns:
      /"text":"\{\\"__proto__\\":\{\\"polluted\\":true\},.*"constructor":\{"prototype":\{"polluted":true\}\}/,
  },
  {
    name: "an answer of a list",
    tool: "tags",
    args: "{}",
    sends: "GET /tags\n",
    answer: { headers: JSON_ANSWER, body: `[${EVIL}]` },
    returns: /"structuredContent":\{"result":\[\{"__proto__":\{"polluted":true\}/,
  },
  {
    name: "problem details",
    tool: "tags",
    args: "{}",
    sends: "GET /tags\n",
    answer: {
      status: 400,
      headers: { "content-type": "application/problem+json" },
      body: `{"__proto__":{"detail":"polluted"},"detail":"as it is","errors":[${EVIL}]}`,
    },
    returns: /"upstream":"as it is"/,
  },
];

/** Arguments that no tool has. */
export const UNDECLARED = NAMES.map((name) => ({
  tool: "tags",
  args: `{"${name}":{"polluted":true}}`,
  name,
}));

export interface Outcome {
  readonly name: string;
  /** The received request, in the form of a row, or the client's error. */
  readonly sent: string;
  readonly text: string;
  /** Names that objects have which they should not have. */
  readonly polluted: readonly string[];
}

/** Generates from the document, serves it, and makes all the calls. */
export async function run(): Promise<{ diagnostics: readonly string[]; outcomes: Outcome[] }> {
  const world = new World();
  const server = world.add({ paths: PATHS, root: { components: COMPONENTS } }, []);
  await world.open();
  try {
    const outcomes: Outcome[] = [];
    for (const { name, tool, args, answer } of [
      ...ROWS,
      ...UNDECLARED.map((row) => ({ ...row, answer: {} })),
    ])
      outcomes.push(await outcome(server, name, tool, args, answer));
    return { diagnostics: server.diagnostics, outcomes };
  } finally {
    await world.close();
  }
}

async function outcome(
  server: ProbedServer,
  name: string,
  tool: string,
  args: string,
  answer: Answer | undefined,
): Promise<Outcome> {
  const { text, received } = await server.callRaw(tool, args, answer);
  const sent = received
    .map(({ method, target, body }) => `${method} ${target}\n${body.toString("utf8")}`)
    .join("\n\n");
  return { name, sent, text, polluted: pollution() };
}

/** Returns the inherited enumerable names of a fresh object, list and function. */
export function pollution(): string[] {
  const found: string[] = [];
  for (const fresh of [{}, [], () => 0]) for (const name in fresh) found.push(name);
  return found;
}
