const row = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n);

/** Shops for tuning rules and parameters; `npm test` runs some of them. */
export const TUNING_SEEDS: readonly number[] = row(1_000, 40);

/** The hundred acceptance shops, which `npm run test:deep` runs. No rule is tuned on them. */
export const ACCEPTANCE_SEEDS: readonly number[] = row(90_000, 100);

/** The same for decisions on content, hours and offers: shops for tuning, and the hundred for acceptance. */
export const DECISION_TUNING_SEEDS: readonly number[] = row(200_000, 40);
export const DECISION_ACCEPTANCE_SEEDS: readonly number[] = row(700_000, 100);
