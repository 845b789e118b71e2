import { asString, isObject, type Json, own } from "../../json.ts";
import { httpUrl, relativePath } from "../servers.ts";

/**
 * The first server that can be called, relative ones against a base if there is one; where there is none
 * that can, the path that the first relative one ends in.
 *
 * A relative server is relative to where the document is served from, which a file does not tell. A
 * document's `$self` identifies it and says nothing about that (OpenAPI 3.2, "Examples of API Base URL
 * Determination").
 */
export function chooseServer(servers: Json | undefined, base?: string): { url?: string; path?: string } {
  const urls = Array.isArray(servers) ? servers.map(expand).filter((url) => url !== undefined) : [];
  for (const candidate of urls) {
    const url = httpUrl(candidate, base);
    if (url !== undefined) return { url };
  }
  const path = urls.map(relativePath).find((found) => found !== undefined);
  return path === undefined ? {} : { path };
}

/** The URL of a server with its variables at their defaults; one without a default stays as it is. */
function expand(server: Json): string | undefined {
  const variables = own(server, "variables");
  return asString(own(server, "url"))
    ?.trim()
    .replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
      const variable = isObject(variables) ? own(variables, name) : undefined;
      const value = scalar(own(variable, "default"));
      const allowed = own(variable, "enum");
      if (value === undefined || !Array.isArray(allowed) || allowed.length === 0) return value ?? whole;
      const values = allowed.map(scalar);
      return values.includes(value) ? value : (values[0] ?? whole);
    });
}

/** The texts of variables; YAML reads a port that is not quoted as a number. */
function scalar(value: Json | undefined): string | undefined {
  return typeof value === "number" ? String(value) : asString(value);
}
