/** Checks a server's lists: equal for every kind of client, and acceptable to every host. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { type AnyClient, CLIENTS } from "../../e2e/clients.ts";
import type { Findings } from "./findings.ts";
import { isObject, type Json, type JsonObject, list, own, same, show } from "./validator/json.ts";
import { PATTERNS } from "./validator/schema.ts";

export interface ListedTool {
  readonly name: string;
  readonly inputSchema: JsonObject;
  readonly outputSchema?: JsonObject;
}

/** Connects every kind of client. */
export async function connectClients(url: URL): Promise<ReadonlyMap<string, AnyClient>> {
  const clients = new Map<string, AnyClient>();
  for (const [kind, connect] of Object.entries(CLIENTS)) clients.set(kind, await connect(url));
  return clients;
}

export async function checkListing(
  clients: ReadonlyMap<string, AnyClient>,
  expected: number,
  findings: Findings,
): Promise<ListedTool[]> {
  let first: ListedTool[] | undefined;
  for (const [kind, client] of clients) {
    const started = performance.now();
    let tools: ListedTool[];
    try {
      tools = (await client.list()) as unknown as ListedTool[];
    } catch (error) {
      fail(
        findings,
        kind,
        `cannot list the tools: ${error instanceof Error ? error.message : String(error)}`,
      );
      continue;
    }
    findings.listMilliseconds ??= performance.now() - started;
    if (first === undefined) first = tools;
    else if (!same(first, tools)) fail(findings, kind, difference(first, tools));
  }
  if (!first) return [];
  const tools = first;
  if (tools.length !== expected)
    fail(findings, "", `${tools.length} tools are listed, and there are ${expected}`);
  const names = new Set<string>();
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    logger: false,
    code: { regExp: PATTERNS },
  });
  for (const tool of tools) {
    if (names.has(tool.name)) fail(findings, tool.name, "two tools have this name");
    names.add(tool.name);
    for (const what of faultsOf(tool, ajv)) fail(findings, tool.name, what);
  }
  findings.listed = findings.failures.every(({ stage }) => stage !== "list");
  return tools;
}

function difference(a: readonly ListedTool[], b: readonly ListedTool[]): string {
  if (a.length !== b.length) return `lists ${b.length} tools, and another client ${a.length}`;
  const i = a.findIndex((tool, at) => !same(tool, b[at]));
  return `lists another ${a[i]?.name}: ${show(b[i])}`;
}

function* faultsOf({ name, inputSchema, outputSchema }: ListedTool, ajv: Ajv2020): Iterable<string> {
  if (!/^[a-z][a-z0-9_]{0,49}$/.test(name)) yield "its name is not up to 50 of a-z, 0-9 and _";
  yield* rootFaults(inputSchema, "input");
  yield* compileFaults(inputSchema, "input", ajv);
  for (const key of Object.keys(isObject(inputSchema.properties) ? inputSchema.properties : {}))
    if (!/^[a-zA-Z0-9_.-]{1,64}$/.test(key)) yield `the argument ${show(key)} has a name that hosts refuse`;
  if (outputSchema === undefined) return;
  yield* rootFaults(outputSchema, "output");
  yield* compileFaults(outputSchema, "output", ajv);
}

function* rootFaults(schema: JsonObject, which: string): Iterable<string> {
  if (schema.type !== "object") yield `the ${which} schema is of type ${show(schema.type)}`;
  for (const keyword of ["oneOf", "anyOf", "allOf"])
    if (keyword in schema) yield `the ${which} schema has ${keyword} at its root`;
}

function* compileFaults(schema: JsonObject, which: string, ajv: Ajv2020): Iterable<string> {
  for (const ref of externalRefs(schema)) yield `the ${which} schema refers to ${show(ref)}`;
  try {
    ajv.compile(schema);
  } catch (error) {
    yield `the ${which} schema does not compile: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    // Some lists are larger than what a process should hold of compiled schemas.
    ajv.removeSchema(schema);
  }
}

/** References that do not stay in the schema; a member that is called `$ref` is none. */
function* externalRefs(schema: Json | undefined): Iterable<string> {
  if (!isObject(schema)) return;
  const ref = own(schema, "$ref");
  if (typeof ref === "string" && !ref.startsWith("#")) yield ref;
  for (const [key, value] of Object.entries(schema)) {
    if (["enum", "const", "default", "examples", "example"].includes(key)) continue;
    if (["properties", "patternProperties", "$defs", "dependentSchemas"].includes(key))
      for (const member of Object.values(isObject(value) ? value : {})) yield* externalRefs(member);
    else if (isObject(value)) yield* externalRefs(value);
    else for (const item of list(value)) yield* externalRefs(item);
  }
}

function fail(findings: Findings, at: string, what: string): void {
  findings.failures.push({ stage: "list", at, what });
}
