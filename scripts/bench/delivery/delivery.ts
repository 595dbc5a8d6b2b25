import { measureParts } from "../measure-parts";
import type { Report } from "../report";
import { benchHits } from "./hits";
import { benchOutbox } from "./outbox";

const BENCHES = { outbox: benchOutbox, hits: benchHits } as const;

/** Mail on its way out, and what comes back from those who read it. */
export const delivery: Report = {
  file: "docs/benchmarks/delivery.md",
  title: "Benchmarks of delivery",
  about: "Database, app, load and provider share the machine.",
  parts: Object.keys(BENCHES),
  measure: (parts, repeats) => measureParts(BENCHES, parts, repeats),
};
