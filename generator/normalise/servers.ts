import { asString, isObject, type Json, own } from "../json.ts";

/**
 * The first server's URL with its variables at their defaults, without a trailing slash; undefined where
 * it is not an absolute http(s) URL, for then nothing but the person who runs the server can know it.
 */
export function serverUrl(servers: Json | undefined): string | undefined {
  const first = Array.isArray(servers) ? servers[0] : undefined;
  const template = asString(own(first, "url"));
  if (template === undefined) return undefined;
  const variables = own(first, "variables");
  const url = template.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = isObject(variables) ? own(variables, name) : undefined;
    return asString(own(variable, "default")) ?? whole;
  });
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (!/^https?:$/.test(parsed.protocol) || parsed.username !== "" || parsed.password !== "")
    return undefined;
  return `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, "");
}
