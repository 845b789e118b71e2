/** OpenAPI 3.1.1, "Server Object", "Server Variable Object" and "Relative References in API URLs"; README, "The base URL". */
import type { Json, JsonObject } from "../../generator/json.ts";
import { type DocumentOptions, probe, type Row, UPSTREAM } from "./harness.ts";
import { parameter } from "./rows.ts";

const server = (url: string, variables?: JsonObject): JsonObject => ({
  url,
  ...(variables && { variables }),
});
const documentOf = (servers: Json, baseUrl?: string): DocumentOptions => ({
  root: { servers },
  ...(baseUrl !== undefined && { baseUrl }),
});

const ITEM: Pick<Row, "path" | "operation" | "args"> = {
  path: "/items/{id}",
  operation: { parameters: [parameter("path", "id"), parameter("query", "q")] },
  args: { id: "1", q: "2" },
};

const sends = (name: string, request: string, more: Partial<Row> = {}): Row => ({
  name,
  ...ITEM,
  sends: request,
  ...more,
});
const plain = (request: string): Row[] => [sends("the path is appended to it", request)];

probe("a server without a path", documentOf([server(UPSTREAM)]), plain("GET /items/1?q=2"));
probe("a server with a slash at its end", documentOf([server(`${UPSTREAM}/`)]), plain("GET /items/1?q=2"));
probe(
  "a server with a base path",
  documentOf([server(`${UPSTREAM}/base/v1`)]),
  plain("GET /base/v1/items/1?q=2"),
);
probe(
  "a server with a base path and a slash at its end",
  documentOf([server(`${UPSTREAM}/base/v1/`)]),
  plain("GET /base/v1/items/1?q=2"),
);
probe(
  "a server with a percent-encoded base path",
  documentOf([server(`${UPSTREAM}/b%20c`)]),
  plain("GET /b%20c/items/1?q=2"),
);
probe(
  "the first of several servers",
  documentOf([server(`${UPSTREAM}/one`), server(`${UPSTREAM}/two`)]),
  plain("GET /one/items/1?q=2"),
);

probe(
  "a variable in the path",
  documentOf([server(`${UPSTREAM}/{version}/x`, { version: { default: "v1", enum: ["v1", "v2"] } })]),
  plain("GET /v1/x/items/1?q=2"),
);
probe(
  "variables in the host and the path",
  documentOf([
    server("http://{host}/{a}/{b}", {
      host: { default: "upstream.invalid" },
      a: { default: "1" },
      b: { default: "" },
    }),
  ]),
  plain("GET /1/items/1?q=2"),
);
probe(
  "a variable for the whole URL",
  documentOf([server("{base}", { base: { default: `${UPSTREAM}/base` } })]),
  plain("GET /base/items/1?q=2"),
);
probe("a variable without a definition", documentOf([server(`${UPSTREAM}/{version}`)]), [
  { name: "is not sent as it stands", ...ITEM, returns: { error: { kind: "internal" } } },
]);

// "MAY be relative, to indicate that the host location is relative to the location where the document is served",
// which only the operator knows.
for (const url of ["/v1", "/", "v1", "./v1"])
  probe(`a relative server, ${url}`, documentOf([server(url)]), [
    { name: "cannot be called without a base URL", ...ITEM, returns: { error: { kind: "internal" } } },
  ]);
probe("no server", documentOf([]), [
  { name: "cannot be called without a base URL", ...ITEM, returns: { error: { kind: "internal" } } },
]);
probe(
  "a relative server, and a base URL",
  documentOf([server("/v1")], `${UPSTREAM}/v2`),
  plain("GET /v2/items/1?q=2"),
);
probe("no server, and a base URL", documentOf([], `${UPSTREAM}/`), plain("GET /items/1?q=2"));
probe(
  "a base URL in place of the document's",
  documentOf([server("http://127.0.0.1:1/v1")], `${UPSTREAM}/v2/`),
  plain("GET /v2/items/1?q=2"),
);

const ROOT = [server(`${UPSTREAM}/root`)];
const own = (url: string, variables?: JsonObject): JsonObject => ({
  ...ITEM.operation,
  servers: [server(url, variables)],
});
const ofPath = (url: string): JsonObject => ({ servers: [server(url)] });

probe("servers of paths and operations", documentOf(ROOT), [
  sends("the document's", "GET /root/items/1?q=2"),
  sends("the path's", "GET /path/items/1?q=2", { pathItem: ofPath(`${UPSTREAM}/path`) }),
  sends("the operation's", "GET /own/items/1?q=2", { operation: own(`${UPSTREAM}/own/`) }),
  sends("the operation's rather than the path's", "GET /own/items/1?q=2", {
    operation: own(`${UPSTREAM}/own`),
    pathItem: ofPath(`${UPSTREAM}/path`),
  }),
  sends("the operation's, with a variable", "GET /own/v3/items/1?q=2", {
    operation: own(`${UPSTREAM}/own/{v}`, { v: { default: "v3" } }),
  }),
  sends("the first of the operation's", "GET /own/items/1?q=2", {
    operation: { ...ITEM.operation, servers: [server(`${UPSTREAM}/own`), server(`${UPSTREAM}/other`)] },
  }),
  // Relative to where the document is, of which the document's own server is the best guess; never below its path.
  sends("the operation's, relative", "GET /v9/items/1?q=2", { operation: own("/v9") }),
  sends("the path's, relative", "GET /v9/items/1?q=2", { pathItem: ofPath("/v9") }),
]);

probe("servers of operations, and a base URL for all", documentOf(ROOT, `${UPSTREAM}/chosen`), [
  sends("the document's", "GET /chosen/items/1?q=2"),
  sends("the path's", "GET /chosen/items/1?q=2", { pathItem: ofPath("http://127.0.0.1:1/path") }),
  sends("the operation's", "GET /chosen/items/1?q=2", { operation: own("http://127.0.0.1:1/own") }),
]);

probe("a base path and odd paths", documentOf([server(`${UPSTREAM}/base/`)]), [
  { name: "a slash at the end", path: "/x/", sends: "GET /base/x/" },
  { name: "a query in the path key", path: "/x?a=1", sends: "GET /base/x?a=1" },
  {
    name: "a value with slashes",
    path: "/{id}",
    operation: { parameters: [parameter("path", "id")] },
    args: { id: "/a//b" },
    sends: "GET /base/%2Fa%2F%2Fb",
  },
]);
