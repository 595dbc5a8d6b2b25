import type { ExperimentKind } from "~/experiments/optimization/experiment";
import { COUNTED_DAYS, RIPE_DAYS } from "~/experiments/optimization/trial-limits";
import type { PolicyCell } from "~/experiments/policy/policy-input";
import type { Person } from "./person";
import { DAY_MS } from "./times";

/** As in the store: what is spent in this many days after a click is its value, up to a percentile. */
const VALUED_DAYS = 30;
const WINSORIZED_AT = 0.95;

/** A sent flow email with its draws and its response. */
export interface CountedEmail {
  readonly person: Person;
  readonly atMs: number;
  readonly email: string;
  readonly group: number;
  readonly variants: Readonly<Partial<Record<ExperimentKind, string>>>;
  readonly hasClicked: boolean;
  readonly hasLeft: boolean;
}

/**
 * The store's cells (`policy-cell-store.server.ts`) and what limits a step, in memory. Revenue stands for margin, which is
 * the same share of all orders of a simulated shop.
 */
export function countPolicyEmails() {
  let emails: CountedEmail[] = [];
  const orders = new Map<Person, { readonly atMs: number; readonly netMinor: number }[]>();
  let [orderCount, orderSum] = [0, 0];

  const spentAfter = ({ person, atMs }: CountedEmail) =>
    (orders.get(person) ?? [])
      .filter((it) => it.atMs > atMs && it.atMs <= atMs + VALUED_DAYS * DAY_MS)
      .reduce((sum, { netMinor }) => sum + netMinor, 0);

  return {
    count: (email: CountedEmail) => void emails.push(email),
    order(person: Person, order: { readonly atMs: number; readonly netMinor: number }): void {
      orders.set(person, [...(orders.get(person) ?? []), order]);
      orderCount += 1;
      orderSum += order.netMinor;
    },
    /** Drops what no longer counts at an instant. */
    forget(nowMs: number): void {
      emails = emails.filter(({ atMs }) => atMs > nowMs - COUNTED_DAYS * DAY_MS);
    },
    meanOrder: () => (orderCount === 0 ? 0 : orderSum / orderCount),
    emails: () => emails,
    cells(nowMs: number): PolicyCell[] {
      const ripe = emails.filter(({ atMs }) => atMs <= nowMs - RIPE_DAYS * DAY_MS);
      const isValued = (it: CountedEmail) =>
        it.hasClicked && it.atMs <= nowMs - VALUED_DAYS * DAY_MS;
      const spent = new Map(ripe.filter(isValued).map((it) => [it, spentAfter(it)]));
      const positive = [...spent.values()].filter((net) => net > 0).sort((a, b) => a - b);
      const most = positive[Math.ceil(WINSORIZED_AT * positive.length) - 1] ?? Infinity;
      const byCell = Map.groupBy(ripe, ({ email, group, variants }) =>
        JSON.stringify([email, group, Object.entries(variants).sort()]),
      );
      return [...byCell.values()].map((its): PolicyCell => {
        const { email, group, variants } = its[0]!;
        const values = its.flatMap((it) => {
          const net = spent.get(it);
          return net === undefined ? [] : [Math.min(net, most)];
        });
        return {
          ...{ email, group, variants, sends: its.length, valued: values.length },
          clicks: its.filter(({ hasClicked }) => hasClicked).length,
          unsubscribes: its.filter(({ hasLeft }) => hasLeft).length,
          net: values.reduce((sum, net) => sum + net, 0),
          netSquared: values.reduce((sum, net) => sum + net ** 2, 0),
        };
      });
    },
  };
}
