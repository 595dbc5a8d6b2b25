import type { CommonDeps } from "~/deps";
import { defineEventJob } from "~/events/define-event-job.server";
import type { StoredEvent } from "~/events/event-store.server";
import { filterByKind } from "~/events/of-kind";
import type { Keyring } from "~/privacy/keyring.server";
import { projectCollections, projectDeletedCollections } from "./project-collections.server";
import { deletePrices, recordPrices } from "./price-history-store.server";
import { invalidatePriceTerciles } from "./price-terciles-store.server";
import { projectDeletedProducts, projectProducts } from "./project-products.server";

interface Deps extends CommonDeps<"db" | "queue"> {
  readonly keyring: Pick<Keyring, "open">;
}

const KINDS = [
  "product_changed",
  "product_deleted",
  "collection_changed",
  "collection_deleted",
] as const;

/** Projects product and collection events into the catalog, then triggers the profile projection. */
export const projectCatalogJob = defineEventJob<Deps>({
  name: "catalog.project-catalog",
  consumer: "catalog",
  kinds: KINDS,
  limit: 500,

  async process(tx, shopId, events, { queue }) {
    const changed = payloads(events, "product_changed");
    const deleted = deletions(events, "product_deleted");
    await projectProducts(tx, shopId, changed);
    await recordPrices(tx, shopId, changed);
    await projectCollections(tx, shopId, payloads(events, "collection_changed"));
    await projectDeletedProducts(tx, shopId, deleted);
    await deletePrices(
      tx,
      shopId,
      deleted.map(({ productId }) => productId),
    );
    await projectDeletedCollections(tx, shopId, deletions(events, "collection_deleted"));

    if (changed.length + deleted.length > 0) await invalidatePriceTerciles(tx, shopId);
    await queue.announce(tx, shopId, "catalog_projected");
  },
});

type Kind = (typeof KINDS)[number];

const payloads = <K extends Kind>(events: readonly StoredEvent[], kind: K) =>
  filterByKind(events, kind).map((it) => it.payload);

const deletions = <K extends Kind>(events: readonly StoredEvent[], kind: K) =>
  filterByKind(events, kind).map((it) => ({ ...it.payload, at: it.occurredAt }));
