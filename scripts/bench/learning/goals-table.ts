import type { Table } from "../table";
import { earlierFigure } from "./earlier-figures";
import type { JudgedFigure, MeasuredPart, MeasuredRow } from "./measured-part";

const COLUMNS = [
  "",
  "figure",
  "goal",
  "at 79223a8",
  "measured",
  "result",
  "p99 of an answer",
  "processor time",
  "memory",
  "others",
];

/** The rows of all parts in order, with what was tried where a goal is missed; `null` without any row. */
export function goalsTable(parts: readonly MeasuredPart[], notes: readonly string[]): Table | null {
  const rows = parts
    .flatMap((part) => (part.kind === "rows" ? part.rows : []))
    .sort((a, b) => a.row - b.row);
  const absent = parts.flatMap((part) =>
    part.kind === "not measured"
      ? part.rows.map(
          ({ row, description }) => `${row}. ${description}: not measured, ${part.why}.`,
        )
      : [],
  );
  if (rows.length + absent.length === 0) return null;
  const missed = rows.filter(({ figures }) => !figures.every(({ isMet }) => isMet));
  return {
    title: "Goals",
    intro: [
      "“Others” are the scores of established tools on the same files and split; those marked “here” ran within the same minutes as ours.",
      "Figures at 79223a8 are those of the back-test of 26 November 2026, which had an engine of its own; empty where it did not measure the figure.",
      "Processor time is that of all calls of a row, and memory that of the largest, both with the reading of the file and with everything that the row compares; rows 15 and 16 have a process each. An answer is timed with the list of each model that is compared, except in rows 13 and 14.",
    ],
    columns: COLUMNS,
    words: ["figure", "others"],
    rows: rows.flatMap(writeRow),
    notes: [...missed.map(({ row, tried }) => `Missed in ${row}: ${tried}`), ...absent, ...notes],
  };
}

function writeRow({ row, description, figures, p99Ms, cpuSeconds, peakMb }: MeasuredRow) {
  return figures.map((figure, n) => [
    n === 0 ? `${row}. ${description}` : "",
    figure.what,
    figure.goal,
    earlierFigure(row, figure.what),
    writeMeasured(figure),
    figure.isMet ? "met" : "missed",
    n === 0 && p99Ms !== undefined ? `${writeNumber(p99Ms)} ms` : "",
    n === 0 ? `${cpuSeconds.toFixed(1)} s` : "",
    n === 0 ? `${peakMb.toFixed(0)} MB` : "",
    figure.peer ?? "",
  ]);
}

function writeMeasured({ measured, unit = "" }: JudgedFigure): string {
  const text = typeof measured === "number" ? writeNumber(measured) : measured;
  return `${text} ${unit}`.trimEnd();
}

/** Four digits distinguish a goal that is barely missed from one that is met. */
function writeNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
