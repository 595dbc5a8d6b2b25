import { createHash } from "node:crypto";
import type { Mailer } from "../mailer";

/** Identifies a provider's account, without revealing the secret that belongs to it. */
export const nameAccount = (provider: Mailer["name"], secret: string): string =>
  `${provider}/${createHash("sha256").update(secret).digest("hex").slice(0, 16)}`;
