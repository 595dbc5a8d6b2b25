import { measureParts } from "../measure-parts";
import type { Report } from "../report";
import { benchClicks } from "./clicks";
import { benchOutbox } from "./outbox";

const BENCHES = { outbox: benchOutbox, hits: benchClicks } as const;

/** Outgoing email and its clicks. */
export const delivery: Report = {
  file: "docs/benchmarks/delivery.md",
  title: "Benchmarks of delivery",
  intro: "Database, app, load and provider share the machine.",
  parts: Object.keys(BENCHES),
  measure: (parts, repeats) => measureParts(BENCHES, parts, repeats),
};
