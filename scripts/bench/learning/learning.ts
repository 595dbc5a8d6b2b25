import type { Report } from "../report";
import { startChild } from "../child";
import { goalsTable } from "./goals-table";
import { openKeptParts, readVersion, type TimedPart } from "./kept-parts";
import { PRODUCT_PART, type MeasuredPart, type PartTask } from "./measured-part";
import { STUDIES } from "./studies";

const DATA = process.env.KINDRED_DATA ?? "../shared/data";
const KEPT = ".cache/bench-learning";
const PARTS = [...Object.keys(STUDIES), PRODUCT_PART];

/** Quality and speed of the learning engine, compared with others on the same data. */
export const learning: Report = {
  file: "docs/benchmarks/learning.md",
  title: "Benchmarks of learning",
  intro:
    "Every row runs calls of the backtest (`npm run backtest`), each in its own process; settings are chosen within the training data. A command that was interrupted continues with the parts that it has not measured at the same commit.",
  parts: PARTS,
  async *measure(parts, repeats) {
    const kept = openKeptParts(KEPT, readVersion(repeats));
    const done = new Map<string, TimedPart>();
    for (const part of parts) {
      const before = kept.find(part);
      const timed = before ?? (await measureInChild({ part, dataFolder: DATA, repeats }));
      if (!before && timed.measured.kind !== "not measured") kept.keep(part, timed);
      console.error(`${part}: ${stateOf(timed, before !== null)}`);
      done.set(part, timed);
    }
    const measured = [...done.values()].map((timed) => timed.measured);
    const goals = goalsTable(measured, [durationsOf(done)]);
    if (goals) yield goals;
    for (const part of measured) if (part.kind === "table") yield part.table;
    // A finished report is measured anew the next time.
    if (PARTS.every((part) => done.has(part))) kept.removeAll();
  },
};

async function measureInChild(task: PartTask): Promise<TimedPart> {
  const startMs = performance.now();
  const child = startChild(new URL("./answer-part.ts", import.meta.url), task);
  const measured = await child.next<MeasuredPart>();
  await child.stop();
  return { measured, seconds: Math.round((performance.now() - startMs) / 1_000) };
}

function stateOf({ measured, seconds }: TimedPart, isKept: boolean): string {
  const state = measured.kind === "not measured" ? measured.why : "done";
  return `${state} (${seconds} s${isKept ? ", measured before" : ""})`;
}

function durationsOf(done: ReadonlyMap<string, TimedPart>): string {
  const total = [...done.values()].reduce((sum, { seconds }) => sum + seconds, 0);
  const each = [...done].map(([part, { seconds }]) => `${part} ${seconds} s`).join(", ");
  return `The parts took ${Math.ceil(total / 60)} minutes: ${each}.`;
}
