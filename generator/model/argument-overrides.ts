/** Applies the overrides of a document and a tool spec to the arguments of an operation. */
import type { Binding, BodyBinding, HttpBinding } from "../../runtime/contract/http-binding.ts";
import type { Template } from "../../runtime/contract/template.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { expressionsIn } from "../expressions.ts";
import { defined, type Pointer } from "../json.ts";
import type { Schema } from "../json-schema.ts";
import { didYouMean } from "../suggest.ts";
import type { ArgumentOverride } from "../toolspec/tool-spec.ts";
import { accepts } from "./accepts.ts";
import type { Components } from "./components.ts";
import { type Arguments, checkInputs, isSendable } from "./operation-arguments.ts";
import type { OverrideSource } from "./select.ts";
import type { Argument, UpstreamModel } from "./server-model.ts";
import { assignUniqueNames, groupBy } from "./unique-names.ts";

/** The arguments after the overrides, and the bindings of them and of fixed values. */
export interface Bound extends Required<Pick<HttpBinding, "params">> {
  readonly arguments: readonly Argument[];
  readonly body: BodyBinding | undefined;
}

/** An argument of the operation after the overrides so far. */
interface Slot {
  readonly argument: Argument;
  /** Its names before the overrides: its own, and the one on the wire. */
  readonly original: { readonly name: string; readonly wire: string };
  readonly isBody: boolean;
  readonly isHidden: boolean;
  /** Sent in place of the argument. */
  readonly value: Template | undefined;
  /** The place of the last override of the argument, if there is any. */
  readonly at: Place | undefined;
}

interface Place {
  readonly pointer: Pointer;
  readonly diagnostics: Diagnostics;
}

/**
 * Applies the overrides in order, and reports those that cannot be satisfied. `headers` are those of the upstream: no
 * argument sets them.
 */
export function overrideArguments(
  read: Arguments,
  overrides: readonly OverrideSource[],
  headers: UpstreamModel["headers"],
  components: Components,
): Bound {
  let slots = read.arguments.map(
    (argument): Slot => ({
      argument,
      original: { name: argument.name, wire: argument.binding.name ?? argument.name },
      isBody: argument.name === read.body?.argument,
      isHidden: false,
      value: undefined,
      at: undefined,
    }),
  );
  for (const { override, diagnostics } of overrides) {
    // All names in one override are those before it, so that two arguments can swap theirs.
    const before = slots;
    for (const [name, change] of override.args ?? []) {
      const pointer = change ? change.pointer : [...override.pointer, "args", name];
      const found = find(before, name);
      const index = found ? before.indexOf(found) : -1;
      if (index === -1) reportUnknown(name, before, pointer, diagnostics);
      else
        slots = slots.map((slot, i) =>
          i === index ? changed(slot, change, components, { pointer, diagnostics }) : slot,
        );
    }
  }
  // A header that every request to the upstream carries has no argument.
  const sent = new Set(Object.keys(headers ?? {}));
  slots = slots.filter(({ argument: { name, binding }, value }) => {
    return value !== undefined || binding.in !== "header" || !sent.has((binding.name ?? name).toLowerCase());
  });
  check(slots, components);
  return bound(slots, read.body);
}

function reportUnknown(
  name: string,
  slots: readonly Slot[],
  pointer: Pointer,
  diagnostics: Diagnostics,
): void {
  const names = slots.map(({ argument }) => argument.name);
  diagnostics.report(
    "unknown-argument",
    pointer,
    `expected an argument of the operation, found "${name}"${didYouMean(name, names)}`,
    names.length > 0 ? `Its arguments are ${names.join(", ")}.` : "It has no arguments.",
  );
}

/** Finds an argument by its current name, by its name before the overrides, or by the one on the wire. */
function find(slots: readonly Slot[], name: string): Slot | undefined {
  return (
    slots.find(({ argument }) => argument.name === name) ??
    slots.find(({ original }) => original.name === name) ??
    slots.find(({ original }) => original.wire.toLowerCase() === name.toLowerCase())
  );
}

function changed(slot: Slot, change: ArgumentOverride | false, components: Components, at: Place): Slot {
  if (change === false) return { ...slot, isHidden: true, value: undefined, at };
  const { argument } = slot;
  const { name, description, required, value, schema: overlay } = change;
  const given = change.default === undefined ? overlay?.default : change.default;
  const fallback = given === undefined && !required ? argument.default : given;
  return {
    ...slot,
    isHidden: false,
    value: value === undefined ? slot.value : value,
    at,
    argument: {
      ...argument,
      name: name ?? argument.name,
      description: description ?? argument.description,
      default: fallback,
      schema: schemaOf(argument.schema, change, components),
      required: required ?? (fallback === undefined && argument.required),
    },
  };
}

function schemaOf(
  schema: Schema,
  { required, schema: overlay }: ArgumentOverride,
  components: Components,
): Schema {
  const laid = overlay ? laidOver(schema, overlay, components) : schema;
  if (typeof laid === "boolean" || !required || laid.default === undefined) return laid;
  // A required argument has no default.
  const { default: _, ...rest } = laid;
  return rest;
}

