/** The upstreams of a server, and the documents that describe them. */
import { CONNECTION_HEADERS, TOKEN } from "../../runtime/contract/http-tokens.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { hash } from "../identifiers.ts";
import { byCodePoint, defined, type JsonObject } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import type {
  ApiBody,
  ApiDocument,
  ApiMedia,
  ApiOperation,
  ApiParameter,
  ApiResponse,
  SecurityRequirement,
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
      headers: specified ? headersOf(specified, diagnostics) : [],
    });
  });
}

function headersOf({ headers, pointer }: SpecUpstream, diagnostics: Diagnostics): UpstreamModel["headers"] {
  const found = new Map<string, UpstreamModel["headers"][number]>();
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
    else found.set(name, [name, value]);
  }
  return [...found.values()].sort(([a], [b]) => byCodePoint(a, b));
}

// ------------------------------------------------------------------------------------------- documents

export interface Joined {
  /** The documents, with references and requirements by the names below. */
  readonly documents: readonly UpstreamDocument[];
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly securitySchemes: ReadonlyMap<string, JsonObject>;
}

/**
 * Joins the named schemas and security schemes of all documents. A name that only one document has stays as it is. If
 * documents share a name, each gets the name of its upstream as a prefix, so that names depend neither on the order
 * nor on the number of documents.
 */
export function joinDocuments(documents: readonly UpstreamDocument[]): Joined {
  const schemaNames = namesApart(documents, ({ schemas }) => schemas, identifierOf);
  const schemeNames = namesApart(
    documents,
    ({ securitySchemes }) => securitySchemes,
    (name) => name,
  );
  const joined = documents.map((given) => {
    const schemas = schemaNames.get(given.upstream) ?? NONE;
    const schemes = schemeNames.get(given.upstream) ?? NONE;
    if (schemas.size === 0 && schemes.size === 0) return given;
    return { ...given, document: new Renamer(schemas, schemes).document(given.document) };
  });
  return {
    documents: joined,
    schemas: new Map(joined.flatMap(({ document }) => [...document.schemas])),
    securitySchemes: new Map(joined.flatMap(({ document }) => [...document.securitySchemes])),
  };
}

/** New names by old names, without those that stay. */
type Names = ReadonlyMap<string, string>;

const NONE: Names = new Map();

/** The preferred identifier of a schema in generated code, where names must differ too. */
function identifierOf(name: string): string {
  return componentNames(name)[0]?.() ?? name;
}

/** The names that change, by upstream. */
function namesApart(
  documents: readonly UpstreamDocument[],
  namedIn: (document: ApiDocument) => ReadonlyMap<string, unknown>,
  keyOf: (name: string) => string,
): ReadonlyMap<string, Names> {
  if (documents.length < 2) return new Map();
  const items = documents.flatMap(({ upstream, document }) =>
    [...namedIn(document).keys()].map((name) => ({ upstream, name })),
  );
  const shared = new Set(
    [...groupBy(items, ({ name }) => keyOf(name)).values()]
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

/** Renames schemas and security schemes of a document. */
class Renamer {
  readonly #schemas: Names;
  readonly #schemes: Names;
  /** Keeps schema objects shared, because later results are cached by object. */
  readonly #renamed = new WeakMap<SchemaObject, SchemaObject>();

  constructor(schemas: Names, schemes: Names) {
    this.#schemas = schemas;
    this.#schemes = schemes;
  }

  document(document: ApiDocument): ApiDocument {
    return {
      ...document,
      operations: document.operations.map((operation) => this.#operation(operation)),
      schemas: new Map(
        [...document.schemas].map(([name, schema]) => [
          this.#schemas.get(name) ?? name,
          this.#schema(schema),
        ]),
      ),
      securitySchemes: new Map(
        [...document.securitySchemes].map(([name, scheme]) => [this.#schemes.get(name) ?? name, scheme]),
      ),
    };
  }

  #operation(operation: ApiOperation): ApiOperation {
    const { parameters, body, responses, security } = operation;
    return defined<ApiOperation>({
      ...operation,
      parameters: parameters.map(
        (parameter): ApiParameter => ({ ...parameter, schema: this.#schema(parameter.schema) }),
      ),
      body: body && this.#content(body),
      responses: responses.map((response) => this.#content(response)),
      security: security.map((alternative) => this.#requirement(alternative)),
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

  #requirement(alternative: SecurityRequirement): SecurityRequirement {
    return Object.fromEntries(
      Object.entries(alternative).map(([name, scopes]) => [this.#schemes.get(name) ?? name, scopes]),
    );
  }

  #schema(schema: Schema): Schema {
    if (typeof schema === "boolean") return schema;
    const known = this.#renamed.get(schema);
    if (known) return known;
    const copy = mapSchemas(schema, (child) => this.#schema(child));
    this.#renamed.set(schema, copy);
    const name = refOf(schema);
    if (name !== undefined) copy.$ref = REF_PREFIX + (this.#schemas.get(name) ?? name);
    return copy;
  }
}
