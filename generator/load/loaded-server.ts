/** The types that the load stage returns. */
import type { Diagnostics, Locator, Position, Reports } from "../diagnostics.ts";
import type { Json, JsonObject, Pointer } from "../json.ts";

/** All files of one server, and the diagnostics of reading them. */
export interface LoadResult {
  /** The files that could be read. It is incomplete if an error was reported. */
  readonly server: LoadedServer;
  /** First the tool spec, then the documents. */
  readonly files: readonly LoadedFile[];
  readonly reports: Reports;
}

/** One file, its diagnostics, and the positions in it. */
export interface LoadedFile {
  readonly diagnostics: Diagnostics;
  /** Undefined if the file could not be read. */
  readonly source: Locator | undefined;
}

/** The contents of the files of one server: at least one document, or a tool spec. */
export interface LoadedServer {
  readonly name: string;
  readonly documents: readonly LoadedUpstream[];
  readonly spec?: SourceSpec;
  /** `specs/acme.hooks.ts`, relative to the working directory, if it exists. */
  readonly hooks?: string;
}

export interface LoadedUpstream {
  readonly upstream: string;
  readonly source: SourceDocument;
  /** True if the tool spec has a `baseUrl` for the upstream, so that the document needs none. */
  readonly hasExplicitBaseUrl: boolean;
}

/** A document after bundling: every `$ref` that resolves points into the document itself. */
export interface SourceDocument {
  /** The name of the server or upstream for `--base-url`: `bookshop`, or `acme.github`. */
  readonly name: string;
  /** The file in generated code: relative to the working directory, with `/` on every platform. */
  readonly file: string;
  readonly root: JsonObject;
  /** Objects whose `$ref` does not resolve, which was reported. */
  readonly broken?: ReadonlySet<JsonObject>;
  /** The position of the value at each pointer, or of its nearest ancestor that exists. */
  locate(pointers: readonly Pointer[]): Position[];
}

/** A parsed tool spec, and the contents of the files that it names. */
export interface SourceSpec {
  /** The name of the server, which is made from the file name. */
  readonly name: string;
  /** The file in generated code. */
  readonly file: string;
  /** Any JSON: the next stage validates it. */
  readonly root: Json;
  /** The position of the value at each pointer, or of its nearest ancestor that exists. */
  locate(pointers: readonly Pointer[]): Position[];
  /** The position of the member's name instead of its value. */
  locateKeys(pointers: readonly Pointer[]): Position[];
  /** Every code file by its path in the spec, also those that do not exist yet. Files that were reported are missing. */
  readonly code: ReadonlyMap<string, CodeFile>;
  readonly media: ReadonlyMap<string, MediaFile>;
  /** Paths relative to the working directory. */
  readonly files: ReadonlyMap<string, string>;
}

/** A TypeScript file and the names that it exports, which are undefined if the file does not exist yet. */
export interface CodeFile {
  /** Relative to the working directory. */
  readonly path: string;
  readonly exports?: ReadonlySet<string>;
}

/** An image or audio file, in base64. */
export interface MediaFile {
  readonly mimeType: string;
  readonly data: string;
}
