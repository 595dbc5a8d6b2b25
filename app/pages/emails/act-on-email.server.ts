import { z } from "zod";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { loadBrand } from "~/messages/brand/load-brand.server";
import type { compileTemplate } from "~/messages/compiling/compile-template.server";
import type { EmailProblem } from "~/messages/document/check-email";
import { cleanDocument } from "~/messages/document/clean-document.server";
import type { DocumentRefusal } from "~/messages/document/schema-problem";
import { EmailDocument, languagesOf } from "~/messages/document/email-document";
import { languagesWritten } from "~/messages/document/languages-written.server";
import { findOwnTexts } from "~/messages/own-texts/own-texts-store.server";
import { publishTemplate } from "~/messages/templates/publish-template.server";
import { findTemplate, saveDraft } from "~/messages/templates/template-store.server";
import { loadEmailPage } from "./email-page.server";

/** Requests of the editor. */
export const EmailAct = z.discriminatedUnion("act", [
  /** @property revision base revision of the change */
  z.object({
    act: z.literal("save"),
    revision: z.number().int().min(0),
    document: EmailDocument,
  }),
  z.object({ act: z.literal("publish"), revision: z.number().int().min(0) }),
]);
export type EmailAct = z.infer<typeof EmailAct>;

export type EmailActOutcome =
  | { readonly kind: "saved"; readonly revision: number }
  | { readonly kind: "published"; readonly revision: number; readonly version: number }
  | { readonly kind: "not_found" }
  /** Conflict; `revision` is the current one. */
  | { readonly kind: "changed_meanwhile"; readonly revision: number }
  /** Why it cannot be saved or published. */
  | { readonly kind: "refused"; readonly problems: readonly PublishProblem[] };

export type PublishProblem =
  | Pick<EmailProblem, "code" | "values" | "rule">
  | DocumentRefusal
  | { readonly code: "brand_incomplete" | "no_draft"; readonly values?: undefined };

interface Deps extends CommonDeps<"db" | "now"> {
  readonly compile: typeof compileTemplate;
  readonly keyring: Pick<Keyring, "open">;
}

/** Saves or publishes a draft, or returns why not. */
export async function actOnEmail(
  shopId: ShopId,
  templateId: string,
  request: EmailAct,
  deps: Deps,
): Promise<EmailActOutcome> {
  const { db, now } = deps;
  if (request.act === "publish") return publish(shopId, templateId, request.revision, deps);
  // Drafts are saved after each pause in typing, so do not load the whole page.
  const stored = await findTemplate(db, shopId, templateId);
  const known = stored ?? (await loadEmailPage(db, shopId, templateId));
  if (!known) return { kind: "not_found" };
  // A language that the catalog lacks must have been written by the shop first.
  const { document } = request;
  const written = languagesWritten(document, { texts: await findOwnTexts(db, shopId) });
  if (written.length < languagesOf(document).length) return refused({ code: "invalid" });
  const revision = await saveDraft(db, shopId, {
    templateId,
    name: known.name,
    document: cleanDocument(document),
    baseRevision: request.revision,
    now: now(),
  });
  return revision === null
    ? { kind: "changed_meanwhile", revision: await revisionNow(deps, shopId, templateId) }
    : { kind: "saved", revision };
}

async function publish(
  shopId: ShopId,
  templateId: string,
  draftRevision: number,
  deps: Deps,
): Promise<EmailActOutcome> {
  const { outcome: brand } = await loadBrand(deps.db, shopId, deps);
  if (brand.kind === "incomplete") {
    return refused({ code: "brand_incomplete" });
  }
  const command = { templateId, draftRevision, actor: "merchant" } as const;
  const outcome = await publishTemplate(shopId, command, { ...deps, brand: brand.brand });
  switch (outcome.kind) {
    case "published":
      // Publishing deletes the draft, which increments its revision.
      return { kind: "published", version: outcome.version, revision: draftRevision + 1 };
    case "invalid":
      return refused(
        ...outcome.problems.map(({ code, values, rule }) => ({
          code,
          ...(values && { values }),
          ...(rule && { rule }),
        })),
      );
    case "refused":
      return outcome.reason === "no_draft"
        ? refused({ code: "no_draft" })
        : {
            kind: "changed_meanwhile",
            revision: await revisionNow(deps, shopId, templateId),
          };
  }
}

const refused = (...problems: readonly PublishProblem[]): EmailActOutcome => ({
  kind: "refused",
  problems,
});

async function revisionNow({ db }: Deps, shopId: ShopId, templateId: string): Promise<number> {
  return (await findTemplate(db, shopId, templateId))?.draftRevision ?? 0;
}
