import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CONTRACT_VERSION } from "../../runtime/contract/contract-version.ts";
import { createApp } from "../../runtime/index.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "speclathe-contract-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Starts a server whose surface.json states a version of the contract. */
async function start(contract: unknown): Promise<void> {
  const file = join(folder, "surface.json");
  const server = { name: "acme", title: "Acme", version: "1" };
  writeFileSync(file, JSON.stringify({ generator: "speclathe 9.9.9", contract, server, tools: [] }));
  await createApp({ servers: [{ name: "acme", surface: pathToFileURL(file), groups: {} }] });
}

it("serves a server that was generated for the runtime's version of the contract", async () => {
  await expect(start(CONTRACT_VERSION)).resolves.toBeUndefined();
});

it.each([
  [CONTRACT_VERSION + 1, `contract version ${CONTRACT_VERSION + 1}`],
  [undefined, "a version that states no contract"],
  ["1", "a version that states no contract"],
])("refuses a server that was generated for contract %j", async (contract, found) => {
  await expect(start(contract)).rejects.toThrow(
    `The server "acme" was generated for ${found}; this version of speclathe supports contract version ` +
      `${CONTRACT_VERSION}. Run \`speclathe generate\` with the version of speclathe that serves it.`,
  );
});
