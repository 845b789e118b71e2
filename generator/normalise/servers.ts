import { asString, isObject, type Json, own } from "../json.ts";

/**
 * A URL as a base URL: without query, fragment and trailing slashes. Undefined unless it is an absolute
 * http(s) URL, for then nothing but the person who runs the server can know where the API is. A URL with
 * credentials in it is none either: they do not belong into generated code.
 */
export function httpUrl(url: string, base?: string): string | undefined {
  // Whoever leaves the choice of the scheme open gets the one that can be trusted.
  const full = url.startsWith("//") ? `https:${url}` : url;
  if (/[{}]/.test(full) || !URL.canParse(full, base)) return undefined;
  const parsed = new URL(full, base);
  if (!/^https?:$/.test(parsed.protocol) || parsed.username !== "" || parsed.password !== "")
    return undefined;
  return `${parsed.origin}${withoutSlash(parsed.pathname)}`;
}

/** The path of a relative URL; undefined for one that is not relative. */
export function relativePath(url: string): string | undefined {
  if (/[{}]/.test(url) || url.startsWith("//") || URL.canParse(url)) return undefined;
  const base = "https://host.invalid/";
  return URL.canParse(url, base) ? withoutSlash(new URL(url, base).pathname) : undefined;
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, "");
}

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
