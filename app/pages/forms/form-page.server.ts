import { z } from "zod";
import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { listFormCounts } from "~/delivery/sign-up-forms/form-count-store.server";
import {
  compareVariants,
  signUpRateOf,
  sumFormCounts,
  type FormCounts,
  type FormTestResult,
  type SignUpRate,
} from "~/delivery/sign-up-forms/form-results";
import {
  armOf,
  findFormProblems,
  FormContent,
  type FormProblem,
  type FormVariant,
  type SignUpFormRecord,
  type WelcomeDiscount,
} from "~/delivery/sign-up-forms/sign-up-form";
import {
  findSignUpForm,
  updateSignUpForm,
  type FormChange,
} from "~/delivery/sign-up-forms/sign-up-form-store.server";
import { findWelcomeDiscount } from "~/delivery/sign-up-forms/welcome-discount.server";
import type { ShopId } from "~/lib/shop-id";
import { themeEditorUrl, type ThemePart } from "~/shopify/theme-parts";
import { MAX_NAME_CHARS } from "./change-forms.server";

export interface FormPageData {
  readonly form: SignUpFormRecord;
  readonly welcome: WelcomeDiscount;
  readonly shopName: string;
  /** Of all days. */
  readonly counts: FormCounts;
  readonly rate: SignUpRate | null;
  readonly test: FormTestData | null;
  readonly editorUrls: Readonly<Record<Extract<ThemePart, "forms" | "inline-form">, string>>;
}

/** A running test. */
export interface FormTestData {
  readonly variants: Readonly<
    Record<FormVariant, FormCounts & { readonly rate: SignUpRate | null }>
  >;
  readonly result: FormTestResult;
}

/** A form with its results; null if there is none. */
export async function loadFormPage(
  shopId: ShopId,
  formId: string,
  { db, apiKey }: { readonly db: Db; readonly apiKey: string },
): Promise<FormPageData | null> {
  const form = await findSignUpForm(db, shopId, formId);
  if (!form) return null;
  const [counts, welcome, shop] = await Promise.all([
    listFormCounts(db, shopId, new Date(0)),
    findWelcomeDiscount(db, shopId),
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { name: true } }),
  ]);
  const own = counts.filter((it) => it.formId === formId);
  const sum = sumFormCounts(own);
  return {
    ...{ form, welcome, shopName: shop.name, counts: sum, rate: signUpRateOf(sum) },
    test: form.variantB === null ? null : testOf(form, own),
    editorUrls: {
      forms: themeEditorUrl(shopId, apiKey, "forms"),
      "inline-form": themeEditorUrl(shopId, apiKey, "inline-form"),
    },
  };
}

function testOf(
  { testNumber }: SignUpFormRecord,
  counts: readonly (FormCounts & { readonly arm: string })[],
): FormTestData {
  const of = (variant: FormVariant) => {
    const sum = sumFormCounts(counts.filter(({ arm }) => arm === armOf(testNumber, variant)));
    return { ...sum, rate: signUpRateOf(sum) };
  };
  const variants = { a: of("a"), b: of("b") };
  return { variants, result: compareVariants(variants.a, variants.b) };
}

const Version = z.number().int().min(1);

/** A request of a form's page. Each names the version that the merchant saw. */
export const FormRequest = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("save"),
    version: Version,
    name: z.string().trim().min(1).max(MAX_NAME_CHARS),
    content: FormContent,
    variantB: FormContent.nullable(),
  }),
  z.object({ kind: z.literal("publish"), version: Version }),
  z.object({ kind: z.literal("unpublish"), version: Version }),
  z.object({ kind: z.literal("start_test"), version: Version }),
  z.object({ kind: z.literal("use"), version: Version, variant: z.enum(["a", "b"]) }),
]);

export type FormAnswer =
  | { readonly kind: "saved"; readonly version: number }
  /** It cannot be live like this. */
  | { readonly kind: "refused"; readonly problems: readonly FormProblem[] }
  /** Someone else has changed it since. */
  | { readonly kind: "outdated" }
  | { readonly kind: "unknown" };

/** Saves, publishes or tests a form. */
export async function changeForm(
  shopId: ShopId,
  formId: string,
  request: z.infer<typeof FormRequest>,
  { db, now }: CommonDeps<"db" | "now">,
): Promise<FormAnswer> {
  const form = await findSignUpForm(db, shopId, formId);
  if (!form) return { kind: "unknown" };
  const change = changeOf(form, request);
  const next = { ...form, ...change };
  if (next.status === "live" && request.kind !== "unpublish") {
    const welcome = await findWelcomeDiscount(db, shopId);
    const problems = [next.content, next.variantB ?? []]
      .flat()
      .flatMap((content) => findFormProblems(content, welcome));
    if (problems.length > 0) return { kind: "refused", problems: [...new Set(problems)] };
  }
  const { version } = request;
  const isSaved = await updateSignUpForm(db, shopId, { formId, version }, change, now());
  return isSaved ? { kind: "saved", version: version + 1 } : { kind: "outdated" };
}

function changeOf(form: SignUpFormRecord, request: z.infer<typeof FormRequest>): FormChange {
  switch (request.kind) {
    case "save":
      return {
        name: request.name,
        content: request.content,
        variantB: form.variantB && request.variantB,
      };
    case "publish":
      return { status: "live" };
    case "unpublish":
      return { status: "draft" };
    case "start_test":
      return form.variantB ? {} : { variantB: form.content, testNumber: form.testNumber + 1 };
    case "use": {
      const { type, targeting } = form.content;
      const chosen = request.variant === "b" && form.variantB ? form.variantB : form.content;
      return { content: { ...chosen, type, targeting }, variantB: null };
    }
  }
}
