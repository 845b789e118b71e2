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
let notifications: number;
let wake: () => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "speclathe-"));
  path = join(folder, "a.txt");
  await writeFile(path, "one");
  watcher = new FileWatcher(createLogger("silent"));
  notifications = 0;
  wake = () => {};
});

afterEach(async () => {
  watcher.close();
  await rm(folder, { recursive: true });
});

function changed(): void {
  notifications += 1;
  wake();
}

function notified(count: number): Promise<void> {
  return new Promise((resolve) => {
    wake = () => notifications >= count && resolve();
    wake();
  });
}

/** Waits longer than the watcher waits for further events. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200));

describe("the watcher notices that a file", () => {
  const changes: [string, () => Promise<unknown>][] = [
    ["is written", () => writeFile(path, "two of them")],
    ["grows", () => appendFile(path, "two")],
    ["is removed", () => rm(path)],
    [
      "becomes a circular link",
      async () => {
        await rm(path);
        await symlink(path, path);
      },
    ],
    [
      "is replaced by a file of the same name",
      async () => {
        await writeFile(join(folder, "b.txt"), "two");
        await rename(join(folder, "b.txt"), path);
      },
    ],
  ];
  it.each(changes)("%s", async (_name, change) => {
    watcher.watch(pathToFileURL(path), changed);
    await change();
    await notified(1);
  });

  it("is written again after it was replaced", async () => {
    watcher.watch(pathToFileURL(path), changed);
    await writeFile(join(folder, "b.txt"), "two");
    await rename(join(folder, "b.txt"), path);
    await notified(1);
    await writeFile(path, "three of them");
    await notified(2);
  });

  it("is created", async () => {
    const later = join(folder, "later.txt");
    watcher.watch(pathToFileURL(later), changed);
    await writeFile(later, "here");
    await notified(1);
  });

  it("is behind a link that is replaced, as in mounted volumes", async () => {
    await mkdir(join(folder, "v1"));
    await mkdir(join(folder, "v2"));
    await writeFile(join(folder, "v1", "c.txt"), "one");
    await writeFile(join(folder, "v2", "c.txt"), "two of them");
    await symlink("v1", join(folder, "now"));
    await symlink(join("now", "c.txt"), join(folder, "c.txt"));
    watcher.watch(pathToFileURL(join(folder, "c.txt")), changed);
    await symlink("v2", join(folder, "next"));
    await rename(join(folder, "next"), join(folder, "now"));
    await notified(1);
  });

  it("is written many times at once, and notifies once", async () => {
    watcher.watch(pathToFileURL(path), changed);
    for (let index = 0; index < 10; index++) await appendFile(path, "more");
    await notified(1);
    await settled();
    expect(notifications).toBe(1);
  });
});

it("does not notify of other files, or after it was stopped", async () => {
  const stop = watcher.watch(pathToFileURL(path), changed);
  const stopOther = watcher.watch(pathToFileURL(path), () => {});
  await writeFile(join(folder, "b.txt"), "other");
  await settled();
  expect(notifications).toBe(0);
  stop();
  stop();
  await writeFile(path, "two of them");
  await settled();
  stopOther();
  expect(notifications).toBe(0);
});

it("does not fail for a folder that cannot be watched", () => {
  const stop = watcher.watch(pathToFileURL(join(folder, "none", "a.txt")), changed);
  expect(stop).not.toThrow();
});
