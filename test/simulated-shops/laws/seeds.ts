const row = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n);

/** Shops that rules and their numbers may be tuned on, and that `npm test` runs some of. */
export const TUNING_SEEDS: readonly number[] = row(1_000, 40);

/** The hundred shops of the acceptance, which `npm run test:deep` runs. No rule is tuned on them. */
export const ACCEPTANCE_SEEDS: readonly number[] = row(90_000, 100);
