/** Shared by the checks of a tool spec: their context, the files that a spec refers to, and unique names. */
import { MAX_DESCRIPTION } from "../../runtime/contract/limits.ts";
import type { AdvertisedPrompt, Icon } from "../../runtime/contract/surface.ts";
import type { Diagnostics } from "../diagnostics.ts";
import type { Pointer } from "../json.ts";
import type { MediaFile, SourceSpec } from "../load/loaded-server.ts";
import type { Reader } from "../normalise/reader.ts";
import { didYouMean } from "../suggest.ts";
import type { SpecSchemas } from "./json-schemas.ts";
import type { CodeReference, ToolSpec } from "./tool-spec.ts";

export interface SpecContext {
  readonly source: SourceSpec;
  /** Names of the upstreams that requests may go to. */
  readonly upstreams: ReadonlySet<string>;
  readonly diagnostics: Diagnostics;
  readonly texts: Reader;
  readonly schemas: SpecSchemas;
}

/** The members of everything that clients list. */
type Display = Pick<AdvertisedPrompt, "title" | "description" | "icons">;

/** Returns a value with readable texts, and with the data of its icons in place of their files. */
export function readDisplay<Value extends Display>(value: Value, at: Pointer, context: SpecContext): Value {
  const { title: _, description: __, icons: ___, ...rest } = value;
  return { ...rest, ...displayOf(value, at, context) } as Value;
}

export function displayOf(given: Display, at: Pointer, context: SpecContext): Display {
  const title = context.texts.readable(given.title, [...at, "title"]);
  const description = readDescription(given.description, [...at, "description"], context);
  const icons = given.icons && readIcons(given.icons, [...at, "icons"], context);
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(icons && { icons }),
  };
}

/** Returns a description without invisible characters; undefined, after a report, if nothing is left. */
export function readDescription(
  description: string | undefined,
  at: Pointer,
  { texts, diagnostics }: SpecContext,
): string | undefined {
  const seen = texts.readable(description, at, MAX_DESCRIPTION);
  if (description && seen === undefined)
    diagnostics.report(
      "invalid-value",
      at,
      "expected a visible text, found only invisible characters",
      "Write a description.",
    );
  return seen;
}

function readIcons(icons: readonly Icon[], at: Pointer, context: SpecContext): Icon[] {
  return icons.flatMap((icon, i): Icon[] => {
    const media = context.source.media.get(icon.src);
    // A file that could not be read was reported.
    if (!media) return /^\.\.?\//.test(icon.src) ? [] : [icon];
    if (!media.mimeType.startsWith("image/"))
      context.diagnostics.report(
        "invalid-value",
        [...at, i, "src"],
        `expected a picture, found ${media.mimeType}`,
        "Name a picture, such as ./icon.svg.",
      );
    const { src: _, ...rest } = icon;
    return [{ src: dataUri(media), mimeType: media.mimeType, ...rest }];
  });
}

function dataUri({ mimeType, data }: MediaFile): string {
  return `data:${mimeType};base64,${data}`;
}

/**
 * Resolves a reference to code. An export that an existing file lacks is reported; a missing file is not, because a
 * first version of it is generated. Undefined if the file may not be read, which was reported.
 */
export function resolveCode(
  { file, name }: CodeReference,
  at: Pointer,
  { source, diagnostics }: SpecContext,
): CodeReference | undefined {
  const found = source.code.get(file);
  if (!found) return undefined;
  if (found.exports && !found.exports.has(name))
    diagnostics.report(
      "missing-export",
      at,
      `expected an export "${name}" of ${found.path}, found none${didYouMean(name, found.exports)}`,
      "Export it, or correct the name. The generated types say what it must be.",
    );
  return { file: found.path, name };
}

/** Reports names and URIs that occur twice. The names of operations are not known here. */
export function checkNames(spec: ToolSpec, { diagnostics }: SpecContext): void {
  const owners = new Map<string, string>();
  const take = (name: string, owner: string, at: Pointer): void => {
    const other = owners.get(name);
    if (other === undefined) owners.set(name, owner);
    else
      diagnostics.report(
        "duplicate-name",
        at,
        other === owner
          ? `expected a unique name, found "${name}" twice`
          : `expected a unique name, found "${name}", which is a name of ${other}`,
        "Choose another name for one of the two.",
      );
  };
  for (const { name, pointer } of spec.tools) take(name, `the tool ${name}`, pointer);
  for (const { name: upstream, operations } of spec.upstreams)
    for (const [key, operation] of operations) {
      if (!operation) continue;
      const owner = `${upstream}.${key}`;
      if (operation.name) take(operation.name, owner, [...operation.pointer, "name"]);
      for (const [i, alias] of (operation.aliases ?? []).entries())
        take(alias, owner, [...operation.pointer, "aliases", i]);
    }
  for (const { name, aliases, pointer } of spec.tools)
    for (const [i, alias] of (aliases ?? []).entries())
      take(alias, `the tool ${name}`, [...pointer, "aliases", i]);

  const uris = new Map<string, string>();
  for (const { name, uri, pointer } of spec.resources) {
    const other = uris.get(uri);
    if (other !== undefined)
      diagnostics.report(
        "duplicate-name",
        [...pointer, "uri"],
        `expected a unique URI, found ${JSON.stringify(uri)}, which is the URI of ${other}`,
        "Choose another URI for one of the two.",
      );
    uris.set(uri, name);
  }
}
