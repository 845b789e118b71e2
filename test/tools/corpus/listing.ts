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

/** Connects one client of each kind. */
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
        `expected a list of tools, found an error: ${error instanceof Error ? error.message : String(error)}`,
      );
      continue;
    }
    findings.listMilliseconds ??= performance.now() - started;
    if (first === undefined) first = tools;
    else if (!same(first, tools)) fail(findings, kind, difference(first, tools));
  }
  if (!first) return [];
  const tools = first;
  if (tools.length !== expected) fail(findings, "", `expected ${expected} tools, found ${tools.length}`);
  const names = new Set<string>();
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    logger: false,
    code: { regExp: PATTERNS },
  });
  for (const tool of tools) {
    if (names.has(tool.name)) fail(findings, tool.name, "expected a unique name, found it twice");
    names.add(tool.name);
    for (const what of faultsOf(tool, ajv)) fail(findings, tool.name, what);
  }
  findings.listed = findings.failures.every(({ stage }) => stage !== "list");
  return tools;
}

function difference(a: readonly ListedTool[], b: readonly ListedTool[]): string {
  if (a.length !== b.length) return `expected ${a.length} tools as for another client, found ${b.length}`;
  const i = a.findIndex((tool, at) => !same(tool, b[at]));
  return `expected ${a[i]?.name} as for another client, found ${show(b[i])}`;
}

function* faultsOf({ name, inputSchema, outputSchema }: ListedTool, ajv: Ajv2020): Iterable<string> {
  if (!/^[a-z][a-z0-9_]{0,49}$/.test(name)) yield "expected a name of up to 50 of a-z, 0-9 and _";
  yield* rootFaults(inputSchema, "input");
  yield* compileFaults(inputSchema, "input", ajv);
  for (const key of Object.keys(isObject(inputSchema.properties) ? inputSchema.properties : {}))
    if (!/^[a-zA-Z0-9_.-]{1,64}$/.test(key))
      yield `expected a name of an argument that hosts accept, found ${show(key)}`;
  if (outputSchema === undefined) return;
  yield* rootFaults(outputSchema, "output");
  yield* compileFaults(outputSchema, "output", ajv);
}

function* rootFaults(schema: JsonObject, which: string): Iterable<string> {
  if (schema.type !== "object")
    yield `expected an ${which} schema of type object, found ${show(schema.type)}`;
  for (const keyword of ["oneOf", "anyOf", "allOf"])
    if (keyword in schema) yield `expected no ${keyword} at the root of the ${which} schema`;
}

function* compileFaults(schema: JsonObject, which: string, ajv: Ajv2020): Iterable<string> {
  for (const ref of externalRefs(schema))
    yield `expected only local references in the ${which} schema, found ${show(ref)}`;
  try {
    ajv.compile(schema);
  } catch (error) {
    yield `expected a valid ${which} schema, found an error: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    // Some lists are too large to keep all compiled schemas in memory.
    ajv.removeSchema(schema);
  }
}

/** Yields the references that leave the schema; a property with the name `$ref` is not a reference. */
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
