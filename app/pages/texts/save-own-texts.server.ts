import { z } from "zod";
import type { CommonDeps } from "~/deps";
import { findOwnTextProblems, type OwnTextProblems } from "~/i18n/own-texts";
import { builtInTexts } from "~/i18n/own-texts.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { listRequired, readTag } from "./own-texts-page.server";
import { findOwnTexts, saveOwnTexts } from "~/messages/own-texts/own-texts-store.server";

/** The shop's texts in one language: key → text; an empty text is the built-in one. */
export const OwnTextsEdit = z.object({
  language: z.string().transform((tag, context) => {
    const language = readTag(tag);
    if (language !== null) return language;
    context.addIssue({ code: "custom" });
    return z.NEVER;
  }),
  texts: z.record(z.string().max(100), z.string().max(10_000)).transform((texts) =>
    Object.fromEntries(
      Object.entries(texts)
        .map(([key, text]) => [key, text.trim()] as const)
        .filter(([, text]) => text !== ""),
    ),
  ),
});
export type OwnTextsEdit = z.infer<typeof OwnTextsEdit>;

export type SaveOwnTextsOutcome =
  | { readonly kind: "saved" }
  | { readonly kind: "invalid"; readonly problems: OwnTextProblems }
  | { readonly kind: "too_many_languages" };

/** Every batch of emails reads the texts of all languages. */
const MAX_LANGUAGES = 20;

type Deps = CommonDeps<"db" | "now">;

/** Why texts were not saved; the problems of single texts are beside them. */
export type OwnTextsFailure = "unreadable" | "invalid" | "too_many_languages";

/** @param request an `OwnTextsEdit`, unchecked */
export async function answerOwnTextsRequest(
  shopId: ShopId,
  request: unknown,
  deps: Deps,
): Promise<{
  readonly error: OwnTextsFailure | null;
  readonly problems: OwnTextProblems;
  /** When they were saved, in milliseconds. */
  readonly savedAt: number | null;
}> {
  const refuse = (error: OwnTextsFailure, problems: OwnTextProblems = {}) => {
    return { error, problems, savedAt: null };
  };
  const edit = OwnTextsEdit.safeParse(request);
  if (!edit.success) return refuse("unreadable");
  const outcome = await saveOwnTextsEdit(shopId, edit.data, deps);
  switch (outcome.kind) {
    case "saved":
      return { error: null, problems: {}, savedAt: deps.now().getTime() };
    case "invalid":
      return refuse("invalid", outcome.problems);
    case "too_many_languages":
      return refuse("too_many_languages");
  }
}

/** Saves a shop's texts in one language, unless one of them cannot be used. They apply from the next email on. */
export async function saveOwnTextsEdit(
  shopId: ShopId,
  { language, texts }: OwnTextsEdit,
  { db, now }: Deps,
): Promise<SaveOwnTextsOutcome> {
  const problems = checkOwnTexts(texts);
  if (Object.keys(problems).length > 0) return { kind: "invalid", problems };
  const at = now();
  return db.$transaction(async (tx): Promise<SaveOwnTextsOutcome> => {
    const before = await findOwnTexts(tx, shopId);
    const required = listRequired(language, before, texts);
    if (required.length > 0) {
      const missing = required.map((key) => [key, { code: "required" }] as const);
      return { kind: "invalid", problems: Object.fromEntries(missing) };
    }
    const others = Object.keys(before ?? {}).filter((it) => it !== language);
    if (others.length >= MAX_LANGUAGES) return { kind: "too_many_languages" };
    await saveOwnTexts(tx, shopId, language, texts, at);
    await recordAudit(tx, shopId, {
      ...{ at, actor: "merchant", action: "texts_saved" },
      detail: { language, texts: Object.keys(texts).length },
    });
    return { kind: "saved" };
  });
}

/** The texts of an edit that cannot be used. */
export function checkOwnTexts(texts: OwnTextsEdit["texts"]): OwnTextProblems {
  const english = Object.entries(builtInTexts("en")).map(([key, { text }]) => [key, text] as const);
  return findOwnTextProblems(texts, Object.fromEntries(english));
}
