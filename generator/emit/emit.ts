import type { GeneratedFile, ServerModel } from "../types.ts";
import { emitSchemas } from "./schemas.ts";
import { emitIndex, emitSurface } from "./server.ts";
import { emitTests } from "./tests.ts";
import { emitTools } from "./tools.ts";

/** Prints a model. Nothing is decided here. */
export function emit(model: ServerModel, options: { generator: string }): GeneratedFile[] {
  const components = new Map(model.components.map((component) => [component.name, component]));
  const files: GeneratedFile[] = [emitIndex(model), emitSurface(model, options.generator)];
  if (model.components.length > 0) files.push(emitSchemas(model, components));
  for (const group of model.groups) {
    files.push(emitTools(model, group, components));
    const tests = emitTests(model, group);
    if (tests) files.push(tests);
  }
  return files;
}
