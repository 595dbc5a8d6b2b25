import fc from "fast-check";
import { expect, test } from "vitest";
import { deadLetterLostRows, releaseDueRows, retryAt } from "~/jobs/due-rows.server";
import { NOW, SHOP } from "../support/builders";
import { propertyRuns } from "../support/property-runs";
import { ids, LEASE_MS, MAX_ATTEMPTS, TABLE, useErrands, type Errand } from "./use-errands";

const errands = useErrands();
const { add, claim, settle, stored } = errands;

interface Row {
  state: string;
  attempts: number;
  at: number | null;
  lease: number | null;
  error: string | null;
}

const someId = fc.constantFrom("a", "b", "c", "d");
const operation = fc.oneof(
  fc.record({
    kind: fc.constant("add" as const),
    id: someId,
    inMs: fc.integer({ min: -5_000, max: 5_000 }),
  }),
  fc.record({ kind: fc.constant("claim" as const), limit: fc.integer({ min: 1, max: 3 }) }),
  // Also claims that were lost or settled before.
  fc.record({ kind: fc.constant("succeed" as const), which: fc.nat() }),
  fc.record({ kind: fc.constant("fail" as const), which: fc.nat() }),
  fc.record({ kind: fc.constant("release" as const), which: fc.nat() }),
  fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 2 * LEASE_MS }) }),
  fc.record({ kind: fc.constant("dead_letter" as const) }),
);

test("any sequence of operations leaves the rows as in memory", { timeout: 120_000 }, async () => {
  const sequence = fc.array(operation, { minLength: 5, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(sequence, async (operations) => {
      await errands.db.$executeRaw`delete from errand`;
      const rows = new Map<string, Row>();
      const claims: Errand[] = [];
      let nowMs = NOW.getTime();
      const isOpen = ({ state }: Row) => TABLE.states.some((it) => it === state);
      const ownRow = ({ errandId, attempts, leaseUntil }: Errand) => {
        const row = rows.get(errandId);
        return row && isOpen(row) && row.attempts === attempts && row.lease === +leaseUntil
          ? row
          : null;
      };
      for (const it of operations) {
        const now = new Date(nowMs);
        const held = "which" in it ? claims[it.which % Math.max(1, claims.length)] : undefined;
        switch (it.kind) {
          case "add":
            if (rows.has(it.id)) break;
            await add(it.id, nowMs + it.inMs - NOW.getTime());
            rows.set(it.id, {
              state: "waiting",
              attempts: 0,
              at: nowMs + it.inMs,
              lease: null,
              error: null,
            });
            break;
          case "claim": {
            const due = [...rows]
              .filter(
                ([, row]) =>
                  isOpen(row) &&
                  row.at !== null &&
                  row.at <= nowMs &&
                  (row.lease === null || row.lease <= nowMs) &&
                  row.attempts < MAX_ATTEMPTS,
              )
              .sort(([a, { at: x }], [b, { at: y }]) => (x ?? 0) - (y ?? 0) || (a < b ? -1 : 1))
              .slice(0, it.limit);
            const claimed = await claim(it.limit, now);
            expect(ids(claimed)).toEqual(due.map(([id]) => id));
            for (const [, row] of due) {
              row.attempts += 1;
              row.lease = nowMs + LEASE_MS;
            }
            claims.push(...claimed);
            break;
          }
          case "succeed":
          case "fail": {
            if (!held) break;
            const own = ownRow(held);
            const settled = await settle(held, it.kind === "fail" ? "failed" : null, now);
            expect(settled).toHaveLength(own ? 1 : 0);
            if (!own) break;
            const isLast = own.attempts >= MAX_ATTEMPTS;
            Object.assign(
              own,
              { lease: null },
              it.kind === "succeed"
                ? { state: "done", at: null, error: null }
                : { at: isLast ? null : retryAt(TABLE, held, now).getTime(), error: "failed" },
            );
            if (it.kind === "fail" && isLast) own.state = "dead";
            break;
          }
          case "release": {
            if (!held) break;
            await releaseDueRows(errands.db, TABLE, SHOP, [held]);
            const own = ownRow(held);
            if (own) own.lease = null;
            break;
          }
          case "wait":
            nowMs += it.ms;
            break;
          case "dead_letter": {
            const lost = [...rows.values()].filter(
              (row) =>
                isOpen(row) &&
                row.attempts >= MAX_ATTEMPTS &&
                row.lease !== null &&
                row.lease <= nowMs,
            );
            expect(await deadLetterLostRows(errands.db, TABLE, SHOP, now)).toBe(lost.length);
            const error = `its worker ended ${MAX_ATTEMPTS} times`;
            for (const row of lost)
              Object.assign(row, { state: "dead", at: null, lease: null, error });
            break;
          }
        }
      }
      const dated = (ms: number | null) => (ms === null ? null : new Date(ms));
      expect(await stored()).toEqual(
        [...rows]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([id, { at, lease, ...row }]) => ({
            id,
            ...row,
            at: dated(at),
            lease: dated(lease),
          })),
      );
    }),
    { numRuns: propertyRuns(150, 30) },
  );
});
