/**
 * mcp.schema.json, which editors complete and check `*.mcp.yaml` with, is made from the format itself.
 * UPDATE_SCHEMA=1 writes it.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isObject, type Json, type JsonObject } from "../../../generator/json.ts";
import { type Fault, read } from "../../../generator/toolspec/format/read.ts";
import { toolSpec } from "../../../generator/toolspec/format/server-format.ts";
import { fromYaml } from "../../support/documents.ts";

const FILE = "mcp.schema.json";
const schema: JsonObject = {
  title: "A tool spec of speclathe: *.mcp.yaml",
  ...(plain(z.toJSONSchema(toolSpec, { target: "draft-7", io: "input" }) as Json) as JsonObject),
};

/** Replaces an `allOf` of one reference, as zod writes it, by the reference: editors show its target then. */
function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  const { allOf } = value;
  const [only] = Array.isArray(allOf) && Object.keys(value).length === 1 ? allOf : [];
  if (only !== undefined && (allOf as Json[]).length === 1) return plain(only);
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plain(child)]));
}

it("equals the JSON Schema of the format", () => {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (process.env.UPDATE_SCHEMA) writeFileSync(FILE, text);
  expect(readFileSync(FILE, "utf8")).toBe(text);
});

it("describes each key", () => {
  const silent: string[] = [];
  const visit = (value: Json, at: string): void => {
    if (Array.isArray(value)) for (const [i, item] of value.entries()) visit(item, `${at}/${i}`);
    if (!isObject(value)) return;
    const { properties } = value;
    if (isObject(properties))
      for (const [key, property] of Object.entries(properties)) {
        const { $ref, description } = property as { $ref?: string; description?: string };
        const target =
          $ref === undefined ? undefined : (schema.definitions as JsonObject)[$ref.split("/")[2] ?? ""];
        if (!description && !(target as JsonObject | undefined)?.description) silent.push(`${at}/${key}`);
      }
    for (const [key, child] of Object.entries(value)) visit(child, `${at}/${key}`);
  };
  visit(schema, "");
  expect(silent).toEqual([]);
});

describe("accepts and refuses the same files as the generator", () => {
  const check = new Ajv({ strict: false }).compile(schema);
  const specs = ["specs", "examples", "test/golden"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".mcp.yaml"))
      .map((file) => `${folder}/${file.replaceAll("\\", "/")}`),
  );
  it.each(specs)("%s", (file) => {
    const text = readFileSync(file, "utf8");
    const root = text.trim() === "" ? null : fromYaml(text);
    const accepts = check(root);
    expect(check.errors ?? []).toEqual(accepts ? [] : expect.anything());
    // The schema knows neither expressions nor keys that have no effect beside others.
    const faults: Fault[] = [];
    read(toolSpec, root, (fault) => void faults.push(fault));
    const hasFault = faults.some(({ code }) => code !== "unknown-expression" && code !== "conflicting-keys");
    // read() differs from zod only in going on after a fault.
    if (faults.length === 0) expect(read(toolSpec, root, () => {})).toEqual(toolSpec.parse(root));
    if (hasFault) expect(accepts).toBe(false);
    else if (!file.startsWith("test/golden/spec-")) expect(accepts).toBe(true);
  });
});
