import { createHash } from "node:crypto";
import type { MailDocument } from "./mail-document";

/** Hash of a document that is published without being compiled under its name. */
export const documentHash = (document: MailDocument): string =>
  createHash("sha256").update(JSON.stringify(document)).digest("hex");
