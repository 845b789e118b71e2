/**
 * Several documents in one server: their named schemas and security schemes become one set. A name that only one
 * document has stays as it is. Where documents share a name, all of them say which upstream they are from, so that
 * neither their order nor their number decides who keeps it.
 */

import { hash } from "../identifiers.ts";
import type { JsonObject } from "../json.ts";
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
import { mapSchemas, REF_PREFIX, refOf } from "./schema-walk.ts";
import type { UpstreamDocument } from "./server-model.ts";
import { assignUniqueNames, componentNames, groupBy } from "./unique-names.ts";

export interface Joined {
  /** The documents, with references and requirements that name what is below. */
  readonly documents: readonly UpstreamDocument[];
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly securitySchemes: ReadonlyMap<string, JsonObject>;
}

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

/** New names by old ones; what is not in here keeps its name. */
type Names = ReadonlyMap<string, string>;

const NONE: Names = new Map();

/** The identifier that a schema would have in generated code: there names must differ too. */
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
  const settled = assignUniqueNames(items, (item) => {
    const prefixed = withUpstream(item.upstream, item.name);
    return [
      ...(shared.has(item) ? [] : [() => item.name]),
      () => prefixed,
      () => `${prefixed}.${hash(`${item.upstream} ${item.name}`)}`,
    ];
  });
  const changed = [...settled].filter(([{ name }, now]) => now !== name);
  return new Map(
    [...groupBy(changed, ([{ upstream }]) => upstream)].map(([upstream, members]) => [
      upstream,
      new Map(members.map(([{ name }, now]) => [name, now])),
    ]),
  );
}

/** A schema without a name of its own is called by its place, which starts with a slash. */
function withUpstream(upstream: string, name: string): string {
  return name.startsWith("/") ? `/${upstream}${name}` : `${upstream}.${name}`;
}

/** A document in which some schemas and security schemes have other names. */
class Renamer {
  readonly #schemas: Names;
  readonly #schemes: Names;
  /** What is shared stays shared: much that follows is remembered by schema object. */
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
    return {
      ...operation,
      parameters: parameters.map(
        (parameter): ApiParameter => ({ ...parameter, schema: this.#schema(parameter.schema) }),
      ),
      ...(body && { body: this.#content(body) }),
      responses: responses.map((response) => this.#content(response)),
      security: security.map((alternative) => this.#requirement(alternative)),
    };
  }

  #content<T extends ApiBody | ApiResponse>(holder: T): T {
    return {
      ...holder,
      content: holder.content.map(
        (media): ApiMedia => ({
          ...media,
          schema: this.#schema(media.schema),
          ...(media.itemSchema !== undefined && { itemSchema: this.#schema(media.itemSchema) }),
        }),
      ),
    };
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
