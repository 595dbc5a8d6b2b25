import { NOW, daysAgo } from "../support/builders";
import { FORM_CONTENT } from "./table-values";

const own = { formId: "f1", arm: "own" };

/** Arguments of the store functions for sign-up forms, after the database and the shop. */
export const FORM_CALLS = {
  listSignUpForms: [],
  listLiveForms: [],
  findSignUpForm: ["f1"],
  insertSignUpForm: [{ name: "News", content: FORM_CONTENT }, NOW],
  updateSignUpForm: [{ formId: "f1", version: 1 }, { status: "draft" }, NOW],
  setFormDeleted: [{ formId: "f1", isDeleted: true }, NOW],
  purgeSignUpForms: [daysAgo(-900)],
  countFormView: [own, NOW],
  countFormSignUp: [{ ...own, isCounted: true }, NOW],
  listFormCounts: [daysAgo(900)],
};
