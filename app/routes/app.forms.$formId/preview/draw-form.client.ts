// The storefront's own script and styles, so that the preview cannot differ from them.
import "../../../../extensions/theme/assets/kindred-form-box.js";
import formStyles from "../../../../extensions/theme/assets/kindred.css?raw";
import boxStyles from "../../../../extensions/theme/assets/kindred-forms.css?raw";
import type { FormContent } from "~/delivery/sign-up-forms/sign-up-form";

declare global {
  // The storefront's script sets it.
  var KindredForms: {
    build(
      document: Document,
      content: FormContent,
      kind: FormContent["type"],
      form: HTMLFormElement,
      closeLabel: string,
    ): HTMLElement;
    buildTeaser(document: Document, content: FormContent, closeLabel: string): HTMLElement;
  };
}

/** What the theme's translations and app write in the store. */
interface ThemeTexts {
  readonly email: string;
  readonly button: string;
  readonly consent: string;
  readonly done: string;
  readonly close: string;
}

type PreviewPart = "form" | "teaser" | "success";

const PAGE_STYLES = `
  html { font: 16px/1.5 system-ui, sans-serif; color: #16181d; background: #f1f2f4; }
  body { margin: 0; min-height: 100vh; }
  .kindred-box { animation: none !important; }
  .backdrop { position: fixed; inset: 0; background: rgb(0 0 0 / 55%); }
  .page { padding: 1.5rem; }
`;

/** Draws a part of a form in a frame's document. @returns the form's height in pixels */
export default function drawForm(
  document: Document,
  content: FormContent,
  part: PreviewPart,
  texts: ThemeTexts,
): number {
  const style = document.createElement("style");
  style.textContent = formStyles + boxStyles + PAGE_STYLES;
  document.head.replaceChildren(style);
  document.documentElement.lang = navigator.language;
  // Nothing in it can be used.
  document.body.inert = true;
  if (part === "teaser") {
    document.body.replaceChildren(KindredForms.buildTeaser(document, content, texts.close));
    return 0;
  }
  const form = makeForm(document, texts);
  document.body.className = content.type === "inline" ? "page" : "";
  document.body.replaceChildren();
  if (content.type === "popup") document.body.append(element(document, "div", "backdrop"));
  const box = KindredForms.build(document, content, content.type, form, texts.close);
  box.setAttribute("open", "");
  if (content.type === "popup") box.style.position = "fixed";
  if (content.type === "popup") box.style.inset = "0";
  document.body.append(box);
  if (part === "success") {
    const done = element(document, "div", "kindred-box__done");
    for (const line of [content.success, texts.done]) {
      if (line !== "") done.append(element(document, "p", "kindred-box__text", line));
    }
    form.replaceWith(done);
  }
  return box.offsetHeight;
}

/** The fields of the app embed's template: extensions/theme/blocks/forms.liquid. */
function makeForm(document: Document, texts: ThemeTexts): HTMLFormElement {
  const form = document.createElement("form");
  form.className = "kindred-form";
  const label = element(document, "label", "kindred-form__label", texts.email);
  const fields = element(document, "p", "kindred-form__fields");
  const input = document.createElement("input");
  input.className = "kindred-form__input";
  input.type = "email";
  fields.append(input, element(document, "button", "kindred-form__button", texts.button));
  const consent = document.createElement("input");
  consent.type = "hidden";
  consent.name = "consent";
  form.append(
    label,
    fields,
    element(document, "p", "kindred-form__consent", texts.consent),
    element(document, "p", "kindred-form__status"),
    consent,
  );
  return form;
}

function element(document: Document, tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
