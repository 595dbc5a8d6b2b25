import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { clickTargetLocation } from "~/feedback/engagement/click-target";
import type { ShopId } from "~/lib/shop-id";
import type { LinkPosition } from "~/messages/blocks/elements/render-context";
import type { Keyring } from "~/privacy/keyring.server";
import { groupClicks, type LinkClicks } from "./link-clicks";

/** Each is decrypted, which takes some microseconds. Later clicks of a larger campaign are not counted. */
const MAX_CLICKS = 50_000;

export interface ClicksQuery {
  readonly campaignId: string;
  /** The variant of an A/B test whose emails count, from 0; null: all emails. */
  readonly variant: number | null;
}

/** The links that people clicked in a campaign's emails, most clicked first. */
export async function countLinkClicks(
  db: Db,
  shopId: ShopId,
  { campaignId, variant }: ClicksQuery,
  keyring: Pick<Keyring, "open">,
): Promise<LinkClicks[]> {
  const inVariant =
    variant === null ? Prisma.empty : Prisma.sql`and message.variant = ${variant}::int`;
  const rows = await db.$queryRaw<ClickedRow[]>`
    select distinct on (click.message_id, click.link_index) click.message_id as "messageId",
      click.link_index as "linkIndex", click.position, click.place, click.sealed_target as "sealedTarget"
    from message_status message
    join engagement_event click on click.shop_id = message.shop_id
      and click.message_id = message.message_id
      and click.kind = 'click' and click.classification = 'human' and click.sealed_target is not null
    where message.shop_id = ${shopId} and message.campaign_id = ${campaignId} ${inVariant}
    order by 1, 2
    limit ${MAX_CLICKS}::int`;
  return groupClicks(
    rows.map(({ messageId, linkIndex, sealedTarget, ...link }) => {
      const at = clickTargetLocation(shopId, messageId, linkIndex);
      return { ...link, messageId, target: keyring.open(sealedTarget, at) };
    }),
  );
}

interface ClickedRow {
  readonly messageId: string;
  readonly linkIndex: number;
  readonly position: LinkPosition;
  /** Its number among the links of the email in this position, from 1. */
  readonly place: number;
  readonly sealedTarget: Uint8Array;
}
