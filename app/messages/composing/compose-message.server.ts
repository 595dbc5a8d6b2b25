import type { Db } from "~/db.server";
import { drawMessageArms } from "~/experiments/choices/draw-message-arms.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { RecommendationSource } from "~/recommendations/recommendation-source.server";
import type { Brand } from "../brand/brand";
import type { ShopBrand } from "../brand/load-brand.server";
import { productWishes } from "../document/product-blocks";
import { viewMail } from "../mail-view";
import { fillTarget, fillTemplate, type FilledMail } from "../merge/fill-template";
import type { MessageIntent } from "../message";
import { MAIL_WORDS } from "../words/mail-words";
import type { compileTemplate } from "./compile-template.server";
import { mailValues } from "./fill-values";
import { loadLeftCarts, loadTriggerProducts } from "./left-objects.server";
import type { ProductOfMail } from "./mail-products.server";
import { addTracking, TRAP_LINK } from "./mail-tracking";
import { placePicks, type ShownProduct } from "./place-picks.server";
import type { PlacedPick } from "./placed-pick";
import { planLinks, type PlannedLink } from "./plan-links";
import {
  loadCheckouts,
  loadImages,
  loadOrders,
  loadRecipients,
  type BoughtOrder,
  type LeftCheckout,
  type Recipient,
} from "./recipient-facts.server";
import { findMails, type MailOfMessage } from "./template-of-message.server";

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
  /** Whether the shop wants to know who opens its mails. */
  readonly tracksOpens: boolean;
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
  const carts = await loadLeftCarts(db, shopId, messages, sender);
  const products = await loadTriggerProducts(db, shopId, intents, sender.shop.url);
  const objectOf = ({ profileId, intent: { trigger } }: MessageToCompose): TriggerFacts => {
    switch (trigger.kind) {
      case "checkout":
        return factsOf({ checkout: checkouts.get(trigger.token) ?? null });
      case "order":
        return factsOf({ order: orders.get(trigger.orderId) ?? null });
      case "cart":
        return factsOf({ cart: carts.get(profileId) ?? null });
      case "product": {
        const product = products.get(trigger.productId) ?? null;
        return { ...factsOf({ product }), triggerProductIds: [trigger.productId], isGone: false };
      }
      case "person":
        return { ...factsOf({}), isGone: false };
    }
  };
  const armsOf = await drawMessageArms(
    db,
    shopId,
    messages.map(({ messageId }) => messageId),
  );
  const mailOf = await findMails(db, shopId, intents, { ...deps, brand: sender.brand });
  const drafts = messages.flatMap((message): Draft[] => {
    const recipient = recipients.get(message.profileId);
    if (!recipient) return [];
    return [
      {
        message,
        recipient,
        ...objectOf(message),
        ...mailOf(message.intent, recipient.locale, armsOf.get(message.messageId)),
      },
    ];
  });
  const placement = await placePicks(
    db,
    shopId,
    drafts.flatMap(({ message: { messageId, profileId }, mail, triggerProductIds }) =>
      productWishes(mail.blocks).map((wish) => ({
        ...wish,
        messageId,
        profileId,
        language: mail.language,
        triggerProductIds,
      })),
    ),
    { recommendations: deps.recommendations, shopUrl: sender.shop.url, now: sender.now },
  );
  const images = await loadImages(db, shopId, [
    ...checkouts.values(),
    ...carts.values(),
    ...orders.values(),
  ]);

  const compositions = new Map<string, Composition>();
  for (const { messageId } of messages) {
    compositions.set(messageId, { kind: "pointless", reason: "no_address" });
  }
  for (const draft of drafts) {
    const { messageId } = draft.message;
    const shown = placement.get(messageId) ?? new Map<string, readonly ShownProduct[]>();
    compositions.set(messageId, await compose(shopId, { ...draft, shown, images }, sender, deps));
  }
  return compositions;
}

/** What the run is about. */
interface TriggerFacts {
  readonly checkout: LeftCheckout | null;
  /** In the shape of a checkout; its link fills a cart with what lay in it. */
  readonly cart: LeftCheckout | null;
  readonly order: BoughtOrder | null;
  readonly product: ProductOfMail | null;
  readonly triggerProductIds: readonly string[];
  /** Whether there was something, and it is no more. */
  readonly isGone: boolean;
}

function factsOf({
  checkout = null,
  cart = null,
  order = null,
  product = null,
}: Partial<Pick<TriggerFacts, "checkout" | "cart" | "order" | "product">>): TriggerFacts {
  const lines = order?.lines ?? checkout?.lines ?? cart?.lines ?? [];
  return {
    checkout,
    cart,
    order,
    product,
    triggerProductIds: lines.flatMap(({ productId }) => productId ?? []),
    isGone: checkout === null && cart === null && order === null,
  };
}

interface Draft extends TriggerFacts, MailOfMessage {
  readonly message: MessageToCompose;
  readonly recipient: Recipient;
}

interface Content extends Draft {
  readonly shown: ReadonlyMap<string, readonly ShownProduct[]>;
  readonly images: ReadonlyMap<string, string>;
}

async function compose(
  shopId: ShopId,
  content: Content,
  { shop, tracksOpens }: Sender,
  { keyring, publicUrl }: ComposeDeps,
): Promise<Composition> {
  const { message, recipient, isGone, shown, mail } = content;
  if (isGone) return { kind: "pointless", reason: "object_gone" };
  const isPointless = productWishes(mail.blocks).some(
    ({ blockId, required }) => required && !shown.get(blockId)?.length,
  );
  if (isPointless) return { kind: "pointless", reason: "nothing_to_recommend" };

  const { messageId, profileId } = message;
  const unsubscribe = keyring.signLink("unsubscribe", `${shopId}/${profileId}/${messageId}`);
  const unsubscribeUrl = `${publicUrl}/u/${unsubscribe}`;
  const linkUrl = (index: number) =>
    `${publicUrl}/c/${keyring.signLink("click", `${shopId}/${messageId}/${index}`)}`;
  const pixelUrl =
    tracksOpens && recipient.openTracking
      ? `${publicUrl}/o/${keyring.signLink("open", `${shopId}/${messageId}`)}`
      : null;
  const preferences = keyring.signLink("preferences", `${shopId}/${profileId}/${messageId}`);
  const waysOut = { unsubscribe: unsubscribeUrl, preferences: `${publicUrl}/p/${preferences}` };
  const compiled = await content.compiled;
  const shape = {
    words: MAIL_WORDS[mail.language],
    language: mail.language,
    columns: content.columns,
  };
  const untracked = mailValues({ ...content, language: mail.language }, shop, waysOut);
  const untrackedView = compiled.targets.length > 0 ? viewMail(untracked, shape) : null;
  const { values, links } = planLinks(
    untracked,
    compiled.targets.map(({ position, parts }) => ({
      position,
      target: fillTarget(parts, untrackedView ?? {}),
    })),
    ({ index }) => linkUrl(index),
  );
  const filled = fillTemplate(compiled, viewMail(values, shape));
  if (filled.kind === "refused") return { kind: "refused", reason: filled.reason };
  return {
    kind: "composed",
    to: recipient.email,
    mail: addTracking(filled.mail, { trapUrl: linkUrl(TRAP_LINK), pixelUrl }),
    unsubscribeUrl,
    links,
    picks: [...shown.values()].flat().flatMap(({ placed }) => placed ?? []),
  };
}
