import { MAX_DESCRIPTION } from "../../runtime/contract/limits.ts";
import type { Icon } from "../../runtime/contract/surface.ts";
import type { Template } from "../../runtime/contract/template.ts";
import type { DiagnosticCode, Diagnostics } from "../diagnostics.ts";
import { parseExpression } from "../expressions.ts";
import { isObject, type Json, type Pointer } from "../json.ts";
import type { MediaFile, SourceSpec } from "../load/loaded-server.ts";
import { Reader } from "../normalise/reader.ts";
import { didYouMean } from "../suggest.ts";
import { usesIn } from "./expression.ts";
import { SpecSchemas } from "./schemas.ts";
import { faultOf, type Scope } from "./scope.ts";
import type { Spot } from "./spot.ts";
import type { CodeReference, MissingExport } from "./tool-spec.ts";

/** Reads what is in many places of a tool spec; what is wrong it reports, and goes on. */
export class SpecReader {
  readonly source: SourceSpec;
  readonly schemas: SpecSchemas;
  /** Names of the upstreams that requests may go to. */
  readonly upstreams: ReadonlySet<string>;
  /** Told once it is known which types that code has to have. */
  readonly missing: MissingExport[] = [];
  readonly #diagnostics: Diagnostics;
  readonly #texts: Reader;

  constructor(source: SourceSpec, upstreams: ReadonlySet<string>, diagnostics: Diagnostics) {
    this.source = source;
    this.upstreams = upstreams;
    this.#diagnostics = diagnostics;
    this.#texts = new Reader(isObject(source.root) ? source.root : {}, diagnostics);
    this.schemas = new SpecSchemas(source.root, diagnostics);
  }

  report(
    code: DiagnosticCode,
    { pointer }: { readonly pointer: Pointer },
    message: string,
    hint: string,
  ): void {
    this.#diagnostics.report(code, pointer, message, hint);
  }

  /** About a member itself and not what it holds: the name of it is what somebody looks for. */
  reportKey(code: DiagnosticCode, pointer: Pointer, message: string, hint: string): void {
    this.#diagnostics.report(code, pointer, message, hint, "key");
  }

  /** A text that a model or a person reads. */
  readable(spot: Spot, max?: number): string | undefined {
    return this.#texts.readable(spot.value, spot.pointer, max);
  }

  description(spot: Spot): string | undefined {
    const seen = this.readable(spot, MAX_DESCRIPTION);
    if (spot.text !== undefined && spot.text !== "" && seen === undefined)
      this.report(
        "invalid-value",
        spot,
        "there is nothing to be seen in this text",
        "Write what it is about.",
      );
    return seen;
  }

  /** Which one of some keys is there; undefined where it is none of them or more than one, which is reported. */
  exactlyOne<Key extends string>(spot: Spot, keys: readonly Key[], noun: string): Key | undefined {
    const given = keys.filter((key) => spot.has(key));
    const listed = keys
      .map((key) => `\`${key}\``)
      .join(", ")
      .replace(/, ([^,]*)$/, " or $1");
    if (given.length === 0)
      this.reportKey(
        "missing-key",
        spot.pointer,
        `${noun} needs ${listed}, and has none of them`,
        "Add the one that says what it does.",
      );
    for (const extra of given.slice(1))
      this.reportKey(
        "conflicting-keys",
        [...spot.pointer, extra],
        `${noun} has either ${listed}, and here are both \`${given[0]}\` and \`${extra}\``,
        "Leave one of them out.",
      );
    return given.length === 1 ? given[0] : undefined;
  }

  /** A value with expressions in it, each of which must name something. */
  template(spot: Spot, scope: Scope): Template {
    this.#check(spot.value ?? null, spot.pointer, scope);
    return spot.value ?? null;
  }

  templates(spot: Spot, scope: Scope): ReadonlyMap<string, Template> {
    return new Map(spot.members.map(([name, member]) => [name, this.template(member, scope)]));
  }

  #check(value: Json, pointer: Pointer, scope: Scope): void {
    if (Array.isArray(value))
      for (const [i, item] of value.entries()) this.#check(item, [...pointer, i], scope);
    else if (isObject(value))
      // To YAML, braces without quotes are a map.
      for (const [key, member] of Object.entries(value))
        if (member === null && parseExpression(key))
          this.report(
            "invalid-value",
            { pointer },
            `to YAML {${key}} is a map, and no text with an expression in it`,
            `Write ${key} for the value itself, or put the text into quotes: "{${key}}".`,
          );
        else this.#check(member, [...pointer, key], scope);
    else if (typeof value === "string")
      for (const use of usesIn(value)) {
        const fault = faultOf(use, scope);
        if (fault) this.report("unknown-expression", { pointer }, fault.message, fault.hint);
      }
  }

  /** A text that is an expression, and nothing else. */
  expression(spot: Spot, scope: Scope): Template | undefined {
    if (!spot.isThere) return undefined;
    const uses = spot.text === undefined ? [] : usesIn(spot.text);
    if (uses.length === 0)
      this.report(
        "unknown-expression",
        spot,
        `${JSON.stringify(spot.value)?.slice(0, 60)} is no expression, and would always be the same`,
        "Write what is meant as an expression, such as $inputs.name or $response.body#/id.",
      );
    return this.template(spot, scope);
  }

  /** Code in a file beside the spec. A file that is not there yet is no fault: a first version of it is written. */
  code(spot: Spot): CodeReference | undefined {
    const [, file, name] = /^([^#]+)#([A-Za-z_$][\w$]*)$/.exec(spot.text ?? "") ?? [];
    if (file === undefined || name === undefined) return undefined;
    const found = this.source.code.get(file);
    if (!found) return undefined;
    const reference = { file: found.path, name };
    if (found.exports && !found.exports.has(name)) {
      const message = `${found.path} exports no "${name}"${didYouMean(name, found.exports)}`;
      this.missing.push({ reference, message, pointer: spot.pointer });
    }
    return reference;
  }

  icons(spot: Spot): readonly Icon[] | undefined {
    if (!spot.isThere) return undefined;
    return spot.items.flatMap((item): Icon[] => {
      const src = item.at("src").text;
      const media = src === undefined ? undefined : this.source.media.get(src);
      const shown = media ? dataUri(media) : src;
      if (shown === undefined || /^\.\.?\//.test(shown)) return [];
      if (media && !media.mimeType.startsWith("image/"))
        this.report(
          "invalid-value",
          item.at("src"),
          `${src} is no picture`,
          "Name a picture, such as ./icon.svg.",
        );
      const mimeType = item.at("mimeType").text ?? media?.mimeType;
      const sizes = item.at("sizes").items.flatMap(({ text }) => text ?? []);
      const theme = item.at("theme").text;
      return [
        {
          src: shown,
          ...(mimeType !== undefined && { mimeType }),
          ...(sizes.length > 0 && { sizes }),
          ...((theme === "light" || theme === "dark") && { theme }),
        },
      ];
    });
  }
}

function dataUri({ mimeType, data }: MediaFile): string {
  return `data:${mimeType};base64,${data}`;
}
