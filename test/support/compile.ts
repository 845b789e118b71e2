/** Code that people wrote, with what was generated for it, before the compiler. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Folder } from "./folders.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What the compiler says about the project, one fault a line. */
export function compile(folder: Folder): Promise<string> {
  const settings = {
    extends: `${ROOT}tsconfig.json`,
    compilerOptions: { rootDir: "/", typeRoots: [`${ROOT}node_modules/@types`] },
    include: [folder.at("specs"), folder.at("generated")],
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
