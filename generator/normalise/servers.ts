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
