import { z } from "zod";

/** `treated` is mailed; `holdout` goes through the same steps, and what it would have got is only written down. */
export const HoldoutArm = z.enum(["treated", "holdout"]);
export type HoldoutArm = z.infer<typeof HoldoutArm>;

export interface Draw {
  readonly shopId: string;
  /** One for each experiment: the draws of two experiments are independent. */
  readonly experimentKey: string;
  readonly profileId: string;
  /** Share that is left alone, from 0 to 1. */
  readonly holdoutRate: number;
}

/**
 * Which arm of an experiment a profile is in. The draw is a hash, so it needs
 * no row and never changes; a higher rate adds profiles to the holdout and
 * takes none out of it.
 */
export function drawHoldoutArm({
  shopId,
  experimentKey,
  profileId,
  holdoutRate,
}: Draw): HoldoutArm {
  return unitHash(`${shopId}|${experimentKey}|${profileId}`) < holdoutRate ? "holdout" : "treated";
}

/**
 * Whether a profile is among those whom no flow and no campaign of the shop reaches: a draw of its own,
 * the same for all of them, so that what all mail together earns can be measured.
 *
 * @param shopHoldoutRate share of all profiles, from 0 to 1
 */
export function isInShopHoldout(
  shopId: string,
  profileId: string,
  shopHoldoutRate: number,
): boolean {
  const draw = { shopId, experimentKey: "shop", profileId, holdoutRate: shopHoldoutRate };
  return drawHoldoutArm(draw) === "holdout";
}

/** Why a mail is withheld on purpose: its reader was drawn for one flow or campaign, or for all mail of the shop. */
export type HoldoutReason = "holdout" | "shop_holdout";

/**
 * A text's place in [0, 1), uniform over texts: FNV-1a in 32 bits over its
 * UTF-16 units, then the finaliser of MurmurHash3, without which texts that
 * differ at the end only would lie close together.
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
