/**
 * Whether this is `npm run test:deep`: the same tests with many more property cases and fault seeds, and every
 * database test on both databases.
 */
export const IS_DEEP = process.env["TEST_DEEP"] === "1";