/** A schema with keywords replaced by those of `overlay`. A schema that refers to another is inlined for that. */
function laidOver(schema: Schema, overlay: Exclude<Schema, boolean>, components: Components): Schema {
  const members = components.use(overlay, "request");
  if (typeof schema === "boolean" || typeof members === "boolean") return members;
  const target = components.resolve(schema);
  const { $ref: _, ...beside } = schema;
  return { ...(typeof target === "object" && target), ...beside, ...members };
}

/** Reports arguments that cannot be sent as the overrides leave them. */
function check(slots: readonly Slot[], components: Components): void {
  const offered = slots.filter(({ isHidden, value }) => !isHidden && value === undefined);
  for (const [name, sharing] of groupBy(offered, ({ argument }) => argument.name))
    for (const { at, original } of sharing.length > 1 ? sharing : [])
      at?.diagnostics.report(
        "duplicate-argument",
        [...at.pointer, "name"],
        `expected a unique argument name, found a second argument named "${name}"`,
        `Give "${original.name}" another name.`,
      );
  for (const slot of slots) {
    const { argument, at, original, isHidden, value } = slot;
    if (!at) continue;
    const report = (
      code: "missing-value" | "invalid-default" | "unsendable-value",
      message: string,
      hint: string,
    ): void => at.diagnostics.report(code, at.pointer, message, hint);
    const { required, binding, default: fallback } = argument;
    const { name } = original;
    if (value !== undefined) checkValue(slot, value, at, offered);
    else if (isHidden) {
      if (required)
        report(
          "missing-value",
          `expected a value for "${name}", which the API requires, found none`,
          `Give it a value: \`${name}: { value: … }\`.`,
        );
    } else if (binding.in === "path" && !required && fallback === undefined)
      report(
        "missing-value",
        `expected "${name}" to be required, because it is part of the path, found \`required: false\``,
        "Remove `required: false`, or add a `default`.",
      );
    else if (fallback !== undefined && !accepts(argument.schema, fallback, components.defs))
      report(
        "invalid-default",
        `expected a default that the schema of "${name}" accepts, found ${JSON.stringify(fallback)}`,
        "Write a default that the schema accepts.",
      );
    else if (fallback !== undefined && !isSendable(binding, fallback))
      report("unsendable-value", ...unsendable(fallback, binding));
  }
}

/** Checks a fixed value. It may name the arguments that remain. */
function checkValue(
  { argument, original }: Slot,
  value: Template,
  at: Place,
  offered: readonly Slot[],
): void {
  const args = offered.map((slot) => slot.argument);
  const pointer = [...at.pointer, "value"];
  const named = checkInputs(value, args, pointer, at.diagnostics);
  if (expressionsIn(value).length === 0 && !isSendable(argument.binding, value))
    at.diagnostics.report("unsendable-value", pointer, ...unsendable(value, argument.binding));
  if (argument.binding.in !== "path") return;
  for (const { argument: other, expression } of named)
    if (!other.required && other.default === undefined)
      at.diagnostics.report(
        "missing-value",
        pointer,
        `expected a required argument for "${original.name}", because it is part of the path, found ${expression.text}, which is optional`,
        `Make "${other.name}" required, or give it a default.`,
      );
}

function unsendable(value: Template, { in: location }: Binding): [message: string, hint: string] {
  const place = location === "querystring" ? "query" : location;
  return [
    `expected a value that can be sent in the ${place}, found ${JSON.stringify(value)}`,
    "Write another value.",
  ];
}

function bound(slots: readonly Slot[], body: BodyBinding | undefined): Bound {
  const sent = slots.filter(({ isHidden, value }) => !isHidden || value !== undefined);
  const offered = sent.filter(({ value }) => value === undefined);
  // A fixed value has a key beside those of the arguments.
  const keys = assignUniqueNames(sent, ({ argument: { name }, original, value }) =>
    value === undefined
      ? [() => name]
      : [() => original.name, () => `${original.name}_value`, () => `${original.name}_value_`],
  );
  const whole = slots.find(({ isBody }) => isBody);
  return {
    arguments: offered.map((slot) => ({ ...slot.argument, binding: bindingOf(slot, keys) })),
    params: Object.fromEntries(
      sent
        .filter(({ isBody }) => !isBody)
        .map((slot) => [keys.get(slot) ?? "", bindingOf(slot, keys)] as const),
    ),
    body: body && whole ? bodyOf(body, whole) : body,
  };
}

/** A binding has the name on the wire if its key is another. */
function bindingOf(slot: Slot, keys: ReadonlyMap<Slot, string>): Binding {
  const { argument, original, isBody, value } = slot;
  const { in: location, name: _, value: __, ...rest } = argument.binding;
  const name = keys.get(slot) !== original.wire && !isBody ? original.wire : undefined;
  return defined<Binding>({ in: location, name, ...rest, value });
}

/** The binding of a body that was one argument; undefined if it is hidden. */
function bodyOf(body: BodyBinding, { argument, isHidden, value }: Slot): BodyBinding | undefined {
  if (isHidden) return undefined;
  if (value === undefined) return { ...body, argument: argument.name };
  const { argument: _, ...rest } = body;
  return { ...rest, value };
}
