/** The arguments of the tool of an operation: their names, their schemas, and their places in the request. */
import type { Binding, BodyBinding } from "../../runtime/contract/http-binding.ts";
import { CONNECTION_HEADERS } from "../../runtime/contract/http-tokens.ts";
import type { Template } from "../../runtime/contract/template.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { type Expression, expressionsIn } from "../expressions.ts";
import { defined, type Pointer } from "../json.ts";
import type { ApiEncoding, ApiOperation, ApiParameter } from "../normalise/api-document.ts";
import { didYouMean } from "../suggest.ts";
import type { Components } from "./components.ts";
import { describeArgument, descriptionOf } from "./file-schemas.ts";
import { type Candidate, fieldBinding, readBody } from "./request-body.ts";
import type { Argument } from "./server-model.ts";
import { argumentNames, assignUniqueNames } from "./unique-names.ts";

/** OpenAPI's defaults by location; generated code has only what differs from them. */
const DEFAULTS = {
  path: { style: "simple", explode: false },
  query: { style: "form", explode: true },
  querystring: { style: "form", explode: true },
  header: { style: "simple", explode: false },
  cookie: { style: "form", explode: true },
} as const;

/** OpenAPI ignores header parameters of these names. */
const IGNORED_HEADERS = new Set(["accept", "content-type", "authorization"]);
/** Headers that neither arguments nor requests of a tool spec set: the HTTP client or the bindings do. */
export const OWNED_HEADERS: ReadonlySet<string> = new Set([
  ...CONNECTION_HEADERS,
  "content-encoding",
  "cookie",
]);

export interface Arguments {
  readonly arguments: readonly Argument[];
  readonly body: BodyBinding | undefined;
}

/**
 * The flat list of arguments of an operation: its parameters in the order of the document, then the properties of its
 * body. A body that is not simply an object with listed properties is one argument named `body`. Undefined, after a
 * report, if no offered media type of the body is supported.
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
    // A path requires a value for each of its variables, also for one that no parameter declares.
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
        `expected a multipart body that is an object, found another schema for ${operation.body.content.map((m) => m.type).join(", ")}`,
        "Describe the parts as properties of an object. No tool was generated for this operation.",
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
    const wire = name !== wireName && !isBody ? wireName : undefined;
    return { ...argument, name, binding: defined<Binding>({ in: location, name: wire, ...rest }) };
  });
  return { arguments: named, body };
}

/** The serialisation of the fields of a whole query (OpenAPI 3.2, `in: querystring`). */
function fieldsOf(encoding: ReadonlyMap<string, ApiEncoding>): Binding["encoding"] | undefined {
  if (encoding.size === 0) return undefined;
  const fields = [...encoding].map(([name, of]) => [name, fieldBinding(of, true, "form")] as const);
  return Object.fromEntries(fields);
}

/** The binding of a body that is one argument. It has no `required`: the argument itself is required or not. */
function wholeBody({ type, encoding }: BodyBinding, argument: string): BodyBinding {
  return defined<BodyBinding>({ type, argument, encoding });
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
        `expected a header that a caller can set, found ${parameter.name}, which the HTTP client sets`,
        "Nothing to do: the tool has no argument for it.",
      );
      return undefined;
    }
  }
  if (parameter.in === "path" && !operation.path.includes(`{${parameter.name}}`)) {
    diagnostics.report(
      "ignored-parameter",
      parameter.pointer,
      `expected {${parameter.name}} in the path, found ${operation.path}`,
      "Correct the path or the parameter. The tool has no argument for it.",
    );
    return undefined;
  }
  const defaults = DEFAULTS[parameter.in];
  const isStyled = parameter.contentType === undefined;
  const binding = defined<Binding>({
    in: parameter.in,
    contentType: parameter.contentType,
    style: isStyled && parameter.style !== defaults.style ? parameter.style : undefined,
    explode: isStyled && parameter.explode !== defaultExplode(parameter) ? parameter.explode : undefined,
    allowReserved: parameter.allowReserved || undefined,
    encoding: parameter.encoding && fieldsOf(parameter.encoding),
  });
  const schema = components.use(parameter.schema, "request");
  // A description of the argument replaces that of its schema, which "Deprecated." alone must not do.
  const text =
    parameter.description ?? (parameter.deprecated ? descriptionOf(schema, components) : undefined);
  return {
    wireName: parameter.name,
    argument: {
      schema,
      required: parameter.required,
      description: describeArgument(text, parameter.deprecated),
      binding,
      examples: parameter.examples,
    },
  };
}

/** The default of `explode`. It has no effect on `deepObject`, so any value counts as the default there. */
function defaultExplode(parameter: ApiParameter): boolean {
  return parameter.style === "deepObject" ? parameter.explode : DEFAULTS[parameter.in].explode;
}

/** True if a value can be sent in this place. The runtime refuses other values, so they are no examples. */
export function isSendable(binding: Binding, value: Template): boolean {
  if (typeof value === "number") return !Number.isInteger(value) || Number.isSafeInteger(value);
  const members = typeof value === "object" && value !== null ? Object.values(value) : undefined;
  if (members && !members.every((member) => member === null || isSendable(binding, member))) return false;
  // URL parsers remove an empty segment and resolve "." and "..".
  if (binding.in === "path")
    return members
      ? members.some((member) => member !== null)
      : value !== null && value !== "" && value !== "." && value !== "..";
  if (binding.in === "header" || binding.style === "cookie")
    return typeof value !== "string" || /^[\x21-\x7e]*(?: [\x21-\x7e]+)*$/.test(value);
  return true;
}

/** The roots of expressions about a response. */
const OF_RESPONSE: ReadonlySet<Expression["root"]> = new Set(["body", "header", "statusCode"]);

/**
 * Reports expressions in a template other than arguments and environment variables; `hasResponse` allows those about
 * a response of the API too. Returns the arguments that the template names, each with its expression.
 */
export function checkInputs(
  template: Template,
  args: readonly Argument[],
  pointer: Pointer,
  diagnostics: Diagnostics,
  { hasResponse = false }: { readonly hasResponse?: boolean } = {},
): readonly { readonly argument: Argument; readonly expression: Expression }[] {
  const names = args.map(({ name }) => name);
  return expressionsIn(template).flatMap((expression) => {
    const { root, path, text } = expression;
    const [name] = path;
    if (hasResponse && OF_RESPONSE.has(root)) return [];
    if (root === "env" || (root === "inputs" && name === undefined)) return [];
    const argument = root === "inputs" ? args.find((of) => of.name === name) : undefined;
    if (argument) return [{ argument, expression }];
    diagnostics.report(
      "unknown-expression",
      pointer,
      root === "inputs"
        ? `expected an argument of the tool, found ${text}${didYouMean(name ?? "", names)}`
        : `expected an argument or an environment variable, found ${text}`,
      names.length === 0
        ? "The tool has no arguments. Write $env.NAME for an environment variable."
        : `Write one of ${names.map((known) => `$inputs.${known}`).join(", ")}, or $env.NAME for an environment variable.`,
    );
    return [];
  });
}
