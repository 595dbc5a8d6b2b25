import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

const BLANK_LINE = "\r\n\r\n";
/** Inside a body a blank line is not a boundary: splitting at each one would cost more than the body itself. */
const MIN_PIECE_OF_BODY = 512;

/**
 * Processes the requests of a connection sequentially: the next one is parsed when the last one is answered. Waiting
 * data stays in the socket buffer, then with the sender. Node itself parses all received data and emits every request
 * at once: two thousand from one packet, on each of many connections. The parser gets the socket's data one head at a
 * time, instead of through Node's own listener.
 */
export function processSequentially(server: Server): void {
  const latest = new WeakMap<Socket, ServerResponse>();
  server.on("request", ({ socket }, response) => latest.set(socket, response));
  // Node would answer an unknown expectation without notifying the listeners.
  server.on("checkExpectation", (request, response) => server.emit("request", request, response));

  server.on("connection", (socket: Socket) => {
    const [parse] = socket.listeners("data") as [(bytes: Buffer) => void];
    let isHeld = false;
    socket.off("data", parse);
    socket.on("data", (bytes: Buffer) => {
      let at = 0;
      while (at < bytes.length && isOpen(socket)) {
        if (isBusy() || socket.isPaused()) {
          hold(bytes.subarray(at));
          return;
        }
        const end = endOfPiece(bytes, at);
        parse(bytes.subarray(at, end));
        at = end;
      }
    });

    /** Whether a request is complete and unanswered. */
    function isBusy(): boolean {
      const response = latest.get(socket);
      return response !== undefined && !response.closed && response.req.complete;
    }

    function endOfPiece(bytes: Buffer, at: number): number {
      const isInBody = latest.get(socket)?.req.complete === false;
      const blankLineAt = bytes.indexOf(BLANK_LINE, isInBody ? at + MIN_PIECE_OF_BODY : at);
      return blankLineAt < 0 ? bytes.length : blankLineAt + BLANK_LINE.length;
    }

    function hold(bytes: Buffer): void {
      // Whoever paused the socket must resume it: Node's server pauses it while a body or responses are pending.
      if (!socket.isPaused()) {
        socket.pause();
        if (!isHeld) latest.get(socket)?.once("close", release);
        isHeld = true;
      }
      socket.unshift(bytes);
    }

    function release(): void {
      isHeld = false;
      socket.resume();
    }
  });
}

const isOpen = (socket: Socket) => !socket.destroyed && !socket.writableEnded;
