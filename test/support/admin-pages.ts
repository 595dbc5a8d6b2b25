/** What the pages with a parameter show. */
export interface ShownObjects {
  readonly campaignId: string;
  readonly segmentId: string;
  readonly formId: string;
  readonly messageId: string;
  readonly customerId: string;
}

/** Every page of the admin, by its route. */
export const ADMIN_PAGES: Readonly<Record<string, (shown: ShownObjects) => string>> = {
  "app._index": () => "",
  "app.access-log._index": () => "/access-log",
  "app.api-keys": () => "/api-keys",
  "app.campaigns.$campaignId": ({ campaignId }) => `/campaigns/${campaignId}`,
  "app.campaigns.$campaignId_.templates": ({ campaignId }) => `/campaigns/${campaignId}/templates`,
  "app.campaigns._index": () => "/campaigns",
  "app.campaigns.calendar": () => "/campaigns/calendar",
  "app.campaigns.templates": () => "/campaigns/templates",
  "app.campaigns.to-segment": () => "/campaigns/to-segment?shopifySegmentId=999999",
  "app.optimizations": () => "/optimizations",
  "app.customers.$customerId": ({ customerId }) => `/customers/${customerId}`,
  "app.customers._index": () => "/customers",
  "app.customers.import": () => "/customers/import",
  "app.emails.$emailGroup.$emailKey": () => "/emails/abandoned-checkout/email-2",
  "app.emails._index": () => "/emails",
  "app.emails.themes": () => "/emails/themes",
  "app.flows.$flowId": () => "/flows/abandoned-checkout",
  "app.flows._index": () => "/flows",
  "app.flows.new": () => "/flows/new",
  "app.flows.calendar": () => "/flows/calendar",
  "app.forms.$formId": ({ formId }) => `/forms/${formId}`,
  "app.forms._index": () => "/forms",
  "app.outbox.$messageId": ({ messageId }) => `/outbox/${messageId}`,
  "app.outbox._index": () => "/outbox",
  "app.plan": () => "/plan",
  "app.predictions": () => "/predictions",
  "app.recommendations": () => "/recommendations",
  "app.recommendations_.bought-together": () => "/recommendations/bought-together",
  "app.reports._index": () => "/reports",
  "app.reports.cohorts": () => "/reports/cohorts",
  "app.reports.what-if": () => "/reports/what-if",
  "app.retention": () => "/retention",
  "app.segments.$segmentId": ({ segmentId }) => `/segments/${segmentId}`,
  "app.segments._index": () => "/segments",
  "app.segments.import": () => "/segments/import",
  "app.segments.metafields": () => "/segments/metafields",
  "app.segments.new": () => "/segments/new?template=regulars",
  "app.sender": () => "/sender",
  "app.settings": () => "/settings",
  "app.suppressions._index": () => "/suppressions",
  "app.sync": () => "/sync",
  "app.texts": () => "/texts",
};

/** The tabs of pages whose first one is not all there is to read. */
const OTHER_TABS: Readonly<Record<string, readonly string[]>> = {
  "app.customers.$customerId": ["emails", "predictions", "activity"],
  "app.emails._index": ["others", "campaigns"],
  "app.flows.$flowId": ["settings", "notes"],
  "app.predictions": ["orders", "accuracy", "fields"],
  "app.recommendations": ["models"],
};

/** The paths below `/app` of all pages and their tabs. */
export function listPaths(
  shown: ShownObjects,
): readonly { readonly route: string; readonly path: string; readonly tab: string | null }[] {
  return Object.entries(ADMIN_PAGES).flatMap(([route, pathOf]) => {
    const path = pathOf(shown);
    const tabs = (OTHER_TABS[route] ?? []).map((tab) => {
      return { route, tab, path: `${path}?tab=${tab}` };
    });
    return [{ route, path, tab: null }, ...tabs];
  });
}
