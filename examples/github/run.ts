/**
 * `npm run example:github`: generates two servers from GitHub's OpenAPI document: one with over a thousand tools from
 * the document alone, and one with 25 tools by a tool spec. Each is type-checked, tested with its generated tests,
 * served with a substitute for the API, and called by clients. `npm run example:github -- tools` runs only the
 * second.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { connectModern, connectV1, Project, ROOT, step } from "./project.ts";

const REPOSITORY = { owner: "octocat", repo: "hello-world" };

step("Build the command line");
execFileSync("npm", ["run", "--silent", "build"], { cwd: ROOT, stdio: "inherit" });
if (process.argv[2] !== "tools") await runDocument();
await runTools();

async function runDocument(): Promise<void> {
  const project = new Project("github");
  prepare(project, "a server from the whole document");
  const started = performance.now();
  await project.serve({}, async (url) => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
    });
    const bytes = (await answer.arrayBuffer()).byteLength;
    const elapsed = Math.round(performance.now() - started);
    print(`first tools/list ${elapsed} ms after the start of the process, ${bytes} bytes`);

    const v1 = await connectV1(url);
    const { tools } = await v1.listTools();
    print(`v1 client: ${tools.length} tools`);
    const created = await v1.callTool({
      name: "issues_create",
      arguments: { ...REPOSITORY, title: "Found a bug" },
    });
    print(`v1 client: issues_create → ${JSON.stringify(created.structuredContent)}`);
    await v1.close();

    const modern = await connectModern(url);
    const repository = await modern.callTool({ name: "repos_get", arguments: REPOSITORY });
    print(`v2 client: repos_get → ${JSON.stringify(repository.structuredContent)}`);
    await modern.close();
  });
}

async function runTools(): Promise<void> {
  const project = new Project("github-tools", fileURLToPath(new URL("github.mcp.yaml", import.meta.url)));
  prepare(project, "a server of 25 tools, by a tool spec");
  await project.serve({ GITHUB_TOKEN: "a-token" }, async (url) => {
    const v1 = await connectV1(url);
    const { tools } = await v1.listTools();
    print(`v1 client: ${tools.length} tools: ${tools.map(({ name }) => name).join(", ")}`);
    const issues = await v1.callTool({ name: "list_issues", arguments: REPOSITORY });
    print(`v1 client: list_issues → ${JSON.stringify(issues.structuredContent)}`);
    const old = await v1.callTool({ name: "issues_list_for_repo", arguments: { ...REPOSITORY, limit: 5 } });
    print(`v1 client: issues_list_for_repo, by its alias → ${JSON.stringify(old.structuredContent)}`);
    await v1.close();

    const modern = await connectModern(url);
    const merged = await modern.callTool({
      name: "merge_pull_request",
      arguments: { ...REPOSITORY, number: 42 },
    });
    print(`v2 client: merge_pull_request → ${JSON.stringify(merged.structuredContent)}`);
    await modern.close();
  });
}

function prepare(project: Project, title: string): void {
  step(`Generate ${title}`);
  project.generate();
  step("Type-check");
  project.typeCheck();
  step("Run the generated tests");
  project.test();
  step("Serve, list and call");
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
