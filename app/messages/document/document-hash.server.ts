import { createHash } from "node:crypto";
import type { MailDocument } from "./mail-document";

/** Stands for the hash of what was compiled, where a document is published that nobody has compiled under its name. */
export const documentHash = (document: MailDocument): string =>
  createHash("sha256").update(JSON.stringify(document)).digest("hex");
