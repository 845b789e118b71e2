/**
 * T17: a `$ref` can name a file or a URL, and a document can come from anywhere. Only files below the folder of the
 * document and allowed hosts are read, for every notation of a reference. Operations that need another file have no tool.
 */
import { mkdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../generator/json.ts";
import { AllowedHosts, publicLookup } from "../../generator/load/remote.ts";
import { Folder } from "../support/folders.ts";

const SECRET = "do-not-read-me";
const json = (value: unknown): string => JSON.stringify(value);
const PET = json({ type: "object", properties: { [SECRET]: { type: "string" } } });

/** A document with an operation `needy` that has a reference, and an operation `fine` that has none. */
function referring(target: string, place: "schema" | "parameter" | "response" | "path" = "schema"): string {
  const ok = { "200": { description: "ok" } };
  const reference = { $ref: target };
  const content = { "application/json": { schema: reference } };
  const items = {
    schema: { get: { operationId: "needy", responses: { "200": { description: "ok", content } } } },
    parameter: { get: { operationId: "needy", parameters: [reference], responses: ok } },
    response: { get: { operationId: "needy", responses: { "200": reference } } },
    path: reference,
  };
  return json({
    openapi: "3.1.0",
    info: { title: "Pets", version: "1" },
    servers: [{ url: "https://api.example" }],
    paths: { "/needy": items[place], "/fine": { get: { operationId: "fine", responses: ok } } },
  });
}

/** The diagnostics of a folder, the text of all written files, and the names of the tools in it. */
async function outcome(folder: Folder, options: Parameters<Folder["generate"]>[0] = {}) {
  const { text, failed } = await folder.generate({ names: ["pets"], ...options });
  const written = folder
    .list()
    .map((path) => folder.read(path))
    .join("\n");
  const tools = ["needy", "fine"].filter((name) => written.includes(`"name": "${name}"`));
  return { text, failed, written, tools };
}

describe("T17 external references: below the folder of the document", () => {
  const rows: [string, string, Record<string, string>][] = [
    ["beside the document", "./_pet.json", { "specs/_pet.json": PET }],
    ["in a subfolder", "parts/pet.yaml", { "specs/parts/pet.yaml": PET }],
    ["with a pointer", "parts/all.yaml#/Pet", { "specs/parts/all.yaml": `{"Pet":${PET}}` }],
    ["with an escaped pointer", "a.yml#/x~1y/%7E0", { "specs/a.yml": `{"x/y":{"~":${PET}}}` }],
    ["with an anchor", "a.yml#pet", { "specs/a.yml": `{"$defs":{"x":{"$anchor":"pet","allOf":[${PET}]}}}` }],
    [
      "through another file",
      "parts/a.yaml",
      { "specs/parts/a.yaml": '{"$ref":"../_b.json"}', "specs/_b.json": PET },
    ],
    ["with a space in its name", "parts/a%20pet.yaml", { "specs/parts/a pet.yaml": PET }],
    ["by a path with dots", "parts/../_pet.json", { "specs/_pet.json": PET, "specs/parts/x.json": "1" }],
    [
      "relative to the file of the reference",
      "a/b.json",
      { "specs/a/b.json": '{"items":{"$ref":"c.json"}}', "specs/a/c.json": PET },
    ],
    [
      "with local references",
      "a.json#/Pets",
      {
        "specs/a.json": `{"Pets":{"items":{"$ref":"#/components/schemas/Pet"}},"components":{"schemas":{"Pet":${PET}}}}`,
      },
    ],
    [
      "that refers back to the document",
      "a.json",
      {
        "specs/a.json":
          '{"properties":{"x":{"$ref":"pets.json#/paths/~1needy"}},"allOf":[{"$ref":"b.json"}]}',
        "specs/b.json": PET,
      },
    ],
    [
      "in a circle of references",
      "a.json",
      {
        "specs/a.json": '{"properties":{"b":{"$ref":"b.json"}}}',
        "specs/b.json": `{"properties":{"a":{"$ref":"a.json"},"${SECRET}":{"$ref":"b.json"}}}`,
      },
    ],
  ];
  it.each(rows)("reads a file %s", async (_title, target, files) => {
    const { text, written, tools } = await outcome(
      new Folder({ "specs/pets.json": referring(target), ...files }),
    );
    expect(text).toBe("");
    expect(tools).toEqual(["needy", "fine"]);
    expect(written).toContain(SECRET);
  });

  it("reads a symbolic link to a file inside", async () => {
    const folder = new Folder({ "specs/parts/pet.json": PET, "specs/pets.json": referring("link.json") });
    symlinkSync(folder.at("specs/parts/pet.json"), folder.at("specs/link.json"));
    expect((await outcome(folder)).written).toContain(SECRET);
  });

  it("reads a document that is a symbolic link, and to which other files refer", async () => {
    const folder = new Folder({
      "elsewhere/pets.json": referring("a.json"),
      "specs/a.json": json({ properties: { [SECRET]: { $ref: "pets.json#/info" } } }),
    });
    symlinkSync(folder.at("elsewhere/pets.json"), folder.at("specs/pets.json"));
    const { text, written } = await outcome(folder);
    expect(text).toBe("");
    expect(written).toContain(SECRET);
  });

  it("reads files below the folder of --ref-root", async () => {
    const folder = new Folder({
      "specs/pets.json": referring("../common/pet.json"),
      "common/pet.json": PET,
      "secret.json": PET,
    });
    expect((await outcome(folder, { refRoot: folder.at(".") })).written).toContain(SECRET);
    expect((await outcome(folder, { refRoot: folder.at("common") })).tools).toEqual(["needy", "fine"]);
    expect((await outcome(folder)).tools).toEqual(["fine"]);
  });

  it("resolves 10,000 references to a circle of 1,000 files", async () => {
    const folder = new Folder();
    const n = 1_000;
    for (let i = 0; i < n; i++)
      folder.put(`specs/parts/p${i}.json`, json({ properties: { next: { $ref: `p${(i + 1) % n}.json` } } }));
    const properties: Record<string, unknown> = {};
    for (let i = 0; i < 10 * n; i++) properties[`r${i}`] = { $ref: `parts/p${i % n}.json` };
    folder.put("specs/all.json", json({ type: "object", properties }));
    folder.put("specs/pets.json", referring("all.json"));
    const { text, tools } = await outcome(folder);
    expect(text).toBe("");
    expect(tools).toEqual(["needy", "fine"]);
  });
});

describe("T17 external references: other files", () => {
  const inPart = (target: string) => ({ "specs/parts/a.json": json({ $ref: target }) });
  const rows: [string, string | ((folder: Folder) => string), Record<string, string>?][] = [
    ["a file above", "../secret.json"],
    ["a file above, through a folder", "parts/../../secret.json"],
    ["a file above, percent-encoded", "%2e%2e/secret.json"],
    ["a file above, with one dot encoded", ".%2E/secret.json"],
    ["a file above, with an encoded slash", "..%2fsecret.json"],
    ["a file above, encoded twice", "%252e%252e/secret.json"],
    ["a file above, with backslashes", "..\\secret.json"],
    ["a file above, with encoded backslashes", "..%5Csecret.json"],
    ["a file above, with a line break in its path", ".\n./secret.json"],
    ["a file above, from another file", "parts/a.json", inPart("../../secret.json")],
    ["an absolute path", (folder) => folder.at("secret.json")],
    ["an absolute path after a space", (folder) => ` ${folder.at("secret.json")}`],
    ["a file URL", (folder) => `file://${folder.at("secret.json")}`],
    ["a file URL in capitals", (folder) => `FILE:${folder.at("secret.json")}`],
    ["a file URL after a control character", (folder) => `\u0001file:${folder.at("secret.json")}`],
    ["a file URL with a tab in it", (folder) => `fi\tle:${folder.at("secret.json")}`],
    ["a drive of Windows", "C:/secret.json"],
    ["a share of Windows", "\\\\host\\share\\secret.json"],
    ["a share, with slashes", "//host/share/secret.json"],
    ["a data URL", `data:application/json,${encodeURIComponent('{"type":"object"}')}`],
    ["an http URL", "http://127.0.0.1:9/pet.json"],
    ["an https URL", "https://127.0.0.1:9/pet.json"],
    ["an http URL in another file", "parts/a.json", inPart("http://127.0.0.1:9/pet.json")],
    ["a symbolic link to a file outside", "link.json"],
    ["a symbolic link to a folder outside", "linked/pet.json"],
    ["a symbolic link in another file", "parts/a.json", inPart("../link.json")],
    ["a file with another extension", "notes.txt", { "specs/notes.txt": PET }],
    ["a file with another extension, with a fragment", "notes.txt#/a.json", { "specs/notes.txt": PET }],
    ["a file with another extension, with a query", "notes.txt?a.json", { "specs/notes.txt": PET }],
    ["a missing file", "parts/none.yaml"],
    ["a missing value of a file", "parts/a.json#/none", { "specs/parts/a.json": PET }],
    ["an inherited property", "parts/a.json#/constructor", { "specs/parts/a.json": PET }],
    ["a reference to itself", "parts/a.json", inPart("a.json")],
    ["a folder", "folder.json"],
    ["a file that cannot be parsed", "parts/a.json", { "specs/parts/a.json": `{ ${SECRET}` }],
  ];
  const places = ["schema", "parameter", "response", "path"] as const;
  it.each(rows)("refuses %s", async (_title, target, files = {}) => {
    for (const place of places) {
      const folder = new Folder({ "secret.json": PET, "secret/pet.json": PET, ...files });
      const text = typeof target === "string" ? target : target(folder);
      folder.put("specs/pets.json", referring(text, place));
      symlinkSync(folder.at("secret.json"), folder.at("specs/link.json"));
      symlinkSync(folder.at("secret"), folder.at("specs/linked"));
      mkdirSync(folder.at("specs/folder.json"));
      const result = await outcome(folder);
      // It is reported at its place, and only the operation that needs it has no tool.
      expect(result.text).toMatch(
        /^specs\/(?:pets|parts\/a)\.json:\d+:\d+ warning (?:refused|unresolved)-reference at/m,
      );
      expect(result.text).toMatch(/warning invalid-operation at \/paths\/~1needy/);
      expect(result.tools).toEqual(["fine"]);
      expect(result.failed).toBe(false);
      expect(result.text + result.written).not.toContain(SECRET);
    }
  });

  it("reports a refusal with the file, line and column of the reference", async () => {
    const folder = new Folder({
      "specs/pets.json": referring("parts/a.yaml#/Pet"),
      "specs/parts/a.yaml":
        'Pet:\n  properties:\n    ok: { type: string }\n    bad:\n      $ref: "../../secret.json"\n',
    });
    expect((await outcome(folder)).text).toMatch(
      /^specs\/parts\/a\.yaml:5:13 warning refused-reference at \/Pet\/properties\/bad\/\$ref: expected a file in the folder of the documents, found "\.\.\/\.\.\/secret\.json"/m,
    );
  });

  const maps: [string, (reference: Json) => JsonObject][] = [
    ["parameters", (parameters) => ({ parameters })],
    ["responses", (responses) => ({ responses })],
    ["the content of a body", (content) => ({ requestBody: { content } })],
    ["properties", (properties) => ({ parameters: [{ name: "q", in: "query", schema: { properties } }] })],
    ["parts of a schema", (allOf) => ({ parameters: [{ name: "q", in: "query", schema: { allOf } }] })],
    ["an operation", (operation) => operation as JsonObject],
  ];
  it.each(maps)("refuses a reference in the place of %s", async (_title, operation) => {
    for (const $ref of ["../secret.json", "none.json", "#/none"]) {
      const document = JSON.parse(referring("a.json"));
      document.paths["/needy"].get = { operationId: "needy", responses: {}, ...operation({ $ref }) };
      const { text, tools } = await outcome(new Folder({ "specs/pets.json": json(document) }));
      expect(text.match(/(?:refused|unresolved)-reference/g)).toHaveLength(1);
      expect(tools).toEqual(["fine"]);
    }
  });

  it("does not resolve a local reference of another file in the document", async () => {
    const document = JSON.parse(referring("a.json")) as Record<string, unknown>;
    document.components = { schemas: { Pet: JSON.parse(PET) } };
    const folder = new Folder({
      "specs/pets.json": json(document),
      "specs/a.json": json({ $ref: "#/components/schemas/Pet" }),
    });
    expect((await outcome(folder)).tools).toEqual(["fine"]);
  });

  it("ignores references in the parts of a file that are not used", async () => {
    const folder = new Folder({
      "specs/pets.json": referring("a.json#/Pet"),
      "specs/a.json": json({ Pet: JSON.parse(PET), Other: { $ref: "../secret.json" } }),
    });
    expect((await outcome(folder)).text).toBe("");
  });

  it("does not follow $ref in data, names and extensions", async () => {
    const reference = { $ref: "../secret.json" };
    const document = JSON.parse(referring("a.json"));
    document.paths["/fine"].get["x-extension"] = reference;
    document.paths["/fine"].get.parameters = [{ name: "q", in: "query", schema: {}, example: reference }];
    const folder = new Folder({
      "specs/pets.json": json(document),
      "specs/a.json": json({
        default: reference,
        enum: [reference],
        const: reference,
        examples: [reference],
        properties: { $ref: { type: "string" }, default: { type: "string" } },
        "x-extension": reference,
      }),
    });
    const { text, tools } = await outcome(folder);
    expect(text).not.toContain("reference at");
    expect(tools).toContain("fine");
  });

  it.each([
    [
      "that contain each other",
      { "specs/a.json": json({ a: { properties: { $ref: "#" } } }) },
      "contains itself",
    ],
    ["without end", Object.fromEntries(doubling(24)), "makes the document too large"],
  ])("refuses copies %s", async (_title, files, message) => {
    const document = JSON.parse(referring("x")) as { paths: Record<string, unknown> };
    document.paths["/needy"] = {
      get: { operationId: "needy", tags: { $ref: "a.json" }, responses: { $ref: "a.json" } },
    };
    const folder = new Folder({ "specs/pets.json": json(document), ...files });
    const { text, tools } = await outcome(folder);
    expect(text).toContain(message);
    expect(tools).toContain("fine");
  });
});

/** Files that each contain the next one twice. */
function doubling(n: number): [string, string][] {
  return Array.from({ length: n }, (_, i) => {
    const next = i === n - 1 ? {} : { $ref: `d${i + 1}.json` };
    return [`specs/${i === 0 ? "a" : `d${i}`}.json`, json({ "200": { x: next, y: next } })];
  });
}

describe("T17 external references: hosts", () => {
  const open: (() => void)[] = [];
  afterEach(() => {
    for (const close of open.splice(0)) close();
  });

  /** A host with some documents, and the paths that were requested. */
  async function host(
    answers: Record<
      string,
      { body?: string | Uint8Array; status?: number; headers?: Record<string, string> }
    >,
  ): Promise<{ at: string; asked: string[] }> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      const { body = "", status = 200, headers = {} } = answers[request.url ?? ""] ?? { status: 404 };
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    open.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return { at: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  }

  it("follows references to an allowed host, and resolves those of its documents against their URL", async () => {
    const { at, asked } = await host({
      "/a/pet.json": {
        body: json({ allOf: [{ $ref: "../b/other.yaml#/Pet" }, { $ref: "/c" }, { $ref: "#/x" }], x: {} }),
      },
      "/b/other.yaml": { body: `Pet: ${PET}` },
      "/c": { body: PET, headers: { "content-type": "application/schema+json" } },
    });
    const folder = new Folder({ "specs/pets.json": referring(`http://${at}/a/pet.json`) });
    const { text, written } = await outcome(folder, { refHosts: [at] });
    expect(text).toBe("");
    expect(written).toContain(SECRET);
    expect(asked).toEqual(["/a/pet.json", "/b/other.yaml", "/c"]);
  });

  it("does not connect to a host that is not allowed", async () => {
    const { at, asked } = await host({ "/pet.json": { body: PET } });
    const folder = new Folder({ "specs/pets.json": referring(`http://${at}/pet.json`) });
    const [, port] = at.split(":");
    for (const refHosts of [[], ["127.0.0.1"], [`localhost:${port}`], [`https://${at}`], ["127.0.0.1:1"]])
      expect((await outcome(folder, { refHosts })).text).toContain("expected an allowed host, found");
    expect(asked).toEqual([]);
  });

  const target = "/pet.json";
  const large = `{"description":"${"x".repeat(20_000_000)}"}`;
  const refused: [string, Parameters<typeof host>[0], RegExp][] = [
    [
      "a reference to a local file",
      { [target]: { body: json({ $ref: "file:///etc/hosts.json" }) } },
      /expected a path relative/,
    ],
    [
      "a reference to another host",
      { [target]: { body: json({ $ref: "http://127.0.0.2/pet.json" }) } },
      /expected an allowed host/,
    ],
    ["a body that is too large", { [target]: { body: large } }, /expected at most 20 MB/],
    ["an error status", { [target]: { status: 500, body: PET } }, /expected status 200, found 500/],
    [
      "a redirect to another origin",
      { [target]: { status: 302, headers: { location: "http://127.0.0.1:9/" } } },
      /expected redirects within .*, found one to another origin/,
    ],
    [
      "a redirect to a file",
      { [target]: { status: 302, headers: { location: "file:///etc/hosts.json" } } },
      /expected redirects within .*, found one to another origin/,
    ],
    [
      "endless redirects",
      { [target]: { status: 302, headers: { location: target } } },
      /expected at most 5 redirects/,
    ],
    [
      "a compressed body",
      { [target]: { body: gzipSync(PET), headers: { "content-encoding": "gzip" } } },
      /expected an uncompressed response, found content-encoding gzip/,
    ],
    ["a document that cannot be parsed", { [target]: { body: "{" } }, /cannot read "http.*pet\.json:1:\d+"/],
    ["a body that is not UTF-8", { [target]: { body: new Uint8Array([0xff, 0xfe, 0x7b]) } }, /UTF-16/],
  ];
  it.each(refused)("refuses a host that responds with %s", async (_title, answers, want) => {
    const { at } = await host(answers);
    const folder = new Folder({ "specs/pets.json": referring(`http://${at}${target}`) });
    const { text, tools } = await outcome(folder, { refHosts: [at] });
    expect(text).toMatch(want);
    expect(tools).toEqual(["fine"]);
  });

  it("follows redirects within an origin, and resolves references against the last URL", async () => {
    const { at } = await host({
      [target]: { status: 301, headers: { location: "/v2/pet.json" } },
      "/v2/pet.json": { body: json({ $ref: "name.json" }) },
      "/v2/name.json": { body: PET },
    });
    const folder = new Folder({ "specs/pets.json": referring(`http://${at}${target}`) });
    expect((await outcome(folder, { refHosts: [at] })).written).toContain(SECRET);
  });

  it("stops after 1,000 documents of a host", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end(json({ items: { $ref: `?${asked.length}.json` } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    open.push(() => server.close());
    const at = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const folder = new Folder({ "specs/pets.json": referring(`http://${at}/pet.json`) });
    expect((await outcome(folder, { refHosts: [at] })).text).toContain(
      "expected at most 1000 fetched documents",
    );
    expect(asked).toHaveLength(1_000);
  });

  const allowed: [string, string[], string[]][] = [
    [
      "example.com",
      ["https://example.com/a", "https://EXAMPLE.com:443/a"],
      [
        "http://example.com/",
        "https://example.com:8443/",
        "https://a.example.com/",
        "https://example.com.evil.org/",
        "https://user@example.com/",
        "https://example.com./",
      ],
    ],
    ["http://example.com", ["http://example.com/a"], ["https://example.com/a", "http://example.com:8080/"]],
    ["example.com:8080", ["http://example.com:8080/", "https://example.com:8080/"], ["http://example.com/"]],
    [
      "127.0.0.1:80",
      ["http://127.0.0.1/", "http://127.1/", "http://0x7f000001/"],
      ["http://127.0.0.2/", "http://localhost/"],
    ],
    ["[::1]:80", ["http://[::1]/", "http://[0:0::1]/"], ["http://[::2]/", "http://127.0.0.1/"]],
  ];
  it.each(allowed)("allows exactly the URLs of %s", (name, yes, no) => {
    const hosts = new AllowedHosts([name]);
    expect(yes.filter((url) => !hosts.allows(new URL(url)))).toEqual([]);
    expect(no.filter((url) => hosts.allows(new URL(url)))).toEqual([]);
  });

  it.each([
    "",
    "*",
    "*.example.com",
    "example.com/path",
    "user@example.com",
    "ftp://example.com",
    "a b",
    "h:99999",
  ])("does not accept %j as a host", (name) => expect(() => new AllowedHosts([name])).toThrow(TypeError));

  const addresses: [string, string[], boolean][] = [
    ["example.com", ["93.184.215.14"], true],
    ["example.com", ["2606:2800:21f:cb07:6820:80da:af6b:8b2c"], true],
    ["localhost", ["127.0.0.1"], true],
    ["evil.example", ["127.0.0.1"], false],
    ["evil.example", ["93.184.215.14", "10.0.0.1"], false],
    ["evil.example", ["169.254.169.254"], false],
    ["evil.example", ["100.64.0.1"], false],
    ["evil.example", ["0.0.0.0"], false],
    ["evil.example", ["::1"], false],
    ["evil.example", ["fd00::1"], false],
    ["evil.example", ["::ffff:10.0.0.1"], false],
    ["evil.example", ["64:ff9b::a00:1"], false],
    ["nowhere.example", [], false],
  ];
  it.each(addresses)("checks the addresses of %s: %j are allowed: %s", async (name, found, want) => {
    const resolve: LookupFunction = (_name, _options, callback) =>
      callback(
        null,
        found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
    for (const all of [true, false]) {
      const error = await new Promise((done) => publicLookup(resolve)(name, { all }, done));
      expect(error === null).toBe(want);
    }
  });
});
