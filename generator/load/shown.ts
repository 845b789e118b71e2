import { basename, isAbsolute, relative, resolve } from "node:path";

/** The file as generated code names it, which must be the same on every machine. */
export function shownName(file: string): string {
  const path = relative(process.cwd(), resolve(file)).replaceAll("\\", "/");
  return path.startsWith("../") || isAbsolute(path) ? basename(file) : path;
}

/** The path of a file from where the generator runs, with `/` on every platform. */
export function pathFromHere(file: string): string {
  return relative(process.cwd(), resolve(file)).replaceAll("\\", "/");
}
