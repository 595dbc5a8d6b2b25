import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { SHOP_FILES } from "~/shopify/operations/staged-uploads";
import { aPng } from "../support/a-picture";
import type { MerchantBrowser } from "../support/browser";
import { contactOf, smallStore } from "../support/small-store";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let browser: MerchantBrowser;
let page: Page;
let app: FrameLocator;

const button = (name: string) => app.getByRole("button", { name, exact: true });
const dialog = () => app.getByRole("dialog");
const openDialog = async () => {
  // In the settings the logo's comes before the welcome picture's.
  await app
    .getByRole("button", { name: /^Choose image/ })
    .first()
    .click();
  await dialog().getByRole("tab", { name: "Upload" }).waitFor();
};
/** Chooses a file, like the browser's file dialog. */
const choose = (name: string, buffer: Buffer, mimeType = "image/png") =>
  dialog().locator('input[type="file"]').setInputFiles({ name, mimeType, buffer });
const upload = () => dialog().getByRole("button", { name: "Upload image" }).click();
const address = () => app.getByLabel("Image URL").inputValue();

/** The preview's HTML, once `isThere` is true for it. */
async function preview(isThere: (html: string) => boolean): Promise<string> {
  const frame = app.getByTitle("Email preview");
  let html = "";
  await expect
    .poll(async () => isThere((html = (await frame.getAttribute("srcdoc")) ?? "")))
    .toBe(true);
  return html;
}

