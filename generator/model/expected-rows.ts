/** The rows of generated tests: requests, rejected arguments, results and errors. */
import { errorKindOf } from "../../runtime/contract/error-kinds.ts";
import { isJson, isText, sequenceKind } from "../../runtime/contract/media-types.ts";
import type { ErrorRow, RejectRow, ReturnRow, SendRow, ToolTests } from "../../runtime/contract/test-rows.ts";
import type { QUESTION_FIELDS } from "../../runtime/contract/tool-definition.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { defined, type Json, type JsonObject, own, type Pointer, put, unlessEmpty } from "../json.ts";
import type { Schema } from "../json-schema.ts";
import type { ApiMedia } from "../normalise/api-document.ts";
import type { Examples } from "./examples.ts";
import { isSendable } from "./operation-arguments.ts";
import type { ToolDraft } from "./operation-tool.ts";
import type { Argument, UpstreamModel } from "./server-model.ts";
import { expectedRequest } from "./wire/expected-request.ts";
import { requestEnvironment } from "./wire/template-values.ts";

/**
 * The methods that the HTTP parser of Node accepts. A request with another method can be sent, but the upstream of the
 * generated tests, a server of Node, cannot receive it.
 */
export const RECEIVABLE_METHODS: ReadonlySet<string> = new Set([
  ...["ACL", "BIND", "CHECKOUT", "COPY", "DELETE", "GET", "HEAD", "LINK", "LOCK", "M-SEARCH", "MERGE"],
  ...["MKACTIVITY", "MKCALENDAR", "MKCOL", "MOVE", "NOTIFY", "OPTIONS", "PATCH", "POST", "PROPFIND"],
  ...["PROPPATCH", "PURGE", "PUT", "QUERY", "REBIND", "REPORT", "SEARCH", "SOURCE", "SUBSCRIBE", "TRACE"],
  ...["UNBIND", "UNLINK", "UNLOCK", "UNSUBSCRIBE"],
]);

/**
 * The rows of the test of a tool: one for the required arguments, and one for each optional argument. No row has all
 * of them, because it would change with every addition. Undefined, after a report, if a required argument has no
 * example.
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

/** Leaves out empty arguments and cases, which are the default. */
export function withoutEmpty({ args, cases, ...rows }: ToolTests): ToolTests {
  return defined<ToolTests>({ args: unlessEmpty(args), ...rows, cases: unlessEmpty(cases) });
}

/** The parts of a tool with one request that its tests depend on. */
type RequestingTool = Pick<
  ToolDraft,
  "http" | "arguments" | "input" | "output" | "success" | "result" | (typeof QUESTION_FIELDS)[number]
>;

/** The expected requests for each of the arguments, and the expected result. */
export function requestRows(
  tool: RequestingTool,
  { args, optional, rejects }: ArgumentRows,
  upstream: UpstreamModel | undefined,
  examples: Examples,
): Omit<ToolTests, "errors" | "cases"> {
  const environment = requestEnvironment(tool, upstream);
  const request = (given: JsonObject) => expectedRequest(tool.http, withDefaults(tool, given), environment);
  return defined<Omit<ToolTests, "errors" | "cases">>({
    args,
    accept: tool.http.accept,
    env: unlessEmpty(environment.env),
    headers: unlessEmpty(environment.headers),
    sends: [
      request(args),
      ...optional.map(({ with: row, invalid }) =>
        defined<SendRow>({ with: row, ...request({ ...args, ...row }), rejects: invalid }),
      ),
    ],
    rejects,
    returns: returnRow(tool, examples),
  });
}

/** The arguments of the calls in the rows. */
export interface ArgumentRows {
  /** The required arguments. */
  readonly args: JsonObject;
  /** Each optional argument alone, and a value that its schema rejects. */
  readonly optional: readonly { readonly with: JsonObject; readonly invalid: Json | undefined }[];
  readonly rejects: readonly RejectRow[];
}

/** Every call that is rejected without a request, those with optional arguments first. */
export function allRejects({ optional, rejects }: ArgumentRows): RejectRow[] {
  const wrong = optional.flatMap(({ with: row, invalid }) =>
    invalid === undefined ? [] : Object.keys(row).map((name) => ({ with: { [name]: invalid }, at: name })),
  );
  return [...wrong, ...rejects];
}

/** Finds values for all arguments; undefined, after a report, if there is none for a required one. */
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
        `expected a value for the required argument "${argument.name}", found none that its schema accepts; the tool has no tests`,
        "Add an `example` that the schema accepts to the parameter or property.",
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
    optional.push({ with: { [argument.name]: value }, invalid });
  }
  return {
    args,
    optional,
    rejects: [...rejects, { with: { "not an argument": true }, at: "not an argument" }],
  };
}

/** The arguments together with the defaults of those that are not given. */
function withDefaults({ arguments: all, input }: RequestingTool, given: JsonObject): JsonObject {
  const args: JsonObject = { ...given };
  const apply = (name: string, fallback: Json | undefined): void => {
    if (fallback !== undefined && own(given, name) === undefined) put(args, name, fallback);
  };
  for (const { name, default: fallback } of all) apply(name, fallback);
  for (const [name, property] of Object.entries(input?.properties ?? {}))
    if (typeof property === "object") apply(name, property.default);
  return args;
}

/** An example that can be sent: one of the document, or else an invented one. */
function sample({ schema, binding, examples: given }: Argument, examples: Examples): Json | undefined {
  const sendable = given.filter((value) => isSendable(binding, value));
  return [examples.value(schema, sendable), examples.value(schema)].find(
    (value) => value !== undefined && isSendable(binding, value),
  );
}

function returnRow(tool: RequestingTool, examples: Examples): ReturnRow | undefined {
  // After 202 (Accepted) the runtime polls for the result.
  const success = tool.http.poll ? tool.success.filter(({ status }) => status !== 202) : tool.success;
  if (success.length < tool.success.length && success.length === 0) return undefined;
  for (const { status, media } of success) {
    // These responses have no content (RFC 9110), even if the document describes one.
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

/** The schema of one item of a sequence. The data of server-sent events is text. */
function itemOf({ type, schema, itemSchema }: ApiMedia): Schema {
  if (sequenceKind(type) === "events") return { type: "string" };
  if (itemSchema !== undefined) return itemSchema;
  return typeof schema === "object" && schema.items !== undefined ? schema.items : schema;
}

/** The text of a sequence, and the list that it becomes in the result. */
function sequenceOf(type: string, items: readonly Json[]): { text: string; list: Json } {
  if (sequenceKind(type) === "events")
    return {
      text: items.map((item) => `data: ${JSON.stringify(item)}\n\n`).join(""),
      list: items.map((item) => ({ data: JSON.stringify(item) })),
    };
  const start = sequenceKind(type) === "records" ? "\u001e" : "";
  return { text: items.map((item) => `${start}${JSON.stringify(item)}\n`).join(""), list: [...items] };
}

/** The most characters of a sample response, so that its row stays readable. */
const SAMPLE_SIZE = 400;

/** The first members of a value that fit into the budget; at least one of each object and list. */
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

/** The documented error statuses and their kinds; 500 if the document has none. */
export function errorRows(statuses: readonly number[]): ErrorRow[] {
  return [...new Set(statuses.length > 0 ? statuses : [500])]
    .sort((a, b) => a - b)
    .map((status) => ({ status, kind: errorKindOf(status) }));
}
