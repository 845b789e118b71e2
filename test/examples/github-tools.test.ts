/** The tool spec of the GitHub example: 25 tools of 1,223 operations. `npm run example:github` does more with it. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { generate } from "../../generator/generate.ts";
import { createLogger } from "../../runtime/log.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import type { ServerDefinition, Surface } from "../../runtime/server.ts";
import { RecordingUpstream } from "../../runtime/testing/recording-upstream.ts";
import { CLIENTS } from "../e2e/clients.ts";
import { fromYaml, GENERATOR } from "../support/documents.ts";

const DOCUMENT = createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json");
const SPEC = "examples/github/github.mcp.yaml";
const REPOSITORY = { owner: "octocat", repo: "hello-world" };

let surface: Surface;
let api: RecordingUpstream;
let listening: Listening;
const folder = mkdtempSync(join(tmpdir(), "speclathe-github-"));

beforeAll(async () => {
  mkdirSync(join(folder, "specs"));
  copyFileSync(DOCUMENT, join(folder, "specs/github.openapi.json"));
  copyFileSync(SPEC, join(folder, "specs/github.mcp.yaml"));
  const out = join(folder, "generated");
  const { diagnostics } = await generate({
    specs: join(folder, "specs"),
    out,
    names: [],
    check: false,
    generator: GENERATOR,
  });
  expect(diagnostics).toEqual([]);
  surface = JSON.parse(readFileSync(join(out, "github/surface.json"), "utf8")) as Surface;
  const { default: definition } = (await import(join(out, "github/index.ts"))) as {
    default: ServerDefinition;
  };
  vi.stubEnv("GITHUB_TOKEN", "a-token");
  api = await RecordingUpstream.open();
  listening = await listen({
    servers: [definition],
    baseUrls: { github: api.url },
    host: "127.0.0.1",
    port: 0,
    logger: createLogger("silent"),
  });
}, 60_000);

afterAll(async () => {
  await listening.close(0);
  api.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

it("the GitHub example offers the 25 tools that it names, each with its own title and description", () => {
  const { operations } = (
    fromYaml(readFileSync(SPEC, "utf8")) as unknown as {
      upstreams: {
        github: { operations: Record<string, { name: string; title: string; description: string }> };
      };
    }
  ).upstreams.github;
  const wanted = Object.values(operations).map(({ name }) => name);
  expect(surface.tools.map(({ name }) => name)).toEqual(wanted.sort());
  expect(surface.tools).toHaveLength(25);
  for (const { title = "", description } of surface.tools) {
    expect(title.length).toBeGreaterThan(4);
    expect(description.length).toBeGreaterThan(title.length);
  }
});

it("the GitHub example lists its tools in a fortieth of the size of the whole document", () => {
  expect(JSON.stringify(surface.tools).length).toBeLessThan(45_000);
});

describe.each(Object.entries(CLIENTS))("the GitHub example, for %s,", (_, connect) => {
  const call = async (name: string, args: Record<string, unknown>) => {
    const client = await connect(new URL(`${listening.origin}/github/mcp`));
    try {
      api.prepare([
        { status: 200, headers: { "content-type": "application/json" }, body: Buffer.from('{"a":1}') },
      ]);
      const result = await client.call(name, args);
      return { result, received: api.received };
    } finally {
      await client.close();
    }
  };

  it.each<[string, Record<string, unknown>, string, unknown]>([
    [
      "list_issues",
      { ...REPOSITORY, updated_after: "2026-01-01T00:00:00Z" },
      "GET /repos/octocat/hello-world/issues?since=2026-01-01T00%3A00%3A00Z&per_page=20",
      undefined,
    ],
    [
      "issues_list_for_repo",
      { ...REPOSITORY, limit: 5 },
      "GET /repos/octocat/hello-world/issues?per_page=5",
      undefined,
    ],
    [
      "add_comment",
      { ...REPOSITORY, number: 7, body: "Thanks!" },
      "POST /repos/octocat/hello-world/issues/7/comments",
      { body: "Thanks!" },
    ],
    [
      "list_workflow_runs",
      { ...REPOSITORY, branch: "main" },
      "GET /repos/octocat/hello-world/actions/runs?branch=main&per_page=20&exclude_pull_requests=true",
      undefined,
    ],
  ])("calls %s %j", async (name, args, line, body) => {
    const { result, received } = await call(name, args);
    expect(result.structuredContent).toEqual({ a: 1 });
    expect(received.map((request) => request.line)).toEqual([line]);
    expect(received[0]?.headers).toMatchObject({
      authorization: "Bearer a-token",
      "x-github-api-version": "2022-11-28",
    });
    expect(received[0]?.body.toString()).toBe(body === undefined ? "" : JSON.stringify(body));
  });

  it("asks the person before it merges", async () => {
    // These clients cannot ask a person, and get the error of their era.
    const outcome = await call("merge_pull_request", { ...REPOSITORY, number: 42 }).then(
      ({ result }) => JSON.stringify(result),
      String,
    );
    expect(outcome).toMatch(/elicitation/);
    expect(api.received).toEqual([]);
  });
});
