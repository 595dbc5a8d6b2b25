/**
 * Measures the app's performance goals. A full report is written to its file; a single part is only printed. The
 * measurements are in scripts/bench/.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { decisions } from "./bench/decisions/decisions";
import { defaultWeights } from "./bench/default-weights/default-weights";
import { delivery } from "./bench/delivery/delivery";
import { fleet } from "./bench/fleet/fleet";
import { flows } from "./bench/flows/flows";
import { learning } from "./bench/learning/learning";
import { mainJob } from "./bench/main-job/main-job";
import { describeMachine, loadNow } from "./bench/machine";
import type { Report } from "./bench/report";
import { writeSection } from "./bench/table";

const REPORTS: Readonly<Record<string, Report>> = {
  "main-job": mainJob,
  learning,
  "default-weights": defaultWeights,
  decisions,
  delivery,
  flows,
  fleet,
};
const USAGE = `npm run bench                 everything
npm run bench -- NAME         one report, or one part of it, which is printed only
npm run bench -- NAME N       each time is the median of N runs, else of 3

${Object.entries(REPORTS)
  .map(([name, { file, parts }]) => `${name}, written to ${file}\n  ${parts.join(", ")}`)
  .join("\n")}`;

// Each started process adds a listener for this one's exit.
process.setMaxListeners(100);

const [only, repeatsText = "3"] = process.argv.slice(2);
const repeats = Number(repeatsText);
const chosen = Object.entries(REPORTS).filter(
  ([name, { parts }]) => only === undefined || only === name || parts.includes(only),
);

if (chosen.length === 0 || !Number.isInteger(repeats) || repeats < 1) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  for (const [name, report] of chosen) {
    await run(name, report, only === undefined || only === name);
  }
}

async function run(name: string, report: Report, isWhole: boolean): Promise<void> {
  const loadBefore = loadNow();
  const parts = isWhole ? report.parts : report.parts.filter((part) => part === only);
  const sections: string[] = [];
  for await (const table of report.measure(parts, repeats)) {
    const section = writeSection(table);
    console.log(`\n${section}`);
    sections.push(section);
  }
  if (isWhole) writeReport(name, report, sections, loadBefore);
}

function writeReport(
  name: string,
  report: Report,
  sections: readonly string[],
  loadBefore: number,
): void {
  const { cpu, cores, memoryGb, node } = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  mkdirSync(dirname(report.file), { recursive: true });
  writeFileSync(
    report.file,
    [
      `# ${report.title}\n`,
      `${date}, ${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}; load ${loadBefore} before. ${report.intro}`,
      `Each time is the median of ${repeats} runs; made by \`npm run bench -- ${name} ${repeats}\`.\n`,
      ...sections,
    ].join("\n"),
  );
  console.log(`Written to ${report.file}`);
}
