/**
 * Joins the named schemas of several documents. A name of one document alone stays as it is. If documents share a
 * name, each of their names gets its upstream as a prefix, so that neither the order nor the number of the documents
 * decides which of them keeps the name.
 */

import { hash } from "../identifiers.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import type {
  ApiBody,
  ApiDocument,
  ApiMedia,
  ApiOperation,
  ApiParameter,
  ApiResponse,
} from "../normalise/api-document.ts";
import { assignUniqueNames, componentNames, groupBy } from "./names.ts";
import { mapSchemas, REF_PREFIX, refOf } from "./schema-walk.ts";
import type { UpstreamDocument } from "./server-model.ts";

export interface Joined {
  /** The documents, with references to `schemas`. */
  readonly documents: readonly UpstreamDocument[];
  readonly schemas: ReadonlyMap<string, Schema>;
}

export function joinDocuments(documents: readonly UpstreamDocument[]): Joined {
  const names = namesApart(documents);
  const joined = documents.map((given) => {
    const renamed = names.get(given.upstream);
    return renamed ? { ...given, document: new Renamer(renamed).document(given.document) } : given;
  });
  return {
    documents: joined,
    schemas: new Map(joined.flatMap(({ document }) => [...document.schemas])),
  };
}

/** New names by old ones; what is not in here keeps its name. */
type Names = ReadonlyMap<string, string>;

/** The identifier that a schema would have in generated code: there names must differ too. */
function identifierOf(name: string): string {
  return componentNames(name)[0]?.() ?? name;
}

/** The names that change, by upstream. */
function namesApart(documents: readonly UpstreamDocument[]): ReadonlyMap<string, Names> {
  if (documents.length < 2) return new Map();
  const items = documents.flatMap(({ upstream, document }) =>
    [...document.schemas.keys()].map((name) => ({ upstream, name })),
  );
  const shared = new Set(
    [...groupBy(items, ({ name }) => identifierOf(name)).values()]
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

/** Gives some schemas of a document other names. */
class Renamer {
  readonly #schemas: Names;
  /** What is shared stays shared: much that follows is remembered by schema object. */
  readonly #renamed = new WeakMap<SchemaObject, SchemaObject>();

  constructor(schemas: Names) {
    this.#schemas = schemas;
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
    };
  }

  #operation(operation: ApiOperation): ApiOperation {
    const { parameters, body, responses } = operation;
    return {
      ...operation,
      parameters: parameters.map(
        (parameter): ApiParameter => ({ ...parameter, schema: this.#schema(parameter.schema) }),
      ),
      ...(body && { body: this.#content(body) }),
      responses: responses.map((response) => this.#content(response)),
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
