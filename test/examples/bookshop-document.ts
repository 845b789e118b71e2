import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { parse } from "yaml";

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

type Method = (typeof METHODS)[number];

export interface Media {
  schema?: object;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  style?: string;
  explode?: boolean;
  schema: object;
  example: unknown;
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  parameters: Parameter[];
  bodies: Record<string, Media>;
  /** The media types of each status. */
  answers: Map<number, Record<string, Media>>;
}

type Referable<T> = T | { $ref: string };
type Answer = { content?: Record<string, Media> };
interface RawOperation {
  operationId: string;
  parameters?: Referable<Parameter>[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Referable<Answer>>;
}
interface PathItem extends Partial<Record<Method, RawOperation>> {
  parameters?: Referable<Parameter>[];
}
interface RawDocument {
  paths: Record<string, PathItem>;
  components: {
    parameters: Record<string, Parameter>;
    responses: Record<string, Answer>;
    schemas: object;
  };
}

const ID = "https://bookshop.example/openapi.json";

export const document: RawDocument = parse(
  readFileSync(new URL("../../specs/bookshop.openapi.yaml", import.meta.url), "utf8"),
);

const { parameters: knownParameters, responses: knownResponses } = document.components;

export const operations: Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const raw = item[method];
    return raw ? [readOperation(path, method, raw, item.parameters ?? [])] : [];
  }),
);

function readOperation(
  path: string,
  method: Method,
  raw: RawOperation,
  shared: Referable<Parameter>[],
): Operation {
  const parameters = [...shared, ...(raw.parameters ?? [])].map((it) => resolve(it, knownParameters));
  const answers = Object.entries(raw.responses).map(([status, answer]): [number, Record<string, Media>] => {
    return [Number(status), resolve(answer, knownResponses).content ?? {}];
  });
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    // A parameter of the operation takes the place of the one of its path.
    parameters: [...new Map(parameters.map((it) => [`${it.in} ${it.name}`, it])).values()],
    bodies: raw.requestBody?.content ?? {},
    answers: new Map(answers),
  };
}

export interface SchemaExamples {
  schema: object;
  values: unknown[];
}

/** Every schema of the components, at any depth, with its examples and its default. */
export function schemaExamples(node: unknown): SchemaExamples[] {
  if (typeof node !== "object" || node === null) return [];
  const below = Object.values(node).flatMap((child) => schemaExamples(child));
  const examples = "examples" in node && Array.isArray(node.examples) ? node.examples : [];
  const defaults = "default" in node ? [node.default] : [];
  const isSchema = "type" in node || "$ref" in node;
  return isSchema ? [{ schema: node, values: [...examples, ...defaults] }, ...below] : below;
}

export function operationOf(id: string): Operation {
  const found = operations.find((operation) => operation.id === id);
  if (!found) throw new RangeError(`no operation ${id}`);
  return found;
}

export function examplesOf(media: Media): unknown[] {
  const named = Object.values(media.examples ?? {}).map((example) => example.value);
  return media.example === undefined ? named : [media.example, ...named];
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema({ $id: ID, ...document });

/** Returns the errors of a value, by a schema that may refer to the components. */
export function faults(schema: object, value: unknown): unknown[] {
  const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${ID}#/`)));
  return validate(value) ? [] : (validate.errors ?? []);
}

function resolve<T extends object>(value: Referable<T>, components: Record<string, T>): T {
  if (!("$ref" in value)) return value;
  const found = components[value.$ref.split("/").at(-1) ?? ""];
  if (!found) throw new RangeError(`${value.$ref} leads nowhere`);
  return found;
}
