/** The API behind the servers, with one response for all requests. */
import { answerParent, listenAnywhere } from "../child.ts";
import { ANSWER } from "../document.ts";

const body = Buffer.from(JSON.stringify(ANSWER));
const headers = { "content-type": "application/json", "content-length": body.length };

answerParent(() => listenAnywhere((_, response) => response.writeHead(200, headers).end(body)));
