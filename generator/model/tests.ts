import { errorKindOf } from "../../runtime/contract/error-kinds.ts";
import { isJson, isText, sequenceKind } from "../../runtime/contract/media-types.ts";
import type { ErrorRow, RejectRow, ReturnRow, ToolTests } from "../../runtime/contract/test-rows.ts";
import type { QUESTION_FIELDS } from "../../runtime/contract/tool-definition.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { type Json, type JsonObject, own, type Pointer, put } from "../json.ts";
import type { Schema } from "../json-schema.ts";
import type { ApiMedia } from "../normalise/api-document.ts";
import type { Examples } from "./examples.ts";
import { isSendable } from "./sendable.ts";
import type { Argument, UpstreamModel } from "./server-model.ts";
import type { ToolDraft } from "./tool.ts";
import { expectedRequest } from "./wire/request.ts";
import { surroundingsOf } from "./wire/surroundings.ts";

/**
 * The methods that the HTTP parser of Node knows. A request of any other method can be sent, but the upstream of the
 * generated tests, a server of Node's, cannot receive it.
 */
export const RECEIVABLE_METHODS: ReadonlySet<string> = new Set([
  ...["ACL", "BIND", "CHECKOUT", "COPY", "DELETE", "GET", "HEAD", "LINK", "LOCK", "M-SEARCH", "MERGE"],
  ...["MKACTIVITY", "MKCALENDAR", "MKCOL", "MOVE", "NOTIFY", "OPTIONS", "PATCH", "POST", "PROPFIND"],
  ...["PROPPATCH", "PURGE", "PUT", "QUERY", "REBIND", "REPORT", "SEARCH", "SOURCE", "SUBSCRIBE", "TRACE"],
  ...["UNBIND", "UNLINK", "UNLOCK", "UNSUBSCRIBE"],
]);

/**
 * The rows of a tool's test: one for the required arguments, one for each optional argument. There is no row
 * with all of them, for that one would change with every addition. Undefined where the required arguments
 * have no example.
 */
export function testsFor(
  tool: ToolDraft,
  upstream: UpstreamModel | undefined,
  examples: Examples,
  diagnostics: Diagnostics,
): ToolTests | undefined {
  const rows = argumentRows(tool.arguments, examples, tool.operation.pointer, diagnostics);
  if (!rows) return undefined;
  const { cases } = tool;
  if (!RECEIVABLE_METHODS.has(tool.http.method))
    return withoutEmpty({ args: rows.args, rejects: allRejects(rows), cases });
  const statuses = tool.operation.responses
    .map(({ status }) => Number(status.replace("XX", "00")))
    .filter((status) => status >= 400 && status < 600);
  return withoutEmpty({ ...requestRows(tool, rows, upstream, examples), errors: errorRows(statuses), cases });
}

/** Leaves out the members whose default says the same. */
export function withoutEmpty({ args = {}, cases = [], ...rows }: ToolTests): ToolTests {
  return {
    ...(Object.keys(args).length > 0 && { args }),
    ...rows,
    ...(cases.length > 0 && { cases }),
  };
}

/** A tool that is one request, as far as its tests are concerned. */
export type Requesting = Pick<
  ToolDraft,
  "http" | "arguments" | "input" | "output" | "success" | "result" | (typeof QUESTION_FIELDS)[number]
>;

/** What a request must be with each of the arguments, and what must come of its answer. */
export function requestRows(
  tool: Requesting,
  { args, optional, rejects }: ArgumentRows,
  upstream: UpstreamModel | undefined,
  examples: Examples,
): Omit<ToolTests, "errors" | "cases"> {
  const around = surroundingsOf(tool, upstream);
  const { env, headers } = around;
  const request = (given: JsonObject) => expectedRequest(tool.http, withDefaults(tool, given), around);
  const returns = returnRow(tool, examples);
  return {
    args,
    ...(tool.http.accept !== undefined && { accept: tool.http.accept }),
    ...(Object.keys(env).length > 0 && { env }),
    ...(Object.keys(headers).length > 0 && { headers }),
    sends: [
      request(args),
      ...optional.map(({ with: row, invalid }) => ({
        with: row,
        ...request({ ...args, ...row }),
        ...(invalid !== undefined && { rejects: invalid }),
      })),
    ],
    rejects,
    ...(returns && { returns }),
  };
}

/** What a tool is called with. */
export interface ArgumentRows {
  /** The required arguments. */
  readonly args: JsonObject;
  /** One of the others, and what it must not be. */
  readonly optional: readonly { readonly with: JsonObject; readonly invalid?: Json }[];
  readonly rejects: readonly RejectRow[];
}

/** Every value that is refused before anything is sent, those of optional arguments first. */
export function allRejects({ optional, rejects }: ArgumentRows): RejectRow[] {
  const wrong = optional.flatMap(({ with: row, invalid }) =>
    invalid === undefined ? [] : Object.keys(row).map((name) => ({ with: { [name]: invalid }, at: name })),
  );
  return [...wrong, ...rejects];
}

