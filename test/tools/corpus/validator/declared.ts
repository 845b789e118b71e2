/** Reads the declarations of operations, in a form common to all versions of OpenAPI. */
import { isObject, type Json, list, own, text } from "./json.ts";
import { Broken, type Source, type SourceNode } from "./source.ts";
import { swaggerBody, swaggerParameters, swaggerServer, swaggerSuccess } from "./swagger.ts";

export type Location = "path" | "query" | "querystring" | "header" | "cookie";

export interface Parameter {
  readonly name: string;
  readonly in: Location;
  readonly required: boolean;
  readonly schema?: SourceNode;
  /** `style` of OpenAPI 3, or the equivalent of `collectionFormat` of Swagger 2.0. */
  readonly style: string;
  readonly explode: boolean;
  /** The media type of a parameter with `content`. */
  readonly contentType?: string;
  readonly pointer: readonly string[];
}

export interface Encoding {
  readonly contentType?: string;
  readonly style?: string;
  readonly explode?: boolean;
}

export interface Media {
  readonly type: string;
  readonly schema?: SourceNode;
  /** The schema of each item of a sequence (3.2). */
  readonly itemSchema?: SourceNode;
  readonly encoding: ReadonlyMap<string, Encoding>;
  /** The encoding of parts by position (3.2): of the first parts, and of all others. */
  readonly prefixEncoding?: readonly Encoding[];
  readonly itemEncoding?: Encoding;
}

export interface Body {
  readonly required: boolean;
  readonly content: readonly Media[];
}

/** The first documented success response. */
export interface Success {
  readonly status: number;
  readonly content: readonly Media[];
}

