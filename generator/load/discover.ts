/** The servers of a folder, and the files that each is generated from. */
import { readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Diagnostics } from "../diagnostics.ts";
import { byCodePoint, isObject, type Json, own, type Pointer } from "../json.ts";
import { localDocument, readParsed } from "./document-files.ts";
import type { Parsed } from "./parse.ts";

/** The files in the folder that one server is generated from: a document, a tool spec, or both. */
export interface ServerFiles {
  readonly name: string;
  readonly document: string | undefined;
  readonly spec: ToolSpecFile | undefined;
  readonly hooks: string | undefined;
}

/** A tool spec, and every file that it names. */
export interface ToolSpecFile {
  readonly name: string;
  /** The file in the folder that the user gave. */
  readonly file: string;
  /** Undefined if the file could not be parsed, which was reported. */
  readonly parsed: Parsed | undefined;
  readonly references: readonly FileReference[];
  readonly diagnostics: Diagnostics;
}

const TOOL_SPEC = /^(?<stem>[^_.].*?)\.mcp\.(?:ya?ml|json)$/;
const DOCUMENT = /^(?<stem>[^_.].*?)(?:\.openapi)?\.(?:ya?ml|json)$/;
const HOOKS = /^(?<stem>[^_.].*?)\.hooks\.ts$/;
/** The settings of the code beside documents. */
const SETTINGS = /^(?:package(?:-lock)?|tsconfig(?:\..+)?)\.json$/;

/**
 * Finds the servers of a folder, or those that are `wanted`. Every `.yaml`, `.yml` and `.json` file directly in it is a
 * tool spec (`*.mcp.yaml`) or a document. Files whose names start with `_` are neither, nor are those that a tool spec
 * names.
 */
export async function discover(
  specsDir: string,
  wanted: readonly string[],
): Promise<{ servers: ServerFiles[]; diagnostics: Diagnostics }> {
  const diagnostics = new Diagnostics(specsDir);
  const entries = await readdir(specsDir).catch((error: NodeJS.ErrnoException) => {
    diagnostics.report(
      "no-specs",
      [],
      error.code === "ENOENT" ? "the folder does not exist" : `cannot read the folder (${error.code})`,
      "Put an OpenAPI document into it, or name another folder with --specs DIR.",
    );
    return [];
  });
  entries.sort(byCodePoint);

  const toolSpecs = byServerName(specsDir, entries, TOOL_SPEC, diagnostics);
  const specs = new Map<string, ToolSpecFile>();
  for (const [name, file] of toolSpecs) specs.set(name, await parseToolSpec(name, file));
  const named = new Set(
    [...specs.values()].flatMap(({ file, references }) =>
      references.map(({ text }) => resolve(dirname(file), text)),
    ),
  );
  const isDocument = (entry: string): boolean =>
    !TOOL_SPEC.test(entry) && !SETTINGS.test(entry) && !named.has(resolve(specsDir, entry));
  const documents = byServerName(specsDir, entries.filter(isDocument), DOCUMENT, diagnostics);
  const hooks = byServerName(specsDir, entries, HOOKS, diagnostics);

  const firstFile = (name: string): string =>
    [documents.get(name), toolSpecs.get(name)].filter((file) => file !== undefined).sort(byCodePoint)[0] ??
    "";
  const names = [...new Set([...documents.keys(), ...specs.keys()])].sort((a, b) =>
    byCodePoint(firstFile(a), firstFile(b)),
  );
  reportUnknown(names, wanted, hooks, diagnostics);
  return {
    servers: names
      .filter((name) => wanted.length === 0 || wanted.includes(name))
      .map((name) => ({
        name,
        document: documents.get(name),
        spec: specs.get(name),
        hooks: hooks.get(name),
      })),
    diagnostics,
  };
}

function reportUnknown(
  names: readonly string[],
  wanted: readonly string[],
  hooks: ReadonlyMap<string, string>,
  diagnostics: Diagnostics,
): void {
  for (const [name, file] of hooks)
    if (!names.includes(name))
      diagnostics.report(
        "unused-file",
        [],
        `expected a server "${name}" for the hooks in ${file}, found none`,
        "Name the hooks after the document or the tool spec of their server.",
      );
  for (const name of wanted.filter((name) => !names.includes(name)))
    diagnostics.report(
      "unknown-server",
      [],
      `expected a document or a tool spec of the server "${name}", found neither`,
      names.length > 0
        ? `Servers: ${names.join(", ")}.`
        : `Put ${name}.openapi.yaml or ${name}.mcp.yaml into the folder.`,
    );
  if (names.length === 0 && diagnostics.items.length === 0)
    diagnostics.report(
      "no-specs",
      [],
      "expected an OpenAPI document or a tool spec in this folder, found neither",
      "Put one into it, for example petstore.openapi.yaml or acme.mcp.yaml.",
    );
}

