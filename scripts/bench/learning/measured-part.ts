import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Table } from "../table";
import type { MeasuredCall } from "./measure-call";
import { STUDIES } from "./studies";
import type { Finding, Study } from "./study";
import { compareInTable } from "./through-product/product-table";

/** The part that is a table of its own. */
export const PRODUCT_PART = "through-product";

export interface PartTask {
  readonly part: string;
  readonly dataFolder: string;
  /** Each time is the median of this many runs. */
  readonly repeats: number;
}

/** What a part's process answers, as JSON. */
export type MeasuredPart =
  | { readonly kind: "rows"; readonly rows: readonly MeasuredRow[] }
  | { readonly kind: "not measured"; readonly rows: readonly AbsentRow[]; readonly why: string }
  | { readonly kind: "table"; readonly table: Table };

interface AbsentRow {
  readonly row: number;
  readonly description: string;
}

export interface MeasuredRow extends AbsentRow {
  readonly figures: readonly JudgedFigure[];
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly p99Ms?: number;
  readonly tried: string;
}

export interface JudgedFigure {
  readonly what: string;
  readonly goal: string;
  readonly isMet: boolean;
  readonly measured: number | string;
  readonly unit?: string;
  readonly peer?: string;
}

/** A part that fails or times out must not remove the others from the report. */
export async function measurePart({ part, dataFolder, repeats }: PartTask): Promise<MeasuredPart> {
  if (part === PRODUCT_PART) return { kind: "table", table: await compareInTable(dataFolder) };
  const study = STUDIES[part]!;
  const { dataFile } = study;
  if (dataFile !== null && !existsSync(join(dataFolder, dataFile))) {
    return notMeasured(study, `there is no ${dataFile} where KINDRED_DATA says`);
  }
  const folder = mkdtempSync(join(tmpdir(), "kindred-learning-"));
  try {
    const lab = { dataFolder, dataFile: join(dataFolder, dataFile ?? ""), folder, repeats };
    const findings = await study.measure(lab);
    return { kind: "rows", rows: findings.map((finding) => judge(study, finding)) };
  } catch (error) {
    return notMeasured(study, error instanceof Error ? error.message : String(error));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function judge({ rows }: Study, { row, figures, calls, ...finding }: Finding): MeasuredRow {
  return {
    row,
    description: rows[row]!,
    figures: figures.map(({ goal, measured, ...figure }) => ({
      ...figure,
      measured,
      goal: goal.text,
      isMet: goal.isMet(measured),
    })),
    ...(calls ? costOf(calls) : ownCost()),
    ...finding,
  };
}

function notMeasured(study: Study, why: string): MeasuredPart {
  const rows = Object.entries(study.rows).map(([row, description]) => ({
    row: Number(row),
    description,
  }));
  return { kind: "not measured", rows, why };
}

/** The processor time of calls together, and the memory of the largest. */
function costOf(calls: readonly MeasuredCall[]) {
  return {
    cpuSeconds: calls.reduce((sum, call) => sum + call.median("cpuSeconds"), 0),
    peakMb: Math.max(...calls.map((call) => call.median("peakMb"))),
  };
}

/** Of this process, which measures nothing else. */
function ownCost() {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1_024 };
}
