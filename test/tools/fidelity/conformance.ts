/** Measures how often the printed zod code and the advertised schema agree with the JSON Schema Test Suite. */
import { ajvJudge, type Judges, judgesOf } from "./judges.ts";
import { Scores, verdictOf } from "./score.ts";
import { type Group, readSuite } from "./suite.ts";

const COLUMNS = ["all", "OAS subset"] as const;

export function reportSuite(dir: string, listFailures: boolean): void {
  const { groups, leftOut } = readSuite(dir);
  const scores = new Scores();
  for (const group of groups) judge(group, scores, listFailures);

  const files = (of: readonly Group[]): number => new Set(of.map((group) => group.file)).size;
  const oas = groups.filter((group) => group.oas);
  const tests = (of: readonly Group[]): number => of.reduce((sum, group) => sum + group.tests.length, 0);
  print(`JSON Schema Test Suite, draft 2020-12, required tests`);
  print(`all: ${files(groups)} files, ${groups.length} groups, ${tests(groups)} tests`);
  print(
    `OAS subset: the ${files(oas)} files (${oas.length} groups, ${tests(oas)} tests) without $id, ` +
      "$anchor, $dynamicRef, unevaluated*, if, dependentSchemas",
  );
  print(`skipped: ${leftOut.length} groups, ${tests(leftOut)} tests that require a remote document\n`);
  const row = (name: string, [all, some]: readonly string[]): void =>
    print(`${name.padEnd(54)}${all?.padStart(21)}${some?.padStart(21)}`);
  row("", COLUMNS);
  for (const name of ROWS)
    row(
      name,
      COLUMNS.map((column) => String(scores.get(`${column} ${name}`))),
    );
}

const ROWS = [
  "zod: tests",
  "zod: groups without an error",
  "advertised: tests",
  "advertised: groups without an error",
  "advertised, if Ajv is right on the original: tests",
  "advertised, if Ajv is right on the original: groups",
  "Ajv on the original: tests",
  "Ajv on the original: groups without an error",
] as const;

function judge(group: Group, scores: Scores, listFailures: boolean): void {
  const count = (name: (typeof ROWS)[number], isRight: boolean): void => {
    scores.get(`all ${name}`).add(isRight);
    if (group.oas) scores.get(`OAS subset ${name}`).add(isRight);
  };
  const judges = { ...judgesOrFailing(() => judgesOf(group.schema)), original: ajv(group) };
  const wrong = { zod: 0, advertised: 0, original: 0, advertisedOnly: 0 };
  for (const { description, data, valid } of group.tests) {
    const isRight = (who: keyof typeof judges): boolean => {
      const verdict = verdictOf(judges[who], data);
      if (verdict !== valid) {
        wrong[who]++;
        const found = typeof verdict === "string" ? verdict : verdict ? "accepted" : "refused";
        if (listFailures) print(`${group.file} / ${group.description} / ${description}: ${who} ${found}`);
      }
      return verdict === valid;
    };
    count("zod: tests", isRight("zod"));
    const advertised = isRight("advertised");
    const original = isRight("original");
    count("advertised: tests", advertised);
    count("Ajv on the original: tests", original);
    if (original) {
      count("advertised, if Ajv is right on the original: tests", advertised);
      if (!advertised) wrong.advertisedOnly++;
    }
  }
  count("zod: groups without an error", wrong.zod === 0);
  count("advertised: groups without an error", wrong.advertised === 0);
  count("Ajv on the original: groups without an error", wrong.original === 0);
  if (wrong.original === 0)
    count("advertised, if Ajv is right on the original: groups", wrong.advertisedOnly === 0);
}

/** Returns judges that throw for every value if the schema cannot be converted. */
function judgesOrFailing(make: () => Judges): Judges {
  try {
    return make();
  } catch (error) {
    const fail = (): never => {
      throw error;
    };
    return { zod: fail, advertised: fail };
  }
}

function ajv(group: Group): (value: never) => boolean {
  let judge: ReturnType<typeof ajvJudge> | undefined;
  return (value) => {
    judge ??= ajvJudge(group.schema);
    return judge(value);
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
