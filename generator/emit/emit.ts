import type { ServerModel } from "../model/server-model.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { emitHandlers } from "./handlers.ts";
import type { Place } from "./paths.ts";
import { emitPrompts } from "./prompts.ts";
import { emitResources } from "./resources.ts";
import { emitSchemas } from "./schemas.ts";
import { emitIndex, emitSurface } from "./server.ts";
import { emitRowTests, emitTests } from "./tests.ts";
import { emitTools } from "./tools.ts";

/** Prints a model. Nothing is decided here. */
export function emit(model: ServerModel, options: { generator: string } & Place): GeneratedFile[] {
  const components = new Map(model.components.map((component) => [component.name, component]));
  const files: (GeneratedFile | undefined)[] = [
    emitIndex(model, options),
    emitSurface(model, options.generator),
    ...(model.components.length > 0 ? [emitSchemas(model, components)] : []),
    ...(model.handlers.length > 0 ? [emitHandlers(model, options)] : []),
  ];
  for (const group of model.groups) files.push(emitTools(model, group, components), emitTests(model, group));
  if (model.resources.length > 0) files.push(emitResources(model, options), emitRowTests(model, "resources"));
  if (model.prompts.length > 0) files.push(emitPrompts(model), emitRowTests(model, "prompts"));
  return files.filter((file) => file !== undefined);
}
