/** The files of a server: which are read, and which are written beside them. */
import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Folder, PETS } from "../../support/folders.ts";

const SPEC = `speclathe: 1
tools: { ping: { description: Ping., handler: ./acme.handlers.ts#ping } }
`;
const CODE = "export const ping = () => 'pong';\n";

const naming = (document: string, upstream = "pets"): string =>
  `speclathe: 1\nupstreams: { ${upstream}: { openapi: ${document} } }\n`;

describe("discovers the servers of a folder", () => {
  const rows: [title: string, files: Record<string, string>, servers: [name: string, tools: number][]][] = [
    ["of documents", { "a.yaml": PETS, "b.openapi.json": "{}" }, []],
    ["of a tool spec alone", { "acme.mcp.yaml": SPEC, "acme.handlers.ts": CODE }, [["acme", 1]]],
    [
      "of a tool spec in JSON",
      { "acme.mcp.json": '{ "speclathe": 1 }', "acme.openapi.yaml": PETS },
      [["acme", 1]],
    ],
    [
      "of a document and the tool spec beside it",
      { "acme.mcp.yaml": SPEC, "acme.openapi.yaml": PETS, "acme.handlers.ts": CODE, "b.yaml": PETS },
      [
        ["acme", 2],
        ["b", 1],
      ],
    ],
    [
      "of a document that a tool spec names",
      { "acme.mcp.yaml": naming("./pets.yaml"), "pets.yaml": PETS },
      [["acme", 1]],
    ],
    [
      "of a document in a subfolder",
      { "acme.mcp.yaml": naming("apis/pets.yaml"), "apis/pets.yaml": PETS },
      [["acme", 1]],
    ],
    [
      "of a document that its own upstream names",
      { "acme.mcp.yaml": naming("./pets.yaml", "acme"), "pets.yaml": PETS },
      [["acme", 1]],
    ],
    [
      "of the document beside the tool spec, if the spec names it as well",
      { "acme.mcp.yaml": naming("./acme.yaml", "acme"), "acme.yaml": PETS },
      [["acme", 1]],
    ],
    [
      "of a document that two tool specs name",
      { "a.mcp.yaml": naming("./pets.yaml"), "b.mcp.yaml": naming("./pets.yaml"), "pets.yaml": PETS },
      [
        ["a", 1],
        ["b", 1],
      ],
    ],
    [
      "of no file whose name starts with an underscore, and of no code",
      { "acme.yaml": PETS, "_b.mcp.yaml": "{", "acme.other.ts": "" },
      [["acme", 1]],
    ],
  ];
  it.each(rows)("%s", async (_title, files, servers) => {
    const folder = new Folder(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`specs/${name}`, text])),
    );
    const result = await folder.generate();
    expect(result.servers.map(({ name, tools }) => [name, tools])).toEqual(servers);
    expect(result.failed, result.text).toBe(servers.length === 0);
  });
});

describe("reports an error if", () => {
  const rows: [title: string, files: Record<string, string>, problems: RegExp][] = [
    [
      "two tool specs have the same server name",
      { "a.mcp.yaml": SPEC, "A.mcp.yml": SPEC },
      /error duplicate-server: .*specs\/A\.mcp\.yml and specs\/a\.mcp\.yaml/,
    ],
    [
      "the server has a document beside the one that its spec names",
      { "acme.mcp.yaml": naming("./pets.yaml", "acme"), "pets.yaml": PETS, "acme.yaml": PETS },
      /specs\/acme\.mcp\.yaml:2:31 error duplicate-server at \/upstreams\/acme\/openapi: .*found specs\/acme\.yaml/,
    ],
    [
      "a tool spec is no YAML, and still reads the other specs",
      { "acme.mcp.yaml": "speclathe: 1\ntools: {", "b.mcp.yaml": "speclathe: 1\nx: 1" },
      /acme\.mcp\.yaml:2:\d+ error syntax-error[\s\S]*b\.mcp\.yaml:2:1 error unknown-key/,
    ],
    [
      "a named document cannot be parsed",
      { "acme.mcp.yaml": naming("./_pets.yaml"), "_pets.yaml": "openapi: [" },
      /specs\/_pets\.yaml:1:\d+ error syntax-error/,
    ],
    [
      "a named document is no OpenAPI document",
      { "acme.mcp.yaml": naming("./_pets.yaml"), "_pets.yaml": "a: 1" },
      /specs\/_pets\.yaml error invalid-document/,
    ],
    [
      "hooks have no default export",
      { "acme.yaml": PETS, "acme.hooks.ts": "export const hooks = [];" },
      /specs\/acme\.hooks\.ts error missing-export: expected a default export, found none/,
    ],
    [
      "an overlay is not valid",
      {
        "acme.mcp.yaml": "speclathe: 1\nupstreams: { acme: { overlays: [./fix.overlay.yaml] } }",
        "acme.yaml": PETS,
        "fix.overlay.yaml":
          "overlay: 1.0.0\ninfo: { title: a, version: '1' }\nactions: [{ target: $.paths, updat: 1 }]",
      },
      /specs\/fix\.overlay\.yaml:3:\d+ error invalid-overlay at \/actions\/0/,
    ],
  ];
  it.each(rows)("%s", async (_title, files, problems) => {
    const folder = new Folder(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`specs/${name}`, text])),
    );
    const { failed, text } = await folder.generate();
    expect(failed).toBe(true);
    expect(text).toMatch(problems);
    expect(folder.list()).toEqual([]);
  });
});

