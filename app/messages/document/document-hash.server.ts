import { createHash } from "node:crypto";
import type { EmailDocument } from "./email-document";

/** Hash of a document that is published without being compiled under its name. */
export const documentHash = (document: EmailDocument): string =>
  createHash("sha256").update(JSON.stringify(document)).digest("hex");
