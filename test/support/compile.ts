/** Type-checks handwritten code together with the code that was generated for it. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Folder } from "./folders.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Type-checks a project, or the given folders of it, and resolves with the compiler's errors, one per line. */
export function compile(folder: Folder, include = ["specs", "generated"]): Promise<string> {
  const settings = {
    extends: `${ROOT}tsconfig.json`,
    compilerOptions: { rootDir: "/", typeRoots: [`${ROOT}node_modules/@types`] },
    include: include.map((path) => folder.at(path)),
    exclude: ["**/*.test.ts"],
  };
  folder.put("tsconfig.json", JSON.stringify(settings));
  folder.put("package.json", '{ "type": "module" }');
  const tsc = `${ROOT}node_modules/typescript/bin/tsc`;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [tsc, "--pretty", "false", "-p", folder.path],
      { cwd: ROOT },
      (_, stdout, stderr) => resolve(stdout + stderr),
    );
  });
}
