import type { Binding, BodyBinding } from "../../runtime/contract/http-binding.ts";
import { CONNECTION_HEADERS } from "../../runtime/contract/http-tokens.ts";
import type { Diagnostics } from "../diagnostics.ts";
import type { ApiEncoding, ApiOperation, ApiParameter } from "../normalise/api-document.ts";
import type { Components } from "./components.ts";
import { describe, descriptionOf } from "./describe.ts";
import { fieldBinding, readBody } from "./request-body.ts";
import type { Argument } from "./server-model.ts";
import { argumentNames, assignUniqueNames } from "./unique-names.ts";

/** What OpenAPI takes when a parameter says nothing; only what differs is printed. */
const DEFAULTS = {
  path: { style: "simple", explode: false },
  query: { style: "form", explode: true },
  querystring: { style: "form", explode: true },
  header: { style: "simple", explode: false },
  cookie: { style: "form", explode: true },
} as const;

/** OpenAPI itself says that header parameters of these names are ignored. */
const IGNORED_HEADERS = new Set(["accept", "content-type", "authorization"]);
/** Headers that no argument and no request of a tool spec sets: those of the connection, and those of the bindings. */
export const OWNED_HEADERS: ReadonlySet<string> = new Set([
  ...CONNECTION_HEADERS,
  "content-encoding",
  "cookie",
]);

/** An argument before it has a name. */
export interface Candidate {
  readonly wireName: string;
  readonly argument: Omit<Argument, "name">;
  /** The argument is the body itself and not a member of it. */
  readonly isBody?: true;
}

export interface Arguments {
  readonly arguments: readonly Argument[];
  readonly body?: BodyBinding;
}

/**
 * A tool's flat list of arguments: the parameters in the document's order, then the body's properties.
 * The body is one argument called `body` where it is not simply an object with listed properties.
 * Undefined where the operation cannot be called without something that is not supported.
 */
export function readArguments(
  operation: ApiOperation,
  components: Components,
  prefer: readonly string[],
  diagnostics: Diagnostics,
): Arguments | undefined {
  const candidates: Candidate[] = [];
  for (const parameter of operation.parameters) {
    const candidate = fromParameter(parameter, operation, components, diagnostics);
    if (candidate) candidates.push(candidate);
  }
  const declared = new Set(operation.parameters.filter((p) => p.in === "path").map((p) => p.name));
  for (const [, name = ""] of operation.path.matchAll(/\{([^{}]+)\}/g)) {
    if (declared.has(name)) continue;
    // A path needs a value for each of its variables, declared or not.
    candidates.push({
      wireName: name,
      argument: { schema: { type: "string" }, required: true, binding: { in: "path" }, examples: [] },
    });
    declared.add(name);
  }

  let body: BodyBinding | undefined;
  if (operation.body && operation.body.content.length > 0) {
    const read = readBody(operation.body, components, prefer);
    if (read === undefined) {
      diagnostics.report(
        "unsupported-body",
        operation.body.pointer,
        `no body of ${operation.body.content.map((m) => m.type).join(", ")} can be built`,
        "No tool was generated for this operation; a multipart body has to be an object: its parts are its properties.",
      );
      return undefined;
    }
    body = read.binding;
    candidates.push(...read.candidates);
  }

  const names = assignUniqueNames(candidates, ({ wireName, argument }) =>
    argumentNames(wireName, argument.binding.in),
  );
  const named = candidates.map((candidate): Argument => {
    const { wireName, argument, isBody } = candidate;
    const name = names.get(candidate) as string;
    if (isBody && body) body = wholeBody(body, name);
    const { in: location, ...rest } = argument.binding;
    const binding: Binding = {
      in: location,
      ...(name !== wireName && !isBody && { name: wireName }),
      ...rest,
    };
    return { ...argument, name, binding };
  });
  return { arguments: named, ...(body && { body }) };
}

/** How the fields of a whole query travel (3.2, `in: querystring`). */
function fieldsOf(encoding: ReadonlyMap<string, ApiEncoding>): Pick<Binding, "encoding"> {
  if (encoding.size === 0) return {};
  const fields = [...encoding].map(([name, of]) => [name, fieldBinding(of, true, "form")] as const);
  return { encoding: Object.fromEntries(fields) };
}

/** A body that is an argument is there or not as the argument is. */
function wholeBody({ type, encoding }: BodyBinding, argument: string): BodyBinding {
  return { type, argument, ...(encoding && { encoding }) };
}

function fromParameter(
  parameter: ApiParameter,
  operation: ApiOperation,
  components: Components,
  diagnostics: Diagnostics,
): Candidate | undefined {
  if (parameter.in === "header") {
    const name = parameter.name.toLowerCase();
    if (IGNORED_HEADERS.has(name)) return undefined;
    if (OWNED_HEADERS.has(name)) {
      diagnostics.report(
        "ignored-parameter",
        parameter.pointer,
        `the header ${parameter.name} is set by the HTTP client itself`,
        "Nothing to do: the tool has no argument for it.",
      );
      return undefined;
    }
  }
  if (parameter.in === "path" && !operation.path.includes(`{${parameter.name}}`)) {
    diagnostics.report(
      "ignored-parameter",
      parameter.pointer,
      `the path ${operation.path} has no {${parameter.name}}`,
      "Correct the path or the parameter; the tool has no argument for it.",
    );
    return undefined;
  }
  const defaults = DEFAULTS[parameter.in];
  const binding: Binding = {
    in: parameter.in,
    ...(parameter.contentType !== undefined
      ? { contentType: parameter.contentType }
      : {
          ...(parameter.style !== defaults.style && { style: parameter.style }),
          ...(parameter.explode !== defaultExplode(parameter) && { explode: parameter.explode }),
        }),
    ...(parameter.allowReserved && { allowReserved: true as const }),
    ...(parameter.encoding && fieldsOf(parameter.encoding)),
  };
  const schema = components.use(parameter.schema, "request");
  // "Deprecated." alone would stand in for what the schema says.
  const words =
    parameter.description ?? (parameter.deprecated ? descriptionOf(schema, components) : undefined);
  return {
    wireName: parameter.name,
    argument: {
      schema,
      required: parameter.required,
      ...describe(words, parameter.deprecated),
      binding,
      examples: parameter.examples,
    },
  };
}

/** The runtime's default for a location; `deepObject` is always exploded, so that saying so says nothing. */
function defaultExplode(parameter: ApiParameter): boolean {
  return parameter.style === "deepObject" ? parameter.explode : DEFAULTS[parameter.in].explode;
}
