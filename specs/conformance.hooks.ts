import { hook } from "speclathe/handler";
import { testToolWithTask } from "../generated/conformance/tools/conformance.ts";

/** What is asked here is asked before a task is made of the call, and not by the task. */
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
