import { setTimeout as sleep } from "node:timers/promises";
import type { SettingsValues } from "~/pages/settings/settings-form";
import type { PipelineProgress } from "~/pages/progress/pipeline-progress.server";
import type { ControlClient } from "../shopify/control-client";
import type { SeedShop } from "../shopify/store-seed";
import { countAnswer, INITIAL_STALL, isStalled } from "./stall";

/** A merchant who uses the app through App Bridge: each request carries a fresh session token. */
export interface Merchant {
  /** Opens the app like the admin's iframe, which installs it. */
  open(): Promise<void>;
  progress(): Promise<PipelineProgress>;
  /** Loads only the data of a page, like a navigation in App Bridge. */
  get(path: string): Promise<Response>;
  /** The same in two parts, so that the second can be timed without fetching a token. */
  prepareGet(path: string): Promise<() => Promise<Response>>;
  /** Sends a request like a page's own script. */
  request(path: string): Promise<Response>;
  /** Sends a form to a page's action. The path is the page's: "/app/flows". */
  submit(path: string, form: Readonly<Record<string, string>>): Promise<Response>;
  /** The same with a JSON body. */
  submitJson(path: string, body: unknown): Promise<Response>;
  /** Fills in the settings that are required before any email can be sent. */
  saveSettings(shop: SeedShop, change?: Readonly<Record<string, string>>): Promise<void>;
  /** Waits until every resource is imported, and profiles are built from it. */
  waitForImport(onProgress?: (progress: PipelineProgress) => void): Promise<PipelineProgress>;
  /** Waits until every resource is imported, models are trained and profiles are scored. */
  waitForBackfill(onProgress?: (progress: PipelineProgress) => void): Promise<PipelineProgress>;
  /**
   * Waits until nothing is due at the store's current time. A failed attempt is repeated by the store's clock: if that
   * stands still, it is moved to the repetition, unless it is much later.
   */
  waitUntilQuiet(): Promise<void>;
  /** Until the app has processed the shop's uninstall and refuses its requests. */
  waitUntilHidden(): Promise<void>;
}

/** Shopify's library treats a headless browser as a robot and answers 410. */
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
/** Each check costs the app a few statements, so the pause doubles while something is due. */
const POLL_MS = { first: 50, last: 400 };
/** Later repetitions of failed attempts are left to the test. A back-off begins with at most five minutes. */
const MAX_RETRY_MS = 15 * 60_000;
/** A timeout, or too many requests at once. */
const BUSY = [408, 429];

/** Whether every resource of the store is imported. */
export const isImported = ({ backfills }: PipelineProgress): boolean =>
  backfills.length > 0 && backfills.every(({ state }) => state === "done");

/** Remix's URL of a page's data instead of its document. */
const dataOf = (path: string) => path.replace(/(\?|$)/, ".data$1");

