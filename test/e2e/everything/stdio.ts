import { createLogger } from "../../../runtime/serve/log.ts";
import { listenStdio } from "../../../runtime/serve/serve.ts";
import server from "./server.ts";

await listenStdio({
  servers: [server],
  baseUrls: { everything: process.env.EVERYTHING_BASE_URL ?? "" },
  logger: createLogger("silent"),
});
