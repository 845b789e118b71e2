/**
 * Runs T06 in a process of its own, where the prototypes of all objects can be neither reached by
 * `__proto__` nor written to.
 */
import { run } from "./T06-rows.ts";

/**
 * Freezes a prototype. A property of an object that is called like one of the prototype's, such as
 * `constructor`, could then not even be made by assignment, as libraries do; so assignment makes it.
 */
function freeze(prototype: object): void {
  for (const name of Reflect.ownKeys(prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    if (!descriptor?.configurable || !("value" in descriptor)) continue;
    const inherited: unknown = descriptor.value;
    Object.defineProperty(prototype, name, {
      get: () => inherited,
      set(this: object, value: unknown) {
        if (this === prototype) throw new TypeError(`${String(name)} of a prototype was written to`);
        Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
      },
    });
  }
  Object.freeze(prototype);
}

for (const each of [Object, Array, Function]) freeze(each.prototype);
process.stdout.write(JSON.stringify(await run()));
