import type { TextFeature } from "./messages";

/**
 * The features whose texts an admin page shows, by the first part of its path after /app; "" is the home page. A test
 * compares them with what the page's components use.
 */
const PAGE_FEATURES: Readonly<Record<string, readonly TextFeature[]>> = {
  "": ["delivery", "home", "measures", "sending-blocks"],
  "access-log": ["access-log", "email-names"],
  "api-keys": ["api-keys", "settings"],
  campaigns: [
    "campaigns",
    "delivery",
    "discount",
    "email-names",
    "email-preview",
    "email-problems",
    "measures",
    "merge-values",
  ],
  optimizations: ["optimizations", "recommendations"],
  customers: ["customer-import", "customers", "delivery", "flows", "learning", "recommendations"],
  emails: [
    "email-editor",
    "email-names",
    "email-preview",
    "email-problems",
    "flows",
    "learning",
    "merge-values",
    "pictures",
    "rules",
    "segments",
  ],
  flows: [
    "delivery",
    "discount",
    "email-names",
    "email-preview",
    "flow-editor",
    "flows",
    "learning",
    "merge-values",
    "rules",
  ],
  forms: ["forms", "pictures"],
  outbox: [
    "delivery",
    "email-preview",
    "merge-values",
    "outbox",
    "recommendations",
    "sending-blocks",
  ],
  plan: ["plan"],
  predictions: ["audiences", "learning", "predictions", "training"],
  recommendations: ["learning", "recommendations", "training"],
  reports: ["email-names", "measures", "recommendations", "reports"],
  retention: ["retention"],
  segments: ["learning", "rules", "segments"],
  sender: ["email-preview", "sender", "sending-blocks"],
  settings: ["pictures", "settings"],
  suppressions: ["suppressions"],
  sync: ["sync"],
  texts: ["email-preview", "own-texts"],
};

/** On every admin page. */
const LAYOUT_FEATURES = ["common", "errors"] as const satisfies readonly TextFeature[];

/** @param pathname "/app/flows/welcome" */
export function featuresOfPage(pathname: string): readonly TextFeature[] {
  const part = /^\/app\/?([^/.]*)/.exec(pathname)?.[1] ?? "";
  return [...LAYOUT_FEATURES, ...(PAGE_FEATURES[part] ?? [])];
}
