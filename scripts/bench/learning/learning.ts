import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../report";
import type { Table } from "../table";
import { baskets } from "./studies/baskets";
import { beauty } from "./studies/beauty";
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
};
const DATA = process.env.KINDRED_DATA ?? "../shared/data";
const COLUMNS = ["", "figure", "goal", "measured", "result", "others"];

/** Quality and speed of the learning engine, compared with others on the same data. */
export const learning: Report = {
  file: "docs/benchmarks/learning.md",
  title: "Benchmarks of learning",
  intro:
    "Every row runs calls of the backtest (`npm run backtest`), each in its own process; settings are chosen within the training data.",
  parts: Object.keys(STUDIES),
  async *measure(parts, repeats) {
    const findings: (Finding & { readonly description: string })[] = [];
    const notes: string[] = [];
    for (const part of parts) {
      const study = STUDIES[part]!;
      const startMs = performance.now();
      const outcome = await tryStudy(study, repeats);
      const seconds = Math.round((performance.now() - startMs) / 1_000);
      console.error(
        `${part}: ${outcome.kind === "measured" ? "done" : outcome.why} (${seconds} s)`,
      );
      if (outcome.kind === "not measured") notes.push(...absences(study, outcome.why));
      else {
        for (const { row, ...finding } of outcome.findings) {
          findings.push({ row, ...finding, description: study.rows[row]! });
        }
      }
    }
    findings.sort((a, b) => a.row - b.row);
    yield tableOf(findings, notes);
  },
};

type Outcome =
  | { readonly kind: "measured"; readonly findings: readonly Finding[] }
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
    return { kind: "measured", findings: await study.measure(lab) };
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

function tableOf(
  findings: readonly (Finding & { readonly description: string })[],
  absent: readonly string[],
): Table {
  const missed = findings.filter(({ figures }) => !figures.every(isMet));
  return {
    title: "Goals",
    intro: [
      "“Others” are the scores of established tools on the same files and split; those marked “here” ran within the same minutes as ours.",
    ],
    columns: COLUMNS,
    words: ["figure", "others"],
    rows: findings.flatMap(({ row, description, figures }) =>
      figures.map((figure, n) => [
        n === 0 ? `${row}. ${description}` : "",
        figure.what,
        figure.goal.text,
        writeMeasured(figure),
        isMet(figure) ? "met" : "missed",
        figure.peer ?? "",
      ]),
    ),
    notes: [
      ...missed.map(({ row, tried }) => `Missed in ${row}: ${tried}`),
      ...listCosts(findings),
      ...absent,
    ],
  };
}

/** The cost of a row's calls together, and the memory of the largest. */
function listCosts(findings: readonly Finding[]): string[] {
  const costs = findings.flatMap(({ row, calls = [] }) => {
    if (calls.length === 0) return [];
    const seconds = calls.reduce((sum, call) => sum + call.median("cpuSeconds"), 0);
    const peakMb = Math.max(...calls.map((call) => call.median("peakMb")));
    return [`${row}: ${seconds.toFixed(1)} s and ${peakMb.toFixed(0)} MB`];
  });
  return costs.length === 0
    ? []
    : [`Processor time and memory of each row's calls, with reading: ${costs.join("; ")}.`];
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