describe("a merchant who adds images to an email", () => {
  const size = { width: 1280, height: 1000 };
  useMerchant({ seeds: [smallStore({ customers: 3 })], flows: [], size }, (opened) => {
    ({ stage, browser, page, app } = opened);
  });

  test("uploads and chooses images, and sees an error for each failed upload", async () => {
    await step(
      "is asked once whether Kindred may use the shop's files, and may say no",
      async () => {
        const [shop] = stage.shops;
        const { scopes } = await stage.control.install(shop!);
        await stage.control.grantScopes(
          shop!,
          scopes.filter((it) => it !== SHOP_FILES),
        );
        await stage.control.idle();
        await page.goto(`${stage.appUrl}/app/emails/welcome/email-1`);
        await button("Add block").click();
        await button("Image").click();
        await button("Choose image").click();
        const ask = dialog().getByRole("button", { name: "Allow access" });
        page.once("dialog", (requested) => void requested.dismiss());
        await ask.click();
        await dialog().getByText("Access wasn’t allowed").waitFor();
        page.once("dialog", (requested) => void requested.accept());
        await ask.click();
        await dialog().getByRole("tab", { name: "Upload" }).waitFor();
      },
    );

    await step("rejects at once a file that is no picture", async () => {
      await choose("notes.png", Buffer.from("only text"));
      await dialog().getByText("The file isn’t a PNG, JPEG, GIF or WebP image").waitFor();
      await choose("broken.png", aPng({ widthPx: 40, heightPx: 40 }).subarray(0, 60));
      await dialog().getByText("The image can’t be read").waitFor();
      expect(
        await dialog().getByRole("button", { name: "Upload image" }).getAttribute("aria-disabled"),
      ).toBe("true");
    });

    await step(
      "uploads a picture, which the email then shows with its alternative text",
      async () => {
        await choose("Spring sale.png", aPng({ widthPx: 1_200, heightPx: 400 }));
        await dialog().getByText("PNG, 1,200 × 400 px").waitFor();
        await dialog().getByLabel("Alt text").fill("Tulips in a kettle");
        await upload();
        await dialog().waitFor({ state: "detached" });
        const html = await preview((it) => it.includes("Tulips in a kettle"));
        expect(html).toMatch(/\/cdn\/files\/kettle-\d+\/Spring-sale\.png/);
        expect(await address()).toContain("width=1040");

        const [file] = await stage.control.records(stage.shops[0]!, "files");
        expect(file).toMatchObject({
          name: "Spring-sale.png",
          alt: "Tulips in a kettle",
          width: 1_200,
        });
        // The image is visible, not only named.
        const shown = app.frameLocator('iframe[title="Email preview"]').locator("img[alt^=Tulips]");
        await expect
          .poll(() => shown.evaluate((it) => (it as HTMLImageElement).naturalWidth))
          .toBe(1_200);
      },
    );

    await step("is back at the button by which the dialog was opened", async () => {
      await expect
        .poll(() => button("Choose image").evaluate((it) => it === it.ownerDocument.activeElement))
        .toBe(true);
    });

    await step("shows why an upload failed, and retries it", async () => {
      await openDialog();
      await choose("second.png", aPng({ widthPx: 1_100, heightPx: 300 }));
      await stage.control.setFaults({ files: { refuseUploads: 1 } });
      await upload();
      await dialog().getByText("Shopify rejected the upload").waitFor();
      // A browser retries by itself on a reused connection.
      await stage.control.setFaults({ files: { cutUploads: 3 } });
      await upload();
      await dialog().getByText("The upload was interrupted").waitFor();
      await stage.control.setFaults({ files: { cutUploads: 0, refuse: 1 } });
      await upload();
      await dialog().getByText("from trial stores").waitFor();
      await stage.control.setFaults({ files: { failProcessing: 1 } });
      await upload();
      await dialog().getByText("couldn’t process the image").waitFor();
      await upload();
      await dialog().waitFor({ state: "detached" });
      await preview((it) => it.includes("second.png") || it.includes("second_"));
    });

    await step("warns that a picture is small or large, and allows it", async () => {
      await openDialog();
      await choose("heavy.png", aPng({ widthPx: 800, heightPx: 600, isNoise: true }));
      await dialog().getByText("The image is 800 px wide").waitFor();
      await upload();
      await dialog().getByText("The image is 1.4 MB in the email").waitFor();
      await dialog().getByRole("button", { name: "Use anyway" }).click();
      await preview((it) => it.includes("heavy.png"));
    });

    await step(
      "finds one of the shop's files by the keyboard alone, with what it shows",
      async () => {
        await button("Choose image").focus();
        await page.keyboard.press("Enter");
        const tab = dialog().getByRole("tab", { name: "Files" });
        // A new dialog takes the focus once its animation ends.
        const isOpened = async () => {
          await tab.press("Enter");
          return tab.getAttribute("aria-selected");
        };
        await expect.poll(isOpened).toBe("true");
        await dialog().getByLabel("Search files").fill("tulip");
        const tile = dialog().getByRole("button", { name: "Spring-sale.png: Tulips in a kettle" });
        const tiles = dialog().getByRole("group", { name: "Images" }).getByRole("button");
        await expect.poll(() => tiles.count()).toBe(1);
        await tile.focus();
        await page.keyboard.press("Space");
        await expect.poll(() => tile.getAttribute("aria-pressed")).toBe("true");
        await dialog().getByRole("button", { name: "Use image" }).focus();
        await page.keyboard.press("Enter");
        await preview((it) => it.includes("Spring-sale.png"));
      },
    );

    await step(
      "reads a test email that holds the picture's address and what it shows",
      async () => {
        const src = await address();
        const contact = contactOf(stage.shops[0]!);
        await app.getByLabel("Send a test email to").fill(contact);
        await button("Send test").click();
        await app.getByText("Test email sent").waitFor();
        const [email] = await stage.emails();
        expect(email!.html).toContain(src.replaceAll("&", "&amp;"));
        expect(email!.html).toContain('alt="Tulips in a kettle"');
      },
    );

    await step("uploads a logo in the settings, without being asked what it shows", async () => {
      await page.goto(`${stage.appUrl}/app/settings`);
      const namesOf = () =>
        app
          .getByRole("button", { name: /^Choose image/ })
          .evaluateAll((buttons) => buttons.map((it) => it.getAttribute("aria-label")));
      await expect
        .poll(namesOf)
        .toEqual(["Choose image: Logo URL", "Choose image: Welcome picture URL"]);
      await openDialog();
      await expect.poll(() => dialog().getByLabel("Alt text").count()).toBe(0);
      await choose("logo.png", aPng({ widthPx: 300, heightPx: 60 }));
      await dialog().getByText("The image is 60 px high").waitFor();
      await upload();
      await expect
        .poll(() => app.getByLabel("Logo URL", { exact: true }).inputValue())
        .toContain("/logo.png");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Settings saved").waitFor();
    });

    await step(
      "sees the browser complain of nothing but the uploads that were refused and cut off",
      () => {
        expect(
          browser.complaints.filter((it) => !/403|ERR_EMPTY_RESPONSE|ERR_CONNECTION/.test(it)),
        ).toEqual([]);
      },
    );
  });
});
