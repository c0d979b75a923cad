import type { MessagePort } from 'node:worker_threads';
import { RingfenceError } from '#lib/api/errors.ts';
import type { FlowWindow } from '#lib/flows/flow-row.ts';
import type { ObservedTraffic } from '#lib/flows/observed.ts';
import * as text from '#lib/text/en/server.ts';
import type {
  AnalysisQuestion,
  AnswerOfFlows,
  AskedOfFlows,
  FlowsAnswer,
  NamesMessage,
} from '#server/traffic/traffic-messages.ts';

/** A store that is opened first, and a window of months on a slow disk. */
const ASK_TIMEOUT_MS = 20_000;
/** Windows whose answers are kept; a page asks for the same one for its list, its lanes and its map. */
const KEPT = 3;

/** The flows as one cluster's analysis sees them: it tells who goes by which address, and asks what was observed. */
export interface FlowsPort {
  /** From now on through this port, and no other. */
  connect(port: MessagePort): void;
  readonly isConnected: boolean;
  tell(message: NamesMessage): void;
  /** Throws TIMED_OUT, WORKER_LOST, and what the flows answer. The same object until something new is kept. */
  observed(window: FlowWindow): Promise<ObservedTraffic>;
  /** Likewise. */
  times(question: Omit<Extract<AnalysisQuestion, { ask: 'times' }>, 'ask'>): Promise<AnswerOfFlows['times']>;
  close(): void;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Kept {
  readonly key: string;
  readonly seq: number;
  readonly observed: ObservedTraffic;
}

/** @param want asks for a port, since there is none. */
export function createFlowsPort(want: () => void): FlowsPort {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let port: MessagePort | undefined;
  let waiting: ((port: MessagePort) => void)[] = [];
  let kept: readonly Kept[] = [];
  /** Asked and not answered yet, by window. */
  const asking = new Map<string, Promise<ObservedTraffic>>();

  const connected = (): Promise<MessagePort> => {
    if (port !== undefined) return Promise.resolve(port);
    want();
    return new Promise((resolve) => waiting.push(resolve));
  };
  const ask = async <Question extends AnalysisQuestion>(
    question: Question,
  ): Promise<AnswerOfFlows[Question['ask']]> => {
    const id = nextId++;
    let timer: NodeJS.Timeout | undefined;
    let isLate = false;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        isLate = true;
        reject(new RingfenceError('TIMED_OUT', text.timedOut(ASK_TIMEOUT_MS / 1000)));
      }, ASK_TIMEOUT_MS).unref();
    });
    const answer = async () => {
      const to = await connected();
      if (isLate) return undefined; // nobody waits any more
      return new Promise<unknown>((resolve, reject) => {
        pending.set(id, { resolve, reject });
        to.postMessage({ ...question, id } satisfies AskedOfFlows);
      });
    };
    try {
      return (await Promise.race([answer(), late])) as AnswerOfFlows[Question['ask']];
    } finally {
      clearTimeout(timer);
      pending.delete(id);
    }
  };
  const observe = async (key: string, window: FlowWindow): Promise<ObservedTraffic> => {
    const known = kept.find((one) => one.key === key);
    const { seq, observed = known?.observed } = await ask({
      ask: 'observed',
      window,
      ...(known === undefined ? {} : { known: known.seq }),
    });
    if (observed === undefined) return observe(key, window); // the thread began anew meanwhile
    kept = [{ key, seq, observed }, ...kept.filter((one) => one.key !== key)].slice(0, KEPT);
    return observed;
  };
  const lose = (): void => {
    for (const { reject } of pending.values()) reject(new RingfenceError('WORKER_LOST', text.WORKER_LOST));
    pending.clear();
  };

  return {
    connect(next) {
      port?.close();
      lose();
      kept = [];
      port = next;
      next.on('message', (answer: FlowsAnswer) => {
        const asked = pending.get(answer.id);
        if ('value' in answer) asked?.resolve(answer.value);
        else asked?.reject(new RingfenceError(answer.error.code, answer.error.message));
      });
      next.on('close', () => {
        if (port !== next) return;
        port = undefined;
        lose();
      });
      next.unref();
      for (const resolve of waiting) resolve(next);
      waiting = [];
    },
    get isConnected() {
      return port !== undefined;
    },
    tell: (message) => port?.postMessage(message),
    observed(window) {
      const key = `${window.from} ${window.to}`;
      const asked = asking.get(key);
      if (asked !== undefined) return asked;
      const answer = observe(key, window).finally(() => asking.delete(key));
      asking.set(key, answer);
      return answer;
    },
    times: (question) => ask({ ask: 'times', ...question }),
    close() {
      port?.close();
      port = undefined;
      lose();
    },
  };
}
