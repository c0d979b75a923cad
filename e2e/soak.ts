import { parseArgs } from 'node:util';
import { killWriters } from '#server/store/testing/kill-writers.ts';
import { tamper } from '#server/verify/testing/tamper.ts';
import { soakLiveSource } from './cluster/soak-live-source.ts';
import { soakWalk } from './soak-walk.ts';

// `npm run soak`: what takes too long for `npm test`, one after the other. --only NAME runs one of them.

interface Outcome {
  readonly told: string;
  /** Empty when all is well. */
  readonly failures: readonly string[];
}
type Tell = (line: string) => void;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    /** How long the live cluster is changed, and how long the console is walked through. */
    seconds: { type: 'string', default: '600' },
    /** Each ends two processes. */
    kills: { type: 'string', default: '50' },
    mutations: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1000' },
  },
});

const SOAKS: Readonly<Record<string, (tell: Tell) => Outcome | Promise<Outcome>>> = {
  /** Random alterations of evidence and chain: all are found. */
  tampering(tell) {
    const { mutations, missed } = tamper(Number(values.mutations), Number(values.seed), tell);
    return { told: `${mutations} alterations, ${missed.length} missed`, failures: missed };
  },
  /** Kills at random moments while snapshots, waivers and DataMaps are written: nothing kept is lost, nothing half is shown. */
  async kills() {
    const { kills, told, snapshots, orphans, problems } = await killWriters(Number(values.kills));
    return {
      told: `${kills} kills, ${told} told to be kept, ${snapshots} snapshots, ${orphans} orphans, ${problems.length} problems`,
      failures: problems,
    };
  },
  /** A watch that lasts, over restarts of the server, tells what a fresh reading tells. */
  async live(tell) {
    const { changes, restarts, differences, heapMegabytes } = await soakLiveSource(
      Number(values.seconds),
      Math.random,
      tell,
    );
    const told = `${changes} changes, ${restarts} restarts, ${differences.length} differences, heap ${heapMegabytes} MB`;
    return { told, failures: differences };
  },
  /** Walks at random through the built console, from many seeds: no console error, no dead end, map and table alike. */
  async walk(tell) {
    const { walks, failures } = await soakWalk(Number(values.seconds), Number(values.seed), tell);
    return { told: `${walks} walks, ${failures.length} failed`, failures };
  },
};

const names = values.only === undefined ? Object.keys(SOAKS) : [values.only];
let failed = false;
for (const name of names) {
  const soak = SOAKS[name];
  if (soak === undefined) {
    console.error(`There is no soak ${name}: choose of ${Object.keys(SOAKS).join(', ')}.`);
    process.exit(2);
  }
  console.log(`${name} …`);
  const { told, failures } = await soak(console.log);
  console.log(`${name}: ${told}`);
  for (const failure of failures) console.log(`  ${failure}`);
  failed ||= failures.length > 0;
}
process.exit(failed ? 1 : 0);
