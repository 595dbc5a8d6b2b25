import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../report";
import type { Table } from "../table";
import type { MeasuredCall } from "./measure-call";
import { baskets } from "./studies/baskets";
import { beauty } from "./studies/beauty";
import { blend } from "./studies/blend";
import { coldStart } from "./studies/cold-start";
import { itemSets } from "./studies/item-sets";
import { lifetime } from "./studies/lifetime";
import { logistic } from "./studies/logistic";
import { neighbors } from "./studies/neighbors";
import { nextOrder } from "./studies/next-order";
import { retailIntent } from "./studies/retail-intent";
import { retailItems } from "./studies/retail-items";
import { scale } from "./studies/scale";
import { sessions } from "./studies/sessions";
import { subjectLines } from "./studies/subject-lines";
import { texts } from "./studies/texts";
import { uplift } from "./studies/uplift";
import type { Figure, Finding, Study } from "./study";
import { compareInTable } from "./through-product/product-table";

const STUDIES: Readonly<Record<string, Study>> = {
  beauty,
  scale,
  baskets,
  lifetime,
  intent: retailIntent,
  "next-order": nextOrder,
  items: retailItems,
  uplift,
  "item-sets": itemSets,
  logistic,
  neighbors,
  texts,
  sessions,
  "subject-lines": subjectLines,
  "cold-start": coldStart,
  blend,
};
const DATA = process.env.KINDRED_DATA ?? "../shared/data";
/** A table of its own. */
const PRODUCT_PART = "through-product";
const COLUMNS = [
  "",
  "figure",
  "goal",
  "measured",
  "result",
  "p99 of an answer",
  "processor time",
  "memory",
  "others",
];

/** Quality and speed of the learning engine, compared with others on the same data. */
export const learning: Report = {
  file: "docs/benchmarks/learning.md",
  title: "Benchmarks of learning",
  intro:
    "Every row runs calls of the backtest (`npm run backtest`), each in its own process; settings are chosen within the training data.",
  parts: [...Object.keys(STUDIES), PRODUCT_PART],
  async *measure(parts, repeats) {
    const findings: DescribedFinding[] = [];
    const notes: string[] = [];
    for (const part of parts) {
      const study = STUDIES[part];
      if (!study) continue;
      const startMs = performance.now();
      const outcome = await tryStudy(study, repeats);
      const seconds = Math.round((performance.now() - startMs) / 1_000);
      console.error(
        `${part}: ${outcome.kind === "measured" ? "done" : outcome.why} (${seconds} s)`,
      );
      if (outcome.kind === "not measured") notes.push(...absences(study, outcome.why));
      else {
        for (const { row, ...finding } of outcome.findings) {
          const cost = finding.calls ? costOf(finding.calls) : outcome.ownCost;
          findings.push({ row, ...finding, cost, description: study.rows[row]! });
        }
      }
    }
    findings.sort((a, b) => a.row - b.row);
    if (findings.length + notes.length > 0) yield tableOf(findings, notes);
    if (parts.includes(PRODUCT_PART)) yield await compareInTable(DATA);
  },
};

interface Cost {
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

interface DescribedFinding extends Finding {
  readonly description: string;
  readonly cost: Cost;
}

type Outcome =
  | {
      readonly kind: "measured";
      readonly findings: readonly Finding[];
      /** Of this process, during the study. */
      readonly ownCost: Cost;
    }
  | { readonly kind: "not measured"; readonly why: string };

/** A part that fails or times out must not remove the others from the table. */
async function tryStudy(study: Study, repeats: number): Promise<Outcome> {
  const { dataFile } = study;
  if (dataFile !== null && !existsSync(join(DATA, dataFile))) {
    return { kind: "not measured", why: `there is no ${dataFile} where KINDRED_DATA says` };
  }
  const folder = mkdtempSync(join(tmpdir(), "kindred-learning-"));
  try {
    const lab = { dataFolder: DATA, dataFile: join(DATA, dataFile ?? ""), folder, repeats };
    const before = process.cpuUsage();
    const findings = await study.measure(lab);
    const { user, system } = process.cpuUsage(before);
    const peakMb = process.resourceUsage().maxRSS / 1_024;
    return {
      kind: "measured",
      findings,
      ownCost: { cpuSeconds: (user + system) / 1e6, peakMb },
    };
  } catch (error) {
    return { kind: "not measured", why: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function absences({ rows }: Study, why: string): string[] {
  return Object.entries(rows).map(
    ([row, description]) => `${row}. ${description}: not measured, ${why}.`,
  );
}

function tableOf(findings: readonly DescribedFinding[], absent: readonly string[]): Table {
  const missed = findings.filter(({ figures }) => !figures.every(isMet));
  return {
    title: "Goals",
    intro: [
      "“Others” are the scores of established tools on the same files and split; those marked “here” ran within the same minutes as ours.",
      "Processor time is that of all calls of a row, and memory that of the largest, both with the reading of the file and with everything that the row compares. An answer is timed with the list of each model that is compared, except in rows 13 and 14.",
    ],
    columns: COLUMNS,
    words: ["figure", "others"],
    rows: findings.flatMap(({ row, description, figures, p99Ms, cost }) =>
      figures.map((figure, n) => [
        n === 0 ? `${row}. ${description}` : "",
        figure.what,
        figure.goal.text,
        writeMeasured(figure),
        isMet(figure) ? "met" : "missed",
        n === 0 && p99Ms !== undefined ? `${writeNumber(p99Ms)} ms` : "",
        n === 0 ? `${cost.cpuSeconds.toFixed(1)} s` : "",
        n === 0 ? `${cost.peakMb.toFixed(0)} MB` : "",
        figure.peer ?? "",
      ]),
    ),
    notes: [...missed.map(({ row, tried }) => `Missed in ${row}: ${tried}`), ...absent],
  };
}

/** The processor time of calls together, and the memory of the largest. */
function costOf(calls: readonly MeasuredCall[]): Cost {
  return {
    cpuSeconds: calls.reduce((sum, call) => sum + call.median("cpuSeconds"), 0),
    peakMb: Math.max(...calls.map((call) => call.median("peakMb"))),
  };
}

function isMet({ goal, measured }: Figure): boolean {
  return goal.isMet(measured);
}

function writeMeasured({ measured, unit = "" }: Figure): string {
  const text = typeof measured === "number" ? writeNumber(measured) : measured;
  return `${text} ${unit}`.trimEnd();
}

/** Four digits distinguish a goal that is barely missed from one that is met. */
function writeNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
