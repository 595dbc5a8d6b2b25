import type { Industry } from "~/i18n/industry";
import type { FlowDefinition } from "../definition/flow";
import type { Trigger } from "../definition/trigger";

/** What an industry makes of the prebuilt flows, by their keys. */
interface IndustryFlows {
  /** Shown first while they are off, in this order. */
  readonly recommended: readonly string[];
  /** Rarely of use: below the others while they are off, and not suggested. */
  readonly unsuited: readonly string[];
  /** Waits of triggers: how long people decide, and how long until they usually order again. */
  readonly waits: Readonly<Record<string, Waits>>;
}

interface Waits {
  readonly idleMinutes?: number;
  readonly defaultDays?: number;
}

// What is booked or signed is not shipped, does not run out, and is not restocked.
const NOT_SHIPPED = ["cross-sell", "replenishment", "review-request"];
const NOT_IN_STOCK = [...NOT_SHIPPED, "back-in-stock", "low-stock", "price-drop"];

/** Contracts are compared for hours. */
const LONG_DECISIONS: Readonly<Record<string, Waits>> = {
  "abandoned-checkout": { idleMinutes: 240 },
  "abandoned-cart": { idleMinutes: 240 },
  "browse-abandonment": { idleMinutes: 480 },
};

const INDUSTRY_FLOWS: Readonly<Record<Industry, IndustryFlows>> = {
  online_store: { recommended: [], unsuited: [], waits: {} },
  travel: {
    recommended: ["welcome", "abandoned-checkout", "browse-abandonment", "thank-you", "win-back"],
    // Places on a trip sell out and their prices fall, so those flows stay.
    unsuited: NOT_SHIPPED,
    waits: {
      "abandoned-checkout": { idleMinutes: 180 },
      "abandoned-cart": { idleMinutes: 180 },
      "browse-abandonment": { idleMinutes: 240 },
      "win-back": { defaultDays: 300 },
    },
  },
  insurance: {
    recommended: ["welcome", "abandoned-checkout", "thank-you", "birthday", "win-back"],
    unsuited: NOT_IN_STOCK,
    waits: { ...LONG_DECISIONS, "win-back": { defaultDays: 390 } },
  },
  banking: {
    recommended: ["welcome", "abandoned-checkout", "thank-you", "birthday", "sunset"],
    unsuited: NOT_IN_STOCK,
    waits: { ...LONG_DECISIONS, "win-back": { defaultDays: 540 } },
  },
  physical_retail: {
    recommended: ["welcome", "thank-you", "win-back", "vip", "next-order", "replenishment"],
    // Few view a product online before they buy it, and the website's stock is not what is on the shelf.
    unsuited: ["browse-abandonment", "low-stock"],
    waits: { "win-back": { defaultDays: 75 } },
  },
};

/** How well a prebuilt flow suits an industry. Flows that a merchant made always suit. */
export type FlowFit = "recommended" | "usual" | "unsuited";

/** @param key of the flow */
export function fitOfFlow(key: string, industry: Industry): FlowFit {
  const { recommended, unsuited } = INDUSTRY_FLOWS[industry];
  if (unsuited.includes(key)) return "unsuited";
  return recommended.includes(key) ? "recommended" : "usual";
}

/** Prebuilt flows that are not suggested in an industry. */
export const listUnsuitedFlows = (industry: Industry): readonly string[] =>
  INDUSTRY_FLOWS[industry].unsuited;

/** Flows in the order in which an industry begins with them: recommended ones first, unsuited ones last. */
export function sortByFit<Flow extends { readonly key: string }>(
  flows: readonly Flow[],
  industry: Industry,
): Flow[] {
  const { recommended, unsuited } = INDUSTRY_FLOWS[industry];
  const rank = ({ key }: Flow) => {
    if (unsuited.includes(key)) return recommended.length + 1;
    const place = recommended.indexOf(key);
    return place === -1 ? recommended.length : place;
  };
  return flows.toSorted((a, b) => rank(a) - rank(b));
}

/** A prebuilt flow with the waits of an industry; an online store has those of the library. */
export function fitToIndustry(flow: FlowDefinition, industry: Industry): FlowDefinition {
  const waits = INDUSTRY_FLOWS[industry].waits[flow.key];
  return waits ? { ...flow, trigger: withWaits(flow.trigger, waits) } : flow;
}

function withWaits(trigger: Trigger, { idleMinutes, defaultDays }: Waits): Trigger {
  if (trigger.kind === "lapsed") {
    return { ...trigger, defaultDays: defaultDays ?? trigger.defaultDays };
  }
  return "idleMinutes" in trigger && idleMinutes !== undefined
    ? { ...trigger, idleMinutes }
    : trigger;
}
