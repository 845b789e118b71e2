import { appendFileSync } from "node:fs";
import { appendFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogger } from "../../runtime/log.ts";
import { FileWatcher } from "../../runtime/resources/file-watcher.ts";

let folder: string;
let path: string;
let watcher: FileWatcher;
let told: number;
let wake: () => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "speclathe-"));
  path = join(folder, "a.txt");
  await writeFile(path, "one");
  watcher = new FileWatcher(createLogger("silent"));
  told = 0;
  wake = () => {};
});

afterEach(async () => {
  watcher.close();
  await rm(folder, { recursive: true });
});

function changed(): void {
  told += 1;
  wake();
}

function toldTimes(count: number): Promise<void> {
  return new Promise((resolve) => {
    wake = () => told >= count && resolve();
    wake();
  });
}

/** Longer than the watcher waits for more to happen. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200));

describe("FileWatcher reports that a file", () => {
  const changes: [string, () => Promise<unknown>][] = [
    ["is written", () => writeFile(path, "two of them")],
    ["grows", () => appendFile(path, "two")],
    ["is removed", () => rm(path)],
    [
      "becomes a link in a circle",
      async () => {
        await rm(path);
        await symlink(path, path);
      },
    ],
    [
      "is replaced by another of its name",
      async () => {
        await writeFile(join(folder, "b.txt"), "two");
        await rename(join(folder, "b.txt"), path);
      },
    ],
  ];
  it.each(changes)("%s", async (_name, change) => {
    watcher.watch(pathToFileURL(path), changed);
    await change();
    await toldTimes(1);
  });

  it("is written again after it was replaced", async () => {
    watcher.watch(pathToFileURL(path), changed);
    await writeFile(join(folder, "b.txt"), "two");
    await rename(join(folder, "b.txt"), path);
    await toldTimes(1);
    await writeFile(path, "three of them");
    await toldTimes(2);
  });

  it("comes into being", async () => {
    const later = join(folder, "later.txt");
    watcher.watch(pathToFileURL(later), changed);
    await writeFile(later, "here");
    await toldTimes(1);
  });

  it("is behind links that are switched, as in mounted volumes", async () => {
    await mkdir(join(folder, "v1"));
    await mkdir(join(folder, "v2"));
    await writeFile(join(folder, "v1", "c.txt"), "one");
    await writeFile(join(folder, "v2", "c.txt"), "two of them");
    await symlink("v1", join(folder, "now"));
    await symlink(join("now", "c.txt"), join(folder, "c.txt"));
    watcher.watch(pathToFileURL(join(folder, "c.txt")), changed);
    await symlink("v2", join(folder, "next"));
    await rename(join(folder, "next"), join(folder, "now"));
    await toldTimes(1);
  });

  it("is written many times at once, and reports it once", async () => {
    watcher.watch(pathToFileURL(path), changed);
    for (let index = 0; index < 10; index++) appendFileSync(path, "more");
    await toldTimes(1);
    await settled();
    expect(told).toBe(1);
  });
});

it("FileWatcher reports no other file, and nothing after it is stopped", async () => {
  const stop = watcher.watch(pathToFileURL(path), changed);
  const stopOther = watcher.watch(pathToFileURL(path), () => {});
  await writeFile(join(folder, "b.txt"), "other");
  await settled();
  expect(told).toBe(0);
  stop();
  stop();
  await writeFile(path, "two of them");
  await settled();
  stopOther();
  expect(told).toBe(0);
});

it("FileWatcher logs that a folder cannot be watched, and continues", () => {
  const stop = watcher.watch(pathToFileURL(join(folder, "none", "a.txt")), changed);
  expect(stop).not.toThrow();
});
