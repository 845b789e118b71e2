import { asString, isObject, type JsonObject, own, put } from "../../json.ts";
import type { Reader } from "../reader.ts";

/** What OpenAPI 3 calls the flows of OAuth 2.0, and the URLs each of them has. */
const FLOWS: ReadonlyMap<unknown, { name: string; urls: readonly string[] }> = new Map([
  ["implicit", { name: "implicit", urls: ["authorizationUrl"] }],
  ["password", { name: "password", urls: ["tokenUrl"] }],
  ["application", { name: "clientCredentials", urls: ["tokenUrl"] }],
  ["accessCode", { name: "authorizationCode", urls: ["authorizationUrl", "tokenUrl"] }],
]);

/** `securityDefinitions`, as OpenAPI 3 writes them. */
export function readSecuritySchemes(reader: Reader): ReadonlyMap<string, JsonObject> {
  const definitions = own(reader.root, "securityDefinitions");
  return new Map(
    [...reader.entries(definitions, ["securityDefinitions"])].map(([name, { value }]) => [
      name,
      convert(value),
    ]),
  );
}

function convert(scheme: JsonObject): JsonObject {
  const type = own(scheme, "type");
  if (type === "basic") return { type: "http", scheme: "basic", ...common(scheme) };
  if (type === "oauth2") return { type, flows: flows(scheme), ...common(scheme) };
  return scheme;
}

/** The description and the extensions, which mean the same in both. */
function common(scheme: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(scheme))
    if (key === "description" || key.startsWith("x-")) kept[key] = value;
  return kept;
}

function flows(scheme: JsonObject): JsonObject {
  const flow = FLOWS.get(own(scheme, "flow"));
  if (!flow) return {};
  const converted: JsonObject = {};
  for (const field of flow.urls) {
    const url = asString(own(scheme, field));
    if (url !== undefined) converted[field] = url;
  }
  const scopes: JsonObject = {};
  const given = own(scheme, "scopes");
  for (const [scope, description] of isObject(given) ? Object.entries(given) : [])
    if (typeof description === "string" && !scope.startsWith("x-")) put(scopes, scope, description);
  return { [flow.name]: { ...converted, scopes } };
}
