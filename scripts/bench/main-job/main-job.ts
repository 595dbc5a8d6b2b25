import { measureParts, type Bench } from "../measure-parts";
import type { Report } from "../report";
import { benchCollect, benchFlood, benchSoak } from "./storefront/collect";
import { benchIdle } from "./idle/idle";
import { benchLogLine } from "./log-line";
import { benchEmails } from "./emails/emails";
import { benchFollowed, benchRecommended } from "./storefront/recommended";
import { benchPageData } from "./page-data/page-data";
import { benchPages } from "./pages/pages";
import { benchRender } from "./emails/render";
import { benchSearch } from "./search/search";
import { benchSegments } from "./segments/segments";
import { benchSingle } from "./single/single";
import { benchSize } from "./size/size";
import { benchStorefront } from "./storefront/storefront";
import { benchWakeUps } from "./wake-ups/wake-ups";
import { benchPipelined } from "./webhooks/pipelined";
import { benchScopes } from "./webhooks/scopes";
import { benchUnknownShops } from "./webhooks/unknown-shops";
import { benchWebhooks } from "./webhooks/webhooks";

const BENCHES: Readonly<Record<string, Bench>> = {
  idle: benchIdle,
  single: benchSingle,
  webhooks: benchWebhooks,
  scopes: benchScopes,
  pipelined: benchPipelined,
  "unknown-shops": benchUnknownShops,
  "wake-ups": benchWakeUps,
  collect: benchCollect,
  flood: benchFlood,
  soak: benchSoak,
  emails: benchEmails,
  recommended: benchRecommended,
  followed: benchFollowed,
  storefront: benchStorefront,
  pages: benchPages,
  "page-data": benchPageData,
  render: benchRender,
  size: benchSize,
  segments: benchSegments,
  search: benchSearch,
  "log-line": benchLogLine,
};

/** The app's main work: receiving webhooks, sending emails, showing pages. */
export const mainJob: Report = {
  file: "docs/benchmarks/main-job.md",
  title: "Benchmarks of the main job",
  intro: "Database, app, load and provider share the machine.",
  parts: Object.keys(BENCHES),
  measure: (parts, repeats) => measureParts(BENCHES, parts, repeats),
};
