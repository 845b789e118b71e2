import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the compiler says of the TypeScript below a folder of `.scratch`, with the project's own settings; nothing, if it is well. */
export function typeCheck(folder: string): string {
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../../tsconfig.json", include: ["**/*.ts"], exclude: [] }),
  );
  const tsc = join("node_modules", "typescript", "bin", "tsc");
  return execFileSync(process.execPath, [tsc, "--noEmit", "-p", folder], { encoding: "utf8" });
}
