import { MapPage } from './pages/map-page.ts';
import { namedByAxe } from './support/named-by-axe.ts';
import { expect, test } from './support/ringfence-test.ts';

const GAP = 'crm-db is reachable from any pod';
const PAGES = [
  { name: 'map', path: '/demo/map', shows: 'Three numbers' },
  { name: 'map with a box', path: '/demo/map?select=crm%2FStatefulSet%2Fcrm-db', shows: 'Can reach it' },
  { name: 'map with a filter', path: '/demo/map?q=ns%3Acrm+class%3Apatient', shows: 'is not a class' },
  { name: 'map with something hidden', path: '/demo/map?hide=ns%3Acrm&q=kind%3Asts', shows: 'Hidden: 4 boxes' },
  { name: 'map of namespaces', path: '/demo/map?level=namespaces&select=ns%3Acrm', shows: 'Framed tiles are its ends' },
  { name: 'map of one namespace', path: '/demo/map?namespace=crm', shows: 'All namespaces' },
  { name: 'map of one workload', path: '/demo/map?workload=crm%2FStatefulSet%2Fcrm-db', shows: 'crm-db' },
  { name: 'map with its traffic', path: '/demo/map?traffic=24h', shows: 'Seen, denied' },
  {
    name: 'map with a line of traffic',
    path: '/demo/map?traffic=24h&edge=shop%2FDeployment%2Fcart%E2%86%92shop%2FDeployment%2Fredis',
    shows: 'All flows between the two',
  },
  { name: 'matrix with its traffic', path: '/demo/map?view=matrix&traffic=24h', shows: 'Seen, denied' },
  { name: 'pod with its traffic', path: '/demo/pods/crm/crm-db-0?traffic=true', shows: 'connections in 24 h' },
  { name: 'traffic', path: '/demo/traffic', shows: 'What happened' },
  { name: 'traffic with a filter', path: '/demo/traffic?q=state%3Aunused+to%3Anobody', shows: 'Nothing matches.' },
  { name: 'table', path: '/demo/map?view=table', shows: 'crm-api' },
  { name: 'matrix', path: '/demo/map?view=matrix', shows: 'pairs allowed' },
  {
    name: 'matrix of namespaces with a cell',
    path: '/demo/map?view=matrix&level=namespaces&q=ns%3Acrm&edge=ns%3Aanalytics%E2%86%92ns%3Acrm',
    shows: 'Workload pairs',
  },
  { name: 'pods', path: '/demo/pods', shows: 'crm-db-0' },
  { name: 'pods with a wrong filter', path: '/demo/pods?q=port%3A80+ns%3Acrm', shows: 'is asked of connections' },
  { name: 'pod', path: '/demo/pods/crm/crm-db-0', shows: 'metabase' },
  { name: 'hops', path: '/demo/pods/crm/crm-db-0?hops=3&dir=in', shows: 'one could get to' },
  {
    name: 'hops with a way',
    path: '/demo/workloads/shop/Deployment/storefront?hops=3&to=crm%2FStatefulSet%2Fcrm-db',
    shows: 'between workloads would have to go',
  },
  {
    name: 'two pods',
    path: '/demo/compare?a=payments%2Fpayments-api-5b8-9qk&b=shop%2FDeployment%2Fredis&to=payments%2Fpayments-db-0&port=TCP%2F5432',
    shows: 'The line that decides',
  },
  { name: 'two pods to be named', path: '/demo/compare?a=crm%2Fcrm-db-0', shows: 'Name two pods' },
  {
    name: 'why',
    path: '/demo/why?from=analytics%2FDeployment%2Fmetabase&to=crm%2Fcrm-db-0',
    shows: 'Ingress at the destination',
  },
  { name: 'gaps', path: '/demo/gaps', shows: 'records-db has unrestricted egress' },
  { name: 'gaps of one check', path: '/demo/gaps?check=ISO-001&by=namespace', shows: GAP },
  { name: 'checks', path: '/demo/checks/ISO-001', shows: 'In plain words' },
  { name: 'check without a drawing', path: '/demo/checks/POL-004', shows: 'For engineers' },
  { name: 'data', path: '/demo/data', shows: 'orders-db' },
  { name: 'settings', path: '/demo/settings', shows: 'Cilium 1.19 on 3 of 3 nodes' },
  { name: 'policies', path: '/demo/policies', shows: 'allow-db-connection' },
  { name: 'simulation', path: '/demo/simulate', shows: 'Nothing is proposed yet.' },
  {
    name: 'why with a candidate',
    path: '/demo/why?from=legacy%2FDeployment%2Ferp&to=crm%2FStatefulSet%2Fcrm-db&port=TCP%2F5432&candidate=block',
    shows: 'Confirmed by the engine',
  },
  {
    name: 'policy',
    path: '/demo/policies/NetworkPolicy/crm/allow-db-connection',
    shows: 'allow-db-connection',
  },
] as const;

/** Elements, names and order are the same in both themes: what may differ is what axe says of colours. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

// more tests than any other file has: both workers take part
test.describe.configure({ mode: 'parallel' });

for (const { name, path, shows } of PAGES) {
  test(`${name} has nothing that axe names, light and dark`, async ({ page }) => {
    await page.goto(path);
    if (name.startsWith('map')) await new MapPage(page).drawn();
    if (shows === 'Three numbers') await expect(page.getByLabel(shows)).toContainText('pods in');
    else await expect(page.getByText(shows).first()).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    expect(await namedByAxe(page), 'light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    expect(await namedByAxe(page, OF_COLOUR), 'dark').toEqual([]);
  });
}

for (const [keys, title] of [
  ['Control+k', 'Search'],
  ['Shift+?', 'Keys and words'],
] as const) {
  test(`the dialog "${title}" has nothing that axe names`, async ({ page }) => {
    await page.goto('/demo/pods');
    await expect(page.getByText('crm-db-0')).toBeVisible();
    await page.keyboard.press(keys);
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    expect(await namedByAxe(page)).toEqual([]);
  });
}

test('the open field of the filter has nothing that axe names', async ({ page }) => {
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  for (const text of ['', 'class:', 'patient:x ']) {
    await page.keyboard.press('/');
    await page.keyboard.type(text);
    await expect(page.getByRole('listbox', { name: 'Suggestions for the filter' })).toBeAttached();
    expect(await namedByAxe(page), text).toEqual([]);
    await page.keyboard.press('Escape');
  }
});
