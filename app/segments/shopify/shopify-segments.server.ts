import type { Db } from "~/db.server";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { customerSegments } from "~/shopify/operations/customer-segments";
import { listSegments } from "../members/segment-store.server";
import type { SegmentRule } from "../segment";
import { toNumericId, type Untranslatable } from "../members/origin";
import { translateQuery } from "./translate-query";

/** A Shopify segment and the result of importing it. */
export interface OfferedSegment {
  readonly shopifySegmentId: string;
  readonly name: string;
  readonly query: string;
  /** The segment that was imported from it; `null`: none yet. */
  readonly segmentId: string | null;
  /** `null` if it would become a list. */
  readonly rule: SegmentRule | null;
  /** Why it would become a list; `null`: it would not. */
  readonly because: Untranslatable | null;
}

/** Lists the shop's Shopify segments; `unreachable` if the request failed. */
export async function listShopifySegments(
  db: Db,
  shopId: ShopId,
  deps: AdminDeps,
): Promise<{ readonly kind: "listed"; readonly rows: OfferedSegment[] } | { kind: "unreachable" }> {
  const own = new Map(
    (await listSegments(db, shopId)).map(({ origin, segmentId }) => [
      origin?.shopifySegmentId,
      segmentId,
    ]),
  );
  const rows: OfferedSegment[] = [];
  try {
    let after: string | null = null;
    do {
      const { segments: page }: { segments: SegmentsPage } = await adminGraphql(
        shopId,
        customerSegments,
        { after },
        deps,
      );
      for (const { id, name, query } of page.nodes) {
        const shopifySegmentId = toNumericId(id);
        const translation = translateQuery(query);
        rows.push({
          ...{ shopifySegmentId, name, query, segmentId: own.get(shopifySegmentId) ?? null },
          rule: translation.kind === "rule" ? translation.rule : null,
          because: translation.kind === "list" ? translation.because : null,
        });
      }
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.log.warn({ shopId, reason: error.code }, "Shopify's segments could not be read");
    return { kind: "unreachable" };
  }
  return { kind: "listed", rows };
}

type SegmentsPage = Awaited<ReturnType<typeof customerSegments.result.parse>>["segments"];
