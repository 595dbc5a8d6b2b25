import { openClickLink, type ClickLink } from "~/messages/composing/click-link";
import type { Keyring } from "~/privacy/keyring.server";

/** The tracked links in an email's HTML, each once. */
export function listLinks(html: string, keyring: Keyring): ClickLink[] {
  const tokens = new Set([...html.matchAll(/\/c\/([\w.-]+)/g)].map(([, token]) => token!));
  return [...tokens].flatMap((token) => openClickLink(token, keyring) ?? []);
}
