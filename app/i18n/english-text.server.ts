import { messagesFor } from "./catalog.server";
import { createText, type Text } from "./create-text";
import type { TextFeature } from "./messages";

/** A feature's English texts, for sentences that the server still returns to pages. */
export function englishText<F extends TextFeature>(feature: F): Text<F> {
  const messages = messagesFor("en", [feature]);
  return createText({ locale: "en-US", timeZone: "UTC", messages }, feature);
}
