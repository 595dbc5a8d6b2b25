import type { Tx } from "~/db.server";
import type { DiscountFact } from "~/experiments/offers/discount-fact";
import {
  drawMessageVariants,
  listContentExperiments,
} from "~/experiments/optimization/draw-message-variants.server";
import { addressedLanguage } from "~/i18n/locale";
import { textIn } from "~/i18n/text-in.server";
import type { Queue } from "~/jobs/queue";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { getPresetUrl } from "~/profiles/preferences/preference-preset";
import type { RecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import type { Brand } from "../brand/brand";
import type { ShopBrand } from "../brand/load-brand.server";
import type { CompiledTemplate } from "../compiling/compiled-template";
import type { FilledEmail } from "../compiling/fill-template";
import type { EmailCoupon } from "../coupons/coupon";
import { drawCoupons } from "../coupons/draw-coupons.server";
import type { MessageIntent } from "../message";
import type { compileTemplate } from "../compiling/compile-template.server";
import { signClickLink } from "./click-link";
import { fillMessage, fillTargets } from "./fill-message";
import { emailValues } from "./fill-values";
import { gatherContents, loadContentFacts, type EmailContent } from "./gather-contents.server";
import { addTracking } from "./email-tracking";
import { isPointless, listCouponEmails } from "./list-coupon-emails";
import type { PlacedPick } from "./placed-pick";
import { planLinks, type PlannedLink } from "./plan-links";
import { shopLink } from "./shop-link";
import { utmCampaignOf } from "./utm-campaign";
import { findEmails } from "./template-of-message.server";

export interface MessageToCompose {
  readonly messageId: string;
  readonly profileId: ProfileId;
  readonly flowId: string | null;
  readonly flowVersion: number | null;
  readonly intent: MessageIntent;
}

export interface ComposedMessage {
  readonly kind: "composed";
  readonly to: string;
  readonly email: FilledEmail;
  readonly template: CompiledTemplate;
  readonly unsubscribeUrl: string;
  readonly links: readonly PlannedLink[];
  readonly picks: readonly PlacedPick[];
  /** The recommended products of which few are left. */
  readonly scarceIds: readonly string[];
  /** Why it has this discount; null: all get the same. */
  readonly discount: DiscountFact | null;
}

export type Composition =
  | ComposedMessage
  /** Nothing to send. */
  | {
      readonly kind: "pointless";
      readonly reason: "no_address" | "object_gone" | "nothing_to_recommend";
    }
  | { readonly kind: "refused"; readonly reason: "bad_link" | "too_large" }
  /** Its discount code is still being created. */
  | { readonly kind: "waits"; readonly reason: "code_coming" };

export interface ComposeDeps {
  readonly keyring: Pick<Keyring, "open" | "signLink">;
  readonly queue: Queue;
  readonly recommendations: RecommendationSource;
  readonly compile: typeof compileTemplate;
  /** Base URL of tracked links. */
  readonly publicUrl: string;
  /** Reads what else depends on the recipients' addresses, in the statement that reads the contents. */
  readonly alsoRead?: (addresses: readonly string[]) => Promise<void>;
}

interface Sender {
  readonly shop: ShopBrand["shop"];
  readonly brand: Brand;
  /** Whether the shop tracks opens. */
  readonly tracksOpens: boolean;
  readonly now: Date;
}

/** What `composeMessages` needs to know, of its messages and maybe others. Nothing is written. */
export async function readForComposing(
  tx: Tx,
  shopId: ShopId,
  messages: readonly MessageToCompose[],
  sender: Sender,
  deps: ComposeDeps,
) {
  const intents = messages.map(({ intent }) => intent);
  const [experiments, emailOf, facts] = await Promise.all([
    listContentExperiments(tx, shopId),
    findEmails(tx, shopId, intents, { ...deps, brand: sender.brand }),
    loadContentFacts(tx, shopId, messages, { ...deps, ...sender }),
  ]);
  return { experiments, emailOf, facts };
}

/**
 * Composes messages with current data and assigns discount codes. Returns a composition per message id; codes
 * of messages that are not sent must be returned. The last argument is what `readForComposing` has read.
 */
export async function composeMessages(
  tx: Tx,
  shopId: ShopId,
  messages: readonly MessageToCompose[],
  sender: Sender,
  deps: ComposeDeps,
  { experiments, emailOf, facts }: Awaited<ReturnType<typeof readForComposing>>,
): Promise<Map<string, Composition>> {
  const messageIds = messages.map(({ messageId }) => messageId);
  const armsOf = await drawMessageVariants(tx, shopId, messageIds, experiments, sender.now);
  const addresses = messages.flatMap(
    ({ profileId }) => facts.recipients.get(profileId)?.email ?? [],
  );
  const [contents] = await Promise.all([
    gatherContents(tx, shopId, messages, facts, {
      ...deps,
      ...sender,
      emailOf: ({ messageId, intent }, locale) => emailOf(intent, locale, armsOf.get(messageId)),
    }),
    deps.alsoRead?.(addresses),
  ]);
  const offered = listCouponEmails(messages, contents);
  const { coupons, discounts } = await drawCoupons(tx, shopId, offered, {
    ...deps,
    timeZone: sender.shop.timeZone,
    now: sender.now,
  });
  const compositions = new Map<string, Composition>();
  for (const message of messages) {
    const { messageId } = message;
    const content = contents.get(messageId);
    const outcome = coupons.get(messageId);
    if (!content) {
      compositions.set(messageId, { kind: "pointless", reason: "no_address" });
    } else if (outcome?.kind === "coming") {
      compositions.set(messageId, { kind: "waits", reason: "code_coming" });
    } else {
      const coupon = outcome?.coupon ?? null;
      compositions.set(
        messageId,
        await compose(
          shopId,
          { ...content, message, coupon, discount: discounts.get(messageId) ?? null },
          sender,
          deps,
        ),
      );
    }
  }
  return compositions;
}

async function compose(
  shopId: ShopId,
  content: EmailContent & {
    readonly message: MessageToCompose;
    readonly coupon: EmailCoupon | null;
    readonly discount: DiscountFact | null;
  },
  { shop, brand, tracksOpens, now }: Sender,
  { keyring, publicUrl }: ComposeDeps,
): Promise<Composition> {
  const { message, recipient, shown, email, coupon } = content;
  if (content.isGone) return { kind: "pointless", reason: "object_gone" };
  if (isPointless(content)) return { kind: "pointless", reason: "nothing_to_recommend" };

  const { messageId, profileId } = message;
  const unsubscribe = keyring.signLink("unsubscribe", `${shopId}/${profileId}/${messageId}`);
  const unsubscribeUrl = `${publicUrl}/u/${unsubscribe}`;
  const linkUrl = (link: PlannedLink | null) =>
    `${publicUrl}/c/${signClickLink({ shopId, messageId, link }, keyring)}`;
  const pixelUrl =
    tracksOpens && recipient.openTracking
      ? `${publicUrl}/o/${keyring.signLink("open", `${shopId}/${messageId}`)}`
      : null;
  const preferences = keyring.signLink("preferences", `${shopId}/${profileId}/${messageId}`);
  const preferencesUrl = `${publicUrl}/p/${preferences}`;
  const preferenceLinks = {
    unsubscribe: unsubscribeUrl,
    preferences: preferencesUrl,
    lessOften: getPresetUrl(preferencesUrl, "less-often"),
    pause: getPresetUrl(preferencesUrl, "pause"),
  };
  const tags = {
    shopUrls: [shop.url, `https://${shopId}`],
    utmCampaign: utmCampaignOfMessage(message),
  };
  const compiled = await content.compiled;
  const language = addressedLanguage(email.language, brand.germanAddress);
  const shape = { text: textIn(language, "email", brand.texts), shapes: content.shapes };
  const untracked = emailValues({ ...content, language: email.language }, shop, preferenceLinks);
  const { values, links } = planLinks(untracked, fillTargets(compiled, untracked, shape), {
    lead: (target) => shopLink(target, { ...tags, code: coupon?.code ?? null }),
    issueLink: linkUrl,
  });
  const { currency } = shop;
  const { logoUrl } = brand;
  const filled = fillMessage(compiled, { ...content, values, shape, currency, logoUrl, now });
  if (filled.kind === "refused") return { kind: "refused", reason: filled.reason };
  return {
    kind: "composed",
    to: recipient.email,
    template: compiled,
    email: addTracking(filled.email, { honeypotUrl: linkUrl(null), pixelUrl }),
    unsubscribeUrl,
    links,
    picks: [...shown.values()].flat().flatMap(({ placed }) => placed ?? []),
    scarceIds: [...content.scarceIds],
    discount: content.discount,
  };
}

function utmCampaignOfMessage({ flowId, intent }: MessageToCompose): string | null {
  if (intent.origin === "campaign")
    return utmCampaignOf({ kind: "campaign", id: intent.campaignId });
  return flowId === null ? null : utmCampaignOf({ kind: "flow", id: flowId });
}
