/** SIGTERM stops a service, SIGINT is Ctrl+C. With the numbers by which shells name what ended a process. */
const SIGNALS = { SIGTERM: 15, SIGINT: 2 } as const;

let stop: (() => Promise<void>) | null = null;
let isStopping = false;

// Installed when this module is loaded: a process that is PID 1, as in a container, has no default handlers, so
// that a signal during its start would be lost.
for (const [signal, number] of Object.entries(SIGNALS)) {
  process.on(signal, () => {
    // npm passes on a Ctrl+C that the terminal has sent to this process too.
    if (isStopping) return;
    isStopping = true;
    // While it starts it has taken no request, and a lease that it took runs out.
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
