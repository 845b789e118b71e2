/**
 * `npm run test:package`: packs the package, installs the tarball into an empty project, generates a server,
 * type-checks and tests it, serves it with the installed command, and calls a tool.
 */
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

/** A tool spec for the document: a tool with steps, a tool with a handler, a resource and a prompt. */
const SPEC = `# yaml-language-server: $schema=../node_modules/speclathe/mcp.schema.json
speclathe: 1
tools:
  first_review:
    description: Returns the first review of the first book found.
    input: { q: string }
    steps:
      - { id: books, call: bookshop.listBooks, with: { q: $inputs.q }, outputs: { id: $response.body#/items/0/id } }
      - { id: reviews, call: bookshop.listReviews, with: { bookId: $steps.books.outputs.id } }
  blurb:
    description: Returns a short text about a book.
    input: { title: string }
    handler: ./bookshop.handlers.ts#blurb
resources:
  motd: { uri: "bookshop://motd", text: Welcome. }
prompts:
  recommend:
    args: { mood: calm|wild }
    messages: [{ role: user, text: "Recommend a book for a {$inputs.mood} evening." }]
`;

const root = fileURLToPath(new URL("../../..", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "speclathe-package-"));
const npm = (args: string[], cwd = project): string =>
  execFileSync("npm", ["--no-audit", "--no-fund", "--loglevel=error", ...args], { cwd, encoding: "utf8" });
const npx = (...args: string[]): string =>
  execFileSync("npx", ["--no", "--", ...args], { cwd: project, encoding: "utf8" });

try {
  const tarball = npm(["pack", "--silent", "--pack-destination", project], root)
    .trim()
    .split("\n")
    .at(-1) as string;
  npm(["init", "-y"]);
  npm(["install", join(project, tarball)]);
  npm(["install", "--save-dev", "vitest@4", "typescript@7", "@types/node@20"]);

  mkdirSync(join(project, "specs"));
  copyFileSync(join(root, "specs/bookshop.openapi.yaml"), join(project, "specs/bookshop.openapi.yaml"));
  writeFileSync(join(project, "specs/bookshop.mcp.yaml"), SPEC);
  const generated = npx("speclathe", "generate");
  assert.match(generated, /^bookshop: 20 tools$/m);
  // The handler of the spec did not exist, so that a stub was written, which belongs to the user from then on.
  const handlers = join(project, "specs/bookshop.handlers.ts");
  const stub = readFileSync(handlers, "utf8");
  const body = 'return ["A word on ", args.title, "."].join("");';
  writeFileSync(handlers, stub.replace(/throw .*;/, body).replace("_args", "args"));
  assert.match(npx("speclathe", "generate", "--check"), /up to date/);

  const strict = {
    target: "es2023",
    module: "nodenext",
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  };
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({ compilerOptions: strict, include: ["generated", "specs"] }),
  );
  npx("tsc", "-p", ".");
  const tests = npx("vitest", "run", "--reporter=json");
  const { numPassedTests, numFailedTests } = JSON.parse(tests) as {
    numPassedTests: number;
    numFailedTests: number;
  };
  assert.equal(numFailedTests, 0);
  assert.ok(numPassedTests > 200, `${numPassedTests} generated tests`);

  // Optional packages are not installed; the options that need them name the package to install.
  const optional: [flags: string[], name: string][] = [
    [["--session-store", "redis://127.0.0.1:1"], "@redis/client"],
    [["--legacy-sse"], "@modelcontextprotocol/server-legacy"],
  ];
  for (const [flags, name] of optional) {
    const args = ["--no", "--", "speclathe", "serve", "--port", "0", ...flags];
    const { status, stderr } = spawnSync("npx", args, { cwd: project, encoding: "utf8" });
    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`not installed: npm install ${name}$`, "m"));
  }

  const importRedis = (): { status: number | null; stderr: string } =>
    spawnSync("node", ["--input-type=module", "-e", 'await import("speclathe/redis")'], {
      cwd: project,
      encoding: "utf8",
    });
  assert.match(importRedis().stderr, /Cannot find package '@redis\/client'/);
  npm(["install", "@redis/client@6"]);
  assert.deepEqual(importRedis().status, 0);

  const api = createServer((request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify({ url: request.url }));
  }).listen(0, "127.0.0.1");
  await once(api, "listening");
  const { port } = api.address() as AddressInfo;
  const command = join(project, "node_modules/.bin/speclathe");
  const server = spawn(command, ["serve", "--port", "0", "--base-url", `bookshop=http://127.0.0.1:${port}`], {
    cwd: project,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    let url: URL | undefined;
    for await (const line of createInterface({ input: server.stdout })) {
      const found = /http:\/\/\S+\/mcp/.exec(line)?.[0];
      if (found) url = new URL(found);
      if (url) break;
    }
    assert.ok(url, "the server prints its URL");
    const client = new Client({ name: "package-test", version: "1.0.0" });
    // The 1.x SDK's types predate exactOptionalPropertyTypes.
    await client.connect(new StreamableHTTPClientTransport(url) as Parameters<typeof client.connect>[0]);
    assert.equal((await client.listTools()).tools.length, 20);
    const result = await client.callTool({ name: "list_books", arguments: { limit: 1 } });
    assert.deepEqual(JSON.parse((result.content as { text: string }[])[0]?.text ?? ""), {
      url: "/books?limit=1",
    });
    const blurb = await client.callTool({ name: "blurb", arguments: { title: "Momo" } });
    assert.deepEqual(blurb.content, [{ type: "text", text: "A word on Momo." }]);
    const { contents } = await client.readResource({ uri: "bookshop://motd" });
    assert.equal((contents[0] as { text?: string } | undefined)?.text, "Welcome.");
    const { messages } = await client.getPrompt({ name: "recommend", arguments: { mood: "calm" } });
    assert.deepEqual(messages[0]?.content, { type: "text", text: "Recommend a book for a calm evening." });
    await client.close();
  } finally {
    server.kill("SIGTERM");
    api.closeAllConnections();
    api.close();
  }
  process.stdout.write(
    `installed, generated, type-checked, ${numPassedTests} generated tests passed, served, called\n`,
  );
} finally {
  rmSync(project, { recursive: true, force: true });
}
