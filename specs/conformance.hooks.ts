import { hook } from "speclathe/handler";
import { testToolWithTask } from "../generated/conformance/tools/conformance.ts";

/** A `before` hook asks its questions before the task starts. */
export default [
  hook(testToolWithTask, {
    before: async (args, context) => {
      const { content } = await context.ask("user_name", {
        elicit: {
          message: "What is your name?",
          schema: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
        },
      });
      return { ...args, user_name: String(content?.name ?? "nobody") };
    },
  }),
];
