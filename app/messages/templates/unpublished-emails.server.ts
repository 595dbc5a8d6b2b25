import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { MessageIntent } from "../message";
import { findReadyTemplate } from "../ready/ready-templates.server";
import { listPublishedIds } from "./template-store.server";

/**
 * Flow templates without a published version, which must not be sent. A campaign cannot start before its
 * email is published.
 */
export async function findUnpublished(
  db: Db,
  shopId: ShopId,
  intents: readonly MessageIntent[],
): Promise<ReadonlySet<string>> {
  const own = intents.filter(
    (intent) => intent.origin === "flow" && findReadyTemplate(intent.templateId) === null,
  );
  const ids = [...new Set(own.map(({ templateId }) => templateId))];
  const published = await listPublishedIds(db, shopId, ids);
  return new Set(ids.filter((id) => !published.has(id)));
}