export interface Operation {
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  /** Its locations: the one below `paths`, and the targets of references. */
  readonly pointers: readonly (readonly string[])[];
  readonly item: SourceNode;
  readonly operation: SourceNode;
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Yields the operations under `paths`, except those of paths whose reference cannot be resolved. */
export function* operationsOf(source: Source): Iterable<Operation> {
  const paths = source.child(source.root, "paths");
  for (const path of Object.keys(isObject(paths?.value) ? paths.value : {})) {
    if (path.startsWith("x-")) continue;
    const written = source.child(source.root, "paths", path) as SourceNode;
    const item = attemptFollow(source, written);
    if (!item) continue;
    const methods = METHODS.map((key) => [key.toUpperCase(), [key]] as const);
    const found = source.version === "3.2" ? [...methods, ["QUERY", ["query"]] as const] : [...methods];
    const more = source.version === "3.2" ? own(item.value, "additionalOperations") : undefined;
    for (const method of Object.keys(isObject(more) ? more : {}))
      found.push([method, ["additionalOperations", method] as never]);
    for (const [method, keys] of found) {
      const at = source.child(item, ...keys);
      if (!at) continue;
      const operation = attemptFollow(source, at) ?? at;
      yield {
        method,
        path,
        pointers: [[...written.pointer, ...keys], at.pointer, operation.pointer],
        item,
        operation,
      };
    }
  }
}

/** Resolves the references of a value; undefined if one cannot be resolved. */
function attemptFollow(source: Source, node: SourceNode): SourceNode | undefined {
  try {
    return source.follow(node);
  } catch (error) {
    if (error instanceof Broken) return undefined;
    throw error;
  }
}

/** OpenAPI's default for a parameter without a style. */
const STYLES: Readonly<Record<Location, string>> = {
  path: "simple",
  query: "form",
  querystring: "form",
  header: "simple",
  cookie: "form",
};

/** The header parameters that OpenAPI says "SHALL be ignored". */
const IGNORED = new Set(["accept", "content-type", "authorization"]);

/** Returns the parameters of the operation and its path item, without the ignored ones. */
export function parametersOf(source: Source, operation: Operation): Parameter[] {
  const merged = new Map<string, Parameter>();
  for (const holder of [operation.item, operation.operation]) {
    for (const [i] of list(own(holder.value, "parameters")).entries()) {
      const node = source.follow(source.child(holder, "parameters", i) as SourceNode);
      const name = text(own(node.value, "name"));
      const location = text(own(node.value, "in"));
      if (name === undefined || location === undefined) continue;
      if (location === "header" && IGNORED.has(name.toLowerCase())) continue;
      if (source.version === "2.0") {
        for (const parameter of swaggerParameters(node)) merged.set(`${location} ${name}`, parameter);
      } else if (location in STYLES)
        merged.set(`${location} ${name}`, parameter(source, node, name, location as Location));
    }
  }
  return [...merged.values()];
}

function parameter(source: Source, node: SourceNode, name: string, location: Location): Parameter {
  const [media] = contentOf(source, source.child(node, "content"));
  const schema = media?.schema ?? source.child(node, "schema");
  const style = text(own(node.value, "style")) ?? STYLES[location];
  const explode = own(node.value, "explode");
  return {
    name,
    in: location,
    required: location === "path" || own(node.value, "required") === true,
    ...(schema && { schema }),
    style,
    explode: typeof explode === "boolean" ? explode : style === "form" || style === "cookie",
    ...(media && { contentType: media.type }),
    pointer: node.pointer,
  };
}

export function bodyOf(source: Source, operation: Operation): Body | undefined {
  if (source.version === "2.0") return swaggerBody(source, operation);
  const written = source.child(operation.operation, "requestBody");
  if (!written) return undefined;
  const node = source.follow(written);
  return {
    required: own(node.value, "required") === true,
    content: contentOf(source, source.child(node, "content")),
  };
}

/** Returns the first documented success response, otherwise `default`. */
export function successOf(source: Source, operation: Operation): Success | undefined {
  const responses = source.child(operation.operation, "responses");
  const codes = Object.keys(isObject(responses?.value) ? responses.value : {});
  const code = codes.find((key) => /^2(?:\d\d|XX)$/i.test(key)) ?? codes.find((key) => key === "default");
  const written = code === undefined || !responses ? undefined : source.child(responses, code);
  if (code === undefined || !written) return undefined;
  const node = source.follow(written);
  const status = /^\d{3}$/.test(code) ? Number(code) : 200;
  const content =
    source.version === "2.0"
      ? swaggerSuccess(source, operation, node)
      : contentOf(source, source.child(node, "content"));
  return { status, content };
}

export function contentOf(source: Source, node: SourceNode | undefined): Media[] {
  return Object.keys(isObject(node?.value) ? node.value : {}).map((type) => {
    const media = source.follow(source.child(node as SourceNode, type) as SourceNode);
    const schema = source.child(media, "schema");
    const itemSchema = source.child(media, "itemSchema");
    const encoding = own(media.value, "encoding");
    const prefixEncoding = list(own(media.value, "prefixEncoding")).map(encodingOf);
    const itemEncoding = own(media.value, "itemEncoding");
    return {
      type,
      ...(schema && { schema }),
      ...(itemSchema && { itemSchema }),
      ...(prefixEncoding.length > 0 && { prefixEncoding }),
      ...(itemEncoding !== undefined && { itemEncoding: encodingOf(itemEncoding) }),
      encoding: new Map(
        Object.entries(isObject(encoding) ? encoding : {}).map(([name, e]) => [name, encodingOf(e)]),
      ),
    };
  });
}

function encodingOf(value: Json): Encoding {
  const [contentType, style, explode] = ["contentType", "style", "explode"].map((key) => own(value, key));
  return {
    ...(typeof contentType === "string" && { contentType }),
    ...(typeof style === "string" && { style }),
    ...(typeof explode === "boolean" && { explode }),
  };
}

export interface Server {
  /** The URL with the default values of its variables. */
  readonly url: string;
  /** True if a request can be sent there: an absolute URL without open variables. */
  readonly isComplete: boolean;
  /** Its location in the document. */
  readonly pointer: readonly string[];
}

/**
 * Returns the server of an operation from its own list, or that of its path item or the document: the first complete
 * server, otherwise the first.
 */
export function serverOf(source: Source, operation: Operation): Server | undefined {
  if (source.version === "2.0") {
    const url = swaggerServer(source);
    return url === undefined ? undefined : { url, isComplete: true, pointer: [] };
  }
  for (const holder of [operation.operation, operation.item, source.root]) {
    const servers = serversOf(source, holder);
    const found = servers.find(({ isComplete }) => isComplete) ?? servers[0];
    if (found) return found;
  }
  return undefined;
}

function serversOf(source: Source, holder: SourceNode): Server[] {
  return [...list(own(holder.value, "servers")).keys()].flatMap((i): Server[] => {
    const server = source.child(holder, "servers", i) as SourceNode;
    const template = text(own(server.value, "url"));
    if (template === undefined) return [];
    const url = template.replaceAll(
      /\{([^{}]+)\}/g,
      (whole, name: string) => text(source.child(server, "variables", name, "default")?.value) ?? whole,
    );
    const isComplete = /^https?:\/\/[^{}]+$/i.test(url) && URL.canParse(url);
    return [{ url, isComplete, pointer: server.pointer }];
  });
}
