import { createTwoFilesPatch } from "diff";
import type { Change } from "./write.ts";

/** A unified diff of one change, as `--check` prints it. */
export function patch({ path, before, after }: Change): string {
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, "", "", { context: 2 });
}
