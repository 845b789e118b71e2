/**
 * `npm run fidelity -- DIR`: measures how exactly generated schemas match their JSON Schemas. DIR is a checkout of
 * the JSON Schema Test Suite. `--bodies CORPUS_DIR` also compares with Ajv on the request bodies of OpenAPI
 * documents, by default 25 per document, with `--all` all of them. `--failures` lists each disagreement.
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
      "SUITE_DIR contains draft2020-12/*.json, CORPUS_DIR contains OpenAPI documents.\n",
  );
  process.exit(2);
}
if (suite !== undefined) reportSuite(suite, values.failures);
if (values.bodies !== undefined)
  await reportBodies(values.bodies, values.all ? Infinity : 25, values.failures);
