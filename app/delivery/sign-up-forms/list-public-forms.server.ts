import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import {
  findFormProblems,
  promisesWelcomeCode,
  toPublicForm,
  type PublicForm,
} from "./sign-up-form";
import { listLiveForms } from "./sign-up-form-store.server";
import { findWelcomeDiscount } from "./welcome-discount.server";

const NO_DISCOUNT = { percentOff: null, holdoutRate: 0 };

/** The live forms for the storefront. One whose promise the welcome flow no longer keeps is left out until it does. */
export async function listPublicForms(db: Db, shopId: ShopId): Promise<PublicForm[]> {
  const forms = await listLiveForms(db, shopId);
  const contents = forms.flatMap(({ content, variantB }) => [content, variantB ?? []].flat());
  const isPromised = contents.some(promisesWelcomeCode);
  const welcome = isPromised ? await findWelcomeDiscount(db, shopId) : NO_DISCOUNT;
  return forms
    .filter(({ content, variantB }) =>
      [content, variantB ?? []].flat().every((it) => findFormProblems(it, welcome).length === 0),
    )
    .map((form) => toPublicForm(form, welcome.percentOff));
}
