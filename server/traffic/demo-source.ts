import { type DemoFlows, demoFlows, demoMinute } from '#lib/flows/demo-flows.ts';
import { DEMO_FLOWS } from '#lib/flows/source-ids.ts';
import { DEMO_DAY } from '#lib/text/en/flow-sources.ts';
import type { FlowSource } from './flow-source.ts';

const MINUTE_MS = 60_000;
/** A minute that has ended is told so much later, as sources do. */
const LATER_MS = 2_000;

/** The invented day of the demo, which ends when it is started, and then a minute each minute. */
export function createDemoSource(clock: () => number = Date.now): FlowSource {
  let timer: NodeJS.Timeout | undefined;
  return {
    id: DEMO_FLOWS,
    label: DEMO_DAY,
    start(sink) {
      const started = clock();
      const since = new Date(started).toISOString();
      let next = Math.floor(started / MINUTE_MS) * MINUTE_MS;
      let records = 0;
      const tell = ({ flows, coverage }: DemoFlows): void => {
        sink.observe(flows);
        for (const told of coverage) sink.cover(told);
        records += flows.length;
        const newest = new Date(next - 1).toISOString();
        const counts = { records, unreadable: 0, withoutFlow: 0, lost: 0 };
        sink.status({ source: DEMO_FLOWS, state: 'observing', since, newest, ...counts });
      };
      const goOn = (): void => {
        // more than one after the machine slept
        while (next + MINUTE_MS <= clock()) {
          const minute = next;
          next += MINUTE_MS;
          tell(demoMinute(minute, started));
        }
        timer = setTimeout(goOn, next + MINUTE_MS + LATER_MS - clock()).unref();
      };
      tell(demoFlows(started));
      goOn();
    },
    async stop() {
      clearTimeout(timer);
    },
  };
}
