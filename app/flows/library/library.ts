import type { FlowDefinition } from "../flow";
import { ABANDONED_CHECKOUT } from "./abandoned-checkout";
import { CROSS_SELL } from "./cross-sell";

/** The flows that each shop gets as drafts. */
export const FLOW_LIBRARY: readonly FlowDefinition[] = [ABANDONED_CHECKOUT, CROSS_SELL];
