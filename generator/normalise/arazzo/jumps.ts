import type { Condition, SpecStep, Template } from "../../toolspec/tool-spec.ts";
import { all, negation, type Truth } from "./condition.ts";
import { unsupported } from "./fault.ts";
import type { ReadStep } from "./step.ts";

/**
 * Steps of which those that are jumped over are left out: each of them gets the conditions under which it runs. What
 * such a condition asks of an answer becomes an output of the step that got it. Throws a `WorkflowFault`.
 */
export function withoutJumps(steps: readonly ReadStep[]): SpecStep[] {
  const whens: Condition[][] = steps.map(() => []);
  const outputs = steps.map(({ step }) => new Map(step.outputs));
  const dropped = new Set<number>();
  for (const [i, { step, jumps }] of steps.entries())
    for (const { when, to, pointer } of jumps) {
      const next = to === undefined ? steps.length : steps.findIndex((other) => other.step.id === to);
      if (next <= i)
        throw unsupported(
          pointer,
          `${next === -1 ? `there is no step "${to}"` : "steps do not go back"}`,
          "Go on to a later step.",
        );
      const over = Array.from({ length: next - i - 1 }, (_, skipped) => i + 1 + skipped);
      if (over.length === 0 || when === false) continue;
      const hidden = new Hidden(step.id, outputs[i] as Map<string, Template>);
      // A step that did not run leads nowhere.
      const ran: Truth =
        (whens[i] as Condition[]).length > 0 ? { value: hidden.output(true), is: true } : true;
      const runs = negation(all([ran, hidden.hoist(when)]));
      for (const skipped of over)
        if (typeof runs === "boolean") dropped.add(skipped);
        else whens[skipped]?.push(...("all" in runs ? runs.all : [runs]));
    }
  return steps.flatMap(({ step }, i) => {
    if (dropped.has(i)) return [];
    return [{ ...step, when: whens[i] as Condition[], outputs: outputs[i] as Map<string, Template> }];
  });
}

/** Outputs of a step that nobody asked for. */
class Hidden {
  readonly #step: string;
  readonly #outputs: Map<string, Template>;

  constructor(step: string, outputs: Map<string, Template>) {
    this.#step = step;
    this.#outputs = outputs;
  }

  /** The expression of an output. */
  output(template: Template): string {
    for (let i = 1; ; i++) {
      const name = `if-${i}`;
      const known = this.#outputs.get(name);
      if (known !== undefined && known !== template) continue;
      this.#outputs.set(name, template);
      return `$steps.${this.#step}.outputs.${name}`;
    }
  }

  /** A condition on an answer as one on outputs. */
  hoist(truth: Truth): Truth {
    if (typeof truth === "boolean") return truth;
    if ("all" in truth) return { all: truth.all.map((part) => this.hoist(part) as Condition) };
    if ("any" in truth) return { any: truth.any.map((part) => this.hoist(part) as Condition) };
    const { value, is, not } = truth;
    return {
      ...truth,
      value: this.#operand(value),
      ...(is !== undefined && { is: this.#operand(is) }),
      ...(not !== undefined && { not: this.#operand(not) }),
    };
  }

  #operand(template: Template): Template {
    return typeof template === "string" && /^\$(?:response|statusCode)\b/.test(template)
      ? this.output(template)
      : template;
  }
}
