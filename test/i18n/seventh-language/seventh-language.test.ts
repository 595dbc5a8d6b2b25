import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { renderToStaticMarkup } from "react-dom/server";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type * as emailLanguages from "~/http/email-languages.server";
import type * as publicPages from "~/http/public-page.server";
import type * as compileTemplates from "~/messages/compiling/compile-template.server";
import type * as emailDocument from "~/messages/document/email-document";
import type * as languages from "~/messages/document/languages";
import type * as exampleValues from "~/messages/compiling/example-values.server";
import type * as fillTemplates from "~/messages/compiling/fill-template";
import type * as readyTemplates from "~/messages/ready/ready-templates.server";
import type * as preferenceForms from "~/routes/p.$token/page";
import type { PreferencePage } from "~/pages/preferences/preference-page.server";
import { DEFAULT_PREFERENCES } from "~/profiles/preferences/preferences";
import { aBrand } from "../../support/email-values";

const OWN = import.meta.dirname;
const EXAMPLE = { products: [], currency: "NOK", shopUrl: "https://kettle.example" };

let folder: string;
let vite: ViteDevServer;

/** The app with a catalog that has one more folder, and no other change. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kindred-language-"));
  await cp("app/i18n", join(folder, "i18n"), { recursive: true });
  await cp(join(OWN, "nb"), join(folder, "i18n/locales/nb"), { recursive: true });
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
  const alias = [
    { find: /^~\/i18n\//, replacement: `${folder}/i18n/` },
    { find: /^~\//, replacement: `${resolve("app")}/` },
  ];
  vite = await createServer({
    configFile: false,
    appType: "custom",
    logLevel: "error",
    optimizeDeps: { noDiscovery: true },
    resolve: { alias },
    server: { middlewareMode: true, ws: false, watch: null },
  });
});
afterAll(async () => {
  await vite.close();
  await rm(folder, { recursive: true });
});

const load = <Module>(path: string) => vite.ssrLoadModule(`/app/${path}`) as Promise<Module>;

async function writeEmail(templateId: string) {
  const { findReadyTemplate } = await load<typeof readyTemplates>(
    "messages/ready/ready-templates.server.ts",
  );
  const { languagesOf, localize } = await load<typeof emailDocument>(
    "messages/document/email-document.ts",
  );
  const { chooseLanguage } = await load<typeof languages>("messages/document/languages.ts");
  const { compileTemplate } = await load<typeof compileTemplates>(
    "messages/compiling/compile-template.server.ts",
  );
  const { exampleView } = await load<typeof exampleValues>(
    "messages/compiling/example-values.server.ts",
  );
  const { fillTemplate } = await load<typeof fillTemplates>("messages/compiling/fill-template.ts");
  const document = findReadyTemplate(templateId)!;
  const email = localize(
    document,
    chooseLanguage("nb-NO", document.language, languagesOf(document)),
  );
  const compiled = await compileTemplate({ email, brand: aBrand() });
  const filled = fillTemplate(compiled, exampleView(email, EXAMPLE));
  if (filled.kind === "refused") throw new Error(filled.reason);
  return filled.email;
}

describe("a language that only has a folder of the catalog", () => {
  test("is the language of the emails that it translates", async () => {
    const { subject, html, text } = await writeEmail("abandoned-cart/email-1");
    expect(subject).toBe("Handlekurven din er lagret");
    expect(html).toContain('lang="nb"');
    expect(text).toContain("Hei Ada,");
    expect(text).toContain("fordi du har varer i handlekurven hos");
    expect(text).toContain("Meld deg av");
    // What it lacks is English.
    expect(text).toContain("Manage preferences");
  });

  test("is not that of the others, which are in their own language", async () => {
    const { subject, html } = await writeEmail("welcome/email-1");
    expect(subject).toMatch(/^Welcome to /);
    expect(html).toContain('lang="en"');
  });

  test("is the language of the preference page, and can be chosen there", async () => {
    const { publicLocale, publicText } = await load<typeof publicPages>(
      "http/public-page.server.tsx",
    );
    const { PreferenceForm } = await load<typeof preferenceForms>("routes/p.$token/page.tsx");
    const { nameEmailLanguages } = await load<typeof emailLanguages>(
      "http/email-languages.server.ts",
    );
    const locale = publicLocale([null, "nb-NO"], new Request("https://kindred.example/p/1"), null);
    expect(locale).toEqual({ language: "nb", locale: "nb-NO" });
    const page: PreferencePage = {
      look: {
        shopName: "Kettle & Co",
        logoUrl: null,
        accent: null,
        germanAddress: "informal",
      },
      maskedAddress: "a•••@e•••.com",
      chosen: { ...DEFAULT_PREFERENCES, pausedUntil: new Date("2026-05-17T08:00:00Z") },
      locale: "nb-NO",
      canResubscribe: false,
      unsubscribePath: "/u/1",
      timeZone: "Europe/Oslo",
    };
    const html = renderToStaticMarkup(
      PreferenceForm({
        page,
        text: publicText(locale, page.timeZone, null),
        languages: nameEmailLanguages(undefined),
        isSaved: false,
        offered: null,
      }),
    );
    expect(html).toContain("E-postinnstillinger");
    expect(html).toContain("Til 17. mai 2026");
    expect(html).toContain('<option value="nb" lang="nb">Norsk bokmål</option>');
    // What it lacks is English.
    expect(html).toContain("News and offers");
    expect(html).not.toContain("preferences.");
  });
});
