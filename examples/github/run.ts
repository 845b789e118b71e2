/**
 * `npm run example:github`: GitHub's own document through the whole of speclathe. Generates a server of over
 * a thousand tools into `.scratch/github`, type-checks it, runs its generated tests, serves it, and calls
 * tools through real clients, in front of a stand-in for the API.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const scratch = join(root, ".scratch/github");
const cli = join(root, "dist/bin/speclathe.js");

function step(title: string): void {
  process.stdout.write(`\n== ${title}\n`);
}

/** Runs a program of this package's, and ends the example if it fails. */
function run(program: string, ...args: string[]): void {
  execFileSync(process.execPath, [program, ...args], { cwd: scratch, stdio: "inherit" });
}

step("Build the command line");
execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" });

step("Generate");
rmSync(scratch, { recursive: true, force: true });
mkdirSync(join(scratch, "specs"), { recursive: true });
copyFileSync(
  createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json"),
  join(scratch, "specs/github.openapi.json"),
);
run(cli, "generate");

step("Type-check");
writeFileSync(
  join(scratch, "tsconfig.json"),
  JSON.stringify({ extends: "../../tsconfig.json", include: ["generated"], exclude: [] }),
);
run(join(root, "node_modules/typescript/bin/tsc"), "--noEmit", "-p", scratch);
process.stdout.write("no errors\n");

step("Run the generated tests");
run(
  join(root, "node_modules/vitest/vitest.mjs"),
  "run",
  "--root",
  scratch,
  "--config",
  join(root, "vitest.config.ts"),
  "--reporter=dot",
);

step("Serve, list and call");
const api = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ method: request.method, url: request.url }));
}).listen(0, "127.0.0.1");
await once(api, "listening");
const { port } = api.address() as AddressInfo;

const started = performance.now();
const server = spawn(
  process.execPath,
  [cli, "serve", "github", "--port", "0", "--base-url", `github=http://127.0.0.1:${port}`],
  { cwd: scratch, stdio: ["ignore", "pipe", "inherit"] },
);
try {
  const url = await new Promise<URL>((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`the server ended with code ${code}`)));
    createInterface({ input: server.stdout }).on("line", (line) => {
      const found = /http:\/\/\S+\/github\/mcp/.exec(line)?.[0];
      if (found) resolve(new URL(found));
    });
  });
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
  });
  const bytes = (await answer.arrayBuffer()).byteLength;
  const elapsed = Math.round(performance.now() - started);
  process.stdout.write(`first tools/list ${elapsed} ms after the start of the process, ${bytes} bytes\n`);

  const v1 = new ClientV1({ name: "example", version: "1.0.0" });
  // The v1 SDK's types predate exactOptionalPropertyTypes.
  await v1.connect(new TransportV1(url) as Parameters<typeof v1.connect>[0]);
  const { tools } = await v1.listTools();
  process.stdout.write(`v1 client: ${tools.length} tools\n`);
  const issue = { owner: "octocat", repo: "hello-world", title: "Found a bug" };
  const created = await v1.callTool({ name: "issues_create", arguments: issue });
  process.stdout.write(`v1 client: issues_create → ${JSON.stringify(created.structuredContent)}\n`);
  await v1.close();

  const modern = new Client(
    { name: "example", version: "1.0.0" },
    { versionNegotiation: { mode: { pin: "2026-07-28" } } },
  );
  await modern.connect(new StreamableHTTPClientTransport(url));
  const repository = await modern.callTool({
    name: "repos_get",
    arguments: { owner: "octocat", repo: "hello-world" },
  });
  process.stdout.write(`v2 client: repos_get → ${JSON.stringify(repository.structuredContent)}\n`);
  await modern.close();
} finally {
  server.removeAllListeners("exit");
  server.kill("SIGTERM");
  api.closeAllConnections();
  api.close();
}
