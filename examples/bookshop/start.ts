/**
 * `npm start`: runs the demo API, unless BOOKSHOP_BASE_URL names another one, and serves everything in `generated/`
 * like `speclathe serve`.
 */
import type { AddressInfo } from "node:net";
import { createBookshop } from "./upstream.ts";

/** The port of the server in specs/bookshop.openapi.yaml. */
const PORT = 4010;

if (!process.env.BOOKSHOP_BASE_URL) {
  const upstream = createBookshop().listen(PORT, "127.0.0.1");
  // A second demo on the same machine takes a free port.
  upstream.once("error", () => upstream.listen(0, "127.0.0.1"));
  await new Promise((resolve) => upstream.on("listening", resolve));
  const { port } = upstream.address() as AddressInfo;
  process.env.BOOKSHOP_BASE_URL = `http://127.0.0.1:${port}/v1`;
  process.stdout.write(`Demo API at ${process.env.BOOKSHOP_BASE_URL}, staff token "bookshop-staff"\n\n`);
}

const { serveCommand } = await import("../../bin/serve-command.ts");
await serveCommand().parseAsync(process.argv.slice(2), { from: "user" });
