import { expect, test } from "vitest";
import { createBatcher } from "~/events/inbox/create-batcher.server";

/** A batcher whose commits end when the test says so. */
function createHeldBatcher() {
  const commits: number[] = [];
  let { promise: isReleased, resolve: release } = Promise.withResolvers<undefined>();
  const batcher = createBatcher<number>({
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

test("a few at a time are no crowd", async () => {
  const { batcher, commits, release } = createHeldBatcher();
  const added = Array.from({ length: 7 }, (_, n) => batcher.add(n));
  expect(batcher.isCrowded()).toBe(false);
  await expect.poll(() => commits).toEqual([7]);
  expect(batcher.isCrowded()).toBe(false);
  release();
  await Promise.all(added);
  expect(batcher.waitingCount()).toBe(0);
});

test("many at once are a crowd while they wait and until none came for a moment", async () => {
  const { batcher, commits, release } = createHeldBatcher();
  const added = Array.from({ length: 8 }, (_, n) => batcher.add(n));
  expect(batcher.isCrowded()).toBe(true);
  await expect.poll(() => commits).toEqual([8]);
  expect(batcher.isCrowded()).toBe(true);
  release();
  await Promise.all(added);
  await expect.poll(() => batcher.isCrowded()).toBe(false);
});
