/**
 * Regular expressions of documents. They are ECMAScript, and may be written to hang whoever runs them; so
 * they are translated to RE2, whose matching time grows with the text and never explodes.
 */
import { RE2JS } from "re2js";

export interface LinearPattern {
  /** The same expression in RE2 syntax: what generated code holds. */
  readonly re2: string;
  test(text: string): boolean;
}

const known = new Map<string, LinearPattern | undefined>();

/** The RE2 form of a pattern; undefined where RE2 has no word for it (lookaround, backreferences). */
export function linear(source: string): LinearPattern | undefined {
  if (known.has(source)) return known.get(source);
  const re2 = new Translation(source).result();
  const compiled = re2 === undefined ? undefined : compile(re2);
  const pattern =
    re2 === undefined || compiled === undefined
      ? undefined
      : { re2, test: (text: string) => compiled.test(text) };
  known.set(source, pattern);
  return pattern;
}

function compile(re2: string): RE2JS | undefined {
  try {
    return RE2JS.compile(re2);
  } catch {
    return undefined;
  }
}

/**
 * The pattern as JSON Schema wants it, valid with the `u` flag; undefined where it is no regular expression.
 */
export function asUnicode(source: string): string | undefined {
  if (isValid(source, "u")) return source;
  if (!isValid(source, "")) return undefined;
  const rewritten = respelled(source);
  return isValid(rewritten, "u") ? rewritten : undefined;
}

function isValid(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags);
    return true;
  } catch {
    return false;
  }
}

/** `\-` outside of a set, `\@`, `{x}` and `[\w-.]` mean what they look like, and the flag has another spelling. */
function respelled(source: string): string {
  let inSet = false;
  const token = /\\(?<escaped>[\s\S])|\{\d+(?:,\d*)?\}|(?<bracket>[[\]{}])|-/g;
  return source.replaceAll(token, (whole, ...rest) => {
    const { escaped, bracket } = rest.at(-1) as { escaped?: string; bracket?: string };
    const at = rest.at(-3) as number;
    if (escaped !== undefined) {
      if (escaped === "-") return inSet ? whole : "-";
      return /[\^$\\.*+?()[\]{}|/dDwWsSbBtnvfrcxupPk0-9]/.test(escaped) ? whole : escaped;
    }
    if (inSet) {
      inSet = bracket !== "]";
      // A hyphen next to a class is itself.
      return whole === "-" && /\\[dDwWsS]$/.test(source.slice(0, at)) ? "\\-" : whole;
    }
    inSet = bracket === "[";
    return bracket !== undefined && bracket !== "[" ? `\\${bracket}` : whole;
  });
}

/** What `\s` is in ECMAScript; RE2's knows ASCII only. */
const SPACE =
  "\\t\\n\\v\\f\\r \\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}";
/** The rest, for sets, in which there is no negation. */
const NO_SPACE =
  "\\x{0}-\\x{8}\\x{E}-\\x{1F}\\x{21}-\\x{9F}\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}\\x{200B}-\\x{2027}" +
  "\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{FEFE}\\x{FF00}-\\x{10FFFF}";
const LINE_END = "\\n\\r\\x{2028}\\x{2029}";

/** General categories by their long names, which RE2 does not know. */
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

/** RE2 repeats at most so often; more is several repetitions in a row. */
const MAX_REPEAT = 1000;
/** Characters of RE2 that one expression may become. */
const MAX_LENGTH = 20_000;

class Untranslatable extends Error {}

/** One pass over a pattern that is known to be valid with the `u` flag. */
class Translation {
  readonly #source: string;
  #at = 0;
  #out = "";
  /** Where the last atom starts in the output: what a quantifier repeats. */
  #atom = 0;
  readonly #groups: number[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  result(): string | undefined {
    try {
      while (this.#at < this.#source.length) this.#next();
      return this.#out;
    } catch (error) {
      if (error instanceof Untranslatable) return undefined;
      throw error;
    }
  }

