/** Reads a tool spec: by the format first, then by the rules that concern several places or other files. */
import type { z } from "zod";
import { QUESTION_FIELDS } from "../../runtime/contract/tool-definition.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { own, type Pointer } from "../json.ts";
import type { SourceSpec } from "../load/loaded-server.ts";
import { Reader } from "../normalise/reader.ts";
import { checkBaseUrl, checkPolling, checkSecret, readAction } from "./actions.ts";
import { checkNames, readDescription, readDisplay, type SpecContext } from "./checks.ts";
import { readPrompt, readResource } from "./contents.ts";
import { checkTemplate, checkTemplates, type Scope } from "./expression-scope.ts";
import { quote, read } from "./format/read.ts";
import {
  type argument,
  type operation,
  type server,
  toolSpec,
  type upstream,
} from "./format/server-format.ts";
import type { tool } from "./format/tool-format.ts";
import { SpecSchemas } from "./json-schemas.ts";
import { readInput, readOutput } from "./tool-arguments.ts";
import type { ArgumentOverride, OperationOverride, SpecTool, SpecUpstream, ToolSpec } from "./tool-spec.ts";

/**
 * Returns the tool spec, or undefined if it has an error. Everything that is wrong with it is reported in one run.
 * `documents` are the names of the upstreams that have a document.
 */
export function readToolSpec(
  source: SourceSpec,
  documents: readonly string[],
  diagnostics: Diagnostics,
): ToolSpec | undefined {
  const version = own(source.root, "speclathe");
  if (version !== undefined && version !== 1) {
    diagnostics.report(
      "unsupported-version",
      ["speclathe"],
      `expected version 1 of the format, found ${quote(version)}`,
      "Write `speclathe: 1`.",
    );
    return undefined;
  }
  if (source.root === null) {
    diagnostics.report(
      "missing-key",
      [],
      "expected a tool spec, found an empty file",
      "Start it with `speclathe: 1`.",
    );
    return undefined;
  }
  const given = read(toolSpec, source.root, ({ code, pointer, message, fix, at }) =>
    diagnostics.report(code, pointer, message, fix, at),
  );
  const { upstreams = new Map(), tools = new Map(), resources = new Map(), prompts = new Map() } = given;
  const context: SpecContext = {
    source,
    upstreams: new Set([...upstreams.keys(), ...documents]),
    diagnostics,
    texts: new Reader({}, diagnostics),
    schemas: new SpecSchemas(diagnostics),
  };
  const spec: ToolSpec = {
    name: source.name,
    file: source.file,
    server: readServer(given.server ?? {}, context),
    ...(given.timeoutMs !== undefined && { timeoutMs: given.timeoutMs }),
    upstreams: readAll(upstreams, "upstreams", readUpstream, context),
    tools: readAll(tools, "tools", readTool, context),
    resources: readAll(resources, "resources", readResource, context),
    prompts: readAll(prompts, "prompts", readPrompt, context),
    schemas: context.schemas.defs,
  };
  checkNames(spec, context);
  return diagnostics.failed ? undefined : spec;
}

type Read<Given, Result> = (
  name: string,
  given: Given,
  at: Pointer,
  context: SpecContext,
) => Result | undefined;

function readAll<Given, Result>(
  given: ReadonlyMap<string, Given>,
  key: string,
  readOne: Read<Given, Result>,
  context: SpecContext,
): Result[] {
  return [...given].flatMap(([name, one]) => readOne(name, one, [key, name], context) ?? []);
}

function readServer(given: z.output<typeof server>, context: SpecContext): ToolSpec["server"] {
  const { instructions, ...rest } = given;
  const seen = readDescription(instructions, ["server", "instructions"], context);
  return {
    ...readDisplay(rest, ["server"], context),
    ...(seen !== undefined && { instructions: seen }),
  };
}

