import type { HomeSummary } from "~/pages/home/home-summary.server";
import { HomePage } from "~/routes/app._index/page";
import type { FlowSwitch } from "~/routes/app._index/use-flow-switch";
import type { ThemeState } from "~/shopify/theme-parts";
import { textOf } from "./render-page";

const NONE = { today: 0, week: 0, weekBefore: 0, month: 0 };

export const EMPTY_HOME: HomeSummary = {
  shop: { name: "Kettle & Co", currency: "GBP", timeZone: "Europe/London" },
  setup: {
    isDismissed: false,
    backfills: [
      { resource: "products", state: "done", importedCount: 1_532, objectCount: 1_532 },
      { resource: "orders", state: "importing", importedCount: 30, objectCount: 90 },
    ],
    isBrandReady: false,
    isLookDecided: false,
    isSenderReady: true,
    liveFlowCount: 0,
    industry: "online_store",
  },
  activity: {
    sent: NONE,
    clicks: NONE,
    creditedOrders: NONE,
    flows: null,
    notSentToday: { withheld: 0, skipped: [] },
  },
  countedAt: null,
  feed: { customers: {}, emails: [], store: [], countedAt: null },
  suggestions: [],
  lapsing: null,
  approvals: 0,
  storefront: {
    pixel: "connecting",
    lastVisitAt: null,
    editorUrls: {
      ...{ identity: "https://shop.test/embed", recommended: "https://shop.test/recommended" },
      ...{ "sign-up": "https://shop.test/sign-up", "notify-me": "https://shop.test/notify-me" },
      ...{ forms: "https://shop.test/forms", "inline-form": "https://shop.test/inline-form" },
    },
  },
  silence: null,
  revenue: {
    days: [],
    netMinor: 0,
    refundedMinor: 0,
    orders: 0,
    before: { netMinor: 0, orders: 0, isComparable: false },
  },
  changedAt: null,
  isChangeApproved: false,
  lift: {
    ...{ countedAt: null, caps: { 7: null, 30: null }, answers: [] },
    ...{ holdoutRate: 0.05, undoRate: null },
  },
};

const NO_SWITCH: FlowSwitch = {
  ...{ flowId: null, isBusy: false, isRefused: false, onSwitch: () => undefined },
};

export const NOTHING_IN_THEME: ThemeState = {
  ...{ identity: false, recommended: false, "sign-up": false, "notify-me": false },
  ...{ forms: false, "inline-form": false },
};

interface Surroundings {
  readonly flowSwitch?: Partial<FlowSwitch>;
  readonly theme?: ThemeState | null;
}

/** The home page of an empty shop with these changes. */
export const renderHome = (
  change: Partial<HomeSummary>,
  { flowSwitch, theme = NOTHING_IN_THEME }: Surroundings = {},
) => (
  <HomePage
    home={{ ...EMPTY_HOME, ...change }}
    sendingBlocks={[]}
    onDismissSetup={() => undefined}
    onChooseIndustry={() => undefined}
    onKeepLook={() => undefined}
    onSetHoldout={() => undefined}
    flowSwitch={{ ...NO_SWITCH, ...flowSwitch }}
    theme={theme}
    isOpeningLapsing={false}
    onEmailLapsing={() => undefined}
  />
);

/** The text of the home page. */
export const homeText = (change: Partial<HomeSummary> = {}, flowSwitch: Partial<FlowSwitch> = {}) =>
  textOf(renderHome(change, { flowSwitch }));

/** Two orders in three days. */
export const REVENUE: HomeSummary["revenue"] = {
  days: [
    { day: "2026-03-01", netMinor: 0 },
    { day: "2026-03-02", netMinor: 10_00 },
    { day: "2026-03-03", netMinor: 30_00 },
  ],
  netMinor: 40_00,
  refundedMinor: 5_00,
  orders: 2,
  before: { netMinor: 32_00, orders: 1, isComparable: true },
};
