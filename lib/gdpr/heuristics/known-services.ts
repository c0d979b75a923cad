/** A service on the internet that many use, by its names. Where its importer sits nobody can tell by a name. */
export interface KnownService {
  readonly id: string;
  readonly names: readonly string[];
  readonly service: string;
  /** What it does, as a word for the person who declares it. */
  readonly does: string;
}

/** Names of gdpr.md §4.4: a proposal of a recipient, never more. Country, role and contract stay to be declared. */
export const KNOWN_SERVICES: readonly KnownService[] = [
  { id: 'H-EXT-01', names: ['api.stripe.com'], service: 'Stripe', does: 'payments' },
  { id: 'H-EXT-02', names: ['*.paypal.com'], service: 'PayPal', does: 'payments' },
  { id: 'H-EXT-03', names: ['api.sendgrid.com'], service: 'SendGrid', does: 'mail' },
  { id: 'H-EXT-04', names: ['api.mailgun.net', 'api.eu.mailgun.net'], service: 'Mailgun', does: 'mail' },
  { id: 'H-EXT-05', names: ['*.twilio.com'], service: 'Twilio', does: 'messages' },
  { id: 'H-EXT-06', names: ['*.salesforce.com'], service: 'Salesforce', does: 'customer management' },
  { id: 'H-EXT-07', names: ['*.hubspot.com'], service: 'HubSpot', does: 'customer management' },
  { id: 'H-EXT-08', names: ['*.segment.io'], service: 'Segment', does: 'usage analytics' },
  { id: 'H-EXT-09', names: ['*.sentry.io'], service: 'Sentry', does: 'error tracking' },
  { id: 'H-EXT-10', names: ['*.datadoghq.com', '*.datadoghq.eu'], service: 'Datadog', does: 'monitoring' },
  { id: 'H-EXT-11', names: ['api.openai.com'], service: 'OpenAI', does: 'language models' },
  { id: 'H-EXT-12', names: ['*.openai.azure.com'], service: 'Azure OpenAI', does: 'language models' },
  { id: 'H-EXT-13', names: ['api.anthropic.com'], service: 'Anthropic', does: 'language models' },
  { id: 'H-EXT-14', names: ['*.intercom.io'], service: 'Intercom', does: 'support chat' },
  { id: 'H-EXT-15', names: ['hooks.slack.com'], service: 'Slack', does: 'messages' },
  { id: 'H-EXT-16', names: ['*.auth0.com'], service: 'Auth0', does: 'sign-in' },
  { id: 'H-EXT-17', names: ['*.okta.com'], service: 'Okta', does: 'sign-in' },
  { id: 'H-EXT-18', names: ['*.amazonaws.com'], service: 'Amazon Web Services', does: 'hosting' },
];
