import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import { loadBrand } from "~/messages/brand/load-brand.server";
import type { Brand } from "~/messages/brand/brand";
import { recordAudit } from "~/privacy/audit-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import type { Config } from "~/config";
import { findCaptchaService, saveCaptcha } from "../opt-in/sign-up-guard-store.server";
import { listLiveTexts } from "../opt-in/consent-store.server";
import { identityOf } from "../pace/breaker";
import { describeShared, isShared } from "../sender/domain-name";
import { findOthersDomain } from "../sender/sending-domain-store.server";
import { SendingSettings } from "./sending-settings";
import {
  parseSettings,
  settingsValues,
  type SettingsField,
  type SettingsProblems,
  SettingsValues,
} from "./settings-form";

export interface SettingsPage {
  readonly values: SettingsValues;
  /** A save names the version that it read; 0: nothing has been saved yet. */
  readonly version: number;
  readonly timeZone: string;
  /** What shoppers agree to in the sign-up forms of the storefront now. */
  readonly liveTexts: readonly {
    readonly locale: string;
    readonly version: string;
    readonly text: string;
  }[];
}

/** The shop's settings for the form, filled in from Shopify where nothing was saved. */
export async function loadSettingsPage(
  db: Db,
  shopId: ShopId,
  deps: { readonly keyring: Pick<Keyring, "open"> },
): Promise<SettingsPage> {
  const [{ shop, outcome }, settings, liveTexts, captcha] = await Promise.all([
    loadBrand(db, shopId, deps),
    db.settings.findUnique({ where: { shopId } }),
    listLiveTexts(db, shopId),
    findCaptchaService(db, shopId),
  ]);
  // What lacks a part cannot be a brand yet, but the form shows what there is.
  const saved = (settings?.brand ?? {}) as Partial<Brand>;
  const brand: Brand =
    outcome.kind === "ready"
      ? outcome.brand
      : { ...EMPTY_BRAND, shopName: shop.name, legalName: shop.name, ...saved };
  return {
    values: settingsValues(brand, SendingSettings.parse(settings?.sending ?? {}), captcha),
    version: settings?.version ?? 0,
    timeZone: shop.timeZone,
    liveTexts: liveTexts.map(({ locale, version, text }) => ({ locale, version, text })),
  };
}

const EMPTY_BRAND = { logoUrl: null, accent: "#2b2f36", postalAddress: "", supportEmail: null };

/** What the form sends: the values, and the version that it was filled from. */
export const SettingsSave = z.object({
  version: z.number().int().nonnegative(),
  values: SettingsValues,
});
export type SettingsSave = z.infer<typeof SettingsSave>;

export type SaveSettingsOutcome =
  | { readonly kind: "saved"; readonly version: number }
  | { readonly kind: "invalid"; readonly problems: SettingsProblems }
  | { readonly kind: "refused"; readonly reason: "changed_meanwhile" };

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "seal">;
  readonly queue: Queue;
  readonly now: () => Date;
  readonly config: Pick<Config, "kindredSender">;
}

/**
 * Saves the settings unless somebody else did since `version` was read. Mails
 * that waited for a missing setting come due at once.
 */
export async function saveSettings(
  shopId: ShopId,
  { version, values }: SettingsSave,
  { db, keyring, queue, now, config }: Deps,
): Promise<SaveSettingsOutcome> {
  const parsed = parseSettings(values, await findCaptchaService(db, shopId));
  if (parsed.kind === "refused") return { kind: "invalid", problems: parsed.problems };
  const { brand, sending, captcha } = parsed;
  const at = now();
  return db.$transaction(async (tx): Promise<SaveSettingsOutcome> => {
    const problems = await findSenderProblems(tx, shopId, sending, config);
    if (Object.keys(problems).length > 0) return { kind: "invalid", problems };
    const isSaved = await replaceSettings(tx, shopId, version, { brand, sending, updatedAt: at });
    if (!isSaved) return { kind: "refused", reason: "changed_meanwhile" };
    await saveCaptcha(tx, shopId, captcha, { keyring });
    await tx.message.updateMany({
      where: { shopId, state: "planned", reason: { in: MISSING } },
      data: { nextAttemptAt: at },
    });
    await queue.announce(tx, shopId, "messages_planned");
    await recordAudit(tx, shopId, {
      auditId: uuidv7(),
      at,
      actor: "merchant",
      action: "settings_saved",
      // The shares are kept with their time: lift is measured by what was drawn then.
      detail: {
        version: version + 1,
        holdoutRate: sending.holdoutRate,
        shopHoldoutRate: sending.shopHoldoutRate,
      },
    });
    return { kind: "saved", version: version + 1 };
  });
}

/** Reasons that a save may have removed. */
const MISSING = ["sender_missing", "postal_address_missing", "brand_incomplete"];

/** Addresses that the shop cannot send from, each with what to do. */
async function findSenderProblems(
  tx: Tx,
  shopId: ShopId,
  sending: SendingSettings,
  { kindredSender }: Deps["config"],
): Promise<SettingsProblems> {
  const problems: Partial<Record<SettingsField, string>> = {};
  for (const field of ["senderAddress", "campaignSenderAddress"] as const) {
    const address = sending[field];
    if (address === null) continue;
    const domain = identityOf(address);
    const isReserved = kindredSender !== null && domain === identityOf(kindredSender);
    const others = await findOthersDomain(tx, shopId, domain);
    if (isReserved || isShared(domain)) problems[field] = describeShared(domain);
    else if (others !== null) {
      problems[field] =
        `${others} belongs to another store. If ${domain} is yours, add it on the sender page and prove it there. Otherwise use an address at a domain of your own.`;
    }
  }
  return problems;
}

/** @returns whether the version was still the one that was read */
async function replaceSettings(
  tx: Tx,
  shopId: ShopId,
  version: number,
  settings: { brand: Brand; sending: SendingSettings; updatedAt: Date },
): Promise<boolean> {
  const { count } =
    version === 0
      ? await tx.settings.createMany({
          data: { shopId, ...settings, version: 1 },
          skipDuplicates: true,
        })
      : await tx.settings.updateMany({
          where: { shopId, version },
          data: { ...settings, version: version + 1 },
        });
  return count === 1;
}
