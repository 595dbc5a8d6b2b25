import { mkdirSync, writeFileSync } from "node:fs";
import { listDatabases, type DatabaseName } from "./bench/databases";
import { describeMachine, loadNow } from "./bench/machine";
import { benchMails } from "./bench/mails";
import { benchRender } from "./bench/render";
import { benchSize } from "./bench/size";
import { writeTable, type Table } from "./bench/table";
import { benchWebhooks } from "./bench/webhooks";

const FILE = "docs/benchmarks/main-job.md";
const USAGE = `npm run bench                 everything, written to ${FILE}
npm run bench -- NAME         one of webhooks, mails, render, size, printed only
npm run bench -- NAME N       each figure is the median of N runs, else of 3`;

type Bench = (databases: readonly DatabaseName[], repeats: number) => Promise<Table>;
const BENCHES: Readonly<Record<string, Bench>> = {
  webhooks: benchWebhooks,
  mails: benchMails,
  render: benchRender,
  size: benchSize,
};

// Each process that is started listens for the end of this one.
process.setMaxListeners(100);

const [only, repeatsText = "3"] = process.argv.slice(2);
const repeats = Number(repeatsText);
const isKnown = only === undefined || Object.hasOwn(BENCHES, only);

if (!isKnown || !Number.isInteger(repeats) || repeats < 1) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const { names, skipped } = await listDatabases();
  if (skipped !== null) console.error(skipped);
  const loadBefore = loadNow();
  const sections: string[] = [];
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (only !== undefined && only !== name) continue;
    const table = await bench(names, repeats);
    const section = `## ${table.title}\n\n${table.about.join("\n\n")}\n\n${writeTable(table)}\n`;
    console.log(`\n${section}`);
    sections.push(section);
  }
  if (only === undefined) writeReport(sections, skipped, loadBefore);
}

function writeReport(
  sections: readonly string[],
  skipped: string | null,
  loadBefore: number,
): void {
  const { cpu, cores, memoryGb, node } = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  mkdirSync("docs/benchmarks", { recursive: true });
  writeFileSync(
    FILE,
    [
      "# Benchmarks of the main job\n",
      `${date}, ${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}; load ${loadBefore} before. Database, app, load`,
      `and provider share the machine. Each figure is the median of ${repeats} runs; made by \`npm run bench\`.\n`,
      ...(skipped === null ? [] : [`${skipped}\n`]),
      ...sections,
    ].join("\n"),
  );
  console.log(`Written to ${FILE}`);
}
