/** The upstreams of a server, and the documents that describe them. */
import { CONNECTION_HEADERS, TOKEN } from "../../runtime/contract/http-tokens.ts";
import type { Template } from "../../runtime/contract/template.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { hash } from "../identifiers.ts";
import { byCodePoint, defined } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import type {
  ApiBody,
  ApiDocument,
  ApiMedia,
  ApiOperation,
  ApiParameter,
  ApiResponse,
} from "../normalise/api-document.ts";
import type { SpecUpstream } from "../toolspec/tool-spec.ts";
import { mapSchemas, REF_PREFIX, refOf } from "./schema-graph.ts";
import type { ServerInput, UpstreamDocument, UpstreamModel } from "./server-model.ts";
import { assignUniqueNames, componentNames, groupBy } from "./unique-names.ts";

/** The upstreams with their base URLs, from the spec or else from the document, and their headers. */
export function modelUpstreams({ documents, spec }: ServerInput, diagnostics: Diagnostics): UpstreamModel[] {
  const names = new Set([
    ...documents.map(({ upstream }) => upstream),
    ...(spec?.upstreams ?? []).map(({ name }) => name),
  ]);
  return [...names].sort(byCodePoint).map((name) => {
    const specified = spec?.upstreams.find((upstream) => upstream.name === name);
    const document = documents.find(({ upstream }) => upstream === name)?.document;
    const baseUrl = specified?.baseUrl ?? document?.baseUrl;
    // The normalise stage reports a document without a base URL.
    if (specified && baseUrl === undefined && !document)
      diagnostics.report(
        "no-base-url",
        specified.pointer,
        `expected a base URL for "${name}", found none`,
        "Add `baseUrl`, or pass `--base-url` when you start the server.",
      );
    return defined<UpstreamModel>({
      name,
      baseUrl,
      operatorConfigured: specified?.baseUrl === undefined ? undefined : true,
      headers: specified && headersOf(specified, diagnostics),
    });
  });
}

function headersOf(
  { headers, pointer }: SpecUpstream,
  diagnostics: Diagnostics,
): UpstreamModel["headers"] | undefined {
  const found = new Map<string, Template>();
  for (const [header, value] of headers) {
    const name = header.toLowerCase();
    const report = (message: string, hint: string): void =>
      diagnostics.report("invalid-header", [...pointer, "headers", header], message, hint);
    if (CONNECTION_HEADERS.has(name))
      report(
        `expected a header that a request can set, found ${header}`,
        "Remove it: the HTTP client sets it.",
      );
    else if (!TOKEN.test(name))
      report(
        `expected the name of a header, found ${JSON.stringify(header)}`,
        "Use letters, digits and dashes.",
      );
    else if (found.has(name))
      report(
        `expected each header once, found ${header} a second time`,
        "Remove one of them: the case of header names has no meaning.",
      );
    else found.set(name, value);
  }
  if (found.size === 0) return undefined;
  return Object.fromEntries([...found].sort(([a], [b]) => byCodePoint(a, b)));
}

// ------------------------------------------------------------------------------------------- documents

export interface Joined {
  /** The documents, with references to `schemas`. */
  readonly documents: readonly UpstreamDocument[];
  readonly schemas: ReadonlyMap<string, Schema>;
}

/**
 * Joins the named schemas of all documents. A name that only one document has stays as it is. If documents share a
 * name, each gets the name of its upstream as a prefix, so that names depend neither on the order nor on the number of
 * documents.
 */
export function joinDocuments(documents: readonly UpstreamDocument[]): Joined {
  const names = changedNames(documents);
  const joined = documents.map((given) => {
    const renamed = names.get(given.upstream);
    return renamed ? { ...given, document: new Renamer(renamed).document(given.document) } : given;
  });
  return {
    documents: joined,
    schemas: new Map(joined.flatMap(({ document }) => [...document.schemas])),
  };
}

/** New names by old names, without those that stay. */
type Names = ReadonlyMap<string, string>;

/** The preferred identifier of a schema in generated code, where names must differ too. */
function identifierOf(name: string): string {
  return componentNames(name)[0]?.() ?? name;
}

/** The names that change, by upstream. */
function changedNames(documents: readonly UpstreamDocument[]): ReadonlyMap<string, Names> {
  if (documents.length < 2) return new Map();
  const items = documents.flatMap(({ upstream, document }) =>
    [...document.schemas.keys()].map((name) => ({ upstream, name })),
  );
  const shared = new Set(
    [...groupBy(items, ({ name }) => identifierOf(name)).values()]
      .filter((members) => members.some(({ upstream }) => upstream !== members[0]?.upstream))
      .flat(),
  );
  const unique = assignUniqueNames(items, (item) => {
    const prefixed = withUpstream(item.upstream, item.name);
    return [
      ...(shared.has(item) ? [] : [() => item.name]),
      () => prefixed,
      () => `${prefixed}.${hash(`${item.upstream} ${item.name}`)}`,
    ];
  });
  const changed = [...unique].filter(([{ name }, now]) => now !== name);
  return new Map(
    [...groupBy(changed, ([{ upstream }]) => upstream)].map(([upstream, members]) => [
      upstream,
      new Map(members.map(([{ name }, now]) => [name, now])),
    ]),
  );
}

/** An unnamed schema is named after its pointer, which starts with a slash. */
function withUpstream(upstream: string, name: string): string {
  return name.startsWith("/") ? `/${upstream}${name}` : `${upstream}.${name}`;
}

/** Renames the schemas of a document. */
class Renamer {
  readonly #names: Names;
  /** Keeps schema objects shared, because later results are cached by object. */
  readonly #renamed = new WeakMap<SchemaObject, SchemaObject>();

  constructor(names: Names) {
    this.#names = names;
  }

  document(document: ApiDocument): ApiDocument {
    const schemas = [...document.schemas].map(
      ([name, schema]) => [this.#names.get(name) ?? name, this.#schema(schema)] as const,
    );
    return {
      ...document,
      operations: document.operations.map((operation) => this.#operation(operation)),
      schemas: new Map(schemas),
    };
  }

  #operation(operation: ApiOperation): ApiOperation {
    const { parameters, body, responses } = operation;
    return defined<ApiOperation>({
      ...operation,
      parameters: parameters.map(
        (parameter): ApiParameter => ({ ...parameter, schema: this.#schema(parameter.schema) }),
      ),
      body: body && this.#content(body),
      responses: responses.map((response) => this.#content(response)),
    });
  }

  #content<T extends ApiBody | ApiResponse>(holder: T): T {
    return { ...holder, content: holder.content.map((media) => this.#media(media)) };
  }

  #media(media: ApiMedia): ApiMedia {
    const { schema, itemSchema } = media;
    return defined<ApiMedia>({
      ...media,
      schema: this.#schema(schema),
      itemSchema: itemSchema === undefined ? undefined : this.#schema(itemSchema),
    });
  }

  #schema(schema: Schema): Schema {
    if (typeof schema === "boolean") return schema;
    const known = this.#renamed.get(schema);
    if (known) return known;
    const copy = mapSchemas(schema, (child) => this.#schema(child));
    this.#renamed.set(schema, copy);
    const name = refOf(schema);
    if (name !== undefined) copy.$ref = REF_PREFIX + (this.#names.get(name) ?? name);
    return copy;
  }
}