export function createMerchant(appUrl: string, control: ControlClient, shop: string): Merchant {
  async function prepare(path: string, init: RequestInit = {}): Promise<() => Promise<Response>> {
    const token = await control.idToken(shop);
    return () =>
      fetch(`${appUrl}${path}`, {
        ...init,
        redirect: "manual",
        headers: {
          authorization: `Bearer ${token}`,
          "user-agent": BROWSER,
          ...(typeof init.body === "string" && { "content-type": "application/json" }),
        },
      });
  }

  const send = async (path: string, init?: RequestInit) => (await prepare(path, init))();

  /** Null if the app or the machine was too busy; the next check may succeed. */
  async function look(): Promise<PipelineProgress | null> {
    const response = await send("/app/progress");
    if (response.ok) return (await response.json()) as PipelineProgress;
    if (response.status >= 500 || BUSY.includes(response.status)) return null;
    throw new Error(`/app/progress answered ${response.status}`);
  }

  /** Moves a clock that stands still to a repetition. @returns the store's time; null: the clock runs */
  async function moveTo(retryAt: string): Promise<string | null> {
    const { rate, now } = await control.clock();
    if (rate !== 0) return null;
    return now < retryAt ? (await control.setClock({ storeAt: retryAt })).now : now;
  }

  /** @param what completes "waited for" */
  async function waitFor(
    what: string,
    done: (progress: PipelineProgress) => boolean,
    onProgress: (progress: PipelineProgress) => void = () => undefined,
  ): Promise<PipelineProgress> {
    let last: PipelineProgress | null = null;
    let stall = INITIAL_STALL;
    let pauseMs = POLL_MS.first;
    let { now: storeAt } = await control.clock();
    const retryUntilMs = Date.parse(storeAt) + MAX_RETRY_MS;
    for (;;) {
      const now = await look();
      last = now ?? last;
      if (now) {
        onProgress(now);
        const failed = now.backfills.find(({ state }) => state === "failed");
        if (failed) throw new Error(`The back-fill of ${failed.resource} failed: ${failed.reason}`);
        const isUpToDate = now.at >= storeAt && isQuiet(now);
        const movedTo =
          isUpToDate && isBefore(now.retryAt, retryUntilMs) ? await moveTo(now.retryAt) : null;
        if (movedTo !== null) storeAt = movedTo;
        else if (now.at >= storeAt && done(now)) return now;
      }
      // Waits for a large store as long as there is progress.
      stall = countAnswer(stall, {
        state: now && JSON.stringify({ ...now, at: null, isFitting: null }),
        isFitting: last?.isFitting ?? false,
      });
      if (isStalled(stall)) {
        throw new Error(
          `Waited for ${what}, and nothing changed in ${stall.answers} answers: ${JSON.stringify(last)}`,
        );
      }
      await sleep(pauseMs);
      pauseMs = Math.min(2 * pauseMs, POLL_MS.last);
    }
  }
  const isBefore = (at: string | null, ms: number): at is string =>
    at !== null && Date.parse(at) <= ms;
  const isQuiet = ({ due }: PipelineProgress) => Object.values(due).every((count) => count === 0);

  return {
    async progress() {
      const now = await look();
      if (!now) throw new Error("/app/progress answered with a fault");
      return now;
    },
    async open() {
      const response = await fetch(await control.appUrl(shop), {
        headers: { "user-agent": BROWSER, accept: "text/html" },
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`The app answered ${response.status} to its first opening`);
    },
    get: (path) => send(dataOf(path)),
    prepareGet: (path) => prepare(dataOf(path)),
    request: (path) => send(path),
    submit: (path, form) => send(dataOf(path), { method: "POST", body: new URLSearchParams(form) }),
    submitJson: (path, body) => send(dataOf(path), { method: "POST", body: JSON.stringify(body) }),
    async saveSettings(shop, change = {}) {
      const values = { ...settingsOf(shop), ...change };
      const answer = await send(dataOf("/app/settings"), {
        method: "POST",
        body: JSON.stringify({ version: 0, values }),
      });
      if (!answer.ok) throw new Error(`The settings were refused: ${await answer.text()}`);
    },
    waitForImport: (onProgress) =>
      waitFor("the back-fill", (now) => isImported(now) && isQuiet(now), onProgress),
    waitForBackfill: (onProgress) =>
      waitFor(
        "the back-fill and the first models",
        (now) => isImported(now) && now.isTrained && isQuiet(now),
        onProgress,
      ),
    async waitUntilQuiet() {
      await waitFor("nothing to be due", isQuiet);
    },
    async waitUntilHidden() {
      let stall = INITIAL_STALL;
      while ((await send("/app/progress")).ok) {
        stall = countAnswer(stall, { state: "let in", isFitting: false });
        if (isStalled(stall)) throw new Error("The app still lets the shop in");
        await sleep(POLL_MS.last);
      }
    },
  };
}

function settingsOf(shop: SeedShop): SettingsValues {
  return {
    shopName: shop.name,
    legalName: `${shop.name} Ltd`,
    accent: "#b4456a",
    logoUrl: "",
    coverUrl: "",
    socials: "",
    postalAddress: `${shop.address1}, ${shop.city} ${shop.zip}`,
    supportEmail: shop.email,
    theme: "minimal",
    germanAddress: "informal",
    industry: "online_store",
    senderName: shop.name,
    senderAddress: shop.email,
    replyTo: "",
    campaignSenderName: "",
    campaignSenderAddress: "",
    marketingCapHours: "16",
    marketingCapPer7Days: "4",
    maxDiscountPercent: "15",
    marginPercent: "50",
    repeatDays: "30",
    quietStartHour: "21",
    quietEndHour: "8",
    holdoutPercent: "5",
    shopHoldoutPercent: "0",
    baselinePercent: "0",
    attributionDays: "5",
    optInRule: "where_required",
    captcha: "",
    captchaSecret: "",
    tracksOpens: "no",
    weeklyDigest: "no",
    revertNotices: "no",
    digestAddress: "",
    costPerMonth: "0",
    costPerThousandEmails: "0",
  };
}
