import type { CaseRow } from "../../runtime/contract/test-rows.ts";
import type { SpecTest } from "../toolspec/tool-spec.ts";

/** The tests that somebody wrote, as rows. One without a name is called by its arguments. */
export function casesOf(tests: readonly SpecTest[] = []): CaseRow[] {
  return tests.map(({ name, args, mock, expect }) => ({
    name: name ?? `a call with ${Object.keys(args).join(", ") || "no arguments"}`,
    args,
    mock,
    expect,
  }));
}
