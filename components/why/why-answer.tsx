import { BoldText } from '#components/ui/bold-text.tsx';
import type { Gap } from '#lib/gdpr/types.ts';
import type { Explanation } from '#lib/policy/types.ts';
import { boldSentence } from './bold-sentence.ts';
import { GateCard } from './gate-card.tsx';
import { GatesLine } from './gates-line.tsx';
import { WhyAside } from './why-aside.tsx';

interface WhyAnswerProps {
  readonly cluster: string;
  readonly explanation: Explanation;
  readonly gaps: readonly Gap[];
  /** The page has room for three columns, the drawer for one. */
  readonly layout: 'page' | 'drawer';
}

/** The answer: a sentence, the line through both gates, then what proves it. */
export function WhyAnswer({ cluster, explanation, gaps, layout }: WhyAnswerProps) {
  const page = layout === 'page';
  return (
    <>
      <div className={`border-b border-line bg-page ${page ? 'px-5 pb-3' : 'px-4 pb-3'}`}>
        <p
          className={`max-w-[110ch] tracking-tight text-pretty text-ink-2 wrap-anywhere ${page ? 'text-xl' : 'text-lg'}`}
          aria-live="polite"
        >
          <BoldText text={boldSentence(explanation.sentence, wordsOf(explanation))} />
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
        <GateCard cluster={cluster} gate={explanation.egress} end={explanation.from} />
        <GateCard cluster={cluster} gate={explanation.ingress} end={explanation.to} />
        <WhyAside cluster={cluster} explanation={explanation} gaps={gaps} />
      </div>
    </>
  );
}

/** The ends by every name that the sentence may use, and the port. */
function wordsOf({ from, to, protocol, port }: Explanation): readonly string[] {
  const ends = [from, to].flatMap(({ id, name, workload }) => [id, name, workload ?? '']);
  return port === undefined ? ends : [...ends, `${protocol ?? 'TCP'} ${port}`];
}
