/** The types that the load stage returns. */
import type { Position } from "../diagnostics.ts";
import type { Json, JsonObject, Pointer } from "../json.ts";

/** A document as it was read: one JSON value, in which every `$ref` is local that is not broken. */
export interface SourceDocument {
  /** What `--base-url` calls it: the server, as in `bookshop`, or one of its upstreams, as in `acme.github`. */
  readonly name: string;
  /** The file as generated code names it: relative to where the generator runs, with `/` on every platform. */
  readonly file: string;
  readonly root: JsonObject;
  /** Objects whose `$ref` is not followed, for a reason that was reported. */
  readonly broken?: ReadonlySet<JsonObject>;
  /** Where each pointer stands in the text: itself, or its nearest ancestor that is there. */
  locate(pointers: readonly Pointer[]): Position[];
}

/** A tool spec as it was read, with what is in the files that it names. */
export interface SourceSpec {
  /** Server name, from the file name. */
  readonly name: string;
  /** The file as generated code names it. */
  readonly file: string;
  /** Any JSON: what is wrong with it, the next stage says. */
  readonly root: Json;
  /** Where each pointer stands in the text: itself, or its nearest ancestor that is there. */
  locate(pointers: readonly Pointer[]): Position[];
  /** Where the names of members stand, rather than their values. */
  locateKeys(pointers: readonly Pointer[]): Position[];
  /**
   * What it names by a path, by that path as it is written. What was refused, or could not be read, is not here.
   * Of code all is, of which some may not be written yet.
   */
  readonly code: ReadonlyMap<string, CodeFile>;
  readonly media: ReadonlyMap<string, MediaFile>;
  /** Relative to where the generator runs. */
  readonly files: ReadonlyMap<string, string>;
}

/** A TypeScript file, and the names it exports; these are undefined where there is no such file yet. */
export interface CodeFile {
  /** Relative to where the generator runs. */
  readonly path: string;
  readonly exports?: ReadonlySet<string>;
}

/** A picture or a sound, in base64. */
export interface MediaFile {
  readonly mimeType: string;
  readonly data: string;
}

/** The files of one server, read: at least one document, or a tool spec. */
export interface LoadedServer {
  readonly name: string;
  readonly documents: readonly LoadedUpstream[];
  readonly spec?: SourceSpec;
  /** `specs/acme.hooks.ts` where there is one, relative to where the generator runs. */
  readonly hooks?: string;
}

export interface LoadedUpstream {
  readonly upstream: string;
  readonly source: SourceDocument;
  /** The tool spec says where it is. */
  readonly hasExplicitBaseUrl?: boolean;
}
