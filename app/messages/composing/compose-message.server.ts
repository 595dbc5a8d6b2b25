import type { Db } from "~/db.server";
import { formatMoney } from "~/lib/money";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { RecommendationSource } from "~/recommendations/recommendation-source.server";
import type { Brand } from "../brand/brand";
import type { compileTemplate } from "./compile-template.server";
import { fillTemplate, type FilledMail } from "../merge/fill-template";
import type { ShopBrand } from "../brand/load-brand.server";
import type { MailLine, MailValues } from "../merge/mail-values";
import type { MessageIntent } from "../message";
import { planLinks, type PlannedLink } from "./plan-links";
import { placePicks, type ShownPick } from "./place-picks.server";
import type { PlacedPick } from "./placed-pick";
import {
  loadCheckouts,
  loadOrders,
  loadRecipients,
  type BoughtOrder,
  type LeftCheckout,
  type Recipient,
} from "./recipient-facts.server";

export interface MessageToCompose {
  readonly messageId: string;
  readonly profileId: string;
  readonly flowVersion: number | null;
  readonly intent: MessageIntent;
}

export interface ComposedMessage {
  readonly kind: "composed";
  readonly to: string;
  readonly mail: FilledMail;
  readonly unsubscribeUrl: string;
  readonly links: readonly PlannedLink[];
  readonly picks: readonly PlacedPick[];
}

export type Composition =
  | ComposedMessage
  /** There is nothing to say. */
  | {
      readonly kind: "pointless";
      readonly reason: "no_address" | "object_gone" | "nothing_to_recommend";
    }
  | { readonly kind: "refused"; readonly reason: "bad_link" | "too_large" };

export interface ComposeDeps {
  readonly keyring: Pick<Keyring, "open" | "signLink">;
  readonly recommendations: RecommendationSource;
  readonly compile: typeof compileTemplate;
  /** Where links in mails lead. */
  readonly publicUrl: string;
}

interface Sender {
  readonly shop: ShopBrand["shop"];
  readonly brand: Brand;
  readonly now: Date;
}

/** Writes what these messages say, as things stand now. One composition for each, by message id. */
export async function composeMessages(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageToCompose[],
  sender: Sender,
  deps: ComposeDeps,
): Promise<Map<string, Composition>> {
  const intents = messages.map(({ intent }) => intent);
  const recipients = await loadRecipients(
    db,
    shopId,
    messages.map(({ profileId }) => profileId),
    deps,
  );
  const checkouts = await loadCheckouts(db, shopId, intents, deps);
  const orders = await loadOrders(db, shopId, intents);
  const objectOf = ({ trigger }: MessageIntent) =>
    trigger.kind === "checkout"
      ? { checkout: checkouts.get(trigger.token) ?? null, order: null }
      : { checkout: null, order: orders.get(trigger.orderId) ?? null };
  const picks = await placePicks(
    db,
    shopId,
    messages.flatMap(({ messageId, profileId, intent }) =>
      intent.picks
        ? [
            {
              messageId,
              profileId,
              request: intent.picks,
              triggerProductIds: productIdsOf(objectOf(intent)),
            },
          ]
        : [],
    ),
    { recommendations: deps.recommendations, shopUrl: sender.shop.url, now: sender.now },
  );
  const images = await loadImages(db, shopId, [...checkouts.values()]);

  const compositions = new Map<string, Composition>();
  for (const message of messages) {
    const recipient = recipients.get(message.profileId);
    const object = objectOf(message.intent);
    const shown = picks.get(message.messageId) ?? [];
    compositions.set(
      message.messageId,
      recipient
        ? await compose(shopId, message, { recipient, ...object, shown, images }, sender, deps)
        : { kind: "pointless", reason: "no_address" },
    );
  }
  return compositions;
}

