import { MARGIN_RANGES } from "./choice-ranges";
import { drawContentLaw, type ContentLaw } from "./content-law";
import { draw } from "./draws";
import { drawHourLaw, type HourLaw } from "./hour-law";
import { drawOfferLaw, type OfferLaw } from "./offer-law";
import type { Range, ShopKind } from "./ranges";

/** What customers make of an email's content, time and offer. */
export interface ChoiceLaw {
  readonly content: ContentLaw;
  readonly hours: HourLaw;
  readonly offers: OfferLaw;
  /** Gross margin, as a share of the price before discounts. */
  readonly marginRate: number;
}

export function drawChoiceLaw(seed: number, kind: ShopKind): ChoiceLaw {
  let nth = 0;
  const within = ([from, to]: Range) =>
    from * (to / from) ** draw(seed, 1, Math.floor(nth / 60), "choices", nth++ % 60);
  return {
    content: drawContentLaw(seed, within),
    hours: drawHourLaw(seed, kind, within),
    offers: drawOfferLaw(seed, kind, within),
    marginRate: within(MARGIN_RANGES[kind]),
  };
}
