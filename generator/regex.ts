/**
 * Regular expressions of documents. They are ECMAScript, and matching a hostile one can take exponential time; so
 * they are translated to RE2, whose matching time is linear in the text.
 */
import { createRequire } from "node:module";
import type { AST } from "@eslint-community/regexpp";

/** Both libraries are loaded with the first pattern: many documents have none. */
const load = createRequire(import.meta.url);
const loadParser = (): typeof import("@eslint-community/regexpp") => load("@eslint-community/regexpp");
const loadRe2 = (): typeof import("re2js") => load("re2js");

export interface LinearPattern {
  /** The same expression in RE2 syntax, as generated code holds it. */
  readonly re2: string;
  test(text: string): boolean;
}

const known = new Map<string, LinearPattern | undefined>();

/** The RE2 form of a pattern; undefined if RE2 cannot express it (lookaround, backreferences) or it is too large. */
export function linear(source: string): LinearPattern | undefined {
  if (!known.has(source)) known.set(source, compile(translated(parsePattern(source))));
  return known.get(source);
}

function compile(re2: string | undefined): LinearPattern | undefined {
  if (re2 === undefined) return undefined;
  try {
    const compiled = loadRe2().RE2JS.compile(re2);
    return { re2, test: (text) => compiled.test(text) };
  } catch {
    return undefined;
  }
}

/**
 * The syntax tree of a pattern, read with the `u` flag if it is valid with it, else without. Undefined if it is not a
 * regular expression or is nested too deeply.
 */
export function parsePattern(source: string): AST.Pattern | undefined {
  return parse(source, true) ?? parse(source, false);
}

/** The most parentheses that may be open at once: the parser and the visitors of the tree recurse. */
const MAX_DEPTH = 250;

function parse(source: string, unicode: boolean): AST.Pattern | undefined {
  let depth = 0;
  for (const char of source) {
    if (char === ")") depth--;
    if (char === "(" && ++depth > MAX_DEPTH) return undefined;
  }
  try {
    return new (loadParser().RegExpParser)().parsePattern(source, 0, source.length, { unicode });
  } catch {
    return undefined;
  }
}

/** The pattern as JSON Schema requires it, valid with the `u` flag; undefined if it is not a regular expression. */
export function asUnicode(source: string): string | undefined {
  if (isValid(source, "u")) return source;
  const rewritten = isValid(source, "") ? respelled(source) : undefined;
  return rewritten !== undefined && isValid(rewritten, "u") ? rewritten : undefined;
}

function isValid(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags);
    return true;
  } catch {
    return false;
  }
}

/** Spells the literal characters of a pattern as the `u` flag requires: `\@`, `{x}` and `[\w-.]` are errors with it. */
function respelled(source: string): string | undefined {
  const pattern = parse(source, false);
  if (!pattern) return undefined;
  let text = "";
  let copied = 0;
  let endOfSet = -1;
  loadParser().visitRegExpAST(pattern, {
    onCharacterSetLeave: ({ end }) => {
      endOfSet = end;
    },
    onCharacterEnter: (character) => {
      text += source.slice(copied, character.start) + spelled(character, character.start === endOfSet);
      copied = character.end;
    },
  });
  return text + source.slice(copied);
}

/** An escape that has a meaning, or that the `u` flag allows for a character of the syntax. */
const SYNTAX = /^\\(?:$|[\^$\\.*+?()[\]{}|/dDwWsSbBtnvfrcxupPk0-9])/;

function spelled({ raw, parent }: AST.Character, followsSet: boolean): string {
  const inClass = parent?.type === "CharacterClass" || parent?.type === "CharacterClassRange";
  if (raw === "\\-") return inClass ? raw : "-";
  if (raw.startsWith("\\")) return SYNTAX.test(raw) ? raw : raw.slice(1);
  // In a class, a hyphen after `\w` is a hyphen and not a range.
  const isSyntax = inClass ? followsSet && raw === "-" : /[\]{}]/.test(raw);
  return isSyntax ? `\\${raw}` : raw;
}

/** The members of `\s` in ECMAScript; those of RE2 are ASCII only. */
const SPACE =
  "\\t\\n\\v\\f\\r \\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}";
/** The members of `\S`, for character classes: RE2 cannot negate inside one. */
const NO_SPACE =
  "\\x{0}-\\x{8}\\x{E}-\\x{1F}\\x{21}-\\x{9F}\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}\\x{200B}-\\x{2027}" +
  "\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{FEFE}\\x{FF00}-\\x{10FFFF}";
const LINE_END = "\\n\\r\\x{2028}\\x{2029}";

