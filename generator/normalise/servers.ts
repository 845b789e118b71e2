import { asString, isObject, type Json, own } from "../json.ts";

/**
 * A URL as a base URL: without query, fragment and trailing slashes. Undefined unless it is an absolute http(s) URL
 * without credentials, which do not belong in generated code.
 */
export function httpUrl(url: string, base?: string): string | undefined {
  // Without a scheme, the secure one.
  const full = url.startsWith("//") ? `https:${url}` : url;
  if (/[{}]/.test(full) || !URL.canParse(full, base)) return undefined;
  const parsed = new URL(full, base);
  if (!/^https?:$/.test(parsed.protocol) || parsed.username !== "" || parsed.password !== "")
    return undefined;
  return `${parsed.origin}${withoutSlash(parsed.pathname)}`;
}

/** The path of a relative URL; undefined for an absolute one. */
export function relativePath(url: string): string | undefined {
  if (/[{}]/.test(url) || url.startsWith("//") || URL.canParse(url)) return undefined;
  const base = "https://host.invalid/";
  return URL.canParse(url, base) ? withoutSlash(new URL(url, base).pathname) : undefined;
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, "");
}

/**
 * The URL of the first server that has an absolute one, with relative servers resolved against `base`; without such a
 * server, the path of the first relative one.
 *
 * A relative server is relative to the URL that serves the document, which is unknown for a file. `$self` identifies
 * the document and is not that URL (OpenAPI 3.2, "Examples of API Base URL Determination").
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

/** The URL of a server with the defaults of its variables; a variable without a default stays in place. */
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

/** The value of a variable as a string; YAML reads a port without quotes as a number. */
function scalar(value: Json | undefined): string | undefined {
  return typeof value === "number" ? String(value) : asString(value);
}
