/** Resources: matching, files, watching, handlers and listing. */
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Change } from "../../runtime/changes.ts";
import type { Context, ResourceHandler } from "../../runtime/handler.ts";
import type { ResourceDefinition } from "../../runtime/resource.ts";
import type { Code } from "../../runtime/server.ts";
import type { ClientContext } from "../../runtime/tools/client-context.ts";
import { type Bench, bench, silentClient } from "../support/execution.ts";

const caller: ClientContext = silentClient(new AbortController().signal, "2025-11-25");

function open(
  definitions: readonly ResourceDefinition[],
  handlers: Readonly<Record<string, Code>> = {},
  timeoutMs = 30_000,
): Promise<Bench> {
  return bench({
    tools: [],
    resources: async () => Object.fromEntries(definitions.map((each) => [each.name, each])),
    handlers: Object.fromEntries(Object.entries(handlers).map(([name, code]) => [name, async () => code])),
    options: { timeoutMs },
  });
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "speclathe-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

describe("a URI that several templates match", () => {
  const text = (name: string, uri: string): ResourceDefinition => ({ name, uri, text: name });
  const all = [
    text("any", "a://{+rest}"),
    text("one", "a://{x}/b"),
    text("two", "a://c/{y}"),
    text("exact", "a://c/b"),
    text("longer", "a://c/bcd{y}"),
  ];
  const rows: [string, string | undefined][] = [
    ["a://c/b", "exact"],
    ["a://c/d", "two"],
    ["a://d/b", "one"],
    ["a://c/bcde", "longer"],
    ["a://c/d/e", "any"],
    ["b://c/b", undefined],
  ];
  it.each(rows)("matches the most specific one: %s → %s", async (uri, want) => {
    for (const definitions of [all, [...all].reverse()]) {
      const { catalogue } = await open(definitions);
      expect(catalogue.resources.find(uri)?.definition.name).toBe(want);
    }
  });

  it("does not open with an invalid template", async () => {
    await expect(open([text("bad", "a://{x")])).rejects.toThrow(TypeError);
  });
});

describe("a file", () => {
  const rows: [string, string | Buffer, string | undefined, object][] = [
    ["a.md", "# ü", undefined, { mimeType: "text/markdown", text: "# ü" }],
    ["a.json", "{}", undefined, { mimeType: "application/json", text: "{}" }],
    ["a.yaml", "a: 1", undefined, { mimeType: "text/yaml", text: "a: 1" }],
    ["a.svg", "<svg/>", undefined, { mimeType: "image/svg+xml", text: "<svg/>" }],
    ["a.ts", "const a = 1;", undefined, { mimeType: "text/plain", text: "const a = 1;" }],
    ["a.png", Buffer.from([137, 80]), undefined, { mimeType: "image/png", blob: "iVA=" }],
    ["LICENSE", "free", undefined, { mimeType: "text/plain", text: "free" }],
    ["data", Buffer.from([0, 1]), undefined, { mimeType: "application/octet-stream", blob: "AAE=" }],
    ["data", Buffer.from([0xff, 0xfe]), undefined, { mimeType: "application/octet-stream", blob: "//4=" }],
    ["a.txt", Buffer.from([0xe9]), undefined, { mimeType: "text/plain", text: "é" }],
    ["a.txt", "x", "application/x-own", { mimeType: "application/x-own", blob: "eA==" }],
    ["empty", "", undefined, { mimeType: "text/plain", text: "" }],
    ["with space.md", "a", undefined, { mimeType: "text/markdown", text: "a" }],
  ];
  it.each(rows)("%s with the content %j and the type %s", async (name, bytes, mimeType, want) => {
    const path = join(await folder(), name);
    await writeFile(path, bytes);
    const definition = { name: "f", uri: "f://", file: pathToFileURL(path), ...(mimeType && { mimeType }) };
    const { catalogue } = await open([definition]);
    expect(await catalogue.resources.read("f://", caller)).toEqual([{ uri: "f://", ...want }]);
  });

  it("is read anew each time", async () => {
    const path = join(await folder(), "a.txt");
    const { catalogue } = await open([{ name: "f", uri: "f://", file: pathToFileURL(path) }]);
    for (const text of ["one", "two"]) {
      await writeFile(path, text);
      expect(await catalogue.resources.read("f://", caller)).toMatchObject([{ text }]);
    }
  });

  const unreadable: [string, (path: string) => Promise<unknown>][] = [
    ["does not exist", async () => {}],
    ["is a directory", (path) => mkdir(path)],
    [
      "is too large",
      async (path) => {
        await writeFile(path, "");
        await truncate(path, 10 * 1024 * 1024 + 1);
      },
    ],
  ];
  it.each(unreadable)("that %s is an internal error, and the log names it", async (_name, make) => {
    const path = join(await folder(), "a.txt");
    await make(path);
    const { catalogue, log } = await open([{ name: "f", uri: "f://", file: pathToFileURL(path) }]);
    await expect(catalogue.resources.read("f://", caller)).rejects.toMatchObject({
      kind: "internal",
      message: "The file of this resource cannot be read.",
    });
    expect(log).toMatchObject([{ level: "warn", resource: "f" }]);
    expect((log[0]?.err as Error | undefined)?.message).toContain(path);
  });
});

describe("a change of a watched file", () => {
  it("is published once for all watchers, and not after the last has stopped", async () => {
    const path = join(await folder(), "a.txt");
    await writeFile(path, "one");
    const { catalogue } = await open([
      { name: "f", uri: "f://", file: pathToFileURL(path), subscribe: true },
      { name: "g", uri: "g://", file: pathToFileURL(path) },
    ]);
    const changes: Change[] = [];
    catalogue.changes.subscribe((change) => changes.push(change));
    const stops = ["f://", "f://", "g://", "h://"].map((uri) => catalogue.resources.watch(uri));
    await writeFile(path, "two of them");
    await expect.poll(() => changes).toEqual([{ kind: "resource_updated", uri: "f://" }]);
    stops[0]?.();
    stops[0]?.();
    await writeFile(path, "three of them, and more");
    await expect.poll(() => changes).toHaveLength(2);
    for (const stop of stops) stop();
    await writeFile(path, "four");
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(changes).toHaveLength(2);
  });
});

describe("a handler", () => {
  const handled: ResourceDefinition = { name: "h", uri: "h://{x}{?l*}", handler: "x" };
  const read = async (handler: ResourceHandler, more: object = {}, timeoutMs?: number) => {
    const { catalogue, log } = await open([{ ...handled, ...more }], { x: handler as Code }, timeoutMs);
    return { contents: catalogue.resources.read("h://a%2Fb?l=1&l=2", caller), log };
  };

  it("receives the URI, the variables and a context", async () => {
    let given: unknown[] = [];
    const { contents } = await read((...all) => {
      given = all;
      return "x";
    });
    await contents;
    expect(given[0]).toEqual({ uri: "h://a%2Fb?l=1&l=2", variables: { x: "a/b", l: ["1", "2"] } });
    expect((given[1] as Context).name).toBe("h");
  });

  const rows: [string, unknown, object, object[]][] = [
    ["text", "a", {}, [{ mimeType: "text/plain", text: "a" }]],
    [
      "text of a type",
      "{}",
      { mimeType: "application/json" },
      [{ mimeType: "application/json", text: "{}" }],
    ],
    ["bytes that are text", Buffer.from("ü"), {}, [{ mimeType: "text/plain", text: "ü" }]],
    ["bytes", new Uint8Array([0]), {}, [{ mimeType: "application/octet-stream", blob: "AA==" }]],
    ["contents", [{ uri: "other://", text: "a" }], {}, [{ uri: "other://", text: "a" }]],
    ["an empty list", [], {}, []],
  ];
  it.each(rows)("may return %s", async (_name, value, more, want) => {
    const { contents } = await read(() => value as string, more);
    expect(await contents).toEqual(want.map((content) => ({ uri: "h://a%2Fb?l=1&l=2", ...content })));
  });

  it.each([
    ["undefined", undefined],
    ["an object", { text: "a" }],
    ["contents without a URI", [{ text: "a" }]],
    ["contents that are both text and bytes", [{ uri: "a://", text: "a", blob: "AA==" }]],
  ])("causes an internal error if it returns %s", async (_name, value) => {
    const { contents, log } = await read(() => value as never);
    await expect(contents).rejects.toMatchObject({ kind: "internal" });
    expect(log).toMatchObject([{ level: "warn", resource: "h" }]);
  });

  it("is ended by the timeout", async () => {
    const { contents } = await read(() => new Promise(() => {}), {}, 20);
    await expect(contents).rejects.toMatchObject({ kind: "timeout" });
  });

  it("lists resources, also if other handlers fail", async () => {
    const { catalogue, log } = await open(
      [
        { ...handled, mimeType: "text/plain", list: { handler: "list" } },
        { ...handled, name: "i", uri: "i://{x}", list: { handler: "fails" } },
        { ...handled, name: "j", uri: "j://{x}", list: { handler: "missing" } },
      ],
      {
        x: () => "x",
        list: () => [{ uri: "h://1", name: "one" }],
        fails: () => {
          throw new Error("no");
        },
      },
    );
    expect(await catalogue.resources.list(caller)).toEqual([
      { uri: "h://1", name: "one", mimeType: "text/plain" },
    ]);
    expect(log.map(({ resource }) => resource).sort()).toEqual(["i", "j"]);
  });
});
