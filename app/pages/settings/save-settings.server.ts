import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import { countUnitCosts, type UnitCostCoverage } from "~/catalog/unit-costs/unit-cost-store.server";
import type { CommonDeps } from "~/deps";
import { fitFlowLibrary } from "~/flows/library/fit-library.server";
import type { Industry } from "~/i18n/industry";
import type { ShopId } from "~/lib/shop-id";
import { loadBrand } from "~/messages/brand/load-brand.server";
import type { Brand } from "~/messages/brand/brand";
import { DEFAULT_THEME } from "~/messages/theme/designs/themes";
import { recordAudit } from "~/privacy/audit-store.server";
import { readIndustry } from "~/shopify/industry-store.server";
import { canReadUnitCosts } from "~/shopify/unit-costs";
import type { Keyring } from "~/privacy/keyring.server";
import type { Config } from "~/config";
import {
  findCaptchaService,
  saveCaptcha,
} from "~/delivery/opt-in/captcha/sign-up-guard-store.server";
import { listConsentTexts } from "~/delivery/consents/consent-store.server";
import { identityOf } from "~/delivery/pace/breaker";
import { isSharedDomain } from "~/delivery/domain-name";
import { findForeignDomain } from "~/delivery/sender/sending-domain-store.server";
import { findEmailPool } from "~/delivery/pools/email-pool-store.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import {
  parseSettings,
  settingsValues,
  type SettingsField,
  type SettingsProblem,
  type SettingsProblems,
  SettingsValues,
} from "./settings-form";

export interface SettingsPageData {
  readonly values: SettingsValues;
  /** Version for optimistic locking; 0: never saved. */
  readonly version: number;
  readonly timeZone: string;
  /** The consent texts that the storefront shows now. */
  readonly liveTexts: readonly {
    readonly locale: string;
    readonly version: string;
    readonly text: string;
  }[];
  /** Whether Kindred may read what products cost, and for how many it knows that. */
  readonly unitCosts: UnitCostCoverage & { readonly isGranted: boolean };
}

/** The settings for the form, with Shopify's values as defaults. */
export async function loadSettingsPage(
  db: Db,
  shopId: ShopId,
  deps: { readonly keyring: Pick<Keyring, "open"> },
): Promise<SettingsPageData> {
  const [{ shop, outcome }, settings, liveTexts, captcha, coverage, granted] = await Promise.all([
    loadBrand(db, shopId, deps),
    db.settings.findUnique({ where: { shopId } }),
    listConsentTexts(db, shopId),
    findCaptchaService(db, shopId),
    countUnitCosts(db, shopId),
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { grantedScopes: true } }),
  ]);
  // An incomplete brand is invalid, but the form shows the parts that exist.
  const saved = (settings?.brand ?? {}) as Partial<Brand>;
  const brand: Brand =
    outcome.kind === "ready"
      ? outcome.brand
      : { ...EMPTY_BRAND, shopName: shop.name, legalName: shop.name, ...saved };
  return {
    values: settingsValues(
      brand,
      SendingSettings.parse(settings?.sending ?? {}),
      captcha,
      readIndustry(settings),
    ),
    version: settings?.version ?? 0,
    timeZone: shop.timeZone,
    liveTexts: liveTexts.map(({ locale, version, text }) => ({ locale, version, text })),
    unitCosts: { ...coverage, isGranted: canReadUnitCosts(granted.grantedScopes) },
  };
}

const EMPTY_BRAND = {
  logoUrl: null,
  accent: "#2b2f36",
  postalAddress: "",
  supportEmail: null,
  germanAddress: "informal",
  theme: DEFAULT_THEME,
} as const;

/** The submitted values and the version they are based on. */
export const SettingsSave = z.object({
  version: z.number().int().nonnegative(),
  values: SettingsValues,
});
export type SettingsSave = z.infer<typeof SettingsSave>;

export type SaveSettingsOutcome =
  | { readonly kind: "saved"; readonly version: number }
  | { readonly kind: "invalid"; readonly problems: SettingsProblems }
  | { readonly kind: "refused"; readonly reason: "changed_meanwhile" };

interface Deps extends CommonDeps<"db" | "queue" | "now"> {
  readonly keyring: Pick<Keyring, "seal">;
  readonly config: Pick<Config, "kindredSender">;
}

/**
 * Saves the settings unless they changed since `version`. Messages that waited for a missing setting become
 * due at once, and prebuilt flows that are off get the waits of the industry.
 */
export async function saveSettings(
  shopId: ShopId,
  { version, values }: SettingsSave,
  { db, keyring, queue, now, config }: Deps,
): Promise<SaveSettingsOutcome> {
  const parsed = parseSettings(values, await findCaptchaService(db, shopId));
  if (parsed.kind === "refused") return { kind: "invalid", problems: parsed.problems };
  const { brand, sending, captcha, industry } = parsed;
  const at = now();
  const outcome = await db.$transaction(async (tx): Promise<SaveSettingsOutcome> => {
    const problems = await findSenderProblems(tx, shopId, sending, config);
    if (Object.keys(problems).length > 0) return { kind: "invalid", problems };
    const emailPool = await findEmailPool(tx, shopId);
    const isSaved = await replaceSettings(tx, shopId, version, {
      ...{ brand, sending: { ...sending, emailPool }, industry, updatedAt: at },
    });
    if (!isSaved) return { kind: "refused", reason: "changed_meanwhile" };
    await saveCaptcha(tx, shopId, captcha, { keyring });
    await tx.messageSending.updateMany({
      where: { shopId, state: "planned", reason: { in: MISSING } },
      data: { nextRunAt: at },
    });
    await queue.announce(tx, shopId, "messages_planned");
    await recordAudit(tx, shopId, {
      at,
      actor: "merchant",
      action: "settings_saved",
      // Holdout rates are recorded with their time, because lift uses the rates at the time of assignment.
      detail: {
        version: version + 1,
        holdoutRate: sending.holdoutRate,
        shopHoldoutRate: sending.shopHoldoutRate,
        baselineRate: sending.baselineRate,
      },
    });
    return { kind: "saved", version: version + 1 };
  });
  if (outcome.kind === "saved") await fitFlowLibrary(shopId, industry, { db, now });
  return outcome;
}

/** Reasons that a save may resolve. */
const MISSING = ["sender_missing", "postal_address_missing", "brand_incomplete"];

/** Sender addresses that cannot be used. */
async function findSenderProblems(
  tx: Tx,
  shopId: ShopId,
  sending: SendingSettings,
  { kindredSender }: Deps["config"],
): Promise<SettingsProblems> {
  const problems: Partial<Record<SettingsField, SettingsProblem>> = {};
  for (const field of ["senderAddress", "campaignSenderAddress"] as const) {
    const address = sending[field];
    if (address === null) continue;
    const domain = identityOf(address);
    const isReserved = kindredSender !== null && domain === identityOf(kindredSender);
    const others = await findForeignDomain(tx, shopId, domain);
    if (isReserved || isSharedDomain(domain)) problems[field] = { kind: "shared_domain", domain };
    else if (others !== null) problems[field] = { kind: "foreign_domain", domain, owner: others };
  }
  return problems;
}

/** @returns whether the version was unchanged */
async function replaceSettings(
  tx: Tx,
  shopId: ShopId,
  version: number,
  settings: { brand: Brand; sending: SendingSettings; industry: Industry; updatedAt: Date },
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
