import { createHash } from "node:crypto";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit, type AuditActor } from "~/privacy/audit-store.server";
import type { Brand } from "../brand/brand";
import type { compileTemplate } from "../compiling/compile-template.server";
import { checkEmail, type EmailProblem } from "../document/check-email";
import { checkRules } from "../document/check-rules.server";
import { cleanDocument } from "../document/clean-document.server";
import { languagesOf, localize } from "../document/email-document";
import { findTemplate, publishDraft } from "./template-store.server";

export type PublishOutcome =
  | { readonly kind: "published"; readonly version: number }
  /** Problems that must be fixed first. */
  | { readonly kind: "invalid"; readonly problems: readonly EmailProblem[] }
  | { readonly kind: "refused"; readonly reason: "no_draft" | "changed_meanwhile" };

interface Deps extends CommonDeps<"db" | "now"> {
  readonly compile: typeof compileTemplate;
  readonly brand: Brand;
}

export interface PublishCommand {
  readonly templateId: string;
  /** The revision that the merchant reviewed. */
  readonly draftRevision: number;
  /** Actor for the audit trail; no personal data. */
  readonly actor: AuditActor;
}

/** Publishes a draft if all its languages are valid. */
export async function publishTemplate(
  shopId: ShopId,
  { templateId, draftRevision, actor }: PublishCommand,
  { db, compile, brand, now }: Deps,
): Promise<PublishOutcome> {
  const template = await findTemplate(db, shopId, templateId);
  if (!template?.draft) return { kind: "refused", reason: "no_draft" };
  if (template.draftRevision !== draftRevision) {
    return { kind: "refused", reason: "changed_meanwhile" };
  }
  const document = cleanDocument(template.draft);
  const emails = languagesOf(document).map((language) => localize(document, language));
  const problems = [
    ...emails.flatMap((email) => checkEmail(email, brand)),
    ...(await checkRules(db, shopId, document.blocks, now())),
  ];
  const blocking = problems.filter(({ severity }) => severity === "error");
  if (blocking.length > 0) return { kind: "invalid", problems: blocking };

  const compiled = await Promise.all(emails.map((email) => compile({ email, brand })));
  const sha256 = createHash("sha256")
    .update(compiled.map((it) => `${it.language} ${it.sha256}`).join("\n"))
    .digest("hex");
  const at = now();
  return db.$transaction(async (tx) => {
    const publication = { templateId, draftRevision, document, sha256, now: at };
    const version = await publishDraft(tx, shopId, publication);
    if (version === null) return { kind: "refused", reason: "changed_meanwhile" };
    await recordAudit(tx, shopId, {
      at,
      actor,
      action: "template_published",
      detail: { templateId, version, sha256 },
    });
    return { kind: "published", version };
  });
}
