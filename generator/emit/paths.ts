import { posix, relative, resolve } from "node:path";
import { literal } from "./literal.ts";

/** Where the output folder is, as whoever runs the generator names it. */
export interface Place {
  readonly out: string;
}

/**
 * The literal of the path from one folder to a file, both named from where the generator runs. With `/` on
 * every platform, and with a dot at its start, as TypeScript's imports have it.
 */
export function pathTo(file: string, folder: string): string {
  const path = relative(resolve(folder), resolve(file)).replaceAll("\\", "/");
  return literal(path.startsWith("../") ? path : `./${posix.normalize(path)}`);
}
