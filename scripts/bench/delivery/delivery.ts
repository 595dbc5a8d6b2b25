import { listDatabases } from "../main-job/databases";
import { benchMails } from "../main-job/mails/mails";
import type { Report } from "../report";
import { benchHits } from "./hits";

const BENCHES = { outbox: benchMails, hits: benchHits } as const;

/** Mail on its way out, and what comes back from those who read it. */
export const delivery: Report = {
  file: "docs/benchmarks/delivery.md",
  title: "Benchmarks of delivery",
  about: "Database, app, load and provider share the machine.",
  parts: Object.keys(BENCHES),
  async measure(parts, repeats) {
    const { names, skipped } = await listDatabases();
    if (skipped !== null) console.error(skipped);
    const tables = [];
    for (const [name, bench] of Object.entries(BENCHES)) {
      if (parts.includes(name)) tables.push(await bench(names, repeats));
    }
    return tables;
  },
};
