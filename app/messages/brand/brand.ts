import { z } from "zod";
import { GERMAN_ADDRESSES } from "~/i18n/locale";
import { readOwnTexts, type OwnTexts } from "~/i18n/own-texts";
import { DEFAULT_THEME, THEME_NAMES } from "../theme/designs/themes";
import { findSocialNetwork, MAX_SOCIAL_ACCOUNTS } from "./social-accounts";
import { isPictureUrl } from "../merge/clean-text";

// Private use characters (Co) mean nothing outside one font; the compiler marks places with them.
const oneLine = (maxChars: number) =>
  z
    .string()
    .trim()
    .min(1, "Must not be empty")
    .max(maxChars, `Must be at most ${maxChars} characters`)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Co}]*$/u, "Must be one line of plain text");

/** A shop's branding. Every email shows the legal name and the postal address. */
export const Brand = z.object({
  shopName: oneLine(80),
  legalName: oneLine(120),
  logoUrl: z.string().refine(isPictureUrl, "Must be an https:// address").nullable(),
  /** A picture of the shop, with which its welcome begins; absent or null: a best seller. */
  coverUrl: z.string().refine(isPictureUrl, "Must be an https:// address").nullish(),
  accent: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, "Must be a color such as #1f6f54")
    .toLowerCase(),
  postalAddress: oneLine(300).min(5, "Must be a full postal address"),
  supportEmail: z.email("Must be an email address").nullable(),
  /** How all emails look. An unknown name is one of a later version. */
  theme: z.enum(THEME_NAMES).catch(DEFAULT_THEME),
  /** How built-in German texts address the reader. */
  germanAddress: z.enum(GERMAN_ADDRESSES).default("informal"),
  /** The shop's accounts on social networks, which footers name. */
  socials: z
    .array(z.string().refine((url) => findSocialNetwork(url) !== null, "Must be an account"))
    .max(MAX_SOCIAL_ACCOUNTS)
    .optional(),
});
export type Brand = z.infer<typeof Brand> & {
  /** The shop's versions of built-in texts, which are saved on their own. */
  readonly texts?: OwnTexts;
};

export const DEFAULT_ACCENT = "#2b2f36";

interface ShopFacts {
  readonly name: string;
  /** Lines of the shop's address, as Shopify has it; may be empty. */
  readonly addressLines: readonly string[];
  readonly contactEmail: string | null;
}

export type BrandOutcome =
  | { readonly kind: "ready"; readonly brand: Brand }
  | {
      readonly kind: "incomplete";
      readonly problems: readonly { readonly field: keyof Brand; readonly message: string }[];
    };

/**
 * The shop's brand: the merchant's settings with Shopify's values as defaults. Without a postal address there
 * is none, because marketing email must show one.
 *
 * @param saved the merchant's settings; fields of `Brand`, any of them missing
 * @param savedTexts the merchant's own texts
 */
export function resolveBrand(
  shop: ShopFacts,
  saved: Readonly<Record<string, unknown>>,
  savedTexts: unknown = {},
): BrandOutcome {
  const parsed = Brand.safeParse({
    shopName: shop.name,
    legalName: shop.name,
    logoUrl: null,
    accent: DEFAULT_ACCENT,
    postalAddress: shop.addressLines.filter((line) => line.trim() !== "").join(", "),
    supportEmail: shop.contactEmail,
    ...saved,
  });
  if (parsed.success) {
    return { kind: "ready", brand: { ...parsed.data, ...readOwnTexts(savedTexts) } };
  }
  const fields = Object.keys(Brand.shape) as (keyof Brand)[];
  return {
    kind: "incomplete",
    problems: fields.flatMap((field) => {
      const issue = parsed.error.issues.find(({ path }) => path[0] === field);
      return issue ? [{ field, message: issue.message }] : [];
    }),
  };
}
