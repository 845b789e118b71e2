/** Which operations of the documents are offered, and what is said about each. */

import { isSafeMethod } from "../../runtime/contract/http-tokens.ts";
import type { Diagnostics, Reports } from "../diagnostics.ts";
import type { Pointer } from "../json.ts";
import type { ApiOperation } from "../normalise/api-document.ts";
import { didYouMean } from "../suggest.ts";
import type { OperationOverride, Selector, SpecUpstream, ToolSpec } from "../toolspec/tool-spec.ts";
import type { UpstreamDocument } from "./server-model.ts";

/** An operation of one of the documents, with what is said about it. */
export interface Selected {
  readonly upstream: string;
  readonly operation: ApiOperation;
  /** What is not offered can still be called by a step or a resource. */
  readonly offered: boolean;
  /** By the document, then by the tool spec, whose word counts where both have one. */
  readonly said: readonly OverrideSource[];
}

export interface OverrideSource {
  readonly by: "document" | "spec";
  readonly override: OperationOverride;
  /** Where it was said. */
  readonly diagnostics: Diagnostics;
}

/** What counts of all that is said about one aspect of an operation, and where it was said. */
export function effectiveOverride<K extends keyof OperationOverride>(
  { said }: Selected,
  key: K,
): LastSaid<NonNullable<OperationOverride[K]>> | undefined {
  for (const { override: word, ...from } of said.toReversed()) {
    const value = word[key];
    if (value !== undefined) return { ...from, value, pointer: word.pointer };
  }
  return undefined;
}

interface LastSaid<T> extends Omit<OverrideSource, "override"> {
  readonly value: T;
  readonly pointer: Pointer;
}

export function selectOperations(
  documents: readonly UpstreamDocument[],
  spec: ToolSpec | undefined,
  reports: Reports,
): Selected[] {
  return documents.flatMap(({ upstream, document }) => {
    const said = spec?.upstreams.find(({ name }) => name === upstream);
    const ofDocument = document.operations.map((operation): Selected => {
      const word = operation.override;
      return {
        upstream,
        operation,
        offered: word !== false,
        said: word ? [{ by: "document", override: word, diagnostics: reports.of(upstream) }] : [],
      };
    });
    return said ? selectFrom(ofDocument, said, reports.spec) : ofDocument;
  });
}

/** What a spec says about one operation goes before what it says about many, and that before the document. */
function selectFrom(items: readonly Selected[], spec: SpecUpstream, diagnostics: Diagnostics): Selected[] {
  const named = namedOperations(
    items.map(({ operation }) => operation),
    spec,
    diagnostics,
  );
  const all = items.map((item): Selected => {
    const word = named.get(item.operation);
    return word ? { ...item, said: [...item.said, { by: "spec", override: word, diagnostics }] } : item;
  });
  const selecting = (selector: Selector): ReadonlySet<ApiOperation> => {
    const found = all.filter(matcher(selector));
    if (found.length === 0)
      diagnostics.report(
        "unmatched-selector",
        selector.pointer,
        `this selects no operation of "${spec.name}"`,
        "Correct it, or remove it.",
      );
    return new Set(found.map(({ operation }) => operation));
  };
  const include = spec.include.map(selecting);
  const exclude = spec.exclude.map(selecting);
  const isSelected = ({ operation, offered }: Selected): boolean =>
    (include.length === 0 ? offered : include.some((set) => set.has(operation))) &&
    !exclude.some((set) => set.has(operation));
  return all.map((item) => {
    const word = named.get(item.operation);
    return { ...item, offered: word === undefined ? isSelected(item) : word !== false };
  });
}

/** What `operations` says, by operation. */
function namedOperations(
  operations: readonly ApiOperation[],
  { name, operations: said, pointer }: SpecUpstream,
  diagnostics: Diagnostics,
): ReadonlyMap<ApiOperation, OperationOverride | false> {
  const named = new Map<ApiOperation, OperationOverride | false>();
  for (const [key, word] of said) {
    const found = findOperations(operations, key);
    const at = word ? word.pointer : [...pointer, "operations", key];
    const [operation, other] = found;
    if (!operation)
      diagnostics.report(
        "unknown-operation",
        at,
        `"${name}" has no operation "${key}"${didYouMean(key, operations.flatMap(keysOf))}`,
        'Write its operationId, or its method and path as in "GET /pets".',
      );
    else if (other)
      diagnostics.report(
        "unknown-operation",
        at,
        `"${key}" is ${found.map(pathKey).join(" and ")}`,
        "Write the method and path of the one that is meant.",
      );
    else if (named.has(operation))
      diagnostics.report(
        "unknown-operation",
        at,
        `"${key}" is an operation that something was said about before, ${pathKey(operation)}`,
        "Say everything in one place.",
      );
    else named.set(operation, word);
  }
  return named;
}

/** The operations with an operationId, or else the one of a method and a path. */
export function findOperations(operations: readonly ApiOperation[], key: string): ApiOperation[] {
  const found = operations.filter(({ operationId }) => operationId === key);
  if (found.length > 0) return found;
  const [, method = "", path = ""] = /^(\S+)\s+(\/.*)$/.exec(key) ?? [];
  return operations.filter(
    (operation) => operation.path === path && operation.method.toUpperCase() === method.toUpperCase(),
  );
}

/** What an operation can be called by. */
export function keysOf(operation: ApiOperation): string[] {
  return [...(operation.operationId === undefined ? [] : [operation.operationId]), pathKey(operation)];
}

function pathKey({ method, path }: ApiOperation): string {
  return `${method} ${path}`;
}

function matcher(selector: Selector): (item: Selected) => boolean {
  const { operation: key, tag, path, method, deprecated, readOnly } = selector;
  const keys = key === undefined ? undefined : pattern(key, ".*");
  const paths = path === undefined ? undefined : pattern(path, "[^/]*");
  const methods = method && new Set(method.map((name) => name.toUpperCase()));
  return (item) => {
    const { operation } = item;
    return (
      (keys === undefined || keysOf(operation).some((name) => keys.test(name))) &&
      (tag === undefined || operation.tags.includes(tag)) &&
      (paths === undefined || paths.test(operation.path)) &&
      (methods === undefined || methods.has(operation.method.toUpperCase())) &&
      (deprecated === undefined || operation.deprecated === deprecated) &&
      (readOnly === undefined || isReadOnlyTool(item) === readOnly)
    );
  };
}

function isReadOnlyTool(item: Selected): boolean {
  return effectiveOverride(item, "annotations")?.value.readOnlyHint ?? isSafeMethod(item.operation.method);
}

/** A glob without braces and brackets, which paths have as names of their variables. */
function pattern(glob: string, star: string): RegExp {
  const source = glob
    .split(/(\/\*\*(?=\/|$)|\*\*\/?|\*)/)
    .map((part, i) => {
      if (i % 2 === 0) return part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      if (part.startsWith("/")) return "(?:\\/.*)?";
      return part === "*" ? star : ".*";
    })
    .join("");
  return new RegExp(`^${source}$`, "su");
}
