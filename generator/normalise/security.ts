import { isObject, type Json, type JsonObject } from "../json.ts";
import type { SecurityRequirement } from "./api-document.ts";

/** Security Requirement Objects, the same in every version. */
export function securityRequirements(
  value: Json | undefined,
  schemes: ReadonlyMap<string, JsonObject>,
): SecurityRequirement[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isObject)
    .map((alternative) =>
      Object.fromEntries(
        Object.entries(alternative).map(([scheme, scopes]) => [
          schemeName(scheme, schemes),
          Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [],
        ]),
      ),
    );
}

/** OpenAPI 3.2: the URI of a scheme can stand for its name, unless that is itself a name. */
function schemeName(scheme: string, schemes: ReadonlyMap<string, JsonObject>): string {
  const name = /^#\/components\/securitySchemes\/([^/]+)$/.exec(scheme)?.[1];
  if (name === undefined || schemes.has(scheme)) return scheme;
  return schemes.has(name) ? name : scheme;
}
