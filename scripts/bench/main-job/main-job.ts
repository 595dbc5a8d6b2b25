import type { Report } from "../report";
import type { Table } from "../table";
import { benchCollect, benchFlood, benchSoak } from "./storefront/collect";
import { listDatabases, type DatabaseName } from "./databases";
import { benchMails } from "./mails/mails";
import { benchRecommended } from "./storefront/recommended";
import { benchRender } from "./mails/render";
import { benchSegments } from "./segments/segments";
import { benchSize } from "./size/size";
import { benchStorefront } from "./storefront/storefront";
import { benchWebhooks } from "./webhooks/webhooks";

type Bench = (
  databases: readonly DatabaseName[],
  repeats: number,
) => Promise<Table | readonly Table[]>;
const BENCHES: Readonly<Record<string, Bench>> = {
  webhooks: benchWebhooks,
  collect: benchCollect,
  flood: benchFlood,
  soak: benchSoak,
  mails: benchMails,
  recommended: benchRecommended,
  storefront: benchStorefront,
  render: benchRender,
  size: benchSize,
  segments: benchSegments,
};

/** What the app does all day: take webhooks in, send mails, show pages. */
export const mainJob: Report = {
  file: "docs/benchmarks/main-job.md",
  title: "Benchmarks of the main job",
  about: "Database, app, load and provider share the machine.",
  parts: Object.keys(BENCHES),
  async measure(parts, repeats) {
    const { names, skipped } = await listDatabases();
    if (skipped !== null) console.error(skipped);
    const tables: Table[] = [];
    for (const [name, bench] of Object.entries(BENCHES)) {
      if (parts.includes(name)) tables.push(...[await bench(names, repeats)].flat());
    }
    return skipped === null ? tables : tables.map((table) => withNote(table, skipped));
  },
};

function withNote(table: Table, note: string): Table {
  return { ...table, notes: [...(table.notes ?? []), note] };
}
