import { expect, it } from "vitest";
import { gate, gateStub } from "../../generator/emit/syntax-gate.ts";

const check = (text: string) => () => gate({ path: "a/index.ts", text });

it.each([
  'import { z } from "speclathe/schema";\nexport const A = component(() => z.string());\n',
  'import server from "../index.ts";\ntestTool(server, a, { sends: [{ request: "GET /" }] });\n',
  'export default defineServer({ surface: new URL("./surface.json", import.meta.url) });\n',
  'export default defineServer({ groups: { a: () => import("./tools/a.ts") } });\n',
  'import type * as tools from "./tools/a.ts";\nexport const handlers = {\n' +
    '  "a.ts": (): Promise<{\n    b: Handler<typeof tools.b>;\n  }> => import("../../specs/a.ts"),\n};\n',
  'import { handlers } from "./handlers.ts";\nexport default defineServer({\n  handlers,\n});\n',
  'testResource(server, a, [{ uri: "a://b" }]);\ntestPrompt(server, b, [{ args: {}, texts: [null] }]);\n',
])("the syntax gate accepts declarations and literals: %j", (text) => {
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
  'import * as fs from "./fs.ts";',
  'import * as fs from "node:fs";',
  'import type * as fs from "node:fs";',
  'export const a = () => import("node:fs");',
  'export const a = () => import("data:text/javascript,1");',
  "export const a = () => import(b);",
  'export const a = () => import("./b.ts", { with: { type: "json" } });',
  'export const a = () => import("./b.ts").then((m) => m.b());',
  'export const a = () => import("./b.ts").then((m) => n.b);',
  'export const a = () => import("./b.ts").then((m) => m.b, (e) => e.c);',
  'export const a = () => import("./b.ts").then(run);',
  'export const a = () => import("./b.ts").then();',
  'export const a = () => import("./b.ts").then((m) => m.b);',
  "export const a = { process };",
  "export const a = () => b().then((m) => m.b);",
  'export const a = () => import("./b.ts").then((m) => m.b).then((m) => m.c);',
  "testTools(server, a);",
])("the syntax gate refuses %j", (text) => {
  expect(check(text)).toThrow("a/index.ts:1:");
});

const STUB = [
  'import { type Handler, ToolError } from "speclathe/handler";',
  'import type * as tools from "../generated/a/tools/a.ts";',
  "export const b: Handler<typeof tools.b> = async (_args, _context) => {",
  '  throw new ToolError("internal", "b is not written yet.");',
  "};",
].join("\n");

it("the syntax gate accepts functions that throw in a stub, and only there", () => {
  expect(() => gateStub({ path: "specs/a.handlers.ts", text: STUB })).not.toThrow();
  expect(check(STUB)).toThrow("unexpected");
});

it.each([
  'throw new Error("internal");',
  "throw new ToolError(`internal`);",
  'return import("node:fs");',
  "for (;;) {}",
  "execSync();",
  'throw new ToolError("internal", "a"); };\nexport { c } from "./c.ts";\nexport const d = () => {',
  'throw new ToolError("internal", "a"); function c() {}',
])("the syntax gate refuses in a stub: %s", (statement) => {
  const text = `export const b = async () => {\n  ${statement}\n};\n`;
  expect(() => gateStub({ path: "specs/a.handlers.ts", text })).toThrow("specs/a.handlers.ts:");
});
