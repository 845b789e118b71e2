/** The types of handlers. The compiler checks these tests. */
import { describe, expectTypeOf, it } from "vitest";
import { type ContentResult, content, type Handler, type Returned } from "../../runtime/handler.ts";
import { z } from "../../runtime/schema.ts";
import { defineTool } from "../../runtime/tool.ts";

const tool = defineTool({
  name: "count",
  description: "Counts.",
  input: () => z.strictObject({ word: z.string(), limit: z.int().default(1) }),
  output: () =>
    z.looseObject({
      kind: z.enum(["one", "many"]),
      rows: z.array(z.looseObject({ name: z.string(), size: z.int().optional() })),
      totals: z.record(z.string(), z.number()),
    }),
  annotations: {},
  handler: "x.ts#y",
});
type Answer = Awaited<ReturnType<Handler<typeof tool>>>;

interface Row {
  readonly name: string;
  readonly size?: number;
}
interface Fitting {
  readonly kind: "one";
  readonly rows: readonly Row[];
  readonly totals: Readonly<Record<string, number>>;
}

describe("a handler", () => {
  it("receives the arguments with their defaults", () => {
    expectTypeOf<Parameters<Handler<typeof tool>>[0]>().toEqualTypeOf<{ word: string; limit: number }>();
  });

  it("may return interfaces and read-only lists", () => {
    expectTypeOf<Fitting>().toExtend<Answer>();
    expectTypeOf<Fitting & { readonly more: 1 }>().toExtend<Answer>();
    expectTypeOf(content({ type: "text", text: "" })).toExtend<Answer>();
  });

  it("may not return other than the documented type", () => {
    expectTypeOf<Omit<Fitting, "rows">>().not.toExtend<Answer>();
    expectTypeOf<Omit<Fitting, "kind"> & { kind: string }>().not.toExtend<Answer>();
    expectTypeOf<Omit<Fitting, "rows"> & { rows: { name: number }[] }>().not.toExtend<Answer>();
    expectTypeOf<Omit<Fitting, "totals"> & { totals: Record<string, string> }>().not.toExtend<Answer>();
    expectTypeOf<string>().not.toExtend<Answer>();
    expectTypeOf<Answer>().not.toBeAny();
  });

  it("may return anything if no result is documented", () => {
    expectTypeOf<Returned<unknown>>().toEqualTypeOf<unknown>();
    expectTypeOf<ContentResult>().toExtend<Answer>();
  });
});
