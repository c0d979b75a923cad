import { EMPTY_DATA_MAP } from '#lib/gdpr/data-map/types.ts';
import { adequacyInForce, type DataTable } from '#lib/gdpr/rule-set.ts';
import type { RunChecksOptions } from '#lib/gdpr/run-checks.ts';
import type { Input } from './read-input.ts';

/** The table that `--adequacy` or a snapshot brings, for the checks. */
export function adequacyOption({ adequacy }: Pick<Input, 'adequacy'>): Pick<RunChecksOptions, 'adequacy'> {
  return adequacy === undefined ? {} : { adequacy };
}

/** For a result: the table that it rests on, with its day and hash; absent where there is none for the law. */
export function withTable({ adequacy, dataMap = EMPTY_DATA_MAP }: Pick<Input, 'adequacy' | 'dataMap'>): {
  readonly adequacy?: DataTable;
} {
  const table = adequacyInForce(dataMap.regime, adequacy);
  return table === undefined ? {} : { adequacy: table };
}
