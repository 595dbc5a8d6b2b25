/**
 * Whether this is `npm run test:deep`: the same tests with many more cases of each property and many more
 * seeds of each fault, every database test on both databases.
 */
export const IS_DEEP = process.env["TEST_DEEP"] === "1";
