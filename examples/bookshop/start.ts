/**
 * `npm start`: the demo API, unless BOOKSHOP_BASE_URL names another, and everything in `generated/` served
 * as `speclathe serve` would.
 */
import type { AddressInfo } from "node:net";
import { createBookshop } from "./upstream.ts";

/** The API's address in specs/bookshop.openapi.yaml. */
const PORT = 4010;

if (!process.env.BOOKSHOP_BASE_URL) {
  const upstream = createBookshop().listen(PORT, "127.0.0.1");
  // A second demo on the same machine takes whatever port is free.
  upstream.once("error", () => upstream.listen(0, "127.0.0.1"));
  await new Promise((resolve) => upstream.on("listening", resolve));
  const { port } = upstream.address() as AddressInfo;
  process.env.BOOKSHOP_BASE_URL = `http://127.0.0.1:${port}/v1`;
  process.stdout.write(`Demo API at ${process.env.BOOKSHOP_BASE_URL}, staff token "bookshop-staff"\n\n`);
}

const { serveCommand } = await import("../../bin/serve-command.ts");
await serveCommand().parseAsync(process.argv.slice(2), { from: "user" });
