import type { BlockPart, Escape, TemplatePart } from "./compiled-template";
import type { Filter } from "../merge/merge-grammar";
import { utf8Bytes } from "./utf8-bytes";

/** Parts of a compiled template, with everything precomputed that is equal for all recipients. */
export interface FillPlan {
  readonly steps: readonly FillStep[];
  /** The literal after the last step. */
  readonly end: string;
  /** UTF-8 size of its literals, without inner plans. */
  readonly literalBytes: number;
}

/**
 * The position of a value or a block. All steps have the same fields, because objects of different shapes are read at
 * half the speed.
 */
export interface FillStep {
  /** The preceding literal. */
  readonly before: string;
  readonly kind: "value" | BlockPart["kind"];
  /** Whether its value belongs to the item of the surrounding list, and its path from there or from the view. */
  readonly isOfItem: boolean;
  readonly keys: readonly string[];
  /** Values only. */
  readonly escape: Escape;
  /** Values only; null: none. */
  readonly filters: readonly Filter[] | null;
  /** Blocks only: maximum number of items, whether the value must be present, and the content. */
  readonly limit: number;
  readonly whenPresent: boolean;
  readonly inner: FillPlan;
}

/** Maximum items of one list. Views have far fewer. */
const MAX_ITEMS = 50;
const NO_PLAN: FillPlan = { steps: [], end: "", literalBytes: 0 };
const plans = new WeakMap<readonly TemplatePart[], FillPlan>();

/** The plan of these parts, created on first use. */
export function getFillPlan(parts: readonly TemplatePart[]): FillPlan {
  let plan = plans.get(parts);
  if (plan === undefined) {
    plan = planFill(parts);
    plans.set(parts, plan);
  }
  return plan;
}

function planFill(parts: readonly TemplatePart[]): FillPlan {
  const steps: FillStep[] = [];
  let before = "";
  let literalBytes = 0;
  for (const part of parts) {
    if (typeof part === "string") {
      before += part;
      continue;
    }
    literalBytes += utf8Bytes(before);
    const isOfItem = part.path[0] === "item";
    steps.push({
      before: narrow(before),
      kind: part.kind,
      isOfItem,
      keys: isOfItem ? part.path.slice(1) : part.path,
      escape: part.kind === "value" ? part.escape : "plain",
      filters: part.kind === "value" && part.filters.length > 0 ? part.filters : null,
      limit: (part.kind === "repeat" ? part.limit : null) ?? MAX_ITEMS,
      whenPresent: part.kind === "show" && part.when === "present",
      inner: part.kind === "value" ? NO_PLAN : planFill(part.parts),
    });
    before = "";
  }
  return { steps, end: narrow(before), literalBytes: literalBytes + utf8Bytes(before) };
}

/**
 * The same text with one byte per character if it has none above U+00FF. Text cut from a rendering with markers uses
 * two bytes per character, which would double the cost of joining every email.
 */
function narrow(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
