import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

const BLANK_LINE = "\r\n\r\n";
/** Inside a body a blank line ends nothing: cut at each one, a body of blank lines would cost more than it holds. */
const MIN_PIECE_OF_BODY = 512;

/**
 * Takes the requests of a connection one after the other: the next one is parsed when the last one is answered. What
 * came already waits in the socket, and once that is full with the sender. Node itself parses all that it receives
 * and hands out every request at once: two thousand in one packet, from each of many connections.
 *
 * Head by head the parser is given what the socket received, in place of the listener that Node's server has put there.
 */
export function takeInTurn(server: Server): void {
  const latest = new WeakMap<Socket, ServerResponse>();
  server.on("request", ({ socket }, response) => latest.set(socket, response));
  // Node would answer an expectation that it does not know without a word to the listeners.
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

    /** Whether a request has come whole and has no answer yet. */
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
      // Who paused the socket resumes it: Node's server does while a body or the answers pile up.
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