/** The files whose names match a pattern, by the name of their server. */
function byServerName(
  specsDir: string,
  entries: readonly string[],
  pattern: RegExp,
  diagnostics: Diagnostics,
): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of entries) {
    const stem = pattern.exec(entry)?.groups?.stem;
    if (stem === undefined) continue;
    const file = join(specsDir, entry).replaceAll("\\", "/");
    const name = serverName(stem);
    const twin = files.get(name);
    if (name === "")
      diagnostics.report(
        "invalid-server-name",
        [],
        `expected a file name with letters from A to Z or digits, found "${entry}"`,
        "Rename the file: the name of the server is made from it.",
      );
    else if (twin !== undefined)
      diagnostics.report(
        "duplicate-server",
        [],
        `expected one file for the server "${name}", found ${twin} and ${file}`,
        "Rename one of the two files: the name of the server is made from it.",
      );
    else files.set(name, file);
  }
  return files;
}

/** The name of a server is part of its URL and of an environment variable: `[a-z0-9]` and single dashes. */
function serverName(stem: string): string {
  return stem
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}

/** Parses a tool spec, and reads none of the files that it names. */
async function parseToolSpec(name: string, file: string): Promise<ToolSpecFile> {
  const diagnostics = new Diagnostics(file);
  const parsed = await readParsed(localDocument(file, {}), "server", diagnostics);
  return { name, file, parsed, references: parsed ? fileReferencesIn(parsed.value) : [], diagnostics };
}

/** A place in a tool spec that names a file. */
export interface FileReference {
  readonly kind: "document" | "overlay" | "code" | "media" | "file";
  /** The text of the spec; of code, without the name after `#`. */
  readonly text: string;
  readonly pointer: Pointer;
}

/** The places of a tool spec that name files. `*` is every member of a map and every item of a list. */
const FILE_REFERENCES: readonly (readonly [kind: FileReference["kind"], path: string])[] = [
  ["document", "upstreams/*/openapi"],
  ["overlay", "upstreams/*/overlays/*"],
  ["media", "server/icons/*/src"],
  ["media", "upstreams/*/operations/*/icons/*/src"],
  ["media", "tools/*/icons/*/src"],
  ["media", "resources/*/icons/*/src"],
  ["media", "prompts/*/icons/*/src"],
  ["media", "prompts/*/messages/*/image"],
  ["media", "prompts/*/messages/*/audio"],
  ["file", "resources/*/file"],
  ["code", "tools/*/handler"],
  ["code", "tools/*/steps/*/handler"],
  ["code", "resources/*/handler"],
  ["code", "resources/*/list"],
  ["code", "resources/*/complete/*"],
  ["code", "prompts/*/handler"],
  ["code", "prompts/*/complete/*"],
];

/** Every file that a tool spec names. The rest of the spec need not be valid. */
export function fileReferencesIn(root: Json): FileReference[] {
  return FILE_REFERENCES.flatMap(([kind, path]) =>
    [...textsAt(root, path.split("/"), [])].flatMap(({ text, pointer }) => {
      const file = fileOf(kind, text);
      return file === undefined ? [] : { kind, text: file, pointer };
    }),
  );
}

/** The file of `./acme.handlers.ts#createIssue`; undefined if a text names none. */
function fileOf(kind: FileReference["kind"], text: string): string | undefined {
  if (kind === "media" && /^(?:data|https?):/i.test(text)) return undefined;
  return kind === "code" ? /^(?<file>\.\/[^#]+\.m?ts)#/.exec(text)?.groups?.file : text;
}

function* textsAt(
  value: Json | undefined,
  [token, ...rest]: readonly string[],
  pointer: Pointer,
): Iterable<{ text: string; pointer: Pointer }> {
  if (token === undefined) {
    if (typeof value === "string") yield { text: value, pointer };
  } else if (token !== "*") yield* textsAt(own(value, token), rest, [...pointer, token]);
  else if (Array.isArray(value))
    for (const [i, item] of value.entries()) yield* textsAt(item, rest, [...pointer, i]);
  else if (isObject(value))
    for (const [key, member] of Object.entries(value)) yield* textsAt(member, rest, [...pointer, key]);
}
