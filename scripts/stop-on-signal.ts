/** SIGTERM stops a service, SIGINT is Ctrl+C. With the signal numbers of shell exit codes. */
const SIGNALS = { SIGTERM: 15, SIGINT: 2 } as const;

let stop: (() => Promise<void>) | null = null;
let isStopping = false;

// Installed when this module is loaded: a process with PID 1, as in a container, has no default handlers, so a signal
// during startup would be lost.
for (const [signal, number] of Object.entries(SIGNALS)) {
  process.on(signal, () => {
    // npm forwards a Ctrl+C that the terminal has also sent to this process.
    if (isStopping) return;
    isStopping = true;
    // During startup it has accepted no request, and any lease it took expires.
    if (!stop) process.exit(128 + number);
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}

/** From now on a signal stops the process by `how`. Before, it ends the process at once. */
export function stopOnSignal(how: () => Promise<void>): void {
  stop = how;
}
