import { type Labels, labelValue } from '#lib/kube/objects.ts';
import { type DetectedPlugin, detectPlugin, pluginsByNode } from '#lib/policy/detect-plugin.ts';
import { ENF_001 } from '#lib/text/en/checks/enf.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext, CheckOutcome } from '../check.ts';
import { isInScope, NO_CLASS } from '../data-class.ts';
import { worstFirst } from '../worst-first.ts';

/**
 * Whether somebody enforces the policies (gdpr.md §3, ENF-001): on every node an agent that is known to enforce, or what
 * people declare. One subject, the cluster: a node without enforcement opens the pods of all others to its own.
 */
export const enf001: Check = {
  id: 'ENF-001',
  looksAt: 'pods',
  run: (context) => {
    if (context.workloads.size === 0) return { gaps: [], passed: 0, notApplicable: 1, notEvaluated: [] };
    const found = judge(context);
    return found === 'yes' ? { gaps: [], passed: 1, notApplicable: 0, notEvaluated: [] } : gapOf(context, found);
  },
};

interface Doubt {
  readonly fails: boolean;
  readonly sentences: readonly string[];
}

function judge({ model, dataMap }: CheckContext): 'yes' | Doubt {
  const { enforces } = dataMap.cni;
  if (enforces !== undefined) {
    return enforces.value ? 'yes' : { fails: true, sentences: [ENF_001.declaredNo(enforces.because)] };
  }
  if (model.profile.enforced === 'yes') return 'yes';
  if (model.profile.enforced === 'no') return { fails: true, sentences: [ENF_001.profileNo] };
  return judgeNodes(model.objects);
}

type NodeState = 'enforced' | 'not' | 'virtual' | 'windows' | 'undecided' | 'nothing';

function judgeNodes(objects: CheckContext['model']['objects']): 'yes' | Doubt {
  const byNode = pluginsByNode(objects);
  if (byNode.size === 0) {
    const { plugins } = detectPlugin(objects);
    return {
      fails: false,
      sentences: [plugins.length === 0 ? ENF_001.noNodes : ENF_001.agentsWithoutNodes(plugins)],
    };
  }
  const states = Map.groupBy(byNode, ([name, plugins]) => stateOf(plugins, objects.nodes.get(name)?.metadata.labels));
  const of = byNode.size;
  const names = (state: NodeState) => (states.get(state) ?? []).map(([name]) => name);
  const plugins = (state: NodeState) => [...new Set((states.get(state) ?? []).flatMap(([, list]) => list))];
  const [not, virtual, windows] = [names('not'), names('virtual'), names('windows')];
  const [undecided, nothing] = [names('undecided'), names('nothing')];
  const sentences = [
    not.length > 0 ? ENF_001.notEnforcing(not, of, plugins('not')) : '',
    virtual.length > 0 ? ENF_001.virtual(virtual, of) : '',
    windows.length > 0 ? ENF_001.windows(windows, of) : '',
    undecided.length > 0 ? ENF_001.undecided(undecided, of, plugins('undecided')) : '',
    nothing.length > 0 ? ENF_001.nothing(nothing, of) : '',
  ].filter((sentence) => sentence !== '');
  return sentences.length === 0 ? 'yes' : { fails: not.length + virtual.length + windows.length > 0, sentences };
}

/**
 * One plugin gives addresses and another enforces: one that does is enough. Without one that may, Windows and virtual nodes
 * are "known none" in the catalogue.
 */
function stateOf(plugins: readonly DetectedPlugin[], labels: Labels | undefined): NodeState {
  if (plugins.some(({ enforces }) => enforces === 'yes')) return 'enforced';
  if (plugins.some(({ enforces }) => enforces === 'unknown')) return 'undecided';
  if (labelValue(labels, 'type') === 'virtual-kubelet') return 'virtual';
  if (labelValue(labels, 'kubernetes.io/os') === 'windows') return 'windows';
  return plugins.length > 0 ? 'not' : 'nothing';
}

function gapOf(context: CheckContext, { fails, sentences }: Doubt): CheckOutcome {
  const inScope = [...context.workloads.values()].filter((each) => isInScope(context.classOf(each)));
  const [worst] = worstFirst(context, inScope);
  const severity = worst === undefined ? 'low' : 'critical';
  const gap = buildGap(context, {
    check: 'ENF-001',
    result: fails ? 'FAIL' : 'UNKNOWN',
    severity: { severity, derivation: ENF_001.derivation(severity, !fails, worst !== undefined) },
    title: ENF_001.title(fails),
    summary: sentences.join(' ') + ENF_001.notTested + ENF_001.intent,
    subject: { namespace: '', kind: 'Cluster', name: ENF_001.subject },
    witness: [],
    peers: [],
    classification: worst === undefined ? NO_CLASS : context.classOf(worst),
    fix: { yaml: '', note: ENF_001.fix },
    unknownBecause: [ENF_001.because],
    identity: { peer: '', direction: '' },
  });
  return { gaps: [gap], passed: 0, notApplicable: 0, notEvaluated: [] };
}
