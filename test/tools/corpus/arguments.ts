/** Chooses arguments of calls: values for the advertised schema, otherwise values from the generated tests. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { Binding, HttpTool as Tool } from "../../../runtime/tool.ts";
import type { Charset } from "./invent/texts.ts";
import { Impossible, Inventor } from "./invent/values.ts";
import { type ToolTests, valuesOf } from "./rows.ts";
import { isObject, type Json, type JsonObject, list, own, put, same } from "./validator/json.ts";
import { PATTERNS } from "./validator/schema.ts";

export interface Choice {
  /** A name for reports. */
  readonly label: string;
  readonly args: JsonObject;
}

export interface Choices {
  readonly choices: readonly Choice[];
  /** Arguments without a valid value. */
  readonly missing: readonly string[];
}

/** Reads the rows of a server's tests by tool, if a value cannot be invented. */
export type Rows = () => Promise<ReadonlyMap<string, ToolTests>>;

const ATTEMPTS = 12;

/** Returns up to two sets of arguments: the required ones, and all. */
export async function chooseArguments(tool: Tool, schema: JsonObject, rows: Rows): Promise<Choices> {
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    validateSchema: false,
    // Every fault is reported: one argument is judged while others are missing.
    allErrors: true,
    logger: false,
    code: { regExp: PATTERNS },
  });
  const missing = new Set<string>();
  let accepts: ValidateFunction;
  try {
    accepts = ajv.compile(schema);
  } catch {
    return { choices: [], missing: Object.keys(membersOf(schema)) };
  }
  const choices: Choice[] = [];
  for (const [label, optionalDepth] of [
    ["required", 0],
    ["all", 3],
  ] as const) {
    const args = await invent({ tool, schema, accepts, rows, missing }, optionalDepth);
    if (args && !choices.some((choice) => same(choice.args, args))) choices.push({ label, args });
  }
  return { choices, missing: [...missing] };
}

interface Subject {
  readonly tool: Tool;
  readonly schema: JsonObject;
  readonly accepts: ValidateFunction;
  readonly rows: Rows;
  readonly missing: Set<string>;
}

async function invent(subject: Subject, optionalDepth: number): Promise<JsonObject | undefined> {
  const { schema, accepts, missing } = subject;
  const required = new Set(list(schema.required));
  const names = Object.keys(membersOf(schema)).filter((name) => required.has(name) || optionalDepth > 0);
  const args: JsonObject = {};
  for (const name of names) {
    const value = await inventOne(subject, name, optionalDepth);
    if (value !== undefined) put(args, name, value);
    else missing.add(name);
  }
  return accepts(args) ? args : undefined;
}

/** Invents one argument by itself, so that a difficult one does not affect the others. */
async function inventOne(
  { tool, schema, accepts, rows }: Subject,
  name: string,
  optionalDepth: number,
): Promise<Json | undefined> {
  const member = own(membersOf(schema), name);
  const charset = charsetOf(tool, name, member);
  // An object without members would leave a path segment empty.
  const isPath = bindingOf(tool, name)?.in === "path";
  // Ignores faults of the other arguments, which are missing here.
  const isRight = (value: Json): boolean => {
    const args: JsonObject = {};
    put(args, name, value);
    return accepts(args) || (accepts.errors ?? []).every(({ instancePath }) => instancePath === "");
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // A value that cannot be filled in completely may be valid with fewer members.
    const depth = attempt < ATTEMPTS / 2 ? Math.max(optionalDepth, isPath ? 1 : 0) : 0;
    try {
      const value = new Inventor(schema, { attempt, optionalDepth: depth, charset }).value(member);
      if (isRight(value)) return value;
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
    }
  }
  return valuesOf((await rows()).get(tool.name), name).find(isRight);
}

function membersOf(schema: JsonObject): JsonObject {
  return isObject(schema.properties) ? schema.properties : {};
}

/** Returns the characters that are safe from the delimiters of the style of an argument. */
export function charsetOf(tool: Tool, name: string, schema: Json | undefined): Charset {
  const { path, body } = tool.http;
  if (name === body?.argument) {
    // A body that is not JSON, a form or text is sent as bytes.
    return isBytes(body.type) ? "base64" : "any";
  }
  const binding = bindingOf(tool, name);
  // Multipart parts are not percent-encoded, so that items of a list in one part must not contain commas.
  const isJoined = binding?.style !== undefined || binding?.explode !== undefined;
  if (!binding || binding.in === "body")
    return isJoined && /^multipart/i.test(body?.type ?? "") ? "plain" : "any";
  const { style } = binding;
  if (binding.allowReserved) return "reserved";
  if (style !== undefined && !["simple", "form", "deepObject"].includes(style)) return "plain";
  // Items of a list in a header cannot contain a delimiter.
  if (binding.in === "header") return own(schema, "type") === "string" ? "header" : "plain";
  if (binding.in === "path") {
    const segment = path.split("/").find((part) => part.includes(`{${binding.name ?? name}}`)) ?? "";
    return /^\{[^{}]+\}$/.test(segment) ? "any" : "plain";
  }
  return "any";
}

function bindingOf({ http }: Tool, name: string): Binding | undefined {
  return http.params && Object.hasOwn(http.params, name) ? http.params[name] : undefined;
}

function isBytes(type: string): boolean {
  return !/json|^text\/|xml|x-www-form-urlencoded|multipart/i.test(type);
}
