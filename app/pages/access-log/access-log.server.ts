import type { Db } from "~/db.server";
import { BYTE_ORDER_MARK, csvLine } from "~/lib/csv";
import type { ShopId } from "~/lib/shop-id";
import type { AccessLogFilter } from "~/privacy/access-log-filter";
import {
  listLoggedActions,
  listLoggedPeople,
  type LoggedAction,
} from "~/privacy/access-log-store.server";
import { loadObjectNames } from "./object-names.server";

export interface AccessLogPageData {
  readonly filter: AccessLogFilter;
  readonly page: number;
  readonly entries: readonly (Omit<LoggedAction, "at"> & {
    readonly at: string;
    /** The object's current name; null: it has none, or is gone. */
    readonly name: string | null;
  })[];
  readonly hasNext: boolean;
  /** The staff members to filter by. */
  readonly people: readonly string[];
}

const PAGE_SIZE = 50;
const EXPORT_ROWS = 500;

/** A page of the access log: actions in the admin and on the shop's data, newest first. */
export async function getAccessLogPage(
  db: Db,
  shopId: ShopId,
  filter: AccessLogFilter,
  page: number,
): Promise<AccessLogPageData> {
  // One extra row shows whether there is a next page.
  const slice = { skip: (page - 1) * PAGE_SIZE, take: PAGE_SIZE + 1 };
  const [people, found] = await Promise.all([
    listLoggedPeople(db, shopId),
    listLoggedActions(db, shopId, filter, slice),
  ]);
  const shown = found.slice(0, PAGE_SIZE);
  const objects = shown.flatMap(({ object }) => object ?? []);
  const nameOf = await loadObjectNames(db, shopId, objects);
  return {
    ...{ filter, page, people },
    entries: shown.map(({ at, ...entry }) => ({
      ...entry,
      at: at.toISOString(),
      name: entry.object && nameOf(entry.object),
    })),
    hasNext: found.length > PAGE_SIZE,
  };
}

/** Streams the filtered log as CSV lines. */
export async function* exportAccessLog(
  db: Db,
  shopId: ShopId,
  filter: AccessLogFilter,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(["time", "person", "action", "object", "object id"]);
  let last: LoggedAction | undefined;
  for (;;) {
    const found = await listLoggedActions(db, shopId, filter, {
      take: EXPORT_ROWS,
      ...(last && { after: last }),
    });
    for (const { at, person, action, object } of found) {
      yield csvLine([at.toISOString(), person, action, object?.kind ?? "", object?.id ?? ""]);
    }
    last = found.at(-1);
    if (!last || found.length < EXPORT_ROWS) return;
  }
}
