import { REPORT, shortHash } from '#lib/text/en/report.ts';
import { CHAPTERS } from '#lib/text/en/report-sections.ts';
import type { Chapter, ReportDocument } from './document/blocks.ts';
import type { Evidence } from './evidence/evidence.ts';
import { bannersOf } from './sections/banners.ts';
import { changesChapter } from './sections/changes.ts';
import { classesChapter } from './sections/classes.ts';
import { coverOf } from './sections/cover.ts';
import { enforcementChapter } from './sections/enforcement.ts';
import { exposureChapter } from './sections/exposure.ts';
import { connectionsAnnex, figuresChapter, namespacesAnnex, type ReportScenes } from './sections/figures.ts';
import { gapLookups } from './sections/gap-block.ts';
import { gapsAnnex, gapsChapter } from './sections/gaps.ts';
import { isolationChapter, matrixAnnex } from './sections/isolation.ts';
import { methodChapter, verifyChapter } from './sections/method.ts';
import { peersAnnex } from './sections/peers-annex.ts';
import { policiesChapter } from './sections/policies.ts';
import { registerChapter } from './sections/register.ts';
import { scopeChapter } from './sections/scope.ts';
import { summaryChapter } from './sections/summary.ts';
import { transfersChapter } from './sections/transfers.ts';
import { unknownsChapter } from './sections/unknowns.ts';
import { waiversChapter } from './sections/waivers.ts';

/** The twenty sections of gdpr.md §5.2, in their order, and the annexes. */
export function reportDocument(evidence: Evidence, hash: string, scenes: ReportScenes): ReportDocument {
  const lookups = gapLookups(evidence);
  const annexes = [
    namespacesAnnex(scenes),
    connectionsAnnex(scenes),
    matrixAnnex(evidence),
    gapsAnnex(lookups),
    peersAnnex(lookups),
  ];
  return {
    ...frameOf(evidence, hash),
    cover: coverOf(evidence, hash),
    contents: REPORT.contents,
    attachments: ['evidence.json', ...(evidence.chain === undefined ? [] : ['chain.json'])].map((name) => ({
      name,
      description: REPORT.coverVerify,
    })),
    chapters: [
      { title: CHAPTERS.limits, numbered: true, blocks: [{ type: 'bullets', items: REPORT.limits }] },
      enforcementChapter(evidence),
      summaryChapter(evidence),
      scopeChapter(evidence),
      figuresChapter(evidence, scenes),
      isolationChapter(evidence),
      gapsChapter(lookups),
      exposureChapter(evidence),
      registerChapter(evidence),
      transfersChapter(evidence),
      waiversChapter(lookups),
      unknownsChapter(lookups),
      classesChapter(evidence),
      policiesChapter(evidence),
      changesChapter(evidence),
      methodChapter(evidence),
      verifyChapter(evidence),
      signOffChapter(),
      { title: CHAPTERS.glossary, numbered: true, blocks: [{ type: 'pairs', rows: REPORT.glossary, width: 110 }] },
      ...annexes.filter((annex) => annex !== undefined),
    ],
  };
}

/** What stands on every page. */
export function frameOf(
  evidence: Evidence,
  hash: string,
): Pick<ReportDocument, 'title' | 'keywords' | 'banners' | 'footer' | 'product' | 'kind'> {
  return {
    title: evidence.title ?? REPORT.coverTitle(evidence.cluster.name),
    keywords: [REPORT.kind, hash],
    banners: bannersOf(evidence),
    footer: {
      name: REPORT.footer(evidence.cluster.name, evidence.chain?.seq),
      mark: REPORT.confidential,
      hash: REPORT.footerEvidence(shortHash(hash)),
      of: REPORT.pageOf,
    },
    product: REPORT.product,
    kind: REPORT.kind,
  };
}

function signOffChapter(): Chapter {
  return {
    title: CHAPTERS.signOff,
    numbered: true,
    newPage: true,
    blocks: [
      { type: 'text', text: REPORT.signOffIntro },
      { type: 'form', head: REPORT.signOffColumns, rows: REPORT.signOffRows },
    ],
  };
}
