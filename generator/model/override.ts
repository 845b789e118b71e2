/** What a tool spec or a document says about the arguments of an operation, carried out. */
import type { Binding, BodyBinding, HttpBinding } from "../../runtime/contract/http-binding.ts";
import type { Template } from "../../runtime/contract/template.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { expressionsIn } from "../expressions.ts";
import type { Pointer } from "../json.ts";
import type { Schema } from "../json-schema.ts";
import { didYouMean } from "../suggest.ts";
import type { ArgumentOverride } from "../toolspec/tool-spec.ts";
import { accepts } from "./accepts.ts";
import type { Arguments } from "./arguments.ts";
import type { Components } from "./components.ts";
import { checkInputs } from "./inputs.ts";
import { assignUniqueNames, groupBy } from "./names.ts";
import type { OverrideSource } from "./select.ts";
import { isSendable } from "./sendable.ts";
import type { Argument, UpstreamModel } from "./server-model.ts";

/** What the arguments become, and how they and all that is always sent travel. */
export interface Bound extends Required<Pick<HttpBinding, "params">>, Pick<HttpBinding, "body"> {
  readonly arguments: readonly Argument[];
}

/** An argument of the operation as the words about it leave it. */
interface Slot {
  readonly argument: Argument;
  /** Its names before anything was said: its own, and the one on the wire. */
  readonly known: readonly string[];
  readonly isBody: boolean;
  readonly isHidden?: boolean;
  /** Sent in place of the argument. */
  readonly value?: Template;
  /** Where the last word about it was said. */
  readonly at?: { readonly pointer: Pointer; readonly diagnostics: Diagnostics };
}

export function overrideArguments(
  read: Arguments,
  said: readonly OverrideSource[],
  headers: UpstreamModel["headers"],
  components: Components,
): Bound {
  let slots = read.arguments.map(
    (argument): Slot => ({
      argument,
      known: [argument.name, argument.binding.name ?? argument.name],
      isBody: argument.name === read.body?.argument,
    }),
  );
  for (const { override: word, diagnostics } of said) {
    // Names are those from before this word: two arguments may change places.
    const before = slots;
    for (const [name, about] of word.args ?? []) {
      const pointer = about ? about.pointer : [...word.pointer, "args", name];
      const found = find(before, name);
      const index = found ? before.indexOf(found) : -1;
      if (index === -1) reportUnknown(name, before, pointer, diagnostics);
      else
        slots = slots.map((slot, i) =>
          i === index ? change(slot, about, components, { pointer, diagnostics }) : slot,
        );
    }
  }
  // What the upstream is always sent is nothing to ask for.
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
    `the operation has no argument "${name}"${didYouMean(name, names)}`,
    names.length > 0 ? `Its arguments are ${names.join(", ")}.` : "It has no arguments at all.",
  );
}

/** By the name it has, by the one it would have had, or by the one on the wire. */
function find(slots: readonly Slot[], name: string): Slot | undefined {
  return (
    slots.find(({ argument }) => argument.name === name) ??
    slots.find(({ known: [own] }) => own === name) ??
    slots.find(({ known: [, wire] }) => wire?.toLowerCase() === name.toLowerCase())
  );
}

