import type { MarketingState } from "~/events/event";
import {
  GROUP_PROTOTYPES,
  NO_CUSTOMER_GROUP,
  type ShopGroupKey,
} from "~/predictions/group-prototypes";

export const CONSENT_FILTER = [
  "subscribed",
  "not_subscribed",
  "unsubscribed",
  "pending",
  "invalid",
] as const satisfies readonly MarketingState[];

export const GROUP_FILTER: readonly ShopGroupKey[] = [
  ...GROUP_PROTOTYPES.map(({ key }) => key),
  NO_CUSTOMER_GROUP.key,
];

export const ORDERS_FILTER = ["none", "one", "several"] as const;

/** When the last order was, in days. */
export const LAST_ORDER_FILTER = ["within_30", "within_90", "over_90", "over_365"] as const;

export const CUSTOMER_SORTS = ["last_order", "spend", "orders", "last_seen", "newest"] as const;

/** What a list of customers shows, and in which order; null: no restriction. */
export interface CustomerListFilter {
  readonly consent: (typeof CONSENT_FILTER)[number] | null;
  readonly group: ShopGroupKey | null;
  readonly orders: (typeof ORDERS_FILTER)[number] | null;
  readonly lastOrder: (typeof LAST_ORDER_FILTER)[number] | null;
  readonly sort: (typeof CUSTOMER_SORTS)[number];
}

/** The filter of a URL. What it does not know is ignored. */
export function readCustomerListFilter(params: URLSearchParams): CustomerListFilter {
  const read = <T extends string>(name: keyof CustomerListFilter, values: readonly T[]) =>
    values.find((it) => it === params.get(name)) ?? null;
  return {
    consent: read("consent", CONSENT_FILTER),
    group: read("group", GROUP_FILTER),
    orders: read("orders", ORDERS_FILTER),
    lastOrder: read("lastOrder", LAST_ORDER_FILTER),
    sort: read("sort", CUSTOMER_SORTS) ?? "last_order",
  };
}

/** The URL of a page of the list. @param page from 1 */
export function customerListUrl(filter: CustomerListFilter, page = 1): string {
  const { sort, ...restrictions } = filter;
  const params = new URLSearchParams(
    Object.entries({
      ...restrictions,
      sort: sort === "last_order" ? null : sort,
      page: page === 1 ? null : String(page),
    }).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  ).toString();
  return params === "" ? "/app/customers" : `/app/customers?${params}`;
}

/** Whether the list shows only some of the customers. */
export const isRestricted = ({ sort: _sort, ...restrictions }: CustomerListFilter): boolean =>
  Object.values(restrictions).some((it) => it !== null);
