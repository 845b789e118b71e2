import { type FieldError, invalidBody, type Problem } from "./problems.ts";

export interface TextRule {
  min?: number;
  max?: number;
  pattern?: RegExp;
  /** The message's name for a text that the pattern refuses. */
  expected?: string;
}

/**
 * Reads typed values out of untrusted input and collects what is wrong, so that a caller learns about
 * every bad field at once. After an error a reader returns a stand-in value, which `done` never lets out.
 */
export class Check {
  readonly #values: object | undefined;
  readonly #path: string;
  readonly #errors: FieldError[];

  constructor(values: unknown, path = "", errors: FieldError[] = []) {
    this.#path = path;
    this.#errors = errors;
    if (typeof values === "object" && values !== null && !Array.isArray(values)) this.#values = values;
    else this.#errors.push({ field: path, message: "must be an object" });
  }

  given(name: string): boolean {
    return this.#get(name) !== undefined;
  }

  /** Given, and not null: for fields where null is the same as leaving them out. */
  has(name: string): boolean {
    return (this.#get(name) ?? null) !== null;
  }

  text(name: string | number, rule: TextRule = {}): string {
    const { min = 1, max = 200, pattern, expected = `text of ${min} to ${max} characters` } = rule;
    return this.#read(name, "", expected, (value): value is string => {
      if (typeof value !== "string" || (pattern && !pattern.test(value))) return false;
      // Code points, as JSON Schema counts them.
      const length = [...value].length;
      return length >= min && length <= max;
    });
  }

  integer(name: string, min: number, max: number): number {
    const expected = `an integer from ${min} to ${max}`;
    return this.#read(name, min, expected, (value): value is number => {
      return Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
    });
  }

  boolean(name: string): boolean {
    return this.#read(name, false, "true or false", (value): value is boolean => typeof value === "boolean");
  }

  choice<T extends string>(name: string | number, choices: readonly [T, ...T[]]): T {
    const expected = `one of ${choices.join(", ")}`;
    return this.#read(name, choices[0], expected, (value): value is T => {
      return choices.some((item) => item === value);
    });
  }

  list<T>(name: string, min: number, max: number, readItem: (items: Check, index: number) => T): T[] {
    const expected = `a list of ${min} to ${max} items`;
    const values = this.#read(name, [], expected, (value): value is unknown[] => {
      return Array.isArray(value) && value.length >= min && value.length <= max;
    });
    const items = new Check({ ...values }, this.#field(name), this.#errors);
    return values.map((_, index) => readItem(items, index));
  }

  object(name: string | number): Check {
    return new Check(this.#get(name), this.#field(name), this.#errors);
  }

  refuse(name: string | number, message: string): void {
    this.#errors.push({ field: this.#field(name), message });
  }

  done(problem: (errors: FieldError[]) => Problem = invalidBody): void {
    if (this.#errors.length > 0) throw problem(this.#errors);
  }

  #read<T>(name: string | number, standIn: T, expected: string, accepts: (value: unknown) => value is T): T {
    const value = this.#get(name);
    if (accepts(value)) return value;
    // Values that are no object were reported once, as a whole.
    if (this.#values) this.refuse(name, value === undefined ? "is required" : `must be ${expected}`);
    return standIn;
  }

  #get(name: string | number): unknown {
    return this.#values && Object.getOwnPropertyDescriptor(this.#values, name)?.value;
  }

  #field(name: string | number): string {
    if (typeof name === "number") return `${this.#path}[${name}]`;
    return this.#path === "" ? name : `${this.#path}.${name}`;
  }
}
