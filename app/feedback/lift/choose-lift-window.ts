import type { LiftAnswer } from "./lift-answers";

/** Of one comparison's answers, that of the longest window that has a result; undefined without answers. */
export function chooseLiftWindow<A extends LiftAnswer>(answers: readonly A[]): A | undefined {
  return answers.findLast((it) => it.current ?? it.finished) ?? answers[0];
}
