import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Diagnostics } from "../diagnostics.ts";
import { byCodePoint } from "../json.ts";

/** One document to generate a server from. */
export interface SpecFile {
  readonly name: string;
  /** As the user would name it: the specs folder they gave, then the file. */
  readonly file: string;
}

const DOCUMENT = /^(?<stem>[^_.].*?)(?:\.openapi)?\.(?:ya?ml|json)$/;

/**
 * The documents of a folder: every `.yaml`, `.yml` and `.json` directly in it, but for `*.mcp.yaml` files
 * and those whose name starts with `_`, which other documents refer to.
 */
export async function discover(
  specsDir: string,
  wanted: readonly string[],
): Promise<{ specs: SpecFile[]; diagnostics: Diagnostics }> {
  const diagnostics = new Diagnostics(specsDir);
  const entries = await readdir(specsDir).catch((error: NodeJS.ErrnoException) => {
    diagnostics.report(
      "no-specs",
      [],
      error.code === "ENOENT" ? "there is no such folder" : `the folder cannot be read (${error.code})`,
      "Put an OpenAPI document into it, or name another folder with --specs DIR.",
    );
    return [];
  });

  const specs: SpecFile[] = [];
  for (const entry of entries.sort(byCodePoint)) {
    const stem = DOCUMENT.exec(entry)?.groups?.stem;
    if (stem === undefined || /\.mcp$/.test(stem)) continue;
    const file = join(specsDir, entry).replaceAll("\\", "/");
    const name = serverName(stem);
    const twin = specs.find((spec) => spec.name === name);
    if (name === "")
      diagnostics.report(
        "invalid-server-name",
        [],
        `no server name can be made from the file name "${entry}"`,
        "Name the file with letters or digits: the server is called what the file is called.",
      );
    else if (twin !== undefined)
      diagnostics.report(
        "duplicate-server",
        [],
        `${twin.file} and ${file} both give a server called "${name}"`,
        "Rename one of the two files: the server is called what the file is called.",
      );
    else specs.push({ name, file });
  }

  for (const name of wanted.filter((name) => !specs.some((spec) => spec.name === name)))
    diagnostics.report(
      "unknown-server",
      [],
      `there is no document for a server called "${name}"`,
      specs.length > 0
        ? `There are: ${specs.map((spec) => spec.name).join(", ")}.`
        : `Put ${name}.openapi.yaml into the folder.`,
    );
  if (specs.length === 0 && diagnostics.items.length === 0)
    diagnostics.report(
      "no-specs",
      [],
      "there is no OpenAPI document in this folder",
      "Put one into it, for example petstore.openapi.yaml.",
    );

  return {
    specs: wanted.length > 0 ? specs.filter((spec) => wanted.includes(spec.name)) : specs,
    diagnostics,
  };
}

/** The server's name is part of its URL and of an environment variable: `[a-z0-9]` and single dashes. */
function serverName(stem: string): string {
  return stem
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}
