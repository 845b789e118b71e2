/**
 * A short string that a regular expression matches, for documents that give a pattern and no example. It
 * knows what patterns of API documents are made of and gives up on the rest (lookarounds, backreferences);
 * whoever asks checks what comes back.
 */
export function sampleOf(pattern: string, minLength = 0): string | undefined {
  for (const repeat of [0, 1, minLength]) {
    const text = new Sampler(pattern, repeat).sample();
    if (text !== undefined && text.length >= minLength) return text;
  }
  return undefined;
}

/** One character of each class that has a name. */
const CLASSES: Readonly<Record<string, string>> = { d: "1", w: "a", s: " ", D: "a", W: "-", S: "a" };
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f", v: "\v", 0: "\0" };

class Sampler {
  readonly #pattern: string;
  /** How often more than its least a quantifier without an upper bound repeats. */
  readonly #repeat: number;
  #at = 0;

  constructor(pattern: string, repeat: number) {
    this.#pattern = pattern;
    this.#repeat = repeat;
  }

  sample(): string | undefined {
    try {
      const text = this.#alternatives();
      return this.#at === this.#pattern.length ? text : undefined;
    } catch (error) {
      if (error instanceof Unsupported) return undefined;
      throw error;
    }
  }

  #peek(): string | undefined {
    return this.#pattern[this.#at];
  }

  #take(text: string): boolean {
    if (!this.#pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  /** The first alternative that is not empty. */
  #alternatives(): string {
    let chosen = this.#sequence();
    while (this.#take("|")) {
      const other = this.#sequence();
      chosen ||= other;
    }
    return chosen;
  }

  #sequence(): string {
    let text = "";
    for (let c = this.#peek(); c !== undefined && c !== "|" && c !== ")"; c = this.#peek()) {
      const atom = this.#atom();
      text += atom.repeat(this.#quantifier());
    }
    return text;
  }

  #atom(): string {
    if (this.#take("^") || this.#take("$")) return "";
    if (this.#take("(")) return this.#group();
    if (this.#take("[")) return this.#set();
    if (this.#take("\\")) return this.#escape();
    if (this.#take(".")) return "a";
    return this.#pattern[this.#at++] as string;
  }

  #group(): string {
    if (this.#take("?") && !this.#take(":")) {
      const name = /^<[A-Za-z_]\w*>/.exec(this.#pattern.slice(this.#at));
      if (!name) throw new Unsupported();
      this.#at += name[0].length;
    }
    const text = this.#alternatives();
    if (!this.#take(")")) throw new Unsupported();
    return text;
  }

  /** The first character of a set; of a negated one, the first of a few that it does not name. */
  #set(): string {
    const negated = this.#take("^");
    const members: string[] = [];
    const ranges: [string, string][] = [];
    while (!this.#take("]")) {
      if (this.#peek() === undefined) throw new Unsupported();
      const first = this.#member();
      if (this.#peek() === "-" && this.#pattern[this.#at + 1] !== "]") {
        this.#at++;
        ranges.push([first, this.#member()]);
      }
      members.push(first);
    }
    if (!negated) return members[0] ?? "";
    const isIn = (c: string): boolean =>
      members.includes(c) || ranges.some(([low, high]) => c >= low && c <= high);
    const free = [..."a1A-_ .~"].find((c) => !isIn(c));
    if (free === undefined) throw new Unsupported();
    return free;
  }

  #member(): string {
    return this.#take("\\") ? this.#escape() : (this.#pattern[this.#at++] as string);
  }

  #escape(): string {
    const c = this.#pattern[this.#at++];
    if (c === undefined || /[1-9k]/.test(c)) throw new Unsupported();
    if (c === "b" || c === "B") return "";
    const code = { x: /^[0-9a-fA-F]{2}/, u: /^[0-9a-fA-F]{4}/ }[c]?.exec(this.#pattern.slice(this.#at))?.[0];
    if (code !== undefined) {
      this.#at += code.length;
      return String.fromCharCode(Number.parseInt(code, 16));
    }
    if (c === "p" || c === "P") {
      const property = /^\{([^}]*)\}/.exec(this.#pattern.slice(this.#at));
      if (!property) throw new Unsupported();
      this.#at += property[0].length;
      return /^(?:N|Nd|Number)/.test(property[1] ?? "") ? "1" : "a";
    }
    return CLASSES[c] ?? ESCAPES[c] ?? c;
  }

  #quantifier(): number {
    let least = 1;
    let most = 1;
    if (this.#take("*")) [least, most] = [0, Infinity];
    else if (this.#take("+")) [least, most] = [1, Infinity];
    else if (this.#take("?")) [least, most] = [0, 1];
    else {
      const counted = /^\{(\d+)(,(\d*))?\}/.exec(this.#pattern.slice(this.#at));
      if (!counted) return 1;
      this.#at += counted[0].length;
      least = Number(counted[1]);
      most = counted[2] === undefined ? least : counted[3] === "" ? Infinity : Number(counted[3]);
    }
    this.#take("?");
    return Math.min(least + this.#repeat, most, Math.max(least, 1000));
  }
}

class Unsupported extends Error {}
