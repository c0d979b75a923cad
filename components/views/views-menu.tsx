'use client';

import { Popover } from '@base-ui/react/popover';
import { Bookmark, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Link } from '#components/ui/link.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { VIEWS } from '#lib/text/en/find.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { type StoredView, viewSearch, viewsAsText, viewsFromText, withView } from './stored-views.ts';
import { keepViews, useStoredViews } from './use-stored-views.ts';

const NAME_MAX = 80;

/** Views by name: filter, level and view. They stay in this browser; as text they can be handed on. */
export function ViewsMenu({ cluster }: { readonly cluster: string }) {
  return (
    <Popover.Root>
      <Popover.Trigger
        render={
          <Button size="sm" variant="quiet">
            <Bookmark className="size-3" aria-hidden="true" />
            {VIEWS.button}
          </Button>
        }
      />
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className="z-30">
          <Popover.Popup className="max-h-[70vh] w-[340px] max-w-[calc(100vw-24px)] overflow-y-auto rounded-lg border border-line bg-overlay shadow-pop outline-none">
            <Popover.Title className="px-3.5 pt-3 font-semibold">{VIEWS.title}</Popover.Title>
            <Views cluster={cluster} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Views({ cluster }: { readonly cluster: string }) {
  const views = useStoredViews();
  const toast = useToast();
  const [name, setName] = useState('');
  const wanted = name.trim();
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (wanted === '') return;
    const isKept = keepViews(withView(views, { name: wanted, search: viewSearch(window.location.search) }));
    toast(isKept ? VIEWS.saved(wanted) : VIEWS.notKept);
    if (isKept) setName('');
  };
  return (
    <>
      {views.length === 0 ? <p className="px-3.5 py-1.5 text-ink-2">{VIEWS.none}</p> : null}
      <ul className="py-1">
        {views.map((view) => (
          <li key={view.name} className="flex items-center gap-1 pr-2 pl-1.5 hover:bg-hover">
            <Popover.Close
              nativeButton={false}
              render={
                <Link
                  role="link" // closing would make it a button
                  href={`${clusterHref(cluster)}?${view.search}`}
                  className="flex min-h-9 min-w-0 flex-1 flex-col justify-center rounded-sm px-2"
                >
                  <span className="max-w-full truncate font-medium">{visibleText(view.name)}</span>
                  <span className="max-w-full truncate font-mono text-2xs text-ink-3">{filterOf(view)}</span>
                </Link>
              }
            />
            <Button
              size="sm"
              variant="quiet"
              icon
              aria-label={VIEWS.remove(visibleText(view.name))}
              onClick={() => keepViews(views.filter((each) => each !== view))}
            >
              <X className="size-3" aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ul>
      <form onSubmit={save} className="flex items-end gap-2 border-t border-line-faint px-3.5 py-2.5">
        <div className="min-w-0 flex-1">
          <TextField label={VIEWS.name} value={name} maxLength={NAME_MAX} onChange={setName} />
        </div>
        <Button type="submit" disabled={wanted === ''}>
          {views.some((each) => each.name === wanted) ? VIEWS.replace : VIEWS.save}
        </Button>
      </form>
      <Exchange views={views} />
    </>
  );
}

function Exchange({ views }: { readonly views: readonly StoredView[] }) {
  const toast = useToast();
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const take = (): void => {
    const read = viewsFromText(text);
    setWrong(read === undefined);
    if (read === undefined) return;
    const isKept = keepViews(read.reduce(withView, views));
    toast(isKept ? VIEWS.taken(read.length) : VIEWS.notKept);
    setText('');
  };
  return (
    <details className="border-t border-line-faint px-3.5 py-2">
      <summary className="cursor-pointer text-ink-2">{VIEWS.exchange}</summary>
      <p className="mt-1.5 mb-1.5 text-xs text-ink-3">{VIEWS.where}</p>
      <TextField
        label={VIEWS.text}
        lines={4}
        value={text}
        problem={isWrong ? VIEWS.unreadable : undefined}
        onChange={(next) => {
          setText(next);
          setWrong(false);
        }}
      />
      <span className="mt-2 flex gap-2">
        <Button size="sm" disabled={text.trim() === ''} onClick={take}>
          {VIEWS.take}
        </Button>
        <CopyButton
          text={() => viewsAsText(views)}
          label={VIEWS.copy}
          what={VIEWS.title}
          disabled={views.length === 0}
        />
      </span>
    </details>
  );
}

/** The filter of a view as text. */
function filterOf({ search }: StoredView): string {
  const text = new URLSearchParams(search).get('q');
  return text === null || text === '' ? VIEWS.everything : visibleText(text);
}
