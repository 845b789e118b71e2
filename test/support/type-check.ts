import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { TSC } from "./compile.ts";

/** Type-checks the code below a folder of `.scratch` with the project's own settings; returns the compiler's errors. */
export function typeCheck(folder: string): string {
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../../tsconfig.json", include: ["**/*.ts"], exclude: [] }),
  );
  const { stdout, stderr } = spawnSync(process.execPath, [...TSC, "-p", folder], { encoding: "utf8" });
  return stdout + stderr;
}
