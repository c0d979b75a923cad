/** The one-minute tour of the demo: five steps, a sentence each. */
import { count, countOf } from './count.ts';

export const TOUR = {
  label: 'Tour',
  skip: 'Skip',
  back: 'Back',
  next: 'Next',
  done: 'Done',
  stepOf: (step: number, steps: number): string => `Step ${step} of ${steps}${step === 1 ? ' · one minute' : ''}`,
} as const;

export interface TourNumbers {
  readonly pods: number;
  readonly openToAnyPod: number;
  readonly gaps: number;
}

export const TOUR_STEPS = [
  {
    target: 'numbers',
    title: 'Three numbers first',
    says: ({ pods, openToAnyPod, gaps }: TourNumbers): string =>
      `This demo cluster runs ${countOf(pods, 'pod')}, the running copies of programs; ${count(openToAnyPod)} of them accept a connection from any other pod, and around personal data that leaves ${countOf(gaps, 'gap')}.`,
  },
  {
    target: 'map',
    title: 'Who may reach whom',
    says: (): string =>
      'Boxes are namespaces with their workloads: a solid post at the left closes incoming connections but for its rules, a solid one at the right outgoing ones, and a dotted post is open to all.',
  },
  {
    target: 'gap',
    title: 'A gap is a claim with a witness',
    says: (): string =>
      'Each gap names a workload, the connection that should not be possible, and the articles of the GDPR that it is evidence for, the worst first.',
  },
  {
    target: 'why',
    title: 'Why it is so',
    says: (): string =>
      'The witness shows both gates of that connection and the policy, or the missing one, that lets it through, down to the line; Why? asks the same of any two ends.',
  },
  {
    target: 'fix',
    title: 'What to change',
    says: (): string =>
      'The suggested policy was tried on a copy of the cluster, so that you see what it closes and what it would cut before anybody applies it; Ringfence itself changes nothing.',
  },
] as const;
export type TourTarget = (typeof TOUR_STEPS)[number]['target'];
