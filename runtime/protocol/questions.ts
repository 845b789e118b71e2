/** Questions in the words of the protocol. */
import { type InputRequest, inputRequired } from "@modelcontextprotocol/server";
import type { Question } from "../handler.ts";

/** A question as a request to the client that stands in a result. */
export function requestOf(question: Question): InputRequest {
  if ("elicit" in question) {
    const { message, schema } = question.elicit;
    // The schema is what the code says it is; the SDK's types list every form one by one.
    return inputRequired.elicit({ message, requestedSchema: schema as never });
  }
  if ("visit" in question) return inputRequired.elicitUrl(question.visit);
  if ("sample" in question) return inputRequired.createMessage(question.sample as never);
  return inputRequired.listRoots();
}
