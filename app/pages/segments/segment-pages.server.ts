import type { Db } from "~/db.server";
import { keepCount } from "~/lib/keep-count.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { listPropertyNames } from "~/profiles/customer-property-store.server";
import { metafieldPropertyOf, metafieldReadingOf } from "~/profiles/metafields/followed-metafield";
import { findMetafieldProgress } from "~/profiles/metafields/metafield-store.server";
import { findSegment, listSegments } from "~/segments/members/segment-store.server";
import { listMembersPage } from "~/segments/members/listed-members.server";
import { listSizes } from "~/segments/members/size-store.server";
import type { SegmentRule } from "~/segments/segment";
import { listDependents } from "./delete-segment.server";
import { loadRuleNames } from "./rule-names.server";

/** The list of segments, with their rules and the names in them. */
export async function loadSegmentsPage(db: Db, shopId: ShopId, now: Date) {
  const segments = await listSegments(db, shopId);
  const rules = segments.flatMap(({ rule }) => rule ?? []);
  const [names, customers] = await Promise.all([
    loadRuleNames(db, shopId, rules),
    keepCount(shopId, "customers", { now, sizeOf: (count) => count }, () =>
      db.profile.count({ where: { shopId, customerId: { not: null }, deletedAt: null } }),
    ),
  ]);
  return {
    customers: customers.value,
    countedAt: customers.countedAt,
    names,
    rows: segments
      .toSorted((a, b) => a.name.localeCompare(b.name, "en"))
      .map(({ segmentId, name, rule, memberCount, evaluatedAt }) => ({
        segmentId,
        name,
        memberCount,
        isCounted: evaluatedAt !== null,
        rule,
      })),
  };
}
export type SegmentsPageData = Awaited<ReturnType<typeof loadSegmentsPage>>;

/**
 * Data for the rule builder: the names in its initial rules and the
 * segments to choose from.
 *
 * @param segmentId the segment being edited, which cannot refer to itself; null: none
 */
export async function loadRuleBuilder(
  db: Db,
  shopId: ShopId,
  rules: readonly SegmentRule[],
  segmentId: string | null = null,
) {
  const names = await loadRuleNames(db, shopId, rules);
  const others = Object.entries(names.segments)
    .filter(([id]) => id !== segmentId)
    .map(([id, name]) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
  const followed = (await findMetafieldProgress(db, shopId))?.fields ?? [];
  return {
    names,
    others,
    notes: await listPropertyNames(db, shopId),
    metafields: followed.map((field) => ({
      property: metafieldPropertyOf(field),
      name: field.name,
      reading: metafieldReadingOf(field.type),
    })),
  };
}
export type RuleBuilderData = Awaited<ReturnType<typeof loadRuleBuilder>>;

const CHART_DAYS = 60;

/** A segment with everything on its page; `null` if it does not exist. */
export async function loadSegmentPage(
  db: Db,
  shopId: ShopId,
  { segmentId, page, now }: { segmentId: string; page: number; now: Date },
  deps: { readonly keyring: Pick<Keyring, "open"> },
) {
  const segment = await findSegment(db, shopId, segmentId);
  if (!segment) return null;
  const { name, rule, version, memberCount, evaluatedAt, origin } = segment;
  const [shop, builder, members, sizes, dependents] = await Promise.all([
    db.shop.findUniqueOrThrow({
      where: { shopId },
      select: { currency: true, timeZone: true },
    }),
    loadRuleBuilder(db, shopId, rule ? [rule] : [], segmentId),
    listMembersPage(db, shopId, segmentId, page, deps),
    listSizes(db, shopId, segmentId, CHART_DAYS, now),
    listDependents(db, shopId, segmentId),
  ]);
  return {
    ...shop,
    segment: {
      ...{ segmentId, name, rule, version, memberCount, origin },
      evaluatedAt: evaluatedAt?.toISOString() ?? null,
    },
    builder,
    page,
    ...members,
    sizes,
    dependents,
  };
}
export type SegmentPageData = NonNullable<Awaited<ReturnType<typeof loadSegmentPage>>>;
