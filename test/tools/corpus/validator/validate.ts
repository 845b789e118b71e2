/**
 * Checks a request against a document by the OpenAPI specification alone: nothing of it comes
 * from `generator/` or `runtime/`, so that a mistake of theirs cannot hide here.
 */
import { checkBody } from "./body.ts";
import { bodyOf, type Operation, type Parameter, parametersOf, successOf } from "./declared.ts";
import { type Json, show } from "./json.ts";
import { inRange } from "./media.ts";
import { checkParameters, type Given } from "./parameters.ts";
import { headerOf, type Recorded } from "./recorded.ts";
import type { Documents } from "./schema.ts";

/** The values of a call, by their location in the HTTP request. */
export interface Call {
  readonly parameters: readonly { readonly in: string; readonly name: string; readonly value: Json }[];
  /** The expected body; undefined if no argument is part of it. */
  readonly body?: Json;
}

/** Returns the faults of a request by the document and the given values; empty if it is correct. */
export function validate(
  request: Recorded,
  operation: Operation,
  call: Call,
  basePath: string,
  documents: Documents,
): string[] {
  const problems: string[] = [];
  const report = (problem: string): void => {
    problems.push(problem);
  };
  const { source, schemas } = documents;
  if (request.method !== operation.method)
    report(`expected the method ${operation.method}, found ${request.method}`);

  const declared = parametersOf(source, operation);
  const given: Given[] = [];
  for (const { in: location, name, value } of call.parameters) {
    const parameter =
      declared.find((each) => matches(each, location, name)) ?? undeclared(operation, location, name);
    if (!parameter) {
      report(`expected a parameter of the document for the argument ${location} ${name}, found none`);
      continue;
    }
    given.push({ parameter, value });
    for (const fault of parameter.schema ? schemas.faults(parameter.schema, "request", value) : [])
      report(`${location} ${name} violates its schema: ${fault}`);
  }
  for (const parameter of declared) {
    if (!parameter.required || given.some((g) => g.parameter === parameter)) continue;
    // A variable that is not in the path cannot be sent, and headers of the connection are not parameters.
    if (parameter.in === "path" && !operation.path.includes(`{${parameter.name}}`)) continue;
    if (parameter.in === "header" && headerOf(request, parameter.name.toLowerCase()) !== undefined) continue;
    report(`expected the required ${parameter.in} parameter ${parameter.name}, found none`);
  }
  checkParameters(request, operation, given, basePath, report);
  checkBody(request, bodyOf(source, operation), call.body, documents, report);
  checkAccept(request, operation, documents, report);
  return problems;
}

function matches(parameter: Parameter, location: string, name: string): boolean {
  return (
    parameter.in === location &&
    (location === "header" ? parameter.name.toLowerCase() === name.toLowerCase() : parameter.name === name)
  );
}

/** Returns a parameter for an undeclared path variable, which also needs a value. */
function undeclared(operation: Operation, location: string, name: string): Parameter | undefined {
  if (location !== "path" || !operation.path.includes(`{${name}}`)) return undefined;
  return { name, in: "path", required: true, style: "simple", explode: false, pointer: [] };
}

/** Checks that the Accept header includes a media type of the document's responses. */
function checkAccept(
  request: Recorded,
  operation: Operation,
  { source }: Documents,
  report: (problem: string) => void,
): void {
  const types = successOf(source, operation)?.content.map(({ type }) => type) ?? [];
  if (types.length === 0) return;
  const ranges = (headerOf(request, "accept") ?? "*/*").split(",").map((range) => range.trim());
  if (!types.some((type) => ranges.some((range) => inRange(type, range) || inRange(range, type))))
    report(`expected Accept to include ${types.join(", ")}, found ${show(ranges.join(", "))}`);
}
