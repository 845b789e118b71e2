/** What the types of written code take and refuse; `tsc` is what fails here. */
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

describe("the type of a handler", () => {
  it("has the arguments with their defaults", () => {
    expectTypeOf<Parameters<Handler<typeof tool>>[0]>().toEqualTypeOf<{ word: string; limit: number }>();
  });

  it("lets it return interfaces and read-only lists", () => {
    expectTypeOf<Fitting>().toExtend<Answer>();
    expectTypeOf<Fitting & { readonly more: 1 }>().toExtend<Answer>();
    expectTypeOf(content({ type: "text", text: "" })).toExtend<Answer>();
  });

  it("refuses a result that does not match the output schema", () => {
    expectTypeOf<Omit<Fitting, "rows">>().not.toExtend<Answer>();
    expectTypeOf<Omit<Fitting, "kind"> & { kind: string }>().not.toExtend<Answer>();
    expectTypeOf<Omit<Fitting, "rows"> & { rows: { name: number }[] }>().not.toExtend<Answer>();
    expectTypeOf<Omit<Fitting, "totals"> & { totals: Record<string, string> }>().not.toExtend<Answer>();
    expectTypeOf<string>().not.toExtend<Answer>();
    expectTypeOf<Answer>().not.toBeAny();
  });

  it("lets it return anything without an output schema", () => {
    expectTypeOf<Returned<unknown>>().toEqualTypeOf<unknown>();
    expectTypeOf<ContentResult>().toExtend<Answer>();
  });
});
