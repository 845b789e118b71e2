/** Serves one of the two over stdio: `stdio.ts declared` or `stdio.ts coded`. */
import { createLogger } from "../../../runtime/log.ts";
import { listenStdio } from "../../../runtime/serve/serve.ts";

const { default: server } = await import(`./${process.argv[2]}.ts`);

await listenStdio({
  servers: [server],
  baseUrls: { everything: process.env.EVERYTHING_BASE_URL ?? "" },
  logger: createLogger("silent"),
});