function readUpstream(
  name: string,
  given: z.output<typeof upstream>,
  at: Pointer,
  context: SpecContext,
): SpecUpstream {
  const {
    baseUrl,
    headers = new Map(),
    timeoutMs,
    include = [],
    exclude = [],
    operations = new Map(),
  } = given;
  if (baseUrl !== undefined) checkBaseUrl(baseUrl, [...at, "baseUrl"], context);
  for (const [header, value] of headers)
    checkSecret("header", header, value, [...at, "headers", header], context);
  checkTemplates(headers, [...at, "headers"], {}, context);
  return {
    name,
    ...(baseUrl !== undefined && { baseUrl }),
    headers,
    ...(timeoutMs !== undefined && { timeoutMs }),
    include: include.map((selector, i) => ({ ...selector, pointer: [...at, "include", i] })),
    exclude: exclude.map((selector, i) => ({ ...selector, pointer: [...at, "exclude", i] })),
    operations: new Map(
      [...operations].map(([key, operation]) => [
        key,
        operation && readOperation(operation, [...at, "operations", key], context),
      ]),
    ),
    pointer: at,
  };
}

/** The scope of expressions about an operation: only its document knows its arguments. */
const OPERATION: Scope = { inputs: "any" };

function readOperation(
  given: z.output<typeof operation>,
  at: Pointer,
  context: SpecContext,
): OperationOverride {
  const { args, ...rest } = readDisplay(given, at, context);
  checkQuestions(rest, at, "any", context);
  checkPolling(rest, at, OPERATION, context);
  return { ...rest, ...(args && { args: readArguments(args, [...at, "args"], context) }), pointer: at };
}

function readArguments(
  given: ReadonlyMap<string, z.output<typeof argument>>,
  at: Pointer,
  context: SpecContext,
): ReadonlyMap<string, ArgumentOverride | false> {
  const renamed = new Map<string, string>();
  const read = new Map<string, ArgumentOverride | false>();
  for (const [key, argument] of given) {
    const place = [...at, key];
    if (!argument) {
      read.set(key, false);
      continue;
    }
    const { schema, description, ...rest } = argument;
    const { name, value } = rest;
    const other = name === undefined ? undefined : renamed.get(name);
    if (other !== undefined)
      context.diagnostics.report(
        "duplicate-name",
        [...place, "name"],
        `expected a unique name, found "${name}", which is the name of ${other}`,
        "Choose another name for one of the two.",
      );
    if (name !== undefined) renamed.set(name, key);
    if (value !== undefined) {
      checkSecret("argument", key, value, [...place, "value"], context);
      checkTemplate(value, [...place, "value"], OPERATION, context);
    }
    const seen = readDescription(description, [...place, "description"], context);
    const overlay = schema && context.schemas.read(schema, [...place, "schema"]);
    read.set(key, {
      ...rest,
      ...(seen !== undefined && { description: seen }),
      ...(typeof overlay === "object" && { schema: overlay }),
      pointer: place,
    });
  }
  return read;
}

/** Undefined if the tool has no action, which was reported. */
function readTool(
  name: string,
  given: z.output<typeof tool>,
  at: Pointer,
  context: SpecContext,
): SpecTool | undefined {
  const { input, names } = readInput(given, at, context);
  const output = readOutput(given, at, context);
  const action = readAction(given, at, names, context);
  const {
    input: _,
    inputSchema,
    output: __,
    outputSchema,
    http,
    steps,
    handler,
    result,
    ...rest
  } = readDisplay(given, at, context);
  checkQuestions(rest, at, names, context);
  if (!action) return undefined;
  return { ...rest, name, input, ...(output && { output }), action, pointer: at };
}

function checkQuestions(
  given: { readonly [Key in (typeof QUESTION_FIELDS)[number]]?: true | string },
  at: Pointer,
  inputs: NonNullable<Scope["inputs"]>,
  context: SpecContext,
): void {
  for (const key of QUESTION_FIELDS)
    checkTemplate(given[key] ?? null, [...at, key], { inputs, env: false }, context);
}
