/** Writes rows into an embedded database one after another, and reports each commit. */
import { openDatabase } from "~/db.server";

export interface WriterTask {
  readonly folder: string;
  readonly rowBytes: number;
}

const { folder, rowBytes } = JSON.parse(process.argv[2]!) as WriterTask;
const { driver } = await openDatabase({ driver: "pglite", folder });
if (driver.kind !== "pglite") throw new Error(driver.kind);
const { pglite } = driver;
await pglite.exec("create table if not exists written (n int primary key, what text not null)");
const { rows } = await pglite.query<{ last: number }>(
  "select coalesce(max(n), 0)::int as last, count(*)::int from written having count(*) = coalesce(max(n), 0)",
);
const [first] = rows;
if (!first) throw new Error("A row is missing");
process.send!(first.last);
for (let n = first.last + 1; ; n++) {
  await pglite.query("insert into written values ($1, repeat('x', $2))", [n, rowBytes]);
  process.send!(n);
}