  #next(): void {
    const c = this.#source[this.#at] as string;
    const rest = (pattern: RegExp): string | undefined => pattern.exec(this.#source.slice(this.#at))?.[0];
    const start = this.#out.length;
    switch (c) {
      case "\\":
        this.#out += this.#escape(false);
        break;
      case "[":
        this.#out += this.#set();
        break;
      case ".":
        this.#at++;
        this.#out += `[^${LINE_END}]`;
        break;
      case "(": {
        const open = rest(/^\((?:\?:|\?<[A-Za-z_$][\w$]*>|(?!\?))/);
        if (open === undefined) throw new Untranslatable();
        this.#at += open.length;
        this.#groups.push(start);
        this.#out += open === "(?:" ? open : "(";
        return;
      }
      case ")":
        this.#at++;
        this.#atom = this.#groups.pop() ?? 0;
        this.#out += ")";
        return;
      case "{":
        this.#counted();
        return;
      case "*":
      case "+":
      case "?":
      case "|":
      case "^":
      case "$":
        this.#at++;
        this.#out += c;
        return;
      default: {
        const char = String.fromCodePoint(this.#source.codePointAt(this.#at) as number);
        this.#at += char.length;
        this.#out += char;
      }
    }
    this.#atom = start;
  }

  #counted(): void {
    const [whole, low = "", comma, high = ""] = /^\{(\d+)(,)?(\d*)\}/.exec(this.#source.slice(this.#at)) ?? [
      "",
    ];
    if (whole === "") throw new Untranslatable();
    this.#at += whole.length;
    let least = Number(low);
    let more = comma === undefined ? 0 : high === "" ? Infinity : Number(high) - least;
    if (least <= MAX_REPEAT && (more === Infinity || least + more <= MAX_REPEAT)) {
      this.#out += whole;
      return;
    }
    const atom = this.#out.slice(this.#atom);
    const copies = Math.ceil((least + (more === Infinity ? 0 : more)) / MAX_REPEAT);
    if (copies * (atom.length + 6) > MAX_LENGTH) throw new Untranslatable();
    let repeated = "";
    for (; least > 0; least -= MAX_REPEAT) repeated += `${atom}{${Math.min(least, MAX_REPEAT)}}`;
    if (more === Infinity) repeated += `${atom}*`;
    else for (; more > 0; more -= MAX_REPEAT) repeated += `${atom}{0,${Math.min(more, MAX_REPEAT)}}`;
    this.#out = `${this.#out.slice(0, this.#atom)}(?:${repeated})`;
  }

  #escape(inSet: boolean): string {
    const [whole, control, hex, point, category] =
      /^\\(?:c([A-Za-z])|[xu]([0-9A-Fa-f]{2,4})|u\{([0-9A-Fa-f]+)\}|[pP]\{([^}]+)\}|[\s\S])/.exec(
        this.#source.slice(this.#at),
      ) as RegExpExecArray & string[];
    const c = whole[1] as string;
    if (c === "x" || (c === "u" && hex !== undefined)) return this.#codePoint(c === "x" ? 2 : 4);
    this.#at += whole.length;
    if (control !== undefined) return hexadecimal(control.charCodeAt(0) % 32);
    if (point !== undefined) return hexadecimal(Number.parseInt(point, 16));
    if (category !== undefined) return property(c, category);
    if (c === "s") return inSet ? SPACE : `[${SPACE}]`;
    if (c === "S") return inSet ? NO_SPACE : `[^${SPACE}]`;
    if (c === "b" && inSet) return hexadecimal(8);
    if (/[1-9k]/.test(c)) throw new Untranslatable();
    if (c === "0") return hexadecimal(0);
    return c === "/" ? c : whole;
  }

  /** `\xHH` and `\uHHHH`; two halves of a surrogate pair are one character. */
  #codePoint(digits: 2 | 4): string {
    const read = (): number => {
      const code = Number.parseInt(this.#source.slice(this.#at + 2, this.#at + 2 + digits), 16);
      this.#at += 2 + digits;
      return code;
    };
    const code = read();
    const isPair = code >= 0xd800 && code <= 0xdbff && /^\\u[dD][c-fC-F]/.test(this.#source.slice(this.#at));
    return hexadecimal(isPair ? 0x10000 + (code - 0xd800) * 0x400 + (read() - 0xdc00) : code);
  }

  #set(): string {
    this.#at++;
    let set = "[";
    if (this.#source[this.#at] === "^") {
      set += "^";
      this.#at++;
    }
    const start = set.length;
    while (this.#source[this.#at] !== "]") {
      if (this.#source[this.#at] === "\\") set += this.#escape(true);
      else {
        const char = String.fromCodePoint(this.#source.codePointAt(this.#at) as number);
        this.#at += char.length;
        // RE2 knows `[:alpha:]`; here a bracket is only a bracket.
        set += char === "[" ? "\\[" : char;
      }
    }
    this.#at++;
    if (set.length > start) return `${set}]`;
    return start === 1 ? "[^\\x{0}-\\x{10FFFF}]" : "[\\x{0}-\\x{10FFFF}]";
  }
}

function hexadecimal(code: number): string {
  return `\\x{${code.toString(16).toUpperCase()}}`;
}

function property(kind: string, name: string): string {
  const [, script] = /^(?:Script|sc)=(\w+)$/.exec(name) ?? [];
  const category = CATEGORIES.get(name.replace(/^(?:General_Category|gc)=/, "")) ?? script;
  if (category === undefined) throw new Untranslatable();
  return `\\${kind}{${category}}`;
}