/** Short names of general categories by both of their names: RE2 does not know the long ones. */
const CATEGORIES = new Map(
  (
    "L Letter,Lu Uppercase_Letter,Ll Lowercase_Letter,Lt Titlecase_Letter,Lm Modifier_Letter,Lo Other_Letter," +
    "M Mark,Mn Nonspacing_Mark,Mc Spacing_Mark,Me Enclosing_Mark,N Number,Nd Decimal_Number,Nl Letter_Number," +
    "No Other_Number,P Punctuation,Pc Connector_Punctuation,Pd Dash_Punctuation,Ps Open_Punctuation," +
    "Pe Close_Punctuation,Pi Initial_Punctuation,Pf Final_Punctuation,Po Other_Punctuation,S Symbol," +
    "Sm Math_Symbol,Sc Currency_Symbol,Sk Modifier_Symbol,So Other_Symbol,Z Separator,Zs Space_Separator," +
    "Zl Line_Separator,Zp Paragraph_Separator,Cc Control,Cf Format,Co Private_Use,Cs Surrogate"
  )
    .split(",")
    .flatMap((entry) => {
      const [short = "", long = ""] = entry.split(" ");
      return [
        [short, short],
        [long, short],
      ] as const;
    }),
);

/** The largest count of a repetition in RE2; a larger one becomes several repetitions in a row. */
const MAX_REPEAT = 1000;
/** The longest expression in RE2 syntax that one repetition may become, in UTF-16 code units. */
const MAX_LENGTH = 20_000;

/** A part of a pattern in RE2 syntax; undefined if RE2 cannot express it. */
function translated(node: AST.Pattern | AST.Element | undefined): string | undefined {
  switch (node?.type) {
    case "Pattern":
      return alternatives(node);
    case "Group":
      return node.modifiers ? undefined : wrapped("(?:", alternatives(node));
    case "CapturingGroup":
      return wrapped("(", alternatives(node));
    case "Assertion":
      return node.kind === "lookahead" || node.kind === "lookbehind" ? undefined : node.raw;
    case "Quantifier":
      return repetition(node);
    case "CharacterClass":
      return characterClass(node);
    case "CharacterSet":
      return node.kind === "any" ? `[^${LINE_END}]` : characterSet(node, false);
    case "Character":
      return character(node, false);
    default:
      return undefined;
  }
}

function alternatives(node: { readonly alternatives: readonly AST.Alternative[] }): string | undefined {
  return joined(
    node.alternatives.map(({ elements }) => joined(elements.map(translated), "")),
    "|",
  );
}

function joined(parts: readonly (string | undefined)[], separator: string): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join(separator);
}

function wrapped(open: string, inner: string | undefined): string | undefined {
  return inner === undefined ? undefined : `${open}${inner})`;
}

function repetition({ element, min, max, raw }: AST.Quantifier): string | undefined {
  const atom = translated(element);
  if (atom === undefined) return undefined;
  const bounded = max === Infinity ? min : max;
  if (bounded <= MAX_REPEAT) return atom + raw.slice(element.raw.length);
  if (Math.ceil(bounded / MAX_REPEAT) * (atom.length + 6) > MAX_LENGTH) return undefined;
  let repeated = "";
  for (let least = min; least > 0; least -= MAX_REPEAT) repeated += `${atom}{${Math.min(least, MAX_REPEAT)}}`;
  if (max === Infinity) repeated += `${atom}*`;
  else
    for (let more = max - min; more > 0; more -= MAX_REPEAT)
      repeated += `${atom}{0,${Math.min(more, MAX_REPEAT)}}`;
  return `(?:${repeated})`;
}

function characterClass({ negate, elements }: AST.CharacterClass): string | undefined {
  if (elements.length === 0) return negate ? "[\\x{0}-\\x{10FFFF}]" : "[^\\x{0}-\\x{10FFFF}]";
  const members = joined(elements.map(member), "");
  return members === undefined ? undefined : `[${negate ? "^" : ""}${members}]`;
}

function member(node: AST.CharacterClassElement): string | undefined {
  if (node.type === "Character") return character(node, true);
  if (node.type === "CharacterSet") return characterSet(node, true);
  if (node.type !== "CharacterClassRange") return undefined;
  return `${character(node.min, true)}-${character(node.max, true)}`;
}

function characterSet(
  node: Exclude<AST.CharacterSet, AST.AnyCharacterSet>,
  inClass: boolean,
): string | undefined {
  if (node.kind === "property") return property(node);
  if (node.kind !== "space") return node.raw;
  if (inClass) return node.negate ? NO_SPACE : SPACE;
  return `[${node.negate ? "^" : ""}${SPACE}]`;
}

function property({ key, value, negate }: AST.UnicodePropertyCharacterSet): string | undefined {
  const isScript = key === "Script" || key === "sc";
  const name = isScript ? value : CATEGORIES.get(value ?? "");
  const isCategory = key === "General_Category" || key === "gc";
  return name && (isScript || isCategory) ? `\\${negate ? "P" : "p"}{${name}}` : undefined;
}

function character({ raw, value }: AST.Character, inClass: boolean): string {
  if (raw === "\\/") return "/";
  // RE2 reads `[:alpha:]` as a class of its own.
  if (inClass && raw === "[") return "\\[";
  // `\b` is a backspace in a class, and a word boundary everywhere else.
  return /^\\[xuc0b]/.test(raw) ? `\\x{${value.toString(16).toUpperCase()}}` : raw;
}
