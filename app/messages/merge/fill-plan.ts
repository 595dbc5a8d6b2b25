import type { BlockPart, Escape, TemplatePart } from "../composing/compiled-template";
import type { Filter } from "./merge-grammar";
import { utf8Bytes } from "./utf8-bytes";

/** Parts of a compiled template, with all worked out that is the same for every recipient. */
export interface FillPlan {
  readonly steps: readonly FillStep[];
  /** What comes after the last step. */
  readonly end: string;
  /** Of all its literals in UTF-8, those of inner plans left aside. */
  readonly literalBytes: number;
}

/** One place for a value or a block. All steps have the same fields: what differs in shape is read at twice the cost. */
export interface FillStep {
  /** The literal before it. */
  readonly before: string;
  readonly kind: "value" | BlockPart["kind"];
  /** Whether its value is the item's of the list around it, and the way to it from there or from the view. */
  readonly isOfItem: boolean;
  readonly keys: readonly string[];
  /** Of a value. */
  readonly escape: Escape;
  /** Of a value; null: none. */
  readonly filters: readonly Filter[] | null;
  /** Of a block: how many items it may have at most, whether it stands where its value is present, and what it holds. */
  readonly limit: number;
  readonly whenPresent: boolean;
  readonly inner: FillPlan;
}

/** Of one list. Views have far fewer. */
const MAX_ITEMS = 50;
const NO_PLAN: FillPlan = { steps: [], end: "", literalBytes: 0 };
const plans = new WeakMap<readonly TemplatePart[], FillPlan>();

/** The plan of these parts, made when they are first filled in. */
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
 * The same text, of one byte a character where it has none above U+00FF. What is cut from a rendering with marks keeps
 * two for each, and makes every email be joined at twice the cost.
 */
function narrow(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
