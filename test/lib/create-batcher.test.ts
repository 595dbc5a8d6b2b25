import { expect, test } from "vitest";
import { createBatcher } from "~/lib/create-batcher.server";

/** A batcher whose commits end under the test's control. */
function createHeldBatcher() {
  const commits: number[] = [];
  let { promise: isReleased, resolve: release } = Promise.withResolvers<undefined>();
  const batcher = createBatcher<number>({
    reason: "receive-webhooks",
    what: "Numbers",
    maxWaiting: 1_000,
    async commit(items) {
      commits.push(items.length);
      await isReleased;
    },
  });
  return {
    batcher,
    commits,
    release() {
      release(undefined);
      ({ promise: isReleased, resolve: release } = Promise.withResolvers<undefined>());
    },
  };
}

test("commits concurrent items together, and counts the waiting ones", async () => {
  const { batcher, commits, release } = createHeldBatcher();
  const added = Array.from({ length: 7 }, (_, n) => batcher.add(n));
  await expect.poll(() => commits).toEqual([7]);
  expect(batcher.waitingCount()).toBe(7);
  release();
  await Promise.all(added);
  expect(batcher.waitingCount()).toBe(0);
});
