/** What a resource holds, from wherever it comes. */

import { type ErrorKind, ToolError } from "../errors.ts";
import { fill, textOf } from "../expressions.ts";
import type { Content, ResourceContent, ResourceHandler } from "../handler.ts";
import type { ToolResult } from "../http/response.ts";
import type { ClientContext } from "../tools/client-context.ts";
import type { ToolInvoker } from "../tools/invoker.ts";
import { contentOfBytes, readLocalFile } from "./local-file.ts";
import type { Named } from "./resources.ts";

export async function readSource(
  { definition, variables }: Named,
  uri: string,
  host: ToolInvoker,
  caller: ClientContext,
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
    return contentsOf(await host.call(definition.call, args, caller), uri, mimeType);
  }
  const subject = { method: "resources/read", name, args: { uri } } as const;
  const value = await host.runCode(definition.handler, subject, caller, (code, context) =>
    (code as ResourceHandler)({ uri, variables }, context),
  );
  return fromCode(value, uri, definition.handler, mimeType);
}

// ---------------------------------------------------------------------------------------------- tools

/** A tool's answer as what a resource holds: each block of content is one, with the URI that was asked for. */
function contentsOf(result: ToolResult, uri: string, mimeType: string | undefined): ResourceContent[] {
  if (result.isError) throw errorOf(result);
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

/** The error that became a result, as it was. */
function errorOf(result: ToolResult): ToolError {
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

// ----------------------------------------------------------------------------------------------- code

function fromCode(
  value: unknown,
  uri: string,
  reference: string,
  mimeType: string | undefined,
): readonly ResourceContent[] {
  if (typeof value === "string") return [{ uri, mimeType: mimeType ?? "text/plain", text: value }];
  if (value instanceof Uint8Array) return [{ uri, ...contentOfBytes(Buffer.from(value), mimeType) }];
  if (Array.isArray(value) && value.every(isContent)) return value;
  throw new Error(`${reference} returned neither text nor bytes nor contents`);
}

function isContent(value: unknown): value is ResourceContent {
  if (typeof value !== "object" || value === null) return false;
  const { uri, text, blob } = value as Record<string, unknown>;
  return typeof uri === "string" && (typeof text === "string") !== (typeof blob === "string");
}
