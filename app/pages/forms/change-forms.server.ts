import { z } from "zod";
import type { CommonDeps } from "~/deps";
import {
  contentOf,
  FORM_TEMPLATES,
  TEMPLATE_VALUES,
} from "~/delivery/sign-up-forms/form-templates";
import {
  findSignUpForm,
  insertSignUpForm,
  setFormDeleted,
} from "~/delivery/sign-up-forms/sign-up-form-store.server";
import type { Text } from "~/i18n/create-text";
import type { ShopId } from "~/lib/shop-id";
import { findShopTheme } from "~/messages/theme/shop-theme.server";

/** A request of the list of forms. */
export const FormsRequest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("create"), template: z.enum(FORM_TEMPLATES) }),
  z.object({ kind: z.literal("duplicate"), formId: z.uuid() }),
  z.object({ kind: z.literal("delete"), formId: z.uuid() }),
  z.object({ kind: z.literal("restore"), formId: z.uuid() }),
]);

/** `opened`: a new form, which the merchant now edits. */
export type FormsAnswer =
  | { readonly kind: "opened"; readonly formId: string }
  | { readonly kind: "deleted"; readonly formId: string; readonly name: string }
  | { readonly kind: "restored" }
  | { readonly kind: "unknown" };

/** Creates, duplicates, deletes or restores a form. */
export async function changeForms(
  shopId: ShopId,
  request: z.infer<typeof FormsRequest>,
  { db, now, text }: CommonDeps<"db" | "now"> & { readonly text: Text<"forms"> },
): Promise<FormsAnswer> {
  if (request.kind === "create") {
    const { template } = request;
    const texts = {
      heading: text(`template.${template}.heading`, TEMPLATE_VALUES),
      text: text(`template.${template}.text`, TEMPLATE_VALUES),
      teaser: template === "welcome" ? text("template.welcome.teaser", TEMPLATE_VALUES) : "",
      success: text(`template.${template}.success`, TEMPLATE_VALUES),
    };
    const { accent } = await findShopTheme(db, shopId);
    const content = contentOf(template, texts, accent);
    const name = text(`template.${template}.name`);
    return { kind: "opened", formId: await insertSignUpForm(db, shopId, { name, content }, now()) };
  }
  const { formId } = request;
  if (request.kind === "restore") {
    await setFormDeleted(db, shopId, { formId, isDeleted: false }, now());
    return { kind: "restored" };
  }
  const form = await findSignUpForm(db, shopId, formId);
  if (!form) return { kind: "unknown" };
  if (request.kind === "delete") {
    await setFormDeleted(db, shopId, { formId, isDeleted: true }, now());
    return { kind: "deleted", formId, name: form.name };
  }
  const name = text("copyOf", { name: form.name }).slice(0, MAX_NAME_CHARS);
  const copy = await insertSignUpForm(db, shopId, { name, content: form.content }, now());
  return { kind: "opened", formId: copy };
}

/** A form's name is also the name of the list in the consent ledger. */
export const MAX_NAME_CHARS = 80;
