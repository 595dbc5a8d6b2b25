/** Words that resemble something else, or each other. */
export const WORDS = [
  "Tea",
  "tea",
  "Té",
  "Te\u0301",
  "it's",
  "'; drop table profile; --",
  'a "b" \\ ${c} $1 %_',
  "茶🍵",
  " ",
];
export const COUNTRIES = ["GB", "gb", "DE", "ß"];
export const LOCALES = ["en", "en-GB", "EN", "zh-Hant-TW", "-", "pt'BR"];
/** Property names: one of them has members, the other has none. */
export const NOTES = ["tier", "it's '"];
/** Values of properties that are, or resemble, numbers, dates and lists. */
export const PROPERTY_TEXTS = [
  "7",
  "-0.5",
  "9007199254740993",
  "0.1000000000000000055",
  "1e3",
  " 7",
  "99999999999999999999999",
  "2026-03-03",
  "2026-03-02T12:00:00.000Z",
  "2026-03-02T12:00:00.001Z",
  "2026-02-01",
  "2026-02-30",
  "2026-03-01T10:00:00+02:00",
  "Tea\ntea",
  "\n",
  "7\n8",
];
export const REGIONS = ["England", "england", "Île-de-France", "it's"];
/** Keys of cities: `keyring.cityKey` makes such. */
export const CITIES = ["key-1", "Key-1", "-"];
export const TAGS = ["VIP", "vip", "it's", "a,b", "{}", '"', "茶", " "];
export const CODES = ["WELCOME10", "IT'S", "ÄÖ"];
export const CHANNELS = ["web", "pos", "it's"];
export const UTM_TAGS = ["google", "Google", "50% off", "it's"];
export const COLLECTIONS = ["col-1", "col'2", "deleted"];
/** Names of custom events. */
export const EVENT_NAMES = ["review_submitted", "points_earned", "renewed"];
export const FLOWS = ["flow-1", "it's"];
export const CAMPAIGNS = ["campaign-1", "campaign'2"];
export const VARIANTS = ["v-1", "it's", "9007199254740993"];
export const QUERIES = ["kettle", "té", "te\u0301", "100% \\ wool_'s", "茶"];
/** Two segments: one of them has members. */
export const SEGMENTS = ["seg-1", "seg'2"];
/** Distances exactly at a window's edge, or a millisecond off. */
export const EXACT_DAYS = [1, 30, 90];
export const PRODUCTS = [
  "501",
  "9007199254740993",
  "9007199254740992",
  "99999999999999999999999",
  "it's",
].map((id, n) => ({ id, type: WORDS[n * 2] ?? "", vendor: WORDS[n * 2 + 1] ?? "" }));
