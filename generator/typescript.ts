import { createRequire } from "node:module";
import type { ts as TypeScript } from "ts-morph";

const tsMorph = createRequire(createRequire(import.meta.url).resolve("ts-morph"));

/**
 * The TypeScript compiler of ts-morph. Import this module only where there is something to parse: loading the compiler
 * takes half of the CPU time of generating a small server. It is loaded without ts-morph's own classes, which would
 * add a quarter to that, and with `require`: Node searches the text of an imported CommonJS module for the names of
 * its exports, and this one has nine megabytes.
 */
export const ts: typeof TypeScript = tsMorph("@ts-morph/common/dist/typescript.js");
