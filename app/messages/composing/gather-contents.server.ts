import type { Db } from "~/db.server";
import type { CustomProperties } from "~/events/custom-event";
import { addressedLanguage } from "~/i18n/locale";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { RecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import type { Brand } from "../brand/brand";
import type { ShopBrand } from "../brand/load-brand.server";
import { visibleProductSlots, blockRules } from "../document/block-rules";
import type { ProductSlot } from "../document/product-slots";
import type { MessageIntent } from "../message";
import { loadAbandonedCarts, loadTriggerProducts } from "./abandoned-objects.server";
import { loadCustomEvents } from "./custom-values.server";
import { refKey, type NamedProduct } from "./email-products.server";
import { loadReferencePrices } from "./reference-prices.server";
import { listPreviouslyShown, placePicks, type MessageProduct } from "./place-picks.server";
import {
  loadCheckouts,
  loadImages,
  loadOrders,
  loadRecipients,
  type BoughtOrder,
  type AbandonedCheckout,
  type Recipient,
} from "./recipient-facts.server";
import type { EmailOfMessage } from "./template-of-message.server";
import { getRequiredSources } from "~/segments/required-sources";
import { matchesRule } from "~/segments/matches";
import { loadCustomerFacts } from "~/segments/customer-facts-store.server";
import type { LocalEmail } from "../document/email-document";

/** The parts of a message that determine its content. */
interface MessageSubject {
  readonly messageId: string;
  readonly profileId: ProfileId;
  readonly intent: Pick<MessageIntent, "trigger">;
}

/** The content that differs by recipient. */
export interface EmailContent extends TriggerFacts, EmailOfMessage {
  readonly recipient: Recipient;
  /** Block id → products. */
  readonly shown: ReadonlyMap<string, readonly MessageProduct[]>;
  /** The shown products of which few are left. */
  readonly scarceIds: ReadonlySet<string>;
  /** Product id → image. */
  readonly images: ReadonlyMap<string, string>;
  /** Ids of blocks whose rule the recipient matches. */
  readonly meets: readonly string[];
  /** Product slots of the blocks that the recipient sees. */
  readonly slots: readonly ProductSlot[];
}

interface GatherDeps<M> {
  readonly keyring: Pick<Keyring, "open">;
  readonly recommendations: RecommendationSource;
  readonly shop: Pick<ShopBrand["shop"], "url" | "currency">;
  readonly brand: Pick<Brand, "germanAddress" | "texts">;
  readonly now: Date;
  readonly emailOf: (message: M, locale: string | null) => EmailOfMessage;
}

/** What messages are about, before their emails are known. */
export type ContentFacts = Awaited<ReturnType<typeof loadContentFacts>>;

/** Loads recipients and the objects of triggers. */
export async function loadContentFacts(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageSubject[],
  deps: Pick<GatherDeps<never>, "keyring" | "shop" | "now">,
) {
  const intents = messages.map(({ intent }) => intent);
  const profileIds = messages.map(({ profileId }) => profileId);
  const [recipients, checkouts, orders, events, carts, products, shownBefore] = await Promise.all([
    loadRecipients(db, shopId, profileIds, deps),
    loadCheckouts(db, shopId, intents, deps),
    loadOrders(db, shopId, intents, deps),
    loadCustomEvents(db, shopId, intents, deps),
    loadAbandonedCarts(db, shopId, messages, deps),
    loadTriggerProducts(db, shopId, intents, deps.shop.url),
    listPreviouslyShown(db, shopId, profileIds),
  ]);
  return { recipients, checkouts, orders, events, carts, products, shownBefore };
}

/** Loads the current content of messages, by message id. Recipients without an address are missing. */
export async function gatherContents<M extends MessageSubject>(
  db: Db,
  shopId: ShopId,
  messages: readonly M[],
  { recipients, checkouts, orders, events, carts, products, shownBefore }: ContentFacts,
  deps: GatherDeps<M>,
): Promise<Map<string, EmailContent>> {
  const { shop, brand, now, emailOf } = deps;
  const productOf = await loadReferencePrices(db, shopId, messages, ({ intent: { trigger } }) =>
    trigger.kind === "product" ? (products.get(refKey(trigger)) ?? null) : null,
  );
  const objectOf = (message: M): TriggerFacts => {
    const { profileId, intent } = message;
    const { trigger } = intent;
    switch (trigger.kind) {
      case "checkout":
        return factsOf({ checkout: checkouts.get(trigger.token) ?? null });
      case "order":
        return factsOf({ order: orders.get(trigger.orderId) ?? null });
      case "cart":
        return factsOf({ cart: carts.get(profileId) ?? null });
      case "product": {
        const product = productOf(message);
        const isGone = product === null;
        return { ...factsOf({ product }), triggerProductIds: [trigger.productId], isGone };
      }
      case "person":
        return { ...factsOf({}), event: events.get(trigger.eventId ?? "") ?? {}, isGone: false };
    }
  };
  const emails = messages.flatMap((message) => {
    const recipient = recipients.get(message.profileId);
    if (!recipient) return [];
    const { messageId, profileId } = message;
    const email = emailOf(message, recipient.locale);
    return [{ messageId, profileId, recipient, ...objectOf(message), ...email }];
  });
  const meetsOf = await loadMetRules(db, shopId, emails, now);
  const drafts = emails.map((draft) => {
    const meets = meetsOf(draft);
    return { ...draft, meets, slots: visibleProductSlots(draft.email.blocks, meets) };
  });
  const [images, placement] = await Promise.all([
    loadImages(db, shopId, [...checkouts.values(), ...carts.values(), ...orders.values()]),
    placePicks(
      db,
      shopId,
      drafts.flatMap(({ messageId, profileId, email, slots, triggerProductIds, product, order }) =>
        slots.map((slot) => ({
          ...slot,
          messageId,
          profileId,
          language: addressedLanguage(email.language, brand.germanAddress),
          triggerProductIds,
          triggerProduct: product,
          isBought: order !== null,
        })),
      ),
      {
        recommendations: deps.recommendations,
        shownBefore,
        shopUrl: shop.url,
        ownTexts: brand.texts,
        now,
      },
    ),
  ]);
  return new Map(
    drafts.map(({ messageId, ...draft }) => {
      const shown = placement.shown.get(messageId) ?? new Map<string, readonly MessageProduct[]>();
      const scarceIds = placement.scarceIds.get(messageId) ?? new Set<string>();
      return [messageId, { ...draft, shown, scarceIds, images }];
    }),
  );
}

/** Objects of the enrollment's trigger. */
interface TriggerFacts {
  /** The properties of the custom event; empty without one. */
  readonly event: CustomProperties;
  readonly checkout: AbandonedCheckout | null;
  /** Shaped like a checkout; its link restores the cart. */
  readonly cart: AbandonedCheckout | null;
  readonly order: BoughtOrder | null;
  readonly product: NamedProduct | null;
  readonly triggerProductIds: readonly string[];
  /** Whether the object no longer exists. */
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
    event: {},
    checkout,
    cart,
    order,
    product,
    triggerProductIds: lines.flatMap(({ productId }) => productId ?? []),
    isGone: checkout === null && cart === null && order === null,
  };
}

/** An email and its recipient. */
interface EmailTo {
  readonly profileId: ProfileId;
  readonly email: Pick<LocalEmail, "blocks">;
}

/**
 * Evaluates block rules for the recipients now. A profile that cannot be in segments matches no rule. Emails
 * without rules need no query.
 *
 * @returns ids of blocks whose rule the recipient matches
 */
async function loadMetRules(
  db: Db,
  shopId: ShopId,
  emails: readonly EmailTo[],
  now: Date,
): Promise<(email: EmailTo) => readonly string[]> {
  const ruled = emails.filter(({ email }) => blockRules(email.blocks).length > 0);
  const rules = ruled.flatMap(({ email }) => blockRules(email.blocks).map(({ rule }) => rule));
  const profileIds = [...new Set(ruled.map(({ profileId }) => profileId))];
  const facts = await loadCustomerFacts(db, shopId, profileIds, getRequiredSources(rules));
  return ({ profileId, email }) => {
    const known = facts.get(profileId);
    if (!known) return [];
    return blockRules(email.blocks).flatMap(({ blockId, rule }) =>
      matchesRule(rule, known, now) ? [blockId] : [],
    );
  };
}
