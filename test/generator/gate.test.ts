import { expect, it } from "vitest";
import { gate } from "../../generator/emit/gate.ts";

const check = (text: string) => () => gate({ path: "a/index.ts", text });

it.each([
  'import { z } from "speclathe/schema";\nexport const A = component(() => z.string());\n',
  'import server from "../index.ts";\ntestTool(server, a, { sends: [{ request: "GET /" }] });\n',
  'export default defineServer({ surface: new URL("./surface.json", import.meta.url) });\n',
])("lets declarations and literals pass: %j", (text) => {
  expect(check(text)).not.toThrow();
});

it.each([
  "export const a = ;",
  'import { execSync } from "node:child_process";',
  'execSync("id");',
  'export const a = new Function("return 1")();',
  "export const a = `x`;",
  "while (true) {}",
  "export const a = () => { return 1; };",
  "export function a() {}",
  "a = 1;",
])("refuses %j", (text) => {
  expect(check(text)).toThrow("a/index.ts:1:");
});
