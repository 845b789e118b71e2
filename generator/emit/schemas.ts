import type { Component, ServerModel } from "../model/server-model.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { header } from "./layout.ts";
import { typeOf } from "./type.ts";
import { ZodPrinter } from "./zod.ts";

/** `schemas.ts`: one lazily built schema for each named schema that a tool uses. */
export function emitSchemas(model: ServerModel, components: ReadonlyMap<string, Component>): GeneratedFile {
  const printer = new ZodPrinter(components, { describe: false });
  const declarations = model.components.map((component) => {
    const { exportName, schema, recursive } = component;
    const code = printer.print(schema);
    // A recursive type cannot be inferred through itself: there the type is written out and the schema follows it.
    return recursive
      ? `export type ${exportName} = ${typeOf(schema, components)};\n` +
          `export const ${exportName} = component((): z.ZodType<${exportName}> => ${code});\n`
      : `export const ${exportName} = component(() => ${code});\n` +
          `export type ${exportName} = z.output<ReturnType<typeof ${exportName}>>;\n`;
  });
  const helpers = ["component", ...printer.uses.helpers].sort();
  const imports = `import { ${[...helpers, "z"].join(", ")} } from "speclathe/schema";\n`;
  return {
    path: `${model.name}/schemas.ts`,
    text: [header(model.file), imports, ...declarations].join("\n"),
  };
}
