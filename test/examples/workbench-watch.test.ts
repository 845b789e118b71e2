/** Files of the workbench that are watched, while others are at work in its root. */
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { stopWatching, watch } from "../../specs/workbench/watch.ts";
import { eventually } from "../support/eventually.ts";
import { Bench } from "../support/workbench.ts";

it.each<[string, (path: string) => void]>([
  ["is written", (path) => writeFileSync(path, "two of them")],
  [
    "becomes a link in a circle",
    (path) => {
      rmSync(path);
      symlinkSync(path, path);
    },
  ],
])("the workbench reports a watched file that %s", async (_name, change) => {
  const bench = new Bench({ "a.txt": "one" });
  let calls = 0;
  onTestFinished(() => stopWatching());
  watch(bench.root(), ["a.txt"], "workbench://file/a.txt", () => {
    calls += 1;
  });
  change(bench.at("a.txt"));
  await eventually(() => expect(calls).toBe(1));
});
