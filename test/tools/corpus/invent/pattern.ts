/** Creates texts for the regular expressions that documents use. */

type Pick = (max: number) => number;

/** Returns a text that a pattern may match; undefined if it uses unsupported syntax. */
export function textFor(pattern: string, pick: Pick): string | undefined {
  const reader = new PatternReader(pattern, pick);
  try {
    const text = reader.alternatives();
    return reader.done ? text : undefined;
  } catch {
    return undefined;
  }
}

const WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("");
const ESCAPES: Readonly<Record<string, string>> = { d: "0123456789", w: WORD, s: " " };
const CONTROLS: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f", v: "\v" };

class PatternReader {
  readonly #pattern: string;
  readonly #pick: Pick;
  #at = 0;

  constructor(pattern: string, pick: Pick) {
    this.#pattern = pattern;
    this.#pick = pick;
  }

  get done(): boolean {
    return this.#at === this.#pattern.length;
  }

  /** Parses all alternatives, and returns a text for one. */
  alternatives(): string {
    const found = [this.#sequence()];
    while (this.#eat("|")) found.push(this.#sequence());
    return found[this.#pick(found.length)] as string;
  }

  #sequence(): string {
    let text = "";
    while (!this.done && !"|)".includes(this.#peek())) {
      const start = this.#at;
      const first = this.#atom();
      const end = this.#at;
      const times = this.#quantifier();
      text += times > 0 ? first : "";
      const after = this.#at;
      // Parses the atom again for each repetition, so that repetitions differ.
      for (let i = 1; i < times; i++) {
        this.#at = start;
        text += this.#atom();
        if (this.#at !== end) throw new SyntaxError("a repetition that cannot be read again");
      }
      this.#at = after;
    }
    return text;
  }

  #atom(): string {
    const char = this.#next();
    switch (char) {
      case "^":
      case "$":
        return "";
      case "(":
        return this.#group();
      case "[":
        return this.#oneOf(this.#charClass());
      case ".":
        return this.#oneOf(WORD);
      case "\\":
        return this.#oneOf(this.#escape());
      default:
        return char;
    }
  }

  #group(): string {
    if (this.#eat("?")) {
      if (this.#eat("<")) {
        if ("=!".includes(this.#peek())) throw new SyntaxError("look-behind");
        while (this.#next() !== ">");
      } else if (!this.#eat(":")) throw new SyntaxError("look-ahead");
    }
    const text = this.alternatives();
    if (!this.#eat(")")) throw new SyntaxError("a group without end");
    return text;
  }

  #charClass(): string {
    const negated = this.#eat("^");
    let chars = "";
    while (!this.#eat("]")) {
      const char = this.#next();
      const set = char === "\\" ? this.#escape() : char;
      if (set.length === 1 && this.#peek() === "-" && this.#pattern[this.#at + 1] !== "]") {
        this.#next();
        const upper = this.#next();
        const to = upper === "\\" ? this.#escape() : upper;
        for (let code = set.charCodeAt(0); code <= to.charCodeAt(0) && chars.length < 500; code++)
          chars += String.fromCharCode(code);
      } else chars += set;
    }
    if (!negated) return chars;
    const excluded = chars;
    // Letters first, because they need no encoding.
    return [...WORD, ...ASCII].filter((char) => !excluded.includes(char)).join("");
  }

  #escape(): string {
    const char = this.#next();
    if (char in ESCAPES) return ESCAPES[char] as string;
    if (char in CONTROLS) return CONTROLS[char] as string;
    if (char === "D") return WORD.slice(0, 52);
    if (char === "W") return "-. ";
    if (char === "S") return WORD;
    if (char === "p" || char === "P") {
      while (this.#next() !== "}");
      return WORD.slice(0, 52);
    }
    if (char === "u" || char === "x") {
      const length = char === "u" ? 4 : 2;
      const code = this.#pattern.slice(this.#at, this.#at + length);
      this.#at += length;
      return String.fromCharCode(Number.parseInt(code, 16));
    }
    if (/[bB1-9]/.test(char)) throw new SyntaxError("an assertion or a back reference");
    return char;
  }

  #quantifier(): number {
    let [min, max] = [1, 1];
    if (this.#eat("*")) [min, max] = [0, 3];
    else if (this.#eat("+")) [min, max] = [1, 3];
    else if (this.#eat("?")) [min, max] = [0, 1];
    else {
      const counted = /^\{(\d+)(,?)(\d*)\}/.exec(this.#pattern.slice(this.#at));
      if (!counted) return 1;
      this.#at += counted[0].length;
      min = Number(counted[1]);
      max = counted[2] === "" ? min : counted[3] === "" ? min + 2 : Math.min(Number(counted[3]), min + 20);
    }
    this.#eat("?");
    return min + this.#pick(max - min + 1);
  }

  #oneOf(chars: string): string {
    if (chars === "") throw new SyntaxError("a class without characters");
    return chars[this.#pick(chars.length)] as string;
  }

  #peek(): string {
    return this.#pattern[this.#at] ?? "";
  }

  #next(): string {
    const char = this.#pattern[this.#at++];
    if (char === undefined) throw new SyntaxError("the pattern ends too early");
    return char;
  }

  #eat(char: string): boolean {
    if (this.#peek() !== char || char === "") return false;
    this.#at++;
    return true;
  }
}
