/** README, CONTRIBUTING and docs/: their links, the paths they name, their tables and their examples. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { generateCommand } from "../bin/generate-command.ts";
import { serveCommand } from "../bin/serve-command.ts";
import { ToolError } from "../runtime/errors.ts";
import { buildRequest } from "../runtime/http/request.ts";
import { z } from "../runtime/schema.ts";
import { type Binding, defineTool } from "../runtime/tool.ts";
import { compile } from "./support/compile.ts";
import { bench, recorder } from "./support/execution.ts";
import { Folder } from "./support/folders.ts";
import {
  anchorsOf,
  DOCUMENTS,
  linksOf,
  pathsOf,
  readDocument,
  rowsOf,
  sectionOf,
  sectionsOf,
} from "./support/markdown.ts";

describe.each(DOCUMENTS)("%s", (path) => {
  it("has links that lead to a file and a heading", () => {
    const broken = linksOf(readDocument(path)).filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? path : join(dirname(path), file);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(readDocument(target)).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it("names paths of the project that exist", () => {
    expect(pathsOf(readDocument(path)).filter((name) => !existsSync(name))).toEqual([]);
  });
});

describe("the examples of the guides", () => {
  const BOOKSHOP = readFileSync("specs/bookshop.openapi.yaml", "utf8");
  const projects = DOCUMENTS.flatMap((path) =>
    sectionsOf(readDocument(path))
      .filter(({ files }) => Object.keys(files).some((file) => file.startsWith("specs/")))
      .map((section) => ({ ...section, title: `${path}: ${section.heading}` })),
  );
  const generate = (folder: Folder, files: Readonly<Record<string, string>>, at = "") => {
    if (Object.values(files).some((text) => text.includes("bookshop")))
      folder.put(`${at}specs/bookshop.openapi.yaml`, BOOKSHOP);
    for (const [file, text] of Object.entries(files)) folder.put(at + file, text);
    return folder.generate({ specs: folder.at(`${at}specs`), out: folder.at(`${at}generated`) });
  };

  it.each(projects)(
    "are generated with the diagnostics that are shown: $title",
    async ({ files, diagnostics }) => {
      expect((await generate(new Folder(), files)).text).toBe(diagnostics);
    },
  );

  it("compile", { timeout: 120_000 }, async () => {
    const folder = new Folder();
    const coded = projectsWithCode();
    for (const [i, files] of coded.entries()) await generate(folder, files, `project-${i}/`);
    expect(coded.flatMap((files) => Object.keys(files))).toContain("server.ts");
    expect(await compile(folder, ["."])).toBe("");
  });

  /** The sections with TypeScript of their own; those that name different files share a project, to compile less. */
  function projectsWithCode(): Record<string, string>[] {
    const shared: Record<string, string>[] = [];
    for (const { files } of DOCUMENTS.flatMap((path) => sectionsOf(readDocument(path)))) {
      const names = Object.keys(files);
      if (!names.some((name) => name.endsWith(".ts"))) continue;
      const free = shared.find((project) => names.every((name) => !Object.hasOwn(project, name)));
      if (free) Object.assign(free, files);
      else shared.push({ ...files });
    }
    return shared;
  }
});

describe("docs/reference/cli.md", () => {
  it.each([
    ["speclathe generate", generateCommand("0.0.0")],
    ["speclathe serve", serveCommand()],
  ] as const)("lists every option of %s", (heading, command) => {
    const listed = rowsOf(sectionOf("docs/reference/cli.md", heading).text).map(([option]) => option);
    const { options } = command as { options: readonly { flags: string }[] };
    expect(options.map(({ flags }) => flags).filter((flags) => !listed.includes(flags))).toEqual([]);
  });
});

describe("docs/reference/errors.md", () => {
  const rows = rowsOf(sectionOf("docs/reference/errors.md", "By status of the API").text);

  it("gives each status the kind that it has", () => {
    const kinds = new Map(
      rows.flatMap(([statuses = "", kind = ""]) => statuses.split(", ").map((status) => [status, kind])),
    );
    for (let status = 400; status < 600; status++) {
      const { kind } = ToolError.ofStatus(status, "", {});
      expect(kinds.get(`${status}`) ?? kinds.get(`any other ${`${status}`[0]}xx`), `${status}`).toBe(kind);
    }
  });

  it.each([
    ["GET", 0],
    ["POST", 1],
  ] as const)("shows what a model sees of a %s request that takes too long", async (method, index) => {
    const { text } = sectionOf("docs/reference/errors.md", "When the API does not answer in time");
    const shown = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = ""]) => JSON.parse(json));
    const api = await recorder(() => new Promise(() => {}));
    const slow = defineTool({
      name: "slow",
      description: "slow",
      input: () => z.strictObject({}),
      annotations: {},
      timeoutMs: 200,
      http: { method, path: "/" },
    });
    const { call } = await bench({ tools: [slow], at: { "": api.origin } });
    expect(await call("slow")).toEqual(shown[index]);
  });
});

describe("docs/reference/wire-format.md", () => {
  const VALUES = ["blue", ["blue", "black"], { R: 100, G: 200 }];
  const rows = rowsOf(sectionOf("docs/reference/wire-format.md", "Parameters").text).slice(1);

  it.each(rows)(
    "writes a %s parameter of style %s with explode %s as shown",
    (place, style, explode, ...shown) => {
      const binding = {
        in: place,
        style: /^`?(\w+)/.exec(style ?? "")?.[1],
        explode: explode === "true",
      } as Binding;
      const path = place === "path" ? "/{color}" : "/x";
      const sent = VALUES.map((color) => {
        const { target, headers } = buildRequest(
          { method: "GET", path, params: { color: binding } },
          { color },
        );
        if (place === "header") return headers.color;
        return place === "cookie" ? headers.cookie : target.replace("/x", "");
      });
      expect(sent).toEqual(shown);
    },
  );
});