/** Undefined where a required argument has no example, which is reported. */
export function argumentRows(
  all: readonly Argument[],
  examples: Examples,
  pointer: Pointer,
  diagnostics: Diagnostics,
): ArgumentRows | undefined {
  const args: JsonObject = {};
  const optional: ArgumentRows["optional"][number][] = [];
  const rejects: RejectRow[] = [];
  for (const argument of all.filter((a) => a.required)) {
    const value = sample(argument, examples);
    if (value === undefined) {
      diagnostics.report(
        "no-example",
        pointer,
        `no valid value was found for the required argument "${argument.name}", so the tool has no tests`,
        "Give the parameter or property an `example` that its schema accepts.",
      );
      return undefined;
    }
    put(args, argument.name, value);
  }
  for (const argument of all) {
    const invalid = examples.invalid(argument.schema);
    if (argument.required) {
      rejects.push({ without: argument.name, at: argument.name });
      if (invalid !== undefined) rejects.push({ with: { [argument.name]: invalid }, at: argument.name });
      continue;
    }
    const value = sample(argument, examples);
    if (value === undefined) continue;
    optional.push({ with: { [argument.name]: value }, ...(invalid !== undefined && { invalid }) });
  }
  return {
    args,
    optional,
    rejects: [...rejects, { with: { "not an argument": true }, at: "not an argument" }],
  };
}

/** The arguments with what is taken for those that are not given. */
function withDefaults({ arguments: all, input }: Requesting, given: JsonObject): JsonObject {
  const args: JsonObject = { ...given };
  const take = (name: string, fallback: Json | undefined): void => {
    if (fallback !== undefined && own(given, name) === undefined) put(args, name, fallback);
  };
  for (const { name, default: fallback } of all) take(name, fallback);
  for (const [name, property] of Object.entries(input?.properties ?? {}))
    if (typeof property === "object") take(name, property.default);
  return args;
}

/** An example that can be sent: the document's own, or else one that is made up. */
function sample({ schema, binding, examples: given }: Argument, examples: Examples): Json | undefined {
  const fitting = given.filter((value) => isSendable(binding, value));
  return [examples.value(schema, fitting), examples.value(schema)].find(
    (value) => value !== undefined && isSendable(binding, value),
  );
}

function returnRow(tool: Requesting, examples: Examples): ReturnRow | undefined {
  // What is accepted and not done yet is asked for again.
  const success = tool.http.poll ? tool.success.filter(({ status }) => status !== 202) : tool.success;
  if (success.length < tool.success.length && success.length === 0) return undefined;
  for (const { status, media } of success) {
    // RFC 9110: these answers have no content, whatever a document says.
    if (!media || tool.http.method === "HEAD" || status === 204 || status === 205) return { status };
    const { type } = media;
    if (isJson(type)) {
      const json = examples.value(tool.output ?? true);
      if (json !== undefined) return { status, json: shorten(json, SAMPLE_SIZE) };
    } else if (sequenceKind(type)) {
      const items = [examples.value(itemOf(media)) ?? "a"].map((item) => shorten(item, SAMPLE_SIZE));
      return { status, type, ...sequenceOf(type, items) };
    } else if (isText(type)) {
      const given = media.examples.find((example) => typeof example === "string");
      return { status, type, text: typeof given === "string" && given.length < 300 ? given : "some text" };
    } else if (!type.includes("*")) return { status, type, base64: "AAECAwQ=" };
  }
  return { status: success[0]?.status ?? 200 };
}

/** What one item of a sequence is like. An event is text to whoever does not know more. */
function itemOf({ type, schema, itemSchema }: ApiMedia): Schema {
  if (sequenceKind(type) === "events") return { type: "string" };
  if (itemSchema !== undefined) return itemSchema;
  return typeof schema === "object" && schema.items !== undefined ? schema.items : schema;
}

/** The text of a sequence, and the list that a caller gets. */
function sequenceOf(type: string, items: readonly Json[]): { text: string; list: Json } {
  if (sequenceKind(type) === "events")
    return {
      text: items.map((item) => `data: ${JSON.stringify(item)}\n\n`).join(""),
      list: items.map((item) => ({ data: JSON.stringify(item) })),
    };
  const start = sequenceKind(type) === "records" ? "\u001e" : "";
  return { text: items.map((item) => `${start}${JSON.stringify(item)}\n`).join(""), list: [...items] };
}

/** Characters of a sample answer: enough to see what it is, on a line that somebody may read. */
const SAMPLE_SIZE = 400;

/** The first members of a value that fit; at least one of each object and list, so that its shape shows. */
function shorten(value: Json, budget: number): Json {
  if (typeof value !== "object" || value === null || JSON.stringify(value).length <= budget) return value;
  if (Array.isArray(value)) return value.slice(0, 1).map((item) => shorten(item, budget));
  const kept: JsonObject = {};
  let left = budget;
  for (const [key, member] of Object.entries(value)) {
    const short = shorten(member, Math.floor(budget / 2));
    left -= key.length + 4 + JSON.stringify(short).length;
    if (left < 0 && Object.keys(kept).length > 0) break;
    put(kept, key, short);
  }
  return kept;
}

/** Statuses of errors and what they mean; of a server that says nothing of its errors, one. */
export function errorRows(statuses: readonly number[]): ErrorRow[] {
  return [...new Set(statuses.length > 0 ? statuses : [500])]
    .sort((a, b) => a - b)
    .map((status) => ({ status, kind: errorKindOf(status) }));
}
