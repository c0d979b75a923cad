import { count, countOf } from './count.ts';
import { withoutFlowWords } from './flow-sources.ts';

/** What a command says of the files of flows that it was given. */
export const SCAN_FLOWS = {
  file: (file: string, records: number, unreadable: number, lost: number, withoutFlow: number): string => {
    const not = unreadable === 0 ? '' : `, ${countOf(unreadable, 'line')} not read`;
    const gone = lost === 0 ? '' : `, ${count(lost)} lost`;
    return `${file}: ${countOf(records, 'flow')}${not}${gone}${withoutFlowWords(withoutFlow)}.`;
  },
  nothing: 'The files hold no flow: nothing is said of observed traffic.',
} as const;
