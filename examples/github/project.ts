/** A project that uses speclathe, in its own folder below `.scratch`. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLI = join(ROOT, "dist/bin/speclathe.js");

/** GitHub's own OpenAPI document, from its npm package. */
const DOCUMENT = createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json");

export function step(title: string): void {
  process.stdout.write(`\n== ${title}\n`);
}

export class Project {
  readonly folder: string;

  /** Creates a project with GitHub's document and an optional tool spec. */
  constructor(name: string, spec?: string) {
    this.folder = join(ROOT, ".scratch", name);
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(join(this.folder, "specs"), { recursive: true });
    copyFileSync(DOCUMENT, join(this.folder, "specs/github.openapi.json"));
    if (spec !== undefined) copyFileSync(spec, join(this.folder, "specs", basename(spec)));
  }

  generate(): void {
    this.#run(CLI, "generate");
  }

  typeCheck(): void {
    writeFileSync(
      join(this.folder, "tsconfig.json"),
      JSON.stringify({ extends: "../../tsconfig.json", include: ["generated"], exclude: [] }),
    );
    this.#run(join(ROOT, "node_modules/typescript/bin/tsc"), "--noEmit", "-p", this.folder);
    process.stdout.write("no errors\n");
  }

  test(): void {
    const config = join(ROOT, "vitest.config.ts");
    const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
    this.#run(vitest, "run", "--root", this.folder, "--config", config, "--reporter=dot");
  }

  /**
   * Serves the project with a substitute for the API, which responds with the request's method, URL and credentials.
   */
  async serve(env: Readonly<Record<string, string>>, use: (url: URL) => Promise<void>): Promise<void> {
    const api = createServer((request, response) => {
      response.setHeader("content-type", "application/json");
      const { authorization } = request.headers;
      response.end(JSON.stringify({ method: request.method, url: request.url, authorization }));
    }).listen(0, "127.0.0.1");
    await once(api, "listening");
    const { port } = api.address() as AddressInfo;
    const server = spawn(
      process.execPath,
      [CLI, "serve", "github", "--port", "0", "--base-url", `github=http://127.0.0.1:${port}`],
      { cwd: this.folder, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] },
    );
    try {
      const url = await new Promise<URL>((resolve, reject) => {
        server.once("exit", (code) =>
          reject(new Error(`expected the server to start, but it ended with code ${code}`)),
        );
        createInterface({ input: server.stdout }).on("line", (line) => {
          const found = /http:\/\/\S+\/github\/mcp/.exec(line)?.[0];
          if (found) resolve(new URL(found));
        });
      });
      await use(url);
    } finally {
      server.removeAllListeners("exit");
      server.kill("SIGTERM");
      api.closeAllConnections();
      api.close();
    }
  }

  /** Runs a Node program. Throws if it fails. */
  #run(program: string, ...args: string[]): void {
    execFileSync(process.execPath, [program, ...args], { cwd: this.folder, stdio: "inherit" });
  }
}

export async function connectV1(url: URL): Promise<ClientV1> {
  const client = new ClientV1({ name: "example", version: "1.0.0" });
  // The v1 SDK's types predate exactOptionalPropertyTypes.
  await client.connect(new TransportV1(url) as Parameters<typeof client.connect>[0]);
  return client;
}

/** Connects a client that accepts every elicitation. */
export async function connectModern(url: URL): Promise<Client> {
  const client = new Client(
    { name: "example", version: "1.0.0" },
    {
      versionNegotiation: { mode: { pin: "2026-07-28" } },
      capabilities: { elicitation: { form: {} } },
    },
  );
  client.setRequestHandler("elicitation/create", ({ params }) => {
    process.stdout.write(`v2 client is asked: ${params.message}\n`);
    const { properties = {} } = "requestedSchema" in params ? params.requestedSchema : {};
    return {
      action: "accept",
      content: Object.fromEntries(Object.keys(properties).map((name) => [name, true])),
    };
  });
  await client.connect(new StreamableHTTPClientTransport(url));
  return client;
}
