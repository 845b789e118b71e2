/** Calls tools through real clients, and checks requests and results against the document. */
import type { HttpTool as Tool } from "../../../runtime/tool.ts";
import type { AnyClient, CallResult } from "../../e2e/clients.ts";
import { chooseArguments, type Rows } from "./arguments.ts";
import { argumentsFromDocument } from "./document-arguments.ts";
import type { Findings } from "./findings.ts";
import { Impossible, Inventor } from "./invent/values.ts";
import type { ListedTool } from "./listing.ts";
import type { Answer, Upstream } from "./upstream.ts";
import { type Media, type Operation, successOf } from "./validator/declared.ts";
import { isObject, type Json, type JsonObject, list, own, put, same, show } from "./validator/json.ts";
import { essence, isJson, isJsonSequence, isNotation, isText } from "./validator/media.ts";
import type { Documents, Schemas } from "./validator/schema.ts";
import { type Call, validate } from "./validator/validate.ts";

export interface Subject {
  readonly tool: Tool;
  readonly operation: Operation;
  readonly listed: ListedTool;
}

/** Returns `count` items spread evenly over a list. */
export function sampleOf<T>(all: readonly T[], count: number): T[] {
  if (count >= all.length) return [...all];
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] as T);
}

export class ToolCaller {
  readonly #clients: readonly (readonly [kind: string, client: AnyClient])[];
  readonly #upstream: Upstream;
  readonly #documents: Documents;
  readonly #basePath: string;
  readonly #rows: Rows;
  readonly #findings: Findings;
  #turn = 0;

  constructor(
    clients: ReadonlyMap<string, AnyClient>,
    upstream: Upstream,
    documents: Documents,
    basePath: string,
    rows: Rows,
    findings: Findings,
  ) {
    this.#clients = [...clients];
    this.#upstream = upstream;
    this.#documents = documents;
    this.#basePath = basePath;
    this.#rows = rows;
    this.#findings = findings;
  }

