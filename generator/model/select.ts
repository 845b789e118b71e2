/** Selects the operations that become tools, and collects the overrides of each. */
import { isSafeMethod } from "../../runtime/contract/http-tokens.ts";
import type { Diagnostics, Reports } from "../diagnostics.ts";
import type { Pointer } from "../json.ts";
import type { ApiOperation } from "../normalise/api-document.ts";
import { didYouMean } from "../suggest.ts";
import type { OperationOverride, Selector, SpecUpstream, ToolSpec } from "../toolspec/tool-spec.ts";
import type { UpstreamDocument } from "./server-model.ts";

/** An operation of one of the documents, with its overrides. */
export interface Selected {
  readonly upstream: string;
  readonly operation: ApiOperation;
  /** False for an operation that only steps and resources can call. */
  readonly offered: boolean;
  /** In the order in which they apply: that of the document, then that of the tool spec. */
  readonly overrides: readonly OverrideSource[];
  readonly effective: EffectiveOverride;
}

export interface OverrideSource {
  readonly by: "document" | "spec";
  readonly override: OperationOverride;
  /** Reports about the file that has the override. */
  readonly diagnostics: Diagnostics;
}

/** Each key of the overrides of an operation with the value that applies, and its source. */
export type EffectiveOverride = {
  readonly [K in keyof OperationOverride]?: EffectiveValue<NonNullable<OperationOverride[K]>>;
};

interface EffectiveValue<T> extends Omit<OverrideSource, "override"> {
  readonly value: T;
  /** Of the override that has the value. */
  readonly pointer: Pointer;
}

/** The last override that has a key decides it. */
function effectiveOverride(overrides: readonly OverrideSource[]): EffectiveOverride {
  const effective: { [key: string]: EffectiveValue<unknown> } = {};
  for (const { override, by, diagnostics } of overrides)
    for (const [key, value] of Object.entries(override))
      if (value !== undefined) effective[key] = { value, by, pointer: override.pointer, diagnostics };
  return effective as EffectiveOverride;
}

/** Returns all operations of all documents, including those that are not offered. */
export function selectOperations(
  documents: readonly UpstreamDocument[],
  spec: ToolSpec | undefined,
  reports: Reports,
): Selected[] {
  return documents.flatMap(({ upstream, document }) => {
    const specified = spec?.upstreams.find(({ name }) => name === upstream);
    const ofDocument = document.operations.map((operation): Selected => {
      const { override } = operation;
      const overrides = override
        ? [{ by: "document" as const, override, diagnostics: reports.of(upstream) }]
        : [];
      return {
        upstream,
        operation,
        offered: override !== false,
        overrides,
        effective: effectiveOverride(overrides),
      };
    });
    return specified ? selectFrom(ofDocument, specified, reports.spec) : ofDocument;
  });
}

/** An entry for one operation in the spec precedes the selectors of the spec, and they precede the document. */
function selectFrom(items: readonly Selected[], spec: SpecUpstream, diagnostics: Diagnostics): Selected[] {
  const named = namedOperations(
    items.map(({ operation }) => operation),
    spec,
    diagnostics,
  );
  const all = items.map((item): Selected => {
    const override = named.get(item.operation);
    if (!override) return item;
    const overrides = [...item.overrides, { by: "spec" as const, override, diagnostics }];
    return { ...item, overrides, effective: effectiveOverride(overrides) };
  });
  const selecting = (selector: Selector): ReadonlySet<ApiOperation> => {
    const found = all.filter(matcher(selector));
    if (found.length === 0)
      diagnostics.report(
        "unmatched-selector",
        selector.pointer,
        `expected the selector to match an operation of "${spec.name}", found none`,
        "Correct the selector, or remove it.",
      );
    return new Set(found.map(({ operation }) => operation));
  };
  const include = spec.include.map(selecting);
  const exclude = spec.exclude.map(selecting);
  const isSelected = ({ operation, offered }: Selected): boolean =>
    (include.length === 0 ? offered : include.some((set) => set.has(operation))) &&
    !exclude.some((set) => set.has(operation));
  return all.map((item) => {
    const override = named.get(item.operation);
    return { ...item, offered: override === undefined ? isSelected(item) : override !== false };
  });
}

/** The entries of `operations`, by the operation they name. Reports those that do not name exactly one. */
function namedOperations(
  operations: readonly ApiOperation[],
  { name, operations: entries, pointer }: SpecUpstream,
  diagnostics: Diagnostics,
): ReadonlyMap<ApiOperation, OperationOverride | false> {
  const named = new Map<ApiOperation, OperationOverride | false>();
  for (const [key, override] of entries) {
    const found = findOperations(operations, key);
    const report = (message: string, hint: string): void =>
      diagnostics.report(
        "unknown-operation",
        override ? override.pointer : [...pointer, "operations", key],
        message,
        hint,
      );
    const [operation, other] = found;
    if (!operation)
      report(
        `expected an operation of "${name}", found "${key}"${didYouMean(key, operations.flatMap(keysOf))}`,
        'Write its operationId, or its method and path as in "GET /pets".',
      );
    else if (other)
      report(
        `expected the name of one operation, found "${key}", which is ${found.map(pathKey).join(" and ")}`,
        "Write the method and path of the operation you mean.",
      );
    else if (named.has(operation))
      report(
        `expected one entry for ${pathKey(operation)}, found a second one, "${key}"`,
        "Merge the two entries.",
      );
    else named.set(operation, override);
  }
  return named;
}

/** The operations with this operationId, or else the one with this method and path, as in `GET /pets`. */
export function findOperations(operations: readonly ApiOperation[], key: string): ApiOperation[] {
  const found = operations.filter(({ operationId }) => operationId === key);
  if (found.length > 0) return found;
  const [, method = "", path = ""] = /^(\S+)\s+(\/.*)$/.exec(key) ?? [];
  return operations.filter(
    (operation) => operation.path === path && operation.method.toUpperCase() === method.toUpperCase(),
  );
}

/** The names that an operation has in a tool spec. */
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

function isReadOnlyTool({ effective, operation }: Selected): boolean {
  return effective.annotations?.value.readOnlyHint ?? isSafeMethod(operation.method);
}

/** Compiles a glob with `*` and `**`. Braces and brackets stand for themselves: path templates contain them. */
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