interface Content {
  readonly recipient: Recipient;
  readonly checkout: LeftCheckout | null;
  readonly order: BoughtOrder | null;
  readonly shown: readonly ShownPick[];
  readonly images: ReadonlyMap<string, string>;
}

async function compose(
  shopId: ShopId,
  message: MessageToCompose,
  content: Content,
  { shop, brand }: Sender,
  { compile, keyring, publicUrl }: ComposeDeps,
): Promise<Composition> {
  const { messageId, profileId, intent, flowVersion } = message;
  const { recipient, checkout, order, shown } = content;
  if (checkout === null && order === null) return { kind: "pointless", reason: "object_gone" };
  if (intent.picks?.required && shown.length === 0) {
    return { kind: "pointless", reason: "nothing_to_recommend" };
  }
  const { template, copy } = intent;
  const compiled = await compile({ template, copy, brand, version: flowVersion ?? 0 });
  const unsubscribe = keyring.signLink("unsubscribe", `${shopId}/${profileId}/${messageId}`);
  const unsubscribeUrl = `${publicUrl}/u/${unsubscribe}`;
  const { values, links } = planLinks(
    mailValues(content, shop, unsubscribeUrl),
    ({ index }) => `${publicUrl}/c/${keyring.signLink("click", `${shopId}/${messageId}/${index}`)}`,
  );
  const filled = fillTemplate(compiled, values);
  if (filled.kind === "refused") return { kind: "refused", reason: filled.reason };
  return {
    kind: "composed",
    to: recipient.email,
    mail: filled.mail,
    unsubscribeUrl,
    links,
    picks: shown.map(({ placed }) => placed),
  };
}

function mailValues(
  { recipient, checkout, order, shown, images }: Content,
  shop: ShopBrand["shop"],
  unsubscribe: string,
): MailValues {
  const locale = knownLocale(recipient.locale ?? "en");
  const price = (minor: number, currency = shop.currency) =>
    formatMoney({ minor, currency }, locale);
  return {
    recipient: { firstName: recipient.firstName },
    checkout: checkout && {
      lines: checkout.lines.map(
        ({ title, variantTitle, quantity, netMinor, productId }): MailLine => ({
          title,
          variantTitle,
          quantity,
          price: price(netMinor, checkout.currency),
          imageUrl: (productId && images.get(productId)) || null,
        }),
      ),
      total: price(checkout.totalMinor, checkout.currency),
      recoveryUrl: checkout.recoveryUrl,
    },
    order: order && { firstProductTitle: order.firstProductTitle },
    picks: shown.map(({ placed, priceMinor, url }) => ({
      title: placed.title,
      price: price(priceMinor),
      url,
      imageUrl: placed.imageUrl ?? "",
      reason: placed.sentence,
    })),
    links: { unsubscribe, shop: shop.url },
  };
}

/** Shopify's locales are BCP 47 tags, but a customer's may be anything that was typed once. */
function knownLocale(locale: string): string {
  const known = Intl.NumberFormat.supportedLocalesOf(
    /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(locale) ? locale : "en",
  );
  return known[0] ?? "en";
}

function productIdsOf({
  checkout,
  order,
}: {
  checkout: LeftCheckout | null;
  order: BoughtOrder | null;
}): readonly string[] {
  return order?.productIds ?? checkout?.lines.flatMap(({ productId }) => productId ?? []) ?? [];
}

async function loadImages(
  db: Db,
  shopId: ShopId,
  checkouts: readonly LeftCheckout[],
): Promise<Map<string, string>> {
  const productIds = checkouts.flatMap(({ lines }) =>
    lines.flatMap(({ productId }) => productId ?? []),
  );
  if (productIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ productId: string; imageUrl: string }[]>`
    select product_id as "productId", image_url as "imageUrl" from product
    where shop_id = ${shopId} and product_id = any(${[...new Set(productIds)]}::text[])
      and image_url <> ''`;
  return new Map(rows.map(({ productId, imageUrl }) => [productId, imageUrl]));
}
