'use client';

import { CopyButton } from '#components/ui/copy-button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { YamlBlock } from '#components/ui/yaml-block.tsx';
import type { KindCompleteness, UnreadObject } from '#lib/kube/cluster-objects.ts';
import { missingKind } from '#lib/text/en/revisions.ts';
import { ANSWER_LIMITS, SHELL, unreadPlace } from '#lib/text/en/shell.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface MissingDialogProps {
  /** RBAC rules that are missing, as YAML. */
  readonly rbac: string | undefined;
  readonly unread: readonly UnreadObject[];
  /** Kinds that were not read, where these are what is asked for. */
  readonly kinds?: readonly KindCompleteness[];
  readonly onClose: () => void;
}

/** What could not be read: the rights that are missing, or the objects with file, line and field. */
export function MissingDialog({ rbac, unread, kinds = [], onClose }: MissingDialogProps) {
  return (
    <Modal open onClose={onClose} title={SHELL.whatIsMissing} width={640}>
      <div className="flex flex-col gap-3 p-4">
        {kinds.length === 0 ? null : (
          <ul className="flex flex-col gap-1">
            {kinds.map(({ kind, state, message, deniedNamespaces }) => (
              <li key={kind} className="wrap-anywhere">
                <span className="font-medium">{kind}</span>{' '}
                <span className="text-ink-2">{missingKind(state, deniedNamespaces?.length)}</span>
                {message === undefined ? null : <p className="font-mono text-xs text-ink-3">{visibleText(message)}</p>}
              </li>
            ))}
          </ul>
        )}
        {rbac === undefined ? null : (
          <>
            <p>{ANSWER_LIMITS.rbac}</p>
            <YamlBlock
              label={ANSWER_LIMITS.rbac}
              lines={rbac.split('\n').map((text, index) => ({ type: 'line', number: index + 1, text }))}
            />
            <div>
              <CopyButton text={rbac} label={ANSWER_LIMITS.copyRbac} what={ANSWER_LIMITS.rbacName} />
            </div>
          </>
        )}
        {unread.length === 0 ? null : (
          <ul className="flex flex-col gap-2">
            {unread.map((object) => (
              <li key={`${unreadPlace(object)} ${object.field} ${object.message}`} className="wrap-anywhere">
                <span className="font-medium">{object.object ?? unreadPlace(object)}</span>
                {object.field === undefined ? null : <code className="ml-1.5 font-mono text-xs">{object.field}</code>}
                <p className="text-ink-2">{object.message}</p>
                <p className="font-mono text-xs text-ink-3">{unreadPlace(object)}</p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Modal>
  );
}
