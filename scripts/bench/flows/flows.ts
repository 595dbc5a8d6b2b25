import { measureParts } from "../measure-parts";
import type { Report } from "../report";
import { benchAdvance } from "./advance";
import { benchWithLargeShop } from "./with-large-shop";
import { benchDueToClaimed } from "./due-to-claimed";

const BENCHES = {
  advance: benchAdvance,
  "due-to-claimed": benchDueToClaimed,
  "with-large-shop": benchWithLargeShop,
} as const;

/** Flow enrollments with many waiting ones. */
export const flows: Report = {
  file: "docs/benchmarks/flows.md",
  title: "Benchmarks of flows",
  intro: "Database and worker share the machine; one worker process.",
  parts: Object.keys(BENCHES),
  measure: (parts, repeats) => measureParts(BENCHES, parts, repeats),
};
