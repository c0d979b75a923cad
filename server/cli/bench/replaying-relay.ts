/** A process of its own that answers as a Hubble Relay, as fast as it is read: it tells its port, and ends with its input. */
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { hubbleMessages, numberMessage } from './hubble-messages.ts';

const MESSAGES = 20_000;
const PODS = 10_000;
/** Written at once. */
const TOGETHER = 64;

const [perSecond = '0'] = process.argv.slice(2);
const messages = hubbleMessages(MESSAGES, PODS, Date.now());
let number = 0;

function nextFrames(): Buffer {
  const frames: Buffer[] = [];
  for (let i = 0; i < TOGETHER; i++) {
    const message = numberMessage(messages[number % MESSAGES] as (typeof messages)[number], number);
    number++;
    const head = Buffer.alloc(5);
    head.writeUInt32BE(message.length, 1);
    frames.push(head, message);
  }
  return Buffer.concat(frames);
}

/** @param rate messages in a second; 0: as many as are read. */
function replay(stream: ServerHttp2Stream, rate: number): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
  const began = performance.now();
  let sent = 0;
  const pump = (): void => {
    while (!stream.destroyed && !stream.writableNeedDrain) {
      if (rate > 0 && sent > ((performance.now() - began) / 1000) * rate) {
        setTimeout(pump, 5);
        return;
      }
      stream.write(nextFrames());
      sent += TOGETHER;
    }
  };
  stream.on('drain', pump);
  pump();
}

const server = createServer();
server.on('session', (session) => session.on('error', () => {}));
server.on('stream', (stream) => {
  stream.on('error', () => {});
  stream.resume();
  stream.on('end', () => replay(stream, Number(perSecond)));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
process.stdin.resume().on('end', () => process.exit(0));
