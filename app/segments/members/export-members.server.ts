import type { Db } from "~/db.server";
import type { Text } from "~/i18n/create-text";
import { BYTE_ORDER_MARK, csvLine } from "~/lib/csv";
import { currencyExponent } from "~/lib/money";
import { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { loadListedMembers } from "./listed-members.server";

const SLICE_ROWS = 500;
/** Streams a segment's members as CSV lines. */
export async function* exportMembers(
  db: Db,
  shopId: ShopId,
  segmentId: string,
  text: Text<"segments">,
  deps: { readonly keyring: Pick<Keyring, "open"> },
): AsyncGenerator<string> {
  const shop = await db.shop.findUniqueOrThrow({ where: { shopId }, select: { currency: true } });
  const exponent = currencyExponent(shop.currency);
  const headings = [
    text("csv.customerId"),
    text("csv.name"),
    text("csv.email"),
    text("csv.consent"),
    text("csv.orders"),
    text("csv.spent", { currency: shop.currency }),
    text("csv.lastOrder"),
  ];
  yield BYTE_ORDER_MARK + csvLine(headings);
  let after = "";
  for (;;) {
    const rows: { profileId: string }[] = await db.segmentMember.findMany({
      where: { shopId, segmentId, profileId: { gt: after } },
      orderBy: { profileId: "asc" },
      take: SLICE_ROWS,
      select: { profileId: true },
    });
    const profileIds = rows.map(({ profileId }) => ProfileId.parse(profileId));
    for (const it of await loadListedMembers(db, shopId, profileIds, deps)) {
      yield csvLine([
        it.customerId,
        it.name ?? "",
        it.email ?? "",
        it.marketingState,
        String(it.orderCount),
        (it.netSpendMinor / 10 ** exponent).toFixed(exponent),
        it.lastOrderAt ?? "",
      ]);
    }
    const last = profileIds.at(-1);
    if (last === undefined || rows.length < SLICE_ROWS) return;
    after = last;
  }
}
