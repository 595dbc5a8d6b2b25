import tsconfigPaths from "vite-tsconfig-paths";
import { defineConfig } from "vitest/config";

/** The pure tests of the product's rules: no database, no build, and no study that takes longer than a rule needs. */
export default defineConfig({
  plugins: [tsconfigPaths()],
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: [
      "test/**/*.db.test.ts",
      "test/{journeys,browser,security,faults,simulated-shops,backtest,bench,demo,contracts,extensions,ml,i18n,jobs,pages,routes,components}/**",
      "test/*.test.ts",
      "test/feedback/lift/simulated-shop.test.ts",
    ],
    setupFiles: ["test/support/repeatable-properties.ts"],
    testTimeout: 60_000,
  },
});
