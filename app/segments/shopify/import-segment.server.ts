import { v7 as uuidv7 } from "uuid";
import type { CommonDeps } from "~/deps";
import { freeName } from "~/lib/free-name";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { customerSegment } from "~/shopify/operations/customer-segments";
import { Prisma } from "~/generated/prisma/client";
import { type ShopifyOrigin } from "../members/origin";
import { translateQuery } from "./translate-query";

type Deps = AdminDeps & CommonDeps<"db" | "queue" | "now">;

/**
 * Imports a segment from Shopify: as a rule if one finds the same customers, else with
 * its members, which are read soon, followed, and read once a day. An imported segment is only read again.
 *
 * @param shopifySegmentId the numeric tail of its GID
 * @returns the id of the segment here; `null`: Shopify has no such segment
 */
export async function importSegment(
  shopId: ShopId,
  shopifySegmentId: string,
  deps: Deps,
): Promise<string | null> {
  const { db, queue, now } = deps;
  const id = `gid://shopify/Segment/${shopifySegmentId}`;
  const { segment: shopifySegment } = await adminGraphql(shopId, customerSegment, { id }, deps);
  if (shopifySegment === null) return null;
  const at = now();
  const translation = translateQuery(shopifySegment.query);
  const rule =
    translation.kind === "rule"
      ? (JSON.parse(JSON.stringify(translation.rule)) as Prisma.InputJsonObject)
      : null;
  const origin: ShopifyOrigin = {
    shopifySegmentId,
    query: shopifySegment.query,
    takenAt: at.toISOString(),
    because: translation.kind === "list" ? translation.because : null,
    isFollowed: false,
    stoppedBecause: null,
  };
  return db.$transaction(async (tx) => {
    // Concurrent requests create one segment.
    await tx.$executeRaw`
      select pg_advisory_xact_lock(hashtextextended(${`import:${shopId}:${shopifySegmentId}`}, 0))`;
    const [existing] = await tx.$queryRaw<{ segmentId: string }[]>`
      select segment_id as "segmentId" from segment
      where shop_id = ${shopId} and origin->>'shopifySegmentId' = ${shopifySegmentId}`;
    const segmentId = existing?.segmentId ?? uuidv7();
    if (existing) {
      await tx.segment.updateMany({
        where: { shopId, segmentId, rule: { equals: Prisma.DbNull } },
        data: { nextRunAt: at, updatedAt: at },
      });
    } else {
      const namesInUse = await tx.segment.findMany({ where: { shopId }, select: { name: true } });
      const name = freeName(
        shopifySegment.name,
        namesInUse.map((it) => it.name),
      );
      await tx.segment.create({
        data: {
          ...{ shopId, segmentId, name, version: 1, origin },
          ...{ nextRunAt: at, createdAt: at, updatedAt: at },
          ...(rule && { rule }),
        },
      });
      if (rule) {
        await tx.segmentVersion.create({
          data: { shopId, segmentId, version: 1, rule, createdAt: at },
        });
      }
      await recordAudit(tx, shopId, {
        at,
        actor: "merchant",
        action: "segment_imported",
        detail: { segmentId, shopifySegmentId },
      });
    }
    await queue.announce(tx, shopId, "segment_changed");
    return segmentId;
  });
}
