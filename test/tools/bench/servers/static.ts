/** The floor of a list: Koa with a prepared body. */
import Koa from "koa";
import { answerParent, listenAnywhere } from "../child.ts";

export interface StaticSetup {
  readonly base64: string;
}

answerParent(({ base64 }: StaticSetup) => {
  const body = Buffer.from(base64, "base64");
  const app = new Koa();
  app.use((ctx) => {
    ctx.type = "application/json";
    ctx.body = body;
  });
  return listenAnywhere(app.callback());
});
