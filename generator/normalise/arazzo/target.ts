import { asString, own, type Pointer, parseLocalRef } from "../../json.ts";
import type { ArazzoDocument, Found } from "./document.ts";
import { malformed } from "./fault.ts";

/** What a step calls: an operation of an upstream, or the tool of a workflow. */
export type Target =
  | { readonly kind: "operation"; readonly call: string }
  | { readonly kind: "workflow"; readonly workflowId: string; readonly isLocal: boolean };

const SOURCE = /^\$sourceDescriptions\.([A-Za-z0-9_-]+)\.(.+)$/su;
const PATH = /^\{\$sourceDescriptions\.([A-Za-z0-9_-]+)\.url\}(#.*)$/su;

/** Throws a `WorkflowFault`. */
export function targetOf({ value, pointer }: Found, document: ArazzoDocument): Target {
  const fields = ["operationId", "operationPath", "workflowId"].filter(
    (key) => own(value, key) !== undefined,
  );
  const [field, another] = fields;
  if (field === undefined || another !== undefined)
    throw malformed(pointer, "a step calls exactly one `operationId`, `operationPath` or `workflowId`");
  const at = [...pointer, field];
  const text = asString(own(value, field));
  if (text === undefined || text === "") throw malformed(at, `\`${field}\` must be a text`);
  const [, source, name = ""] = (field === "operationPath" ? PATH : SOURCE).exec(text) ?? [];
  if (field === "workflowId") return workflowTarget(text, source, name, at, document);
  if (field === "operationPath")
    return { kind: "operation", call: `${upstream(source, at, document)}.${placeOf(name, at)}` };
  return {
    kind: "operation",
    call: `${upstream(source, at, document)}.${source === undefined ? text : name}`,
  };
}

function workflowTarget(
  text: string,
  source: string | undefined,
  name: string,
  at: Pointer,
  document: ArazzoDocument,
): Target {
  if (source === undefined) return { kind: "workflow", workflowId: text, isLocal: true };
  if (document.source(source, at).kind !== "workflows")
    throw malformed(at, `the source description "${source}" has no workflows`);
  return { kind: "workflow", workflowId: name, isLocal: false };
}

/** The name of the upstream of a source description, which needs no name where there is only one. */
function upstream(source: string | undefined, at: Pointer, document: ArazzoDocument): string {
  const names = document.operationSources;
  const name = source ?? names[0];
  if (name === undefined) throw malformed(at, "there is no source description that it could be in");
  if (source === undefined && (names.length > 1 || at.at(-1) === "operationPath"))
    throw malformed(
      at,
      at.at(-1) === "operationPath"
        ? "this must be `{$sourceDescriptions.<name>.url}#/paths/…`"
        : "with several source descriptions it must be `$sourceDescriptions.<name>.<operationId>`",
    );
  const found = document.source(name, at);
  if (found.kind === "upstream") return found.name;
  throw malformed(at, `the source description "${name}" has no operations`);
}

/** `#/paths/~1pets/get` → `GET /pets`. */
function placeOf(fragment: string, at: Pointer): string {
  const [paths, path, method, ...rest] = parseLocalRef(fragment) ?? [];
  if (paths !== "paths" || path === undefined || method === undefined || rest.length > 0)
    throw malformed(at, "this must lead to an operation, as `#/paths/~1pets/get` does");
  return `${method.toUpperCase()} ${path}`;
}
