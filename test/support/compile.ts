/** Type-checks handwritten code together with the code that was generated for it. */
import { execFile } from "node:child_process";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Folder } from "./folders.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Several threads would check the same libraries several times, which costs twice the time of the processor. */
export const TSC = [`${ROOT}node_modules/typescript/bin/tsc`, "--pretty", "false", "--singleThreaded"];

/** Type-checks folders of a project; resolves with the compiler's errors, one per line. */
export async function compile(project: Folder, include: readonly string[]): Promise<string> {
  return (await compileAll([project], include))[0] as string;
}

/** Type-checks several projects in one run of the compiler; resolves with the errors of each. */
export async function compileAll(
  projects: readonly Folder[],
  include: readonly string[] = ["specs", "generated"],
): Promise<string[]> {
  for (const project of projects) project.put("package.json", '{ "type": "module" }');
  const config = {
    extends: `${ROOT}tsconfig.json`,
    compilerOptions: { rootDir: "/", typeRoots: [`${ROOT}node_modules/@types`] },
    include: projects.flatMap((project) => include.map((path) => project.at(path))),
    exclude: ["**/*.test.ts"],
  };
  const settings = new Folder({ "tsconfig.json": JSON.stringify(config) }, true);
  const output = await promisify(execFile)(process.execPath, [...TSC, "-p", settings.path], {
    cwd: ROOT,
  }).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
  settings.remove();
  // The lines that explain an error are indented.
  const errors = output.split(/\n(?=\S)/).filter(Boolean);
  const found = projects.map(({ path }) =>
    errors.filter((error) => error.includes(`${basename(path)}/`)).join("\n"),
  );
  if (errors.length > 0 && found.every((text) => text === "")) throw new Error(output);
  return found;
}
