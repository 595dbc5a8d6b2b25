import { caniemail } from "caniemail";
import { expect, test } from "vitest";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { localize, type LocalEmail } from "~/messages/document/email-document";
import { exampleView } from "~/messages/compiling/example-values.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { DEFAULT_THEME, THEME_NAMES, type ThemeName } from "~/messages/theme/designs/themes";
import { listReadyTemplates } from "~/messages/ready/ready-templates.server";
import { everyBlock } from "../../support/every-block";
import { aBrand } from "../../support/email-values";

const CLIENTS = ["gmail.*", "outlook.*", "apple-mail.*", "yahoo.*", "samsung-email.*"] as const;

/** Features that some client lacks, by their name in Can I email, and why the email works without them. */
const EXPLAINED: Readonly<Record<string, string>> = {
  "color-scheme CSS property": "without it the email stays light",
  "color-scheme meta tag": "without it the email stays light",
  "target attribute": "an email's links open outside of it anyway",
  "Type selector": "sets the font inside tables, which else is the client's own",
  "Class selector": "outside of @media it only evens out the lines of buttons and small texts",
  "text-wrap": "lines are as full as they can be, and the last one may be short",
  "@media": "without it the email stays light, and on a phone as wide as its columns shrink",
  "<style> element": "all but the dark scheme, phones and the font is inline",
  "display:none": "the hidden line below the subject has no height and is transparent too",
  opacity: "the hidden line below the subject is hidden by display:none there",
  overflow: "the hidden line below the subject is hidden by display:none there",
  "max-height property": "the hidden line below the subject is hidden by display:none there",
  "<body> element": "its styles stand on the table inside it once more",
  "border-radius": "corners are square",
  "table-layout":
    "keeps long words from widening the card on phones, which Outlook for Windows is not on",
  "text-decoration-line": "text-decoration says the same beside it",
  outline: "pictures have no outline anyway",
  "white-space": "an amount may be broken in two lines",
  "word-break": "a very long word may stand out of the card",
  "height property": "pictures have it as an attribute too",
  "aria-label attribute": "a button is read by its label, without the product's name",
  "background attribute": "texts on a picture have a background of their own",
  "background-size": "texts on a picture have a background of their own",
  "background-position": "texts on a picture have a background of their own",
  "background-repeat": "texts on a picture have a background of their own",
  "object-fit":
    "Shopify crops the pictures of signatures; one from elsewhere is squeezed into a square",
  "role attribute": "tables are read as tables",
  "system-ui, ui-serif, ui-sans-serif, ui-rounded, ui-monospace":
    "a client that lacks the rounded font takes the next one of the list",
};

/** Features that the email uses and some client lacks. */
async function lacking(email: LocalEmail, theme: ThemeName = DEFAULT_THEME): Promise<string[]> {
  const compiled = await compileTemplate({ email, brand: aBrand({ theme }) });
  const example = { products: [], currency: "GBP", shopUrl: "https://kettle.example" };
  const filled = fillTemplate(compiled, exampleView(email, example));
  if (filled.kind === "refused") throw new Error(filled.reason);
  const { issues } = caniemail({ clients: [...CLIENTS], html: filled.email.html });
  return [...new Set([...issues.errors.values()].flat().map(({ title }) => title))];
}

test("every block uses only supported features in every theme, or has a reason why the gap is harmless", async () => {
  const ofThemes = await Promise.all(THEME_NAMES.map((theme) => lacking(everyBlock(), theme)));
  const titles = ofThemes.flat();
  expect(titles.filter((title) => !Object.hasOwn(EXPLAINED, title))).toEqual([]);
  // An explanation of an unused feature is superfluous.
  expect(Object.keys(EXPLAINED).filter((title) => !titles.includes(title))).toEqual([]);
});

test("every prebuilt email does so too, in both directions", async () => {
  for (const { templateId, document } of listReadyTemplates()) {
    for (const language of ["en", "ar"] as const) {
      const titles = await lacking(localize(document, language));
      const unexplained = titles.filter((title) => !Object.hasOwn(EXPLAINED, title));
      expect(unexplained, `${templateId} in ${language}`).toEqual([]);
    }
  }
});