function change(
  slot: Slot,
  about: ArgumentOverride | false,
  components: Components,
  at: NonNullable<Slot["at"]>,
): Slot {
  const { value: _, ...valueless } = slot;
  if (about === false) return { ...valueless, isHidden: true, at };
  const { name, description, required, value, schema: overlay } = about;
  const fallback = about.default === undefined ? overlay?.default : about.default;
  const { default: before, ...argument } = slot.argument;
  const kept = fallback === undefined && !required ? before : fallback;
  return {
    ...slot,
    isHidden: false,
    ...(value !== undefined && { value }),
    at,
    argument: {
      ...argument,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(kept !== undefined && { default: kept }),
      schema: schemaOf(argument.schema, about, components),
      required: required ?? (kept === undefined && argument.required),
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
  // What has to be given is not assumed to be anything.
  const { default: _, ...rest } = laid;
  return rest;
}

/** The members of a schema replaced by those of another; what it refers to is written out for that. */
function laidOver(schema: Schema, overlay: Exclude<Schema, boolean>, components: Components): Schema {
  const members = components.use(overlay, "request");
  if (typeof schema === "boolean" || typeof members === "boolean") return members;
  const target = components.resolve(schema);
  const { $ref: _, ...beside } = schema;
  return { ...(typeof target === "object" && target), ...beside, ...members };
}

/** What was said has to make sense together. */
function check(slots: readonly Slot[], components: Components): void {
  const offered = slots.filter(({ isHidden, value }) => !isHidden && value === undefined);
  for (const [name, sharing] of groupBy(offered, ({ argument }) => argument.name))
    for (const { at, known } of sharing.length > 1 ? sharing : [])
      at?.diagnostics.report(
        "duplicate-argument",
        [...at.pointer, "name"],
        `two arguments would be called "${name}"`,
        `Give "${known[0]}" another name.`,
      );
  for (const slot of slots) {
    const { argument, at, known, isHidden, value } = slot;
    if (!at) continue;
    const report = (
      code: "missing-value" | "invalid-default" | "unsendable-value",
      message: string,
      hint: string,
    ): void => at.diagnostics.report(code, at.pointer, message, hint);
    const { required, binding, default: fallback } = argument;
    const [name = ""] = known;
    if (value !== undefined) checkValue(slot, value, offered);
    else if (isHidden) {
      if (required)
        report(
          "missing-value",
          `the API requires "${name}", so it cannot be left out`,
          `Give it a value: \`${name}: { value: … }\`.`,
        );
    } else if (binding.in === "path" && !required && fallback === undefined)
      report("missing-value", `the path needs "${name}"`, "Give it a `default`, or leave it required.");
    else if (fallback !== undefined && !accepts(argument.schema, fallback, components.defs))
      report(
        "invalid-default",
        `the schema of "${name}" does not accept ${JSON.stringify(fallback)}`,
        "Write a default that it accepts.",
      );
    else if (fallback !== undefined && !isSendable(binding, fallback))
      report("unsendable-value", ...unsendable(fallback, binding));
  }
}

/** A value may be made of other arguments, of those that there still are. */
function checkValue({ argument, at, known }: Slot, value: Template, offered: readonly Slot[]): void {
  if (!at) return;
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
        `the path needs "${known[0]}", and ${expression.text} may be missing`,
        `Make "${other.name}" required, or give it a default.`,
      );
}

function unsendable(value: Template, { in: place }: Binding): [message: string, hint: string] {
  const where = place === "body" ? "body" : place === "querystring" ? "query" : place;
  return [`${JSON.stringify(value)} cannot be sent in the ${where}`, "Write another one."];
}

function bound(slots: readonly Slot[], body: BodyBinding | undefined): Bound {
  const sent = slots.filter(({ isHidden, value }) => !isHidden || value !== undefined);
  const offered = sent.filter(({ value }) => value === undefined);
  // What is always sent has no argument, yet a key of its own beside those that have.
  const keys = assignUniqueNames(sent, ({ argument: { name }, known: [own = ""], value }) =>
    value === undefined ? [() => name] : [() => own, () => `${own}_value`, () => `${own}_value_`],
  );
  const whole = slots.find(({ isBody }) => isBody);
  return {
    arguments: offered.map((slot) => ({ ...slot.argument, binding: bindingOf(slot, keys) })),
    params: Object.fromEntries(
      sent
        .filter(({ isBody }) => !isBody)
        .map((slot) => [keys.get(slot) ?? "", bindingOf(slot, keys)] as const),
    ),
    ...(body && whole ? bodyOf(body, whole) : body && { body }),
  };
}

/** A name on the wire is said where it is not the key's. */
function bindingOf(slot: Slot, keys: ReadonlyMap<Slot, string>): Binding {
  const { argument, known, isBody, value } = slot;
  const { in: location, name: _, value: __, ...how } = argument.binding;
  const wire = known[1] ?? "";
  return {
    in: location,
    ...(keys.get(slot) !== wire && !isBody && { name: wire }),
    ...how,
    ...(value !== undefined && { value }),
  };
}

/** A body that was one argument. */
function bodyOf(body: BodyBinding, { argument, isHidden, value }: Slot): Pick<Bound, "body"> {
  if (isHidden) return {};
  if (value === undefined) return { body: { ...body, argument: argument.name } };
  const { argument: _, ...rest } = body;
  return { body: { ...rest, value } };
}
