import type { Missing } from "../quality";
import { countedUnit } from "./feature-words";

/** What is missing before a model can be trained or back-tested, and how much more is needed. */
export function describeMissing({ what, have, need }: Missing): string {
  const more = Math.max(1, Math.ceil(need - have));
  switch (what) {
    case "buyers":
      return `${countedUnit(have, "customer")} of ${need} ordered within the window: ${more} more must before this can be learned.`;
    case "non_buyers":
      return `${countedUnit(have, "customer")} of ${need} stayed away during the window: ${more} more must before Kindred can distinguish the two.`;
    case "customers":
      return `${countedUnit(have, "customer")} of ${need}: ${more} more are needed.`;
    case "days":
      return `${countedUnit(have, "day")} of orders are known, of ${need}: ${countedUnit(more, "day")} more are needed.`;
    case "returns":
      return `${countedUnit(have, "return")} of customers with three orders or more are known, of ${need}: ${more} more are needed.`;
    case "variation":
      return "Spend and interest say the same of every customer so far: more orders are needed.";
    case "clicks":
      return `${countedUnit(have, "email")} of ${need} answered so far: ${more} more are needed before an hour can stand out.`;
    case "emails":
      return "No email has gone out yet.";
  }
}
