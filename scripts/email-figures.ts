import { readFile, writeFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { contrastRatio } from "~/messages/brand/accent";
import type { ThemeName } from "~/messages/theme/designs/themes";
import { findChromium, launchBrowser, NO_BROWSER } from "../test/support/browser";
import { listPageTexts } from "../test/support/list-page-texts";
import { fillExample, servePictures } from "./email-sheet-examples";

// Measures our emails of docs/emails/comparison.md: npm run email-figures writes the tables between its markers. The
// figures of the others were measured once, on the day that the document names.

const DOCUMENT = "docs/emails/comparison.md";
const DESKTOP_PX = 680;
const PHONE_PX = 375;

interface Compared {
  readonly templateId: string;
  readonly theme: ThemeName;
  /** The other email's row: size, heading and button on a desktop, button on a phone, smallest text, dark version. */
  readonly other: string;
}

const COMPARED: readonly Compared[] = [
  {
    ...{ templateId: "abandoned-cart/email-1", theme: "minimal" },
    other: "Studio, abandoned cart | 18 kB | 123 px | 316 px | 408 px | 11 px | no",
  },
  {
    ...{ templateId: "welcome/email-1", theme: "luxury" },
    other: "Arcane, welcome | 19 kB | 160 px | 1,274 px | 1,215 px | 11 px | no",
  },
  {
    ...{ templateId: "campaign/sale", theme: "bold" },
    other: "Studio, promotion | 17 kB | 153 px | 961 px | 800 px | 11 px | no",
  },
  {
    ...{ templateId: "campaign/new-arrivals", theme: "editorial" },
    other: "Arcane, newsletter | 24 kB | 160 px | 1,544 px | 1,384 px | 11 px | no",
  },
  {
    ...{ templateId: "thank-you/email-1", theme: "minimal" },
    other: "Studio, order confirmation | 18 kB | 115 px | 419 px | 419 px | 11 px | no",
  },
  {
    ...{ templateId: "win-back/email-1", theme: "playful" },
    other: "MJML, reactivation | ? | ? | none | ? | ? | no",
  },
];

/** What a page shows at its current width and in its current scheme. */
function measurePage() {
  const top = (selector: string) => {
    const shown = [...document.querySelectorAll<HTMLElement>(selector)].find(
      (it) => it.offsetHeight > 0 && !it.classList.contains("wordmark"),
    );
    return shown ? Math.round(shown.getBoundingClientRect().top) : null;
  };
  const [hero] = [...document.images]
    .map((image) => image.getBoundingClientRect())
    .toSorted((a, b) => b.width * b.height - a.width * a.height);
  const { scrollHeight, scrollWidth } = document.documentElement;
  const heading = document.querySelector("h1")!;
  return {
    heading: top("h1"),
    button: top("a.button, a.outline"),
    headingPx: Number.parseFloat(getComputedStyle(heading).fontSize),
    height: scrollHeight,
    overflow: scrollWidth - innerWidth,
    // Of the email's area.
    hero: hero ? (hero.width * hero.height) / (scrollHeight * innerWidth) : 0,
  };
}

async function measure(page: Page, { templateId, theme }: Compared) {
  const { html, htmlBytes } = await fillExample({ templateId, theme, language: "en" });
  await page.setContent(html, { waitUntil: "load" });
  // esbuild names the functions of what runs in the page.
  await page.evaluate("globalThis.__name = (it) => it");
  const at = async (width: number, colorScheme: "light" | "dark") => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    return { ...(await page.evaluate(measurePage)), texts: await page.evaluate(listPageTexts) };
  };
  const [desktop, phone, dark] = [
    await at(DESKTOP_PX, "light"),
    await at(PHONE_PX, "light"),
    await at(PHONE_PX, "dark"),
  ];
  const contrast = ({ texts }: typeof phone) =>
    Math.min(...texts.map(({ ink, ground }) => contrastRatio(ink, ground)));
  return {
    ...{ desktop, phone, htmlBytes },
    smallestPx: Math.min(...[...desktop.texts, ...phone.texts].map(({ px }) => px)),
    light: contrast(phone),
    dark: contrast(dark),
  };
}

type Figures = Awaited<ReturnType<typeof measure>>;

const px = (value: number | null) =>
  value === null ? "none" : `${value.toLocaleString("en-US")} px`;
const ratio = (value: number) => `${(Math.floor(value * 10) / 10).toFixed(1)}:1`;
const table = (head: string, rows: readonly string[]) =>
  [head, head.replaceAll(/[^|]+/g, "---"), ...rows].map((row) => `| ${row} |`).join("\n");

function besideOthers(measured: readonly (readonly [Compared, Figures])[]): string {
  return table(
    "Email | Size | Heading, desktop | Button, desktop | Button, phone | Smallest text | Dark version",
    measured.flatMap(([{ templateId, theme, other }, it]) => [
      [
        `\`${templateId}\`, theme ${theme[0]!.toUpperCase()}${theme.slice(1)}`,
        `${Math.round(it.htmlBytes / 1_000)} kB`,
        ...[it.desktop.heading, it.desktop.button, it.phone.button, it.smallestPx].map(px),
        "yes",
      ].join(" | "),
      other,
    ]),
  );
}

function onPhones(measured: readonly (readonly [Compared, Figures])[]): string {
  return table(
    "Email | Heading at | Heading’s size, desktop | Heading’s size, phone | Largest picture’s share | Height | Too wide by | Least contrast | … dark",
    measured.map(([{ templateId }, { desktop, phone, light, dark }]) =>
      [
        `\`${templateId}\``,
        ...[phone.heading, desktop.headingPx, phone.headingPx].map(px),
        `${Math.round(phone.hero * 100)}%`,
        ...[phone.height, phone.overflow].map(px),
        ...[light, dark].map(ratio),
      ].join(" | "),
    ),
  );
}

const chromium = findChromium();
if (chromium === null) throw new Error(NO_BROWSER);
const browser = await launchBrowser(chromium);
const page = await browser.newPage();
await servePictures(page);
const measured: (readonly [Compared, Figures])[] = [];
for (const compared of COMPARED) measured.push([compared, await measure(page, compared)]);
await browser.close();

const text = await readFile(DOCUMENT, "utf8");
const replaced = Object.entries({
  beside: besideOthers(measured),
  phones: onPhones(measured),
}).reduce(
  (document, [name, rows]) =>
    document.replace(
      new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- end -->)`),
      (_, start: string, end: string) => `${start}\n\n${rows}\n\n${end}`,
    ),
  text,
);
await writeFile(DOCUMENT, replaced);
