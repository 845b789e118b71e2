/** The server under test: the built package with a generated server. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { answerParent, listenAnywhere } from "../child.ts";

export interface SubjectSetup {
  readonly name: string;
  readonly upstream: string;
}

answerParent(async ({ name, upstream }: SubjectSetup) => {
  // In this repository, the name of the package resolves to the sources and not to the build.
  const built = new URL("../../../../dist/runtime/index.js", import.meta.url).href;
  const { createApp } = (await import(built)) as typeof import("../../../../runtime/index.ts");
  const index = pathToFileURL(join(process.cwd(), "generated", name, "index.ts")).href;
  const { default: definition } = (await import(index)) as {
    readonly default: Parameters<typeof createApp>[0]["servers"][number];
  };
  const app = await createApp({ servers: [definition], baseUrls: { [name]: upstream } });
  for (const catalogue of app.catalogues.values()) await catalogue.warm();
  return listenAnywhere(app.callback());
});
