/**
 * `npm run fidelity -- DIR`: how exactly generated schemas say what a JSON Schema says. DIR is a checkout of
 * the JSON Schema Test Suite. `--bodies CORPUS_DIR` compares with Ajv on the request bodies of OpenAPI
 * documents too, `--all` on all of them and not on 25 a document, and `--failures` lists what is wrong.
 */
import { parseArgs } from "node:util";
import { reportBodies } from "./bodies.ts";
import { reportSuite } from "./conformance.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    bodies: { type: "string" },
    all: { type: "boolean", default: false },
    failures: { type: "boolean", default: false },
  },
});
const [suite] = positionals;
if (suite === undefined && values.bodies === undefined) {
  process.stderr.write(
    "usage: npm run fidelity -- SUITE_DIR [--bodies CORPUS_DIR] [--all] [--failures]\n" +
      "SUITE_DIR holds draft2020-12/*.json, CORPUS_DIR holds OpenAPI documents.\n",
  );
  process.exit(2);
}
if (suite !== undefined) reportSuite(suite, values.failures);
if (values.bodies !== undefined)
  await reportBodies(values.bodies, values.all ? Infinity : 25, values.failures);
