'use client';

import { useState } from 'react';
import { BoldText } from '#components/ui/bold-text.tsx';
import type { ExplainView } from '#lib/api/connection-types.ts';
import type { GapListItem } from '#lib/api/gap-types.ts';
import type { Wanted } from '#lib/policy/candidate/types.ts';
import type { Explanation } from '#lib/policy/types.ts';
import type { Question } from './ask-address.ts';
import { boldSentence } from './bold-sentence.ts';
import { CandidateCard } from './candidate-card.tsx';
import { GateCard } from './gate-card.tsx';
import { GatesLine } from './gates-line.tsx';
import { wantedFor } from './wanted-for.ts';
import { WhyAside } from './why-aside.tsx';

interface WhyAnswerProps {
  readonly cluster: string;
  readonly question: Question;
  readonly view: ExplainView;
  readonly gaps: readonly GapListItem[];
  /** The page has room for three columns, the drawer for one. */
  readonly layout: 'page' | 'drawer';
  /** What would open or block it is asked for already. */
  readonly asked?: Wanted | undefined;
  /** Where that stands in the address; else it is kept here. */
  readonly onAskCandidate?: (want: Wanted) => void;
}

/** The answer: a sentence, the line through both gates, then what proves it. */
export function WhyAnswer(props: WhyAnswerProps) {
  const { cluster, question, view, gaps, layout } = props;
  const [own, setOwn] = useState<Wanted>();
  const { explanation, texts } = view;
  const page = layout === 'page';
  return (
    <>
      <div className={`border-b border-line bg-page ${page ? 'px-5 pb-3' : 'px-4 pb-3'}`}>
        <p
          className={`max-w-[110ch] tracking-tight text-pretty text-ink-2 wrap-anywhere ${page ? 'text-xl' : 'text-lg'}`}
          aria-live="polite"
        >
          <BoldText text={boldSentence(capitalised(explanation.sentence), wordsOf(question, explanation))} />
        </p>
        <GatesLine explanation={explanation} layout={layout} />
      </div>
      <div
        className={`grid flex-1 content-start gap-3.5 bg-canvas ${
          page
            ? 'grid-cols-1 p-5 pt-3.5 lg:grid-cols-2 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_296px]'
            : 'grid-cols-1 p-4'
        }`}
      >
        <GateCard cluster={cluster} texts={texts} gate={explanation.egress} end={explanation.from} />
        <GateCard cluster={cluster} texts={texts} gate={explanation.ingress} end={explanation.to} />
        <div className="flex min-w-0 flex-col gap-3.5">
          <WhyAside cluster={cluster} explanation={explanation} gaps={gaps} entries={view.entries} />
          <CandidateCard
            cluster={cluster}
            question={question}
            wants={wantedFor(explanation.verdict)}
            asked={props.asked ?? own}
            onAsk={props.onAskCandidate ?? setOwn}
          />
        </div>
      </div>
    </>
  );
}

/** The ends by every name that the sentence may use, and the port. */
function wordsOf({ from, to }: Question, explanation: Explanation): readonly string[] {
  const asked = [from, to].map((end) => end.split('/').at(-1) ?? '');
  const explained = [explanation.from, explanation.to].flatMap(({ id, name, type }) =>
    type === 'internet' ? ['The internet', 'the internet'] : [id, name],
  );
  const { protocol, port } = explanation;
  return [...asked, ...explained, ...(port === undefined ? [] : [`${protocol ?? 'TCP'} ${port}`])];
}

/** "the internet may connect …": a name keeps its small letter, an article at the start does not. */
function capitalised(sentence: string): string {
  return sentence.replace(/^the /, 'The ');
}
