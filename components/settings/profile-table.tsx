import { Tag } from '#components/ui/tag.tsx';
import type { ClusterSettings, ProfileFieldView } from '#lib/api/settings-types.ts';
import { count } from '#lib/text/en/count.ts';
import { changeValue, SETTINGS, valueWord } from '#lib/text/en/settings.ts';
import { changeSetting } from './change-setting.ts';
import { SettingSelect } from './setting-select.tsx';

interface ProfileTableProps {
  readonly settings: ClusterSettings;
  readonly busy: boolean;
  readonly onChoose: (choice: ClusterSettings['choice']) => void;
}

const HEAD = 'h-8 border-y border-line bg-sunken px-3 text-left text-xs font-medium text-ink-2 first:pl-4 last:pr-4';
const CELL = 'border-b border-line-faint px-3 py-1 align-top leading-6 first:pl-4 last:pr-4';

/** Each question that Kubernetes leaves open: how it is read here, where that is known from, what hangs on it. */
export function ProfileTable({ settings, busy, onChoose }: ProfileTableProps) {
  return (
    <table className="w-full">
      <thead>
        <tr>
          <th className={HEAD}>{SETTINGS.question}</th>
          <th className={`${HEAD} max-lg:hidden`}>{SETTINGS.field}</th>
          <th className={HEAD}>{SETTINGS.value}</th>
          <th className={`${HEAD} max-md:hidden`}>{SETTINGS.knownFrom}</th>
          <th className={`${HEAD} text-right max-sm:hidden`}>{SETTINGS.undecided}</th>
        </tr>
      </thead>
      <tbody>
        {settings.fields.map((field) => (
          <tr key={field.field}>
            <td className={CELL}>{field.question}</td>
            <td className={`${CELL} font-mono text-xs text-ink-3 max-lg:hidden`}>{field.field}</td>
            <td className={CELL}>
              <span className="flex flex-wrap items-center gap-1.5">
                {field.alternatives.length === 0 ? (
                  <span className="font-medium wrap-anywhere">{valueWord(field.value)}</span>
                ) : (
                  <SettingSelect
                    label={changeValue(field.question)}
                    value={field.value}
                    options={field.alternatives}
                    busy={busy}
                    onChange={(value) => onChoose(changeSetting(settings.choice, field, value))}
                  />
                )}
                {field.value === field.preset ? null : <Tag tone="accent">{SETTINGS.differs}</Tag>}
              </span>
            </td>
            <td className={`${CELL} text-ink-2 max-md:hidden`}>
              <KnownFrom field={field} />
            </td>
            <td className={`${CELL} text-right text-ink-2 tabular-nums max-sm:hidden`}>{count(field.undecided)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where it is said: a link that a person follows; the page itself asks nobody but its own server. */
function KnownFrom({ field }: { readonly field: ProfileFieldView }) {
  const { knownFrom, note, urls } = field;
  if (note === undefined && urls.length === 0) return knownFrom;
  return (
    <details>
      <summary className="w-fit cursor-pointer">{knownFrom}</summary>
      {note === undefined ? null : <p className="max-w-[72ch] text-xs text-ink-2">{note}</p>}
      <ul className="text-xs">
        {urls.map((url) => (
          <li key={url}>
            <a
              href={url}
              rel="noreferrer noopener"
              target="_blank"
              className="text-accent-ink wrap-anywhere hover:underline"
            >
              {url}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