  async check(subject: Subject): Promise<void> {
    const { tool, operation, listed } = subject;
    const { choices, missing } = await chooseArguments(tool, listed.inputSchema, this.#rows);
    for (const choice of choices) this.#judge(tool, choice.label, await this.#call(subject, choice.args));
    const allowed = argumentsFromDocument(tool, operation, this.#documents, choices[0]?.args ?? {});
    // An argument without a valid value is noted, and left out of the call.
    for (const name of missing) {
      const value = allowed && own(allowed.args, name);
      const hint = value === undefined ? "" : `; the document allows ${show(value)}`;
      this.#findings.notes.push(`${tool.name}: found no value for ${name}${hint}`);
      delete allowed?.args[name];
    }
    if (!allowed || missing.some((name) => list(listed.inputSchema.required).includes(name))) return;
    if (choices.some(({ args }) => same(args, allowed.args))) return;
    const unmapped = allowed.unmapped.map(
      (name) => `expected an argument for the member ${show(name)} of the body, found none`,
    );
    this.#judge(tool, "from the document", [...unmapped, ...(await this.#call(subject, allowed.args))]);
  }

  #judge(tool: Tool, label: string, problems: readonly string[]): void {
    this.#findings.calls++;
    if (problems.length > 0) this.#findings.wrongCalls++;
    for (const what of problems)
      this.#findings.failures.push({ stage: "call", at: `${tool.name} (${label})`, what });
  }

  async #call({ tool, operation }: Subject, args: JsonObject): Promise<string[]> {
    const expected = answerFor(operation, this.#documents);
    this.#upstream.answer = expected;
    this.#upstream.take();
    const turn = this.#clients[this.#turn++ % this.#clients.length];
    if (!turn) return ["expected a client, found none"];
    const [kind, client] = turn;
    let result: CallResult;
    try {
      result = await client.call(tool.name, args);
    } catch (error) {
      return [`the ${kind} client throws: ${error instanceof Error ? error.message : String(error)}`];
    }
    const requests = this.#upstream.take();
    const [request] = requests;
    if (!request || requests.length > 1)
      return [
        `expected one request for ${show(args)}, found ${requests.length}: ${result.content[0]?.text ?? show(result)}`,
      ];
    const call = callOf(tool, args);
    return [
      ...validate(request, operation, call, this.#basePath, this.#documents),
      ...answerFaults(result, expected, request.method),
    ];
  }
}

/** Maps arguments to parameters and body by the tool's declaration. */
function callOf({ http }: Tool, args: JsonObject): Call {
  const parameters: Call["parameters"][number][] = [];
  const fields: JsonObject = {};
  let body = http.body?.argument === undefined ? undefined : args[http.body.argument];
  for (const [argument, value] of Object.entries(args)) {
    const binding = http.params && Object.hasOwn(http.params, argument) ? http.params[argument] : undefined;
    if (!binding) continue;
    const name = binding.name ?? argument;
    if (binding.in === "body") put(fields, name, value);
    else parameters.push({ in: binding.in, name, value });
  }
  if (http.body && http.body.argument === undefined && Object.keys(fields).length > 0) body = fields;
  return { parameters, ...(body !== undefined && { body }) };
}

// ------------------------------------------------------------------------------------------- answers

interface Expected extends Answer {
  readonly json?: Json;
  /** The values of a response that is a sequence. */
  readonly sequence?: readonly Json[];
}

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Returns a response that matches the first documented success. */
function answerFor(operation: Operation, { source, schemas }: Documents): Expected {
  const success = successOf(source, operation);
  const media = success?.content.find(({ type }) => isJson(type)) ?? success?.content[0];
  const status = success?.status ?? 200;
  if (!media || status === 204 || status === 205) return { status };
  if (isSequence(media.type)) return sequenceOf(media, status, schemas);
  if (isJson(media.type) || (media.type === "*/*" && media.schema)) {
    const type = isJson(media.type) ? media.type : "application/json";
    const json = media.schema ? inventAnswer(schemas.standalone(media.schema, "response")) : {};
    return { status, type, json, body: Buffer.from(JSON.stringify(json)) };
  }
  if (isText(media.type) || isNotation(media.type))
    return { status, type: media.type.replace("*", "plain"), body: Buffer.from("<a>ü</a>") };
  const type = media.type.replace("*/*", "application/octet-stream").replace("/*", "/png");
  return { status, type, body: PIXEL };
}

/** Returns two values, one per line or event. */
function sequenceOf(media: Media, status: number, schemas: Schemas): Expected {
  const schema = media.itemSchema ?? media.schema;
  const isEvents = essence(media.type) === "text/event-stream";
  const item = schema && !isEvents ? inventAnswer(schemas.standalone(schema, "response")) : { a: "ü" };
  const [before, after] = isEvents
    ? ["data: ", "\n\n"]
    : /json-seq$/.test(essence(media.type))
      ? ["\u001e", "\n"]
      : ["", "\n"];
  const body = Buffer.from([item, item].map((value) => `${before}${JSON.stringify(value)}${after}`).join(""));
  return { status, type: media.type, body, sequence: [item, item] };
}

function isSequence(type: string): boolean {
  return isJsonSequence(type) || essence(type) === "text/event-stream";
}

function inventAnswer(schema: JsonObject): Json {
  for (let attempt = 0; attempt < 4; attempt++) {
    try {
      return new Inventor(schema, { attempt, optionalDepth: 2, charset: "any" }).value(schema);
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
    }
  }
  return {};
}

function answerFaults(result: CallResult, expected: Expected, method: string): string[] {
  if (result.isError)
    return [`expected the result of a ${expected.status}, found an error: ${result.content[0]?.text ?? ""}`];
  if (!expected.body || method === "HEAD") return [];
  if (expected.sequence) {
    // The document does not define the form of an event, only its presence and its data.
    const values = list(own(result.structuredContent, "result"));
    const isComplete = expected.sequence.every((item, i) =>
      JSON.stringify(values[i] ?? null).includes(JSON.stringify(item)),
    );
    return values.length === expected.sequence.length && isComplete
      ? []
      : [
          `expected the values of ${expected.type} ${show(expected.sequence)}, found ${show(result.structuredContent)}`,
        ];
  }
  const [block] = result.content as {
    text?: string;
    data?: string;
    resource?: { blob?: string; text?: string };
  }[];
  if (expected.json !== undefined) {
    const { json } = expected;
    const faults = [];
    if (!same(parsed(block?.text), json))
      faults.push(`expected the text ${show(json)}, found ${show(block?.text)}`);
    const structured = isObject(json) ? json : { result: json };
    if (!same(result.structuredContent, structured))
      faults.push(
        `expected the structured content ${show(structured)}, found ${show(result.structuredContent)}`,
      );
    return faults;
  }
  const text = block?.text ?? block?.resource?.text;
  const data = block?.data ?? block?.resource?.blob;
  const bytes = data === undefined ? Buffer.from(text ?? "") : Buffer.from(data, "base64");
  return bytes.equals(expected.body)
    ? []
    : [`expected the response of ${expected.type}, found ${show(block)}`];
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
