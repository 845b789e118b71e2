/// <reference path="./mime-types.d.ts" />
/** Reads the contents of a resource from its source: the declaration, a file, a tool or a handler. */
import { isUtf8 } from "node:buffer";
import { open } from "node:fs/promises";
import { lookup } from "mime-types";
import { isJson, isText } from "../contract/media-types.ts";
import { type ErrorKind, ToolError } from "../errors.ts";
import { fill, textOf } from "../expressions.ts";
import type { Content, ResourceContent, ResourceHandler } from "../handler.ts";
import { decodeText } from "../http/body-text.ts";
import type { ToolResult } from "../http/response.ts";
import type { ResourceDefinition } from "../resource.ts";
import type { Invocation, ToolInvoker } from "../tools/invocation.ts";
import type { Variables } from "./uri-template.ts";

export async function readContents(
  definition: ResourceDefinition,
  variables: Variables,
  uri: string,
  invocation: Invocation,
  invoker: ToolInvoker,
): Promise<readonly ResourceContent[]> {
  const { mimeType, name } = definition;
  const scope = { inputs: variables, uri };
  if ("text" in definition) {
    const text = definition.uri.includes("{") ? textOf(fill(definition.text, scope)) : definition.text;
    return [{ uri, mimeType: mimeType ?? "text/plain", text }];
  }
  if ("blob" in definition)
    return [{ uri, mimeType: mimeType ?? "application/octet-stream", blob: definition.blob }];
  if ("file" in definition) return [{ uri, ...(await readLocalFile(definition.file, mimeType)) }];
  if ("call" in definition) {
    const args = definition.with === undefined ? variables : fill(definition.with, scope);
    const { result } = await invoker.invoke(definition.call, args, invocation);
    return contentsOfResult(result, uri, mimeType);
  }
  const value = await invoker.runHandler(definition.handler, name, invocation, (code, context) =>
    (code as ResourceHandler)({ uri, variables }, context),
  );
  return contentsOfValue(value, uri, definition.handler, mimeType);
}

// --------------------------------------------------------------------------------------------- tools

/** Makes one content of each content block, with the URI of the resource. */
function contentsOfResult(result: ToolResult, uri: string, mimeType: string | undefined): ResourceContent[] {
  if (result.isError) throw errorOfResult(result);
  const textType = mimeType ?? (result.structuredContent === undefined ? "text/plain" : "application/json");
  return (result.content as readonly Content[]).map((block): ResourceContent => {
    switch (block.type) {
      case "text":
        return { uri, mimeType: textType, text: block.text };
      case "image":
      case "audio":
        return { uri, mimeType: block.mimeType, blob: block.data };
      case "resource":
        return { ...block.resource, uri, ...(mimeType !== undefined && { mimeType }) };
      default:
        return { uri, mimeType: "text/uri-list", text: `${block.uri}\r\n` };
    }
  });
}

/** Restores the error that a result was made of. */
function errorOfResult(result: ToolResult): ToolError {
  const { error } = (result.structuredContent ?? {}) as { error?: ErrorContent };
  const [block] = result.content;
  if (!error?.kind)
    return new ToolError("rejected", block?.type === "text" ? block.text : "The tool failed.");
  const { kind, message, ...details } = error;
  return new ToolError(kind, message, details);
}

interface ErrorContent {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly status?: number;
}

// ------------------------------------------------------------------------------------------ handlers

function contentsOfValue(
  value: unknown,
  uri: string,
  reference: string,
  mimeType: string | undefined,
): readonly ResourceContent[] {
  if (typeof value === "string") return [{ uri, mimeType: mimeType ?? "text/plain", text: value }];
  if (value instanceof Uint8Array) return [{ uri, ...contentOfBytes(Buffer.from(value), mimeType) }];
  if (Array.isArray(value) && value.every(isResourceContent)) return value;
  throw new Error(`expected ${reference} to return a string, bytes or resource contents`);
}

function isResourceContent(value: unknown): value is ResourceContent {
  if (typeof value !== "object" || value === null) return false;
  const { uri, text, blob } = value as Record<string, unknown>;
  return typeof uri === "string" && (typeof text === "string") !== (typeof blob === "string");
}

// --------------------------------------------------------------------------------------------- files

/** A file is read into memory and sent as one message. */
const MAX_BYTES = 10 * 1024 * 1024;

type FileContent = { readonly mimeType: string } & ({ readonly text: string } | { readonly blob: string });

/** Throws a `ToolError` whose message does not reveal the path of the file. */
async function readLocalFile(file: URL, mimeType: string | undefined): Promise<FileContent> {
  return contentOfBytes(await readBytes(file), mimeType ?? typeOfName(file));
}

/** Without a media type, bytes are text if they are UTF-8 without a null character. */
function contentOfBytes(bytes: Buffer, mimeType: string | undefined): FileContent {
  const type = mimeType ?? (isUtf8(bytes) && !bytes.includes(0) ? "text/plain" : "application/octet-stream");
  if (isText(type) || isJson(type)) return { mimeType: type, text: decodeText(bytes, type) };
  return { mimeType: type, blob: bytes.toString("base64") };
}

function typeOfName({ pathname }: URL): string | undefined {
  // The registered type of `.ts` is MPEG transport stream; beside a spec it is TypeScript.
  if (/\.[cm]?ts$/.test(pathname)) return "text/plain";
  return lookup(pathname) || undefined;
}

async function readBytes(file: URL): Promise<Buffer> {
  try {
    const handle = await open(file);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new Error("it is not a regular file");
      if (stat.size > MAX_BYTES)
        throw new Error(`expected at most ${MAX_BYTES} bytes, found ${stat.size} bytes`);
      // The file may grow meanwhile; only the size at the time of opening is read.
      const bytes = Buffer.alloc(stat.size);
      const { bytesRead } = await handle.read(bytes, 0, stat.size, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new ToolError("internal", "The file of this resource cannot be read.", {
      cause: new Error(`${file.pathname} cannot be read`, { cause }),
    });
  }
}
