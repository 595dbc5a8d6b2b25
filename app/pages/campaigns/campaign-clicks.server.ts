import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { LinkPosition } from "~/messages/blocks/elements/render-context";
import type { Keyring } from "~/privacy/keyring.server";

/** A link of a campaign's emails with its human clicks. */
export interface LinkClicks {
  readonly position: LinkPosition;
  /** Host and path; null for recommended products, which differ by recipient. */
  readonly page: string | null;
  /** Recipients who clicked it. */
  readonly clicked: number;
}

/** Those with fewer clicks are left out. */
const MAX_LINKS = 10;
/** Each is decrypted, which takes some microseconds. Later clicks of a larger campaign are not counted. */
const MAX_CLICKS = 50_000;

/**
 * The links that people clicked in a campaign's emails, most clicked first. A link is its place in the email and its
 * page: its number differs between variants, and where a recipient gets fewer products.
 */
export async function countLinkClicks(
  db: Db,
  shopId: ShopId,
  campaignId: string,
  keyring: Pick<Keyring, "open">,
): Promise<LinkClicks[]> {
  const rows = await db.$queryRaw<ClickedRow[]>`
    select distinct link.message_id as "messageId", link.link_index as "linkIndex",
      link.position, link.sealed_target as "sealedTarget"
    from message_status message
    join engagement_event click on click.shop_id = message.shop_id
      and click.message_id = message.message_id
      and click.kind = 'click' and click.classification = 'human'
    join message_link link on link.shop_id = click.shop_id
      and link.message_id = click.message_id and link.link_index = click.link_index
    where message.shop_id = ${shopId} and message.campaign_id = ${campaignId}
    order by 1, 2
    limit ${MAX_CLICKS}::int`;
  const clicks = rows.map(({ messageId, linkIndex, position, sealedTarget }) => {
    const place = { table: "message_link", column: "sealed_target", shopId } as const;
    const row = `${messageId}/${linkIndex}`;
    const page = position === "pick" ? null : pageOf(keyring.open(sealedTarget, { ...place, row }));
    return { messageId, position, page };
  });
  const links = Map.groupBy(clicks, ({ position, page }) => `${position} ${page ?? ""}`);
  const counted = [...links.values()].flatMap((of) => {
    const [first] = of;
    const clicked = new Set(of.map(({ messageId }) => messageId)).size;
    return first ? [{ position: first.position, page: first.page, clicked }] : [];
  });
  return counted.sort((a, b) => b.clicked - a.clicked).slice(0, MAX_LINKS);
}

interface ClickedRow {
  readonly messageId: string;
  readonly linkIndex: number;
  readonly position: LinkPosition;
  readonly sealedTarget: Uint8Array;
}

/** Without the query, which has parameters of the recipient. */
function pageOf(target: string): string {
  const { host, pathname } = new URL(target);
  return pathname === "/" ? host : `${host}${pathname}`;
}
