import { measureParts } from "../measure-parts";
import type { Report } from "../report";
import { benchClicks } from "./clicks";
import { benchOutbox } from "./outbox";

const BENCHES = { outbox: benchOutbox, hits: benchClicks } as const;

/** Email on its way out, and what comes back from those who read it. */
export const delivery: Report = {
  file: "docs/benchmarks/delivery.md",
  title: "Benchmarks of delivery",
  intro: "Database, app, load and provider share the machine.",
  parts: Object.keys(BENCHES),
  measure: (parts, repeats) => measureParts(BENCHES, parts, repeats),
};
