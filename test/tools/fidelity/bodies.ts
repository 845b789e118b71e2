/** Measures how often generated code and Ajv agree about the request bodies of real documents. */
import { Diagnostics } from "../../../generator/diagnostics.ts";
import type { Schema } from "../../../generator/json-schema.ts";
import { discover } from "../../../generator/load/discover.ts";
import { localDocument } from "../../../generator/load/document-files.ts";
import { loadDocument } from "../../../generator/load/load.ts";
import type { ApiDocument } from "../../../generator/normalise/api-document.ts";
import { normalise } from "../../../generator/normalise/document.ts";
import { type ExactSchema, exactRequest } from "./exact.ts";
import { instances } from "./instances.ts";
import { ajvJudge, judgesOfNormalised } from "./judges.ts";
import { Score, verdictOf } from "./score.ts";

const INSTANCES = 16;
/** Percent of the schemas. */
const BUDGET = 99.9;

const scores = {
  zod: { instances: new Score(), schemas: new Score() },
  advertised: { instances: new Score(), schemas: new Score() },
  valid: new Score(),
};

/** `limit` is the maximum number of schemas per document. */
export async function reportBodies(dir: string, limit: number, listFailures: boolean): Promise<void> {
  const { servers } = await discover(dir, []);
  const specs = servers.flatMap(({ name, document: file }) => (file === undefined ? [] : [{ name, file }]));
  let documents = 0;
  const unread: string[] = [];
  for (const spec of specs) {
    const { source, diagnostics } = await loadDocument(spec.name, localDocument(spec.file, {}));
    const document = source && !diagnostics.failed && normalise(source, new Diagnostics(spec.file));
    if (!document) unread.push(spec.name);
    else if (judgeDocument(document, limit, listFailures) > 0) documents++;
  }
  const { zod, advertised, valid } = scores;
  print(
    `\nJSON request bodies: ${zod.schemas.total} distinct schemas of ${documents} documents, compared with Ajv`,
  );
  print(`${zod.instances.total} instances, valid: ${valid}`);
  print(
    `documents that could not be read: ${unread.length} of ${specs.length} documents (${unread.join(", ")})\n`,
  );
  const kept = zod.schemas.right * 100 >= zod.schemas.total * BUDGET;
  print(`zod: instances          ${zod.instances}`);
  print(`zod: schemas            ${zod.schemas}  ≥ ${BUDGET} %  ${kept ? "PASS" : "FAIL"}`);
  print(`advertised: instances   ${advertised.instances}`);
  print(`advertised: schemas     ${advertised.schemas}`);
}

/** Returns the number of judged schemas of the document. */
function judgeDocument(document: ApiDocument, limit: number, listFailures: boolean): number {
  const seen = new Set<string>();
  for (const operation of document.operations)
    for (const { type, schema } of operation.body?.content ?? []) {
      if (!/^[^;]*[/+]json\b/i.test(type) || seen.size >= limit) continue;
      const exact = exactRequest(schema, document.schemas);
      const text = JSON.stringify(exact);
      if (seen.has(text)) continue;
      seen.add(text);
      const where = `${document.name} / ${operation.method} ${operation.path}`;
      judgeSchema(schema, document.schemas, exact, text, listFailures ? where : undefined);
    }
  return seen.size;
}

function judgeSchema(
  schema: Schema,
  defs: ReadonlyMap<string, Schema>,
  exact: ExactSchema,
  text: string,
  where: string | undefined,
): void {
  const judges = judgesOfNormalised(schema, defs);
  let referee: ((value: never) => boolean) | undefined;
  const ajv = (value: never): boolean => {
    referee ??= ajvJudge(exact as never);
    return referee(value);
  };
  const wrong = { zod: 0, advertised: 0 };
  for (const value of instances(exact, INSTANCES, text)) {
    const want = verdictOf(ajv, value);
    scores.valid.add(want === true);
    for (const who of ["zod", "advertised"] as const) {
      const got = verdictOf(judges[who], value);
      scores[who].instances.add(got === want);
      if (got === want) continue;
      if (where !== undefined && wrong[who] === 0)
        print(
          `${where}: expected ${want} (Ajv), found ${got} (${who}): ${JSON.stringify(value).slice(0, 400)}`,
        );
      wrong[who]++;
    }
  }
  scores.zod.schemas.add(wrong.zod === 0);
  scores.advertised.schemas.add(wrong.advertised === 0);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
