/**
 * mcp.schema.json, which editors complete and check `*.mcp.yaml` with, is made from the format itself.
 * UPDATE_SCHEMA=1 writes it.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isObject, type Json, type JsonObject } from "../../../generator/json.ts";
import { faultsOf } from "../../../generator/toolspec/check.ts";
import { toolSpec } from "../../../generator/toolspec/format/spec.ts";
import { fromYaml } from "../../support/documents.ts";

const FILE = "mcp.schema.json";
const schema: JsonObject = {
  title: "A tool spec of speclathe: *.mcp.yaml",
  ...(plain(z.toJSONSchema(toolSpec, { target: "draft-7", io: "input" }) as Json) as JsonObject),
};

/** A reference alone, where zod puts it into `allOf`: editors show what it leads to. */
function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  const { allOf } = value;
  const [only] = Array.isArray(allOf) && Object.keys(value).length === 1 ? allOf : [];
  if (only !== undefined && (allOf as Json[]).length === 1) return plain(only);
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plain(child)]));
}

it("is what the format says", () => {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (process.env.UPDATE_SCHEMA) writeFileSync(FILE, text);
  expect(readFileSync(FILE, "utf8")).toBe(text);
});

it("describes each key, for whoever writes one", () => {
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

describe("says of a spec what the generator says:", () => {
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
    // What only code can tell (expressions, names that are taken) the schema does not.
    if (faultsOf(root).length > 0) expect(accepts).toBe(false);
    else if (!file.startsWith("test/golden/spec-")) expect(accepts).toBe(true);
  });
});
