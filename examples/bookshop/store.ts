import type { Author, Book, Cover, Order, Review } from "./model.ts";
import { notFound } from "./problems.ts";

/** The data of the bookshop, in memory. A restart restores the seed. */
export class Store {
  readonly now: () => Date;
  readonly authors = new Collection<Author>("author", "au");
  readonly books = new Collection<Book>("book", "bk");
  readonly orders = new Collection<Order>("order", "or");
  readonly reviews = new Collection<Review>("review", "rv");
  /** By book id. */
  readonly covers = new Map<string, Cover>();

  constructor(now: () => Date) {
    this.now = now;
  }

  timestamp(): string {
    return this.now().toISOString();
  }
}

export class Collection<T extends { id: string }> {
  readonly #name: string;
  readonly #prefix: string;
  readonly #items = new Map<string, T>();
  #created = 0;

  constructor(name: string, prefix: string) {
    this.#name = name;
    this.#prefix = prefix;
  }

  /** Ids count upwards and are never reused, so that the same sequence of calls gets the same ids. */
  create(build: (id: string) => T): T {
    this.#created += 1;
    const item = build(`${this.#prefix}_${this.#created.toString(36).padStart(6, "0")}`);
    return this.put(item);
  }

  put(item: T): T {
    this.#items.set(item.id, item);
    return item;
  }

  has(id: string): boolean {
    return this.#items.has(id);
  }

  find(id: string): T | undefined {
    return this.#items.get(id);
  }

  get(id: string): T {
    const item = this.#items.get(id);
    if (!item) throw notFound(this.#name, id);
    return item;
  }

  delete(id: string): void {
    this.#items.delete(id);
  }

  all(): T[] {
    return [...this.#items.values()];
  }
}
