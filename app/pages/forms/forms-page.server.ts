import type { Db } from "~/db.server";
import { listFormCounts } from "~/delivery/sign-up-forms/form-count-store.server";
import {
  signUpRateOf,
  sumFormCounts,
  type SignUpRate,
} from "~/delivery/sign-up-forms/form-results";
import {
  findFormProblems,
  type FormContent,
  type FormProblem,
  type FormStatus,
} from "~/delivery/sign-up-forms/sign-up-form";
import { listSignUpForms } from "~/delivery/sign-up-forms/sign-up-form-store.server";
import { findWelcomeDiscount } from "~/delivery/sign-up-forms/welcome-discount.server";
import type { ShopId } from "~/lib/shop-id";
import { themeEditorUrl } from "~/shopify/theme-parts";

/** Days that the list counts. */
const LIST_DAYS = 30;
const DAY_MS = 86_400_000;

/** A form in the list, with its results of the last 30 days. */
export interface FormRow {
  readonly formId: string;
  readonly name: string;
  readonly status: FormStatus;
  readonly type: FormContent["type"];
  readonly isTesting: boolean;
  readonly views: number;
  readonly signUps: number;
  readonly rate: SignUpRate | null;
  /** Why it is not shown although it is live. */
  readonly problems: readonly FormProblem[];
}

export interface FormsPageData {
  readonly forms: readonly FormRow[];
  /** That the results cover. */
  readonly days: number;
  /** Opens the switch of the app embed in the theme editor. */
  readonly embedUrl: string;
}

/** The shop's forms with their results. */
export async function loadFormsPage(
  shopId: ShopId,
  { db, now, apiKey }: { readonly db: Db; readonly now: () => Date; readonly apiKey: string },
): Promise<FormsPageData> {
  const since = new Date(now().getTime() - LIST_DAYS * DAY_MS);
  const [forms, counts, welcome] = await Promise.all([
    listSignUpForms(db, shopId),
    listFormCounts(db, shopId, since),
    findWelcomeDiscount(db, shopId),
  ]);
  return {
    days: LIST_DAYS,
    embedUrl: themeEditorUrl(shopId, apiKey, "forms"),
    forms: forms.map(({ formId, name, status, content, variantB }) => {
      const sum = sumFormCounts(counts.filter((it) => it.formId === formId));
      return {
        ...{ formId, name, status, type: content.type, isTesting: variantB !== null },
        views: sum.views,
        signUps: sum.signUps,
        rate: signUpRateOf(sum),
        problems: status === "live" ? findFormProblems(content, welcome) : [],
      };
    }),
  };
}
