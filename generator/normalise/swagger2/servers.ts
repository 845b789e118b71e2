import { type JsonObject, own } from "../../json.ts";
import type { Servers } from "../dialect.ts";
import { text, texts } from "../reader.ts";
import { httpUrl, relativePath } from "../servers.ts";

/** What `host`, `basePath` and `schemes` make; the host of the document, if none is given, is not in a file. */
export function readServers(root: JsonObject): Servers {
  const baseUrl = hostUrl(root, texts(own(root, "schemes")) ?? []);
  const path = basePath(root);
  const relative = path === "" ? undefined : relativePath(path);
  return {
    ...(baseUrl !== undefined && { baseUrl }),
    ...(relative !== undefined && { basePath: relative }),
    pointer: ["host"],
    remedy: "add a `host`, without scheme and path, and `https` or `http` to `schemes`",
  };
}

/** The base URL with the safest of some schemes; without any, it is the one that the document came by. */
export function hostUrl(root: JsonObject, schemes: readonly string[]): string | undefined {
  const host = text(own(root, "host"));
  const known = new Set(schemes.map((scheme) => scheme.toLowerCase()));
  const scheme = known.size === 0 || known.has("https") ? "https" : known.has("http") ? "http" : undefined;
  if (host === undefined || scheme === undefined || /[/?#@\s]/.test(host)) return undefined;
  return httpUrl(`${scheme}://${host}${basePath(root)}`);
}

function basePath(root: JsonObject): string {
  const path = text(own(root, "basePath")) ?? "";
  return path === "" || path.startsWith("/") ? path : `/${path}`;
}
