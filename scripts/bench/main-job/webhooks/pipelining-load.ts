import { connect } from "node:net";
import { respond, readTask } from "../../child";

export interface PipeliningTask {
  readonly port: number;
  readonly connections: number;
  readonly requestsEach: number;
}

// Sends all requests of each connection at once, and waits for as many responses.
const { port, connections, requestsEach } = readTask() as PipeliningTask;
const requests = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".repeat(requestsEach);

function flood(): Promise<number> {
  return new Promise((resolve) => {
    let answers = 0;
    const socket = connect(port, "127.0.0.1", () => socket.write(requests));
    socket.setEncoding("latin1").on("data", (text: string) => {
      answers += text.split("HTTP/1.1 ").length - 1;
      if (answers >= requestsEach) socket.end();
    });
    socket.on("error", () => undefined).once("close", () => resolve(answers));
  });
}

const answers = await Promise.all(Array.from({ length: connections }, flood));
respond(answers.reduce((sum, it) => sum + it, 0));
process.exit(0);
