import { describe, expect, test } from 'vitest';
import { askAbout, offsetOf, readIdentity } from './about-server.ts';
import type { ApiClient, ApiRequest } from './api-client.ts';
import { ApiError } from './api-error.ts';

const RULE = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] };

function serverOf(answers: Readonly<Record<string, (request: ApiRequest) => unknown>>): ApiClient {
  return {
    async json(request) {
      const answer = answers[request.path];
      if (answer === undefined) throw new ApiError(403, 'Forbidden', 'no');
      return answer(request);
    },
    async *lines() {},
  };
}
function ask(client: ApiClient, namespaces: readonly string[] = []) {
  const { signal } = new AbortController();
  return askAbout({ client, authority: async () => ({ value: 'ab' }), namespaces, signal });
}

const user = (username: string, groups: readonly string[] = []) => ({ status: { userInfo: { username, groups } } });

describe('whom the server sees in us', () => {
  test('a service account is named', () => {
    const groups = ['system:serviceaccounts', 'system:authenticated'];
    expect(readIdentity(user('system:serviceaccount:tools:ringfence', groups))).toEqual({
      kind: 'service-account',
      namespace: 'tools',
      name: 'ringfence',
      groups: ['system:authenticated', 'system:serviceaccounts'],
    });
  });

  test('a person is told by kind and groups, never by name', () => {
    const identity = readIdentity(user('jane@example.com', ['platform', 'system:authenticated']));
    expect(identity).toEqual({ kind: 'user', groups: ['platform', 'system:authenticated'] });
  });

  test('whoever has not signed in is anonymous', () => {
    expect(readIdentity(user('system:anonymous'))?.kind).toBe('anonymous');
  });
});

describe('what is asked', () => {
  test('all that the server tells', async () => {
    const about = await ask(
      serverOf({
        '/version': ({ onAnswer }) => {
          onAnswer?.(new Date().toUTCString());
          return { gitVersion: 'v1.35.4', platform: 'linux/amd64', buildDate: '2026-01-01' };
        },
        '/api/v1/namespaces/kube-system': () => ({ metadata: { uid: '7f5c' } }),
        '/apis/authentication.k8s.io/v1/selfsubjectreviews': () => user('admin', ['system:masters']),
        '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews': () => ({ status: { resourceRules: [RULE] } }),
      }),
    );
    expect(about).toMatchObject({
      clusterId: { value: '7f5c' },
      version: { value: { gitVersion: 'v1.35.4', platform: 'linux/amd64' } },
      authority: { value: 'ab' },
      identity: { value: { kind: 'user', groups: ['system:masters'] } },
      rules: { value: { asked: [{ namespaces: ['default'], rules: [RULE] }] } },
    });
    expect(about.clock).toHaveProperty('value');
  });

  test('what is refused is told as refused, and the rest stays', async () => {
    const about = await ask(serverOf({ '/version': () => ({ gitVersion: 'v1.35.4' }) }));
    expect(about).toMatchObject({
      version: { value: { gitVersion: 'v1.35.4' } },
      clusterId: { notTold: '403' },
      identity: { notTold: '403' },
      rules: { notTold: '403' },
    });
  });

  test('namespaces with the same rules stand together; names in a rule are counted, for they may be people’s', async () => {
    const impersonate = { verbs: ['impersonate'], apiGroups: [''], resources: ['users'], resourceNames: ['jane'] };
    const rulesOf: Readonly<Record<string, readonly unknown[]>> = { crm: [RULE], shop: [RULE], hr: [impersonate] };
    const { rules } = await ask(
      serverOf({
        '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews': ({ body }) => {
          const { namespace } = (body as { readonly spec: { readonly namespace: string } }).spec;
          return { status: { resourceRules: rulesOf[namespace], incomplete: namespace === 'hr' } };
        },
      }),
      ['crm', 'hr', 'shop'],
    );
    expect(rules).toEqual({
      value: {
        asked: [
          { namespaces: ['crm', 'shop'], rules: [RULE] },
          {
            namespaces: ['hr'],
            rules: [{ verbs: ['impersonate'], apiGroups: [''], resources: ['users'], names: 1 }],
            incomplete: true,
          },
        ],
      },
    });
  });

  test('of more namespaces than are read one by one the rest is counted', async () => {
    const client = serverOf({
      '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews': () => ({ status: { resourceRules: [RULE] } }),
    });
    const { rules } = await ask(
      client,
      Array.from({ length: 53 }, (_, number) => `team-${number}`),
    );
    expect(rules).toMatchObject({ value: { more: 3 } });
  });
});

describe('the distance of the clocks', () => {
  test('is told from the head of an answer, which has whole seconds, half way between question and answer', () => {
    const sent = Date.UTC(2026, 10, 23, 9, 41, 0);
    expect(offsetOf('Mon, 23 Nov 2026 09:41:02 GMT', sent, sent + 200)).toEqual({
      value: { offsetMs: 2_400, withinMs: 600 },
    });
  });

  test('an answer without a date does not tell it', () => {
    expect(offsetOf(undefined, 0, 1)).toHaveProperty('notTold');
  });
});