describe("a missing base URL", () => {
  const nowhere = PETS.replace(/servers:.*\n/, "");
  it("is reported with the name of the upstream for --base-url", async () => {
    const folder = new Folder({ "specs/acme.mcp.yaml": naming("./pets.yaml"), "specs/pets.yaml": nowhere });
    expect((await folder.generate()).text).toMatch(
      /pets\.yaml:\d+:\d+ warning no-base-url.*\n {2}Start the server with --base-url acme\.pets=URL/,
    );
  });
  it("is not reported if the tool spec has one", async () => {
    const folder = new Folder({
      "specs/acme.mcp.yaml": "speclathe: 1\nupstreams: { acme: { baseUrl: https://api.example } }\n",
      "specs/acme.yaml": nowhere,
    });
    expect((await folder.generate()).text).toBe("");
  });
});

it("applies overlays in order, each to the result of the one before", async () => {
  const overlay = (actions: string): string =>
    `overlay: 1.0.0\ninfo: { title: a, version: "1" }\nactions: ${actions}\n`;
  const folder = new Folder({
    "specs/acme.mcp.yaml": "speclathe: 1\nupstreams: { acme: { overlays: [./one.yaml, sub/two.yaml] } }",
    "specs/acme.yaml": PETS,
    "specs/one.yaml": overlay("[{ target: \"$.paths['/pets'].get\", update: { operationId: one } }]"),
    "specs/sub/two.yaml": overlay(
      "[{ target: \"$.paths.*[?@.operationId == 'one']\", update: { operationId: two } }]",
    ),
  });
  const { text, servers } = await folder.generate();
  expect(text).toBe("");
  expect(servers.map(({ name }) => name)).toEqual(["acme"]);
  expect(folder.read("out/acme/surface.json")).toContain('"name": "two"');
});

