import { languagesOf, localize, type EmailDocument } from "./email-document";
import { listTexts } from "./list-texts";

/** Whether an email says, in any of its languages, that prices are reduced. */
export const claimsSale = (email: EmailDocument): boolean =>
  languagesOf(email).some((language) => listTexts(localize(email, language)).some(namesSale));

/** Whether a text says so. It finds usual words, and misses others. */
export const namesSale = (text: string): boolean => NAMED.test(text);

/** English, German, Spanish, French, Japanese and Arabic; "for sale" and "sold out" are no reductions. */
const NAMED = new RegExp(
  [
    /(?<!\b(?:for|of|point-of|after) )\bsale\b|\bcosts? less\b|\blower prices?\b|\bprices? (?:has |have )?(?:dropped|reduced|cut)\b|\breduced prices?\b|\bprice (?:drop|cut)s?\b|\bmarked down\b/,
    /\breduziert|\bniedrigere[nr]? preise?\b|\bgünstiger|schlussverkauf|\bpreise? (?:ist |sind )?gesenkt/,
    /\brebaja|\bcuestan? menos\b|\bprecios? (?:más )?bajos?\b|\bbajó de precio|\bliquidación/,
    /\bsoldes\b|\bprix (?:a |ont )?(?:baiss|réduit|plus doux)|\bmoins cher|\bpromotions?\b/,
    /セール(?!ス)|値下げ|お求めやす/,
    /تخفيض|سعر أقل|أقل سعر|أسعار أقل|الأسعار المخفضة/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "iu",
);
