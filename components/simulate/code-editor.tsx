'use client';

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef, useState } from 'react';

export interface LineProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
  readonly severity: 'error' | 'info';
}

interface CodeEditorProps {
  readonly label: string;
  readonly text: string;
  readonly problems: readonly LineProblem[];
  readonly onChange: (text: string) => void;
}

/** An editor for YAML. Problems are marked where they are; what lists them in words stands beside it. */
export function CodeEditor({ label, text, problems, onChange }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ label, text, onChange });
  latest.current = { label, text, onChange };
  // A label may follow what is typed: a new editor for it would take the focus away in the middle of a word.
  const [attributes] = useState(() => new Compartment());
  useEffect(() => {
    if (place.current === null) return;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          attributes.of(labelled(latest.current.label)),
          ...extensionsFor((typed) => latest.current.onChange(typed)),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = undefined;
    };
  }, [attributes]);
  useEffect(() => {
    view.current?.dispatch({ effects: attributes.reconfigure(labelled(label)) });
  }, [attributes, label]);
  useEffect(() => {
    // Undo, a link, another tab of the list: what did not come from these keys.
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined) return;
    const { doc } = editor.state;
    const marks = problems.map(({ line, message, severity }): Diagnostic => {
      const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
      return { from, to, message, severity };
    });
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [problems]);
  return <div ref={place} className="min-h-0 flex-1 overflow-hidden rounded-md border border-line bg-sunken" />;
}

/** Styles made by scripts need the page's own nonce. */
function pageNonce(): string {
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
}

const labelled = (label: string) =>
  EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off' });

function extensionsFor(onChange: (text: string) => void) {
  return [
    EditorView.cspNonce.of(pageNonce()),
    lineNumbers(),
    history(),
    drawSelection(),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    yaml(),
    lintGutter(),
    syntaxHighlighting(COLOURS),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) onChange(state.doc.toString());
    }),
    LOOK,
  ];
}

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--color-code-key)' },
  { tag: [tags.string, tags.content, tags.number, tags.bool, tags.null], color: 'var(--color-code-string)' },
  { tag: tags.comment, color: 'var(--color-code-comment)' },
  { tag: [tags.separator, tags.punctuation, tags.bracket], color: 'var(--color-ink-2)' },
]);

const LOOK = EditorView.theme({
  '&': { height: '100%', fontSize: '12px', color: 'var(--color-ink)', backgroundColor: 'var(--color-sunken)' },
  '&.cm-focused': { outline: '2px solid var(--color-focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '19px' },
  '.cm-gutters': { backgroundColor: 'var(--color-sunken)', color: 'var(--color-ink-3)', border: 'none' },
  '.cm-content': { caretColor: 'var(--color-ink)', padding: '6px 0' },
  // the whole editor has the ring
  '.cm-content:focus-visible': { outline: 'none' },
  '.cm-cursor': { borderLeftColor: 'var(--color-ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--color-accent-soft)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--color-overlay)',
    color: 'var(--color-ink)',
    border: '1px solid var(--color-line)',
    borderRadius: '6px',
  },
  '.cm-diagnostic': { fontFamily: 'var(--font-sans)', fontSize: '12px' },
  '.cm-diagnostic-error': { borderLeft: '2px solid var(--color-critical)' },
  '.cm-diagnostic-info': { borderLeft: '2px solid var(--color-line-strong)' },
});
