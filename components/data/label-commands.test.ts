import { expect, test } from 'vitest';
import { labelCommands } from './label-commands.ts';

test('classes as labels are one command a workload', () => {
  expect(
    labelCommands([
      { workload: 'crm/Deployment/mailer', dataClass: 'personal' },
      { workload: 'crm/CronJob/report', dataClass: 'none', because: 'counts only' },
    ]),
  ).toBe(
    `kubectl label --overwrite -n crm deployment/mailer ringfence.dev/data-class=personal
kubectl label --overwrite -n crm cronjob/report ringfence.dev/data-class=none
`,
  );
});

test('a name that a shell could read is quoted', () => {
  expect(labelCommands([{ workload: "a/Pod/x;rm -rf '~'", dataClass: 'none' }])).toBe(
    "kubectl label --overwrite -n a 'pod/x;rm -rf '\\''~'\\''' ringfence.dev/data-class=none\n",
  );
});
