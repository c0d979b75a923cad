import type { AdequacyDecision, AdequacyTable } from './types.ts';

/** Day on which the table was last compared with its sources. */
export const ADEQUACY_CHECKED_ON = '2026-10-01';
const checkedOn = ADEQUACY_CHECKED_ON;

/** Lists the decisions under Directive 95/46/EC by number. */
const AMENDED = 'http://data.europa.eu/eli/dec_impl/2016/2295/oj';
const REVIEWED = 'Confirmed by the review of the Commission of 15 January 2024.';

/** A decision under the directive that came before the GDPR: Art. 45(9) keeps it in force. */
function earlier(code: string, instrument: string): AdequacyDecision {
  return { code, scope: 'general', instrument, note: REVIEWED, sourceUrl: AMENDED, checkedOn };
}

/**
 * Regulation (EU) 2016/679, as far as public sources told in October 2026 (gdpr.md §6). What they leave in doubt stands
 * in notes; that a country is not here proves little.
 */
export const EU_GDPR_ADEQUACY: AdequacyTable = {
  regime: 'eu-gdpr',
  checkedOn,
  // The 30 states of the EEA, and the parts of France and Finland with codes of their own that belong to the Union.
  inside: (
    'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO ' +
    'GF GP MQ RE YT MF AX'
  ).split(' '),
  unsure: [
    { code: 'SJ', note: 'Svalbard and Jan Mayen belong to Norway; the EEA agreement does not cover Svalbard.' },
    { code: 'GI', note: 'The standing of Gibraltar is not certain for this purpose.' },
  ],
  decisions: [
    earlier('AD', 'Decision 2010/625/EU'),
    earlier('AR', 'Decision 2003/490/EC'),
    earlier('CH', 'Decision 2000/518/EC'),
    earlier('FO', 'Decision 2010/146/EU'),
    earlier('GG', 'Decision 2003/821/EC'),
    earlier('IM', 'Decision 2004/411/EC'),
    earlier('JE', 'Decision 2008/393/EC'),
    earlier('NZ', 'Implementing Decision 2013/65/EU'),
    earlier('UY', 'Implementing Decision 2012/484/EU'),
    {
      ...earlier('IL', 'Decision 2011/61/EU'),
      scope: 'the State of Israel without the territories administered since June 1967',
      condition: { kind: 'scope', text: 'the importer is not in a territory administered by Israel since June 1967' },
    },
    {
      ...earlier('CA', 'Decision 2002/2/EC'),
      scope: 'commercial organisations under PIPEDA',
      condition: { kind: 'scope', text: 'the importer is a commercial organisation to which PIPEDA applies' },
    },
    {
      code: 'JP',
      scope: 'business operators under the APPI with its supplementary rules',
      instrument: 'Implementing Decision (EU) 2019/419',
      validFrom: '2019-01-23',
      condition: {
        kind: 'scope',
        text: 'the importer is a business operator under the APPI and its supplementary rules',
      },
      note: 'First review in April 2023.',
      checkedOn,
    },
    {
      code: 'KR',
      scope: 'controllers and processors under the PIPA, with exceptions',
      instrument: 'Implementing Decision (EU) 2022/254',
      validFrom: '2021-12-17',
      condition: {
        kind: 'scope',
        text: 'the PIPA applies to the importer and none of the exceptions of the decision does',
      },
      checkedOn,
    },
    {
      code: 'GB',
      scope: 'general',
      instrument: 'Implementing Decision (EU) 2021/1772',
      validFrom: '2021-06-28',
      validUntil: '2031-12-27',
      note: 'Extended to 27 December 2025 and renewed on 19 December 2025; review after four years.',
      checkedOn,
    },
    {
      code: 'US',
      scope: 'organisations certified under the EU-US Data Privacy Framework',
      instrument: 'Implementing Decision (EU) 2023/1795',
      validFrom: '2023-07-10',
      condition: {
        kind: 'listed',
        text: 'the importer is certified under the EU-US Data Privacy Framework at the time',
      },
      note: 'The General Court dismissed T-553/23 on 3 September 2025; an appeal, C-703/25 P, was pending when last seen.',
      sourceUrl: 'http://data.europa.eu/eli/dec_impl/2023/1795/oj',
      checkedOn,
    },
    {
      code: 'BR',
      scope: 'general',
      instrument: 'Implementing Decision (EU) 2026/179',
      validFrom: '2026-01-26',
      note: 'For exporters in Iceland, Liechtenstein and Norway its incorporation was not confirmed when last seen.',
      checkedOn,
    },
    {
      code: 'EPO',
      scope: 'the European Patent Organisation',
      note: 'Of July 2025, the first decision on an international organisation.',
      checkedOn,
    },
  ],
};
