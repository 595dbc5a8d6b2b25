/**
 * The seeds of a test that kills processes: a few in every run, as many as `FAULT_SEEDS` says where
 * somebody has the time. The seed stands in the name of the test that failed.
 */
export function faultSeeds(usual: number): number[] {
  const wanted = Number(process.env["FAULT_SEEDS"] ?? usual);
  return Array.from({ length: Number.isInteger(wanted) ? wanted : usual }, (_, i) => i + 1);
}
