import { readFile, realpath } from "node:fs/promises";
import { dirname, isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Diagnostics } from "../diagnostics.ts";
import { isObject, type JsonObject } from "../json.ts";
import { eachReference } from "../references.ts";
import { parse } from "./parse.ts";

/**
 * Makes one document of several files, keeping every local reference. Only files below the document's own
 * folder are read: a document can come from anywhere, and must not be able to name a file it has no
 * business with.
 */
export async function bundle(file: string, root: JsonObject, diagnostics: Diagnostics): Promise<JsonObject> {
  let leaves = false;
  eachReference(root, (target, pointer) => {
    leaves ||= !target.startsWith("#");
    if (/^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(target))
      diagnostics.report(
        "refused-reference",
        pointer(),
        `"${target}" is not a path relative to the document`,
        "Save what it refers to next to the document and refer to it by a relative path.",
      );
  });
  if (diagnostics.failed || !leaves) return root;

  const folder = await realpath(dirname(file));
  const { default: SwaggerParser } = await import("@apidevtools/swagger-parser");
  try {
    const bundled: unknown = await SwaggerParser.bundle(file, {
      continueOnError: false,
      resolve: {
        http: false,
        file: {
          order: 1,
          canRead: true,
          read: async ({ url }: { url: string }) => {
            const path = await realpath(url.startsWith("file:") ? fileURLToPath(url) : decodeURI(url));
            const inside = relative(folder, path);
            // Between two drives of Windows the "relative" path is an absolute one.
            if (
              inside.startsWith(`..${sep}`) ||
              inside === ".." ||
              isAbsolute(inside) ||
              !/\.(?:ya?ml|json)$/.test(path)
            )
              throw new Error(`"${inside}" is not a YAML or JSON file below the document's folder`);
            return readFile(path, "utf8");
          },
        },
      },
      parse: {
        json: false,
        yaml: false,
        text: false,
        binary: false,
        ours: {
          order: 1,
          canParse: true,
          parse: async (source: { data: unknown; url: string }) =>
            (await parse(String(source.data), source.url)).value,
        },
      },
    });
    if (!isObject(bundled)) throw new TypeError("the bundled document is not an object");
    return bundled;
  } catch (error) {
    diagnostics.report(
      "unresolved-reference",
      [],
      `a reference to another file cannot be followed: ${error instanceof Error ? error.message : error}`,
      "Put the files it refers to below the document's folder.",
    );
    return root;
  }
}
