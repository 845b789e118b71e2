import { readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Diagnostics } from "../diagnostics.ts";
import { byCodePoint } from "../json.ts";
import { mentionsIn } from "./mentions.ts";
import { type ReadSpec, readSpec } from "./spec.ts";

/** One document, and what it is called. */
export interface SpecFile {
  readonly name: string;
  /** As the user would name it: the specs folder they gave, then the file. */
  readonly file: string;
}

/** The files in the folder that one server is made from: a document, a tool spec, or both. */
export interface ServerFiles {
  readonly name: string;
  readonly document?: string;
  readonly spec?: ReadSpec;
  readonly hooks?: string;
}

const TOOL_SPEC = /^(?<stem>[^_.].*?)\.mcp\.(?:ya?ml|json)$/;
const DOCUMENT = /^(?<stem>[^_.].*?)(?:\.openapi)?\.(?:ya?ml|json)$/;

/** What says how the code beside documents is to be read. */
const SETTINGS = /^(?:package(?:-lock)?|tsconfig(?:\..+)?)\.json$/;
const HOOKS = /^(?<stem>[^_.].*?)\.hooks\.ts$/;

/**
 * The servers of a folder: every `.yaml`, `.yml` and `.json` directly in it is a tool spec (`*.mcp.yaml`) or a
 * document, but for those whose name starts with `_` and those that a tool spec names, which belong to others.
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
      error.code === "ENOENT" ? "there is no such folder" : `the folder cannot be read (${error.code})`,
      "Put an OpenAPI document into it, or name another folder with --specs DIR.",
    );
    return [];
  });
  entries.sort(byCodePoint);

  const toolSpecs = named(specsDir, entries, TOOL_SPEC, diagnostics);
  const specs = new Map<string, ReadSpec>();
  for (const [name, file] of toolSpecs) specs.set(name, await readSpec({ name, file }));
  const taken = new Set([...specs.values()].flatMap(filesOf));
  const documents = named(
    specsDir,
    entries.filter(
      (entry) => !TOOL_SPEC.test(entry) && !SETTINGS.test(entry) && !taken.has(resolve(specsDir, entry)),
    ),
    DOCUMENT,
    diagnostics,
  );
  const hooks = named(specsDir, entries, HOOKS, diagnostics);

  // In the order of the files: of two that one server is made from, the first counts.
  const firstFile = (name: string): string =>
    [documents.get(name), toolSpecs.get(name)].filter((file) => file !== undefined).sort(byCodePoint)[0] ??
    "";
  const names = [...new Set([...documents.keys(), ...specs.keys()])].sort((a, b) =>
    byCodePoint(firstFile(a), firstFile(b)),
  );
  const servers = names.map((name): ServerFiles => {
    const document = documents.get(name);
    const spec = specs.get(name);
    const code = hooks.get(name);
    return {
      name,
      ...(document !== undefined && { document }),
      ...(spec && { spec }),
      ...(code !== undefined && { hooks: code }),
    };
  });
  for (const [name, file] of hooks)
    if (!names.includes(name))
      diagnostics.report(
        "unused-file",
        [],
        `${file} belongs to no server: there is none called "${name}"`,
        "Call it what the document or the tool spec is called whose tools it is about.",
      );

  for (const name of wanted.filter((name) => !names.includes(name)))
    diagnostics.report(
      "unknown-server",
      [],
      `there is neither a document nor a tool spec for a server called "${name}"`,
      names.length > 0
        ? `There are: ${names.join(", ")}.`
        : `Put ${name}.openapi.yaml or ${name}.mcp.yaml into the folder.`,
    );
  if (names.length === 0 && diagnostics.items.length === 0)
    diagnostics.report(
      "no-specs",
      [],
      "there is neither an OpenAPI document nor a tool spec in this folder",
      "Put one into it, for example petstore.openapi.yaml or acme.mcp.yaml.",
    );

  return {
    servers: wanted.length > 0 ? servers.filter(({ name }) => wanted.includes(name)) : servers,
    diagnostics,
  };
}

/** The files whose names match, by the name of their server. */
function named(
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
        `no server name can be made from the file name "${entry}"`,
        "Name the file with letters or digits: the server is called what the file is called.",
      );
    else if (twin !== undefined)
      diagnostics.report(
        "duplicate-server",
        [],
        `${twin} and ${file} both give a server called "${name}"`,
        "Rename one of the two files: the server is called what the file is called.",
      );
    else files.set(name, file);
  }
  return files;
}

function filesOf({ file, parsed }: ReadSpec): string[] {
  return parsed ? mentionsIn(parsed.value).map(({ text }) => resolve(dirname(file), text)) : [];
}

/** The server's name is part of its URL and of an environment variable: `[a-z0-9]` and single dashes. */
function serverName(stem: string): string {
  return stem
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}
