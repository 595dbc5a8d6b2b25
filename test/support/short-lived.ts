/**
 * Options of Node for a process that lives as long as some tests. Optimizing WebAssembly, which Prisma and PGlite are,
 * takes one or two seconds of CPU time in each process, and pays off later.
 */
export const SHORT_LIVED: readonly string[] = ["--liftoff-only"];
