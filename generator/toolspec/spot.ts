import { isObject, type Json, own, type Pointer } from "../json.ts";

/** A place in a tool spec, which may be empty, or hold something else than it should: that was reported then. */
export class Spot {
  readonly value: Json | undefined;
  readonly pointer: Pointer;

  constructor(value: Json | undefined, pointer: Pointer) {
    this.value = value;
    this.pointer = pointer;
  }

  get isThere(): boolean {
    return this.value !== undefined;
  }

  at(key: string): Spot {
    return new Spot(own(this.value, key), [...this.pointer, key]);
  }

  has(key: string): boolean {
    return own(this.value, key) !== undefined;
  }

  get text(): string | undefined {
    return typeof this.value === "string" ? this.value : undefined;
  }

  get flag(): boolean | undefined {
    return typeof this.value === "boolean" ? this.value : undefined;
  }

  get number(): number | undefined {
    return typeof this.value === "number" ? this.value : undefined;
  }

  /** The members of a map, in its order. `__proto__` is no name for anything. */
  get members(): readonly (readonly [name: string, spot: Spot])[] {
    return isObject(this.value) ? Object.keys(this.value).map((name) => [name, this.at(name)] as const) : [];
  }

  /** The items of a list. */
  get items(): readonly Spot[] {
    return Array.isArray(this.value) ? this.value.map((item, i) => new Spot(item, [...this.pointer, i])) : [];
  }

  /** The items of a list, or the one thing that stands in place of a list. */
  get oneOrMore(): readonly Spot[] {
    return this.value === undefined || Array.isArray(this.value) ? this.items : [this];
  }
}
