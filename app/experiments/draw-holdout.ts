import { z } from "zod";
import type { ProfileId } from "~/lib/profile-id";

/** `treated` is emailed; `holdout` takes the same steps, but its messages are only recorded. */
export const HoldoutVariant = z.enum(["treated", "holdout"]);
export type HoldoutVariant = z.infer<typeof HoldoutVariant>;

export interface Draw {
  readonly shopId: string;
  /** One per experiment, so that assignments are independent. */
  readonly experimentKey: string;
  readonly profileId: ProfileId;
  /** Holdout rate, from 0 to 1. */
  readonly holdoutRate: number;
}

/**
 * Assigns a profile to treated or holdout by a hash, so that no row is needed and it never changes; a higher
 * rate adds profiles to the holdout and removes none.
 */
export function drawHoldoutVariant({
  shopId,
  experimentKey,
  profileId,
  holdoutRate,
}: Draw): HoldoutVariant {
  return unitHash(`${shopId}|${experimentKey}|${profileId}`) < holdoutRate ? "holdout" : "treated";
}

/**
 * Whether a profile is in the shop holdout, which no flow or campaign emails: an independent assignment that all of
 * them share, so that the lift of all email can be measured.
 * @param shopHoldoutRate share of all profiles, from 0 to 1
 */
export function isInShopHoldout(
  shopId: string,
  profileId: ProfileId,
  shopHoldoutRate: number,
): boolean {
  const draw = { shopId, experimentKey: "shop", profileId, holdoutRate: shopHoldoutRate };
  return drawHoldoutVariant(draw) === "holdout";
}

/**
 * Whether a profile is in the baseline group: it gets the same emails, but always with the merchant's own content, send
 * time and frequency. The difference to everyone else is what optimizations earn together. Independent of the
 * holdouts.
 *
 * @param baselineRate share of all profiles, from 0 to 1
 */
export function isInBaseline(shopId: string, profileId: ProfileId, baselineRate: number): boolean {
  const draw = { shopId, experimentKey: "baseline", profileId, holdoutRate: baselineRate };
  return drawHoldoutVariant(draw) === "holdout";
}

/** Why a message is withheld: the profile is in the holdout of its flow or campaign, or of the shop. */
export type HoldoutReason = "holdout" | "shop_holdout";

/**
 * Hashes a text to [0, 1), uniformly: FNV-1a in 32 bits over its UTF-16 units, then the finalizer of
 * MurmurHash3, without which texts that differ only at the end would be close together.
 *
 * @see http://www.isthe.com/chongo/tech/comp/fnv/ and
 * https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp (`fmix32`), both public domain
 */
export function unitHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
