import type { ServerModel } from "../model/server-model.ts";
import {
  emitIndex,
  emitPrompts,
  emitResources,
  emitSchemas,
  emitSurface,
  emitTools,
} from "./declarations.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { emitHandlers } from "./handler-files.ts";
import type { OutputFolder } from "./print.ts";
import { emitRowTests, emitTests } from "./test-files.ts";
import type { Schemas } from "./zod.ts";

/** Prints the files of a model. The model stage has made all decisions. */
export function emit(model: ServerModel, options: { generator: string } & OutputFolder): GeneratedFile[] {
  const components = model.components.map((component) => [`#/$defs/${component.name}`, component] as const);
  const schemas: Schemas = { components: new Map(components), patterns: model.patterns };
  const files: (GeneratedFile | undefined)[] = [
    emitIndex(model, options),
    emitSurface(model, options.generator),
    ...(model.components.length > 0 ? [emitSchemas(model, schemas)] : []),
    ...(model.handlers.length > 0 ? [emitHandlers(model, options)] : []),
  ];
  for (const group of model.groups) files.push(emitTools(model, group, schemas), emitTests(model, group));
  if (model.resources.length > 0) files.push(emitResources(model, options), emitRowTests(model, "resources"));
  if (model.prompts.length > 0) files.push(emitPrompts(model), emitRowTests(model, "prompts"));
  return files.filter((file) => file !== undefined);
}
