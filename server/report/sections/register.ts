import { passMeaning } from '#lib/gdpr/pass-meaning.ts';
import type { RegisterEntry } from '#lib/gdpr/report-parts/register.ts';
import type { RegisterObserved } from '#lib/gdpr/report-parts/register-observed.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { classWords } from '#lib/text/en/data-classes.ts';
import { CHAPTERS, REGISTER } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter, Pair } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';

export function registerChapter(evidence: Evidence): Chapter {
  const { entries, unknownWorkloads } = evidence.derived.register;
  const note = REGISTER.unknownNote(unknownWorkloads);
  return {
    title: CHAPTERS.register,
    numbered: true,
    blocks: [
      { type: 'text', text: REGISTER.intro },
      { type: 'text', text: evidence.observed === undefined ? REGISTER.notObserved : REGISTER.observedNote },
      ...(note === '' ? [] : [{ type: 'text' as const, text: note }]),
      ...(entries.length === 0 ? [{ type: 'text' as const, text: REGISTER.none }] : entries.flatMap(entryBlocks)),
      ...measures(evidence),
    ],
  };
}

function entryBlocks(entry: RegisterEntry): readonly Block[] {
  const { record, purposes, internal, external, openOutside, observed } = entry;
  const seen = (say: (passed: RegisterObserved) => string): string =>
    observed === undefined ? REGISTER.noFlows : say(observed);
  const title = record ?? (purposes.length > 0 ? REGISTER.withPurpose(purposes.join(', ')) : REGISTER.noRecord);
  const open = REGISTER.openSystems(openOutside.certain.length, openOutside.depends.length);
  return [
    { type: 'section', text: title },
    { type: 'pairs', rows: factRows(entry), width: 110 },
    {
      type: 'table',
      widths: [1.2, 1.4, 0, 1.4],
      head: REGISTER.recipientsHead,
      rows: [
        [
          REGISTER.internal,
          orDash(named(internal.declared)),
          seen(({ from }) => (from.length === 0 ? REGISTER.notSeen : REGISTER.namespaces(named(from)))),
          internal.allowedOnly.length === 0 ? REGISTER.nobody : REGISTER.namespaces(named(internal.allowedOnly)),
        ],
        ...external.map(({ id, declared, allowed }) => [
          `${REGISTER.external}: ${id}`,
          declared ? REGISTER.allowed[allowed] : REGISTER.nobody,
          seen(({ recipients }) => (recipients.includes(id) ? REGISTER.seen : REGISTER.notSeen)),
          declared ? REGISTER.nobody : REGISTER.allowedNotDeclared[allowed],
        ]),
        ...(open === '' && (observed?.others ?? 0) === 0
          ? []
          : [
              [
                REGISTER.anywhere,
                REGISTER.nobody,
                seen(({ others }) => (others === 0 ? REGISTER.notSeen : REGISTER.seenOthers(others))),
                open === '' ? REGISTER.nobody : open,
              ],
            ]),
      ],
    },
  ];
}

function factRows({ systems, ...facts }: RegisterEntry): readonly Pair[] {
  const { rows, notDeclared } = REGISTER;
  const said = (values: readonly string[]): string => (values.length === 0 ? notDeclared : values.join(', '));
  return [
    [rows.purposes, said(facts.purposes)],
    [rows.categories, said(facts.categories)],
    [rows.subjects, said(facts.subjects)],
    [rows.controllers, said(facts.controllers)],
    [rows.roles, said(facts.roles)],
    [rows.owners, said(facts.owners)],
    [rows.retention, said(facts.retention)],
    [
      rows.systems,
      systems
        .toSorted((a, b) => compareNames(a.workload, b.workload))
        .map(({ workload, dataClass, basis, dataAtRest }) =>
          REGISTER.system(workload, `${classWords(dataClass)}, ${basis}`, dataAtRest),
        )
        .join('; '),
    ],
  ];
}

/**
 * Art. 30(1)(g), where possible: what the checks found in order. What somebody accepted is not in order, and checks of
 * the evidence itself (GOV) are about no measure.
 */
function measures({ checks, scope }: Evidence): readonly Block[] {
  const head: Block = { type: 'section', text: REGISTER.measuresHead };
  if (scope !== undefined) return [head, { type: 'text', text: REGISTER.measuresPartial }];
  const passed = checks.filter(
    ({ id, counts: { PASS, FAIL, WAIVED, UNKNOWN } }) =>
      PASS > 0 && FAIL + WAIVED + UNKNOWN === 0 && !id.startsWith('GOV-'),
  );
  return [
    head,
    ...(passed.length === 0
      ? [{ type: 'text' as const, text: REGISTER.measuresNone }]
      : [
          ...(passMeaning(checks) === 'intent' ? [{ type: 'text' as const, text: REGISTER.measuresIntent }] : []),
          {
            type: 'bullets' as const,
            items: passed.map(
              ({ id, title, counts }) => `${id} ${REGISTER.measure(title, counts.PASS, counts.NOT_EVALUATED)}`,
            ),
          },
        ]),
  ];
}

function named(names: readonly string[]): string {
  return names.toSorted(compareNames).join(', ');
}

function orDash(text: string): string {
  return text === '' ? REGISTER.nobody : text;
}
