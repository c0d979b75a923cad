import { csvLine } from '#lib/text/csv.ts';
import { connectionName, dataMapEntryName, dataMapFieldsInWords } from '#lib/text/en/compare-page.ts';
import { dataClassWord } from '#lib/text/en/data-class-words.ts';
import { changeWords } from '#lib/text/en/diff.ts';
import { policyName } from '#lib/text/en/policy-name.ts';
import type { ChangeRow } from './change-rows.ts';

const HEAD = ['what', 'change', 'severity', 'check', 'workload', 'title', 'detail', 'peers'];

/** The rows as a table for spreadsheets, in the order given. */
export function changesCsv(rows: readonly ChangeRow[]): string {
  return [HEAD, ...rows.map(cellsOf)].map(csvLine).join('');
}

function cellsOf(row: ChangeRow): readonly string[] {
  const { workload } = row;
  switch (row.type) {
    case 'gap': {
      const { severity, check, title, result } = row.gap;
      return ['gap', row.change, severity, check, workload, title, result, ''];
    }
    case 'connection': {
      const { change, ports, after, peers, unlisted } = row.connection;
      const named = peers.map(({ id }) => id).join(' ');
      const detail = changeWords(ports, after.reasons);
      const others = unlisted === 0 ? named : `${named} and ${unlisted} more`;
      return ['connection', change, '', '', workload, connectionName(row.connection), detail, others];
    }
    case 'workload': {
      const peers = row.one.connections.flatMap((each) => each.peers.map(({ id }) => id));
      return ['workload', row.change, '', '', workload, workload, `${row.one.pods} pods`, peers.join(' ')];
    }
    case 'class': {
      const { before, after } = row.changed;
      const [was, is] = [before, after].map((each) => (each === undefined ? '' : dataClassWord(each.dataClass)));
      return ['class', 'changed', '', '', workload, `${was} to ${is}`, after?.source ?? '', ''];
    }
    case 'data-map': {
      const { part, name, change } = row.entry;
      return ['data map', change, '', '', '', dataMapEntryName(part, name), dataMapFieldsInWords(row.entry), ''];
    }
    case 'policy':
      return ['policy', row.policy.change, '', '', '', policyName(row.policy), row.policy.after?.hash ?? '', ''];
  }
}