describe("refuses files outside of the folder of the tool spec:", () => {
  const spec = (yaml: string): string => `speclathe: 1\n${yaml}\n`;
  const rows: [title: string, yaml: string, problems: RegExp][] = [
    ["documents", "upstreams: { a: { openapi: ../secret.yaml } }", /refused-file at \/upstreams\/a\/openapi/],
    ["documents behind links", "upstreams: { a: { openapi: ./link/secret.yaml } }", /refused-file/],
    [
      "overlays",
      "upstreams: { acme: { overlays: [/etc/passwd] } }",
      /refused-file at \/upstreams\/acme\/overlays\/0/,
    ],
    [
      "hosts",
      "upstreams: { a: { openapi: https://api.example/a.json } }",
      /refused-file.*expected an allowed host/,
    ],
    ["other schemes", "upstreams: { a: { openapi: file:///etc/passwd } }", /refused-file/],
    [
      "files",
      "resources: { a: { uri: a://b, file: ../secret.yaml } }",
      /refused-file at \/resources\/a\/file/,
    ],
    ["files behind links", "resources: { a: { uri: a://b, file: ./linked.yaml } }", /refused-file/],
    [
      "files behind links that do not exist",
      "resources: { a: { uri: a://b, file: ./link/none.md } }",
      /refused-file/,
    ],
    ["files by encoded dots", "resources: { a: { uri: a://b, file: ./%2e%2e/secret.yaml } }", /refused-file/],
    ["icons", "server: { icons: [{ src: ../secret.svg }] }", /refused-file at \/server\/icons\/0\/src/],
    ["images", "prompts: { p: { messages: [{ role: user, image: ./link/secret.svg }] } }", /refused-file/],
    [
      "code",
      "tools: { a: { description: A., handler: ./../code.ts#a } }",
      /refused-file at \/tools\/a\/handler/,
    ],
    ["code behind links", "tools: { a: { description: A., handler: ./link/code.ts#a } }", /refused-file/],
    [
      "code that does not exist yet",
      "tools: { a: { description: A., handler: ./link/new.ts#a } }",
      /refused-file/,
    ],
  ];
  it.each(rows)("%s", async (_title, yaml, problems) => {
    const folder = new Folder({
      "specs/acme.mcp.yaml": spec(yaml),
      "specs/acme.yaml": PETS,
      "secret.yaml": PETS,
      "secret.svg": "<svg/>",
      "code.ts": "export const a = 1;",
    });
    symlinkSync(folder.path, folder.at("specs/link"));
    symlinkSync(folder.at("secret.yaml"), folder.at("specs/linked.yaml"));
    const { text, failed } = await folder.generate({ names: ["acme"] });
    expect(failed).toBe(true);
    expect(text).toMatch(problems);
  });

  it("reads files below the folder of --ref-root, except for code", async () => {
    const folder = new Folder({
      "specs/acme.mcp.yaml": `${naming("../apis/pets.yaml")}resources: { a: { uri: a://b, file: ../a.md } }\n`,
      "apis/pets.yaml": PETS,
      "a.md": "A.",
    });
    const { text, servers } = await folder.generate({ refRoot: folder.path });
    expect(text).toBe("");
    expect(servers).toMatchObject([{ name: "acme", tools: 1 }]);
    folder.put("specs/acme.mcp.yaml", spec("tools: { a: { description: A., handler: ./../code.ts#a } }"));
    expect((await folder.generate({ refRoot: folder.path })).text).toMatch(/refused-file/);
  });
});

describe("a stub of code that does not exist", () => {
  it("is written once, and never again", async () => {
    const folder = new Folder({ "specs/acme.mcp.yaml": SPEC, "package.json": '{"type":"module"}' });
    const checked = await folder.generate({ check: true });
    expect(checked.stubs).toHaveLength(1);
    expect(folder.list("specs")).toEqual(["specs/acme.mcp.yaml"]);

    const { failed, stubs } = await folder.generate();
    expect(failed).toBe(false);
    expect(stubs).toHaveLength(1);
    const stub = folder.read("specs/acme.handlers.ts");
    expect(stub).toContain("export const ping:");

    folder.put("specs/acme.handlers.ts", `${stub}// mine\n`);
    expect((await folder.generate()).stubs).toEqual([]);
    expect(folder.read("specs/acme.handlers.ts")).toContain("// mine");
    expect((await folder.generate({ check: true })).changes).toEqual([]);
  });

  it("is not written if there is an error", async () => {
    const folder = new Folder({ "specs/acme.mcp.yaml": SPEC, "specs/b.mcp.yaml": "speclathe: 1\nx: 1" });
    expect((await folder.generate()).failed).toBe(true);
    expect(folder.list("specs")).toEqual(["specs/acme.mcp.yaml", "specs/b.mcp.yaml"]);
  });
});

it("locates keys in JSON files", async () => {
  const folder = new Folder({
    "specs/acme.mcp.json":
      '{\n  "speclathe": 1,\n  "tools": {\n    "a": { "descripton": "\\"a\\"", "handler": 5 }\n  }\n}\n',
  });
  const { text } = await folder.generate();
  expect(text).toMatch(
    /acme\.mcp\.json:4:5 error missing-key at \/tools\/a: the key "description" is missing/,
  );
  expect(text).toMatch(/acme\.mcp\.json:4:12 error unknown-key at \/tools\/a\/descripton/);
  expect(text).toMatch(/acme\.mcp\.json:4:46 error invalid-value at \/tools\/a\/handler/);
});
