import { z } from 'zod';
import { errorBody } from './cluster-schemas.ts';
import { ENDPOINTS, type Endpoint } from './endpoints.ts';
import { ERRORS, type ErrorCode } from './errors.ts';

/** The OpenAPI 3.1 document of the table of endpoints. */
export function openApi(version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [key, endpoint] of Object.entries(ENDPOINTS) as [string, Endpoint][]) {
    const [method = '', path = ''] = key.split(' ');
    const methods = paths[path] ?? {};
    methods[method.toLowerCase()] = operation(endpoint);
    paths[path] = methods;
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Ringfence', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
  };
}

function operation({ summary, params, query, body, response, errors }: Endpoint): Record<string, unknown> {
  return {
    summary,
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
    ...(body === undefined ? {} : { requestBody: { required: true, content: requestContent(body) } }),
    responses: {
      200: { description: 'The answer.', content: responseContent(response) },
      ...errorResponses(errors),
    },
  };
}

function parameters(object: z.ZodObject, place: 'path' | 'query'): unknown[] {
  const { properties = {}, required = [] } = jsonSchema(object, 'input');
  const needed = new Set(Array.isArray(required) ? required : []);
  return Object.entries(properties as Record<string, unknown>).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || needed.has(name),
    schema,
  }));
}

function requestContent(body: NonNullable<Endpoint['body']>): Record<string, unknown> {
  if (body === 'lines') return { 'application/x-ndjson': {} };
  if (body === 'bytes') return { 'application/octet-stream': {} };
  return { 'application/json': { schema: jsonSchema(body, 'input') } };
}

function responseContent(response: Endpoint['response']): Record<string, unknown> {
  if (response.type !== 'json') return { [response.type]: {} };
  return { 'application/json': { schema: jsonSchema(response.schema, 'output') } };
}

function errorResponses(codes: readonly ErrorCode[]): Record<string, unknown> {
  const byStatus = Map.groupBy(codes, (code) => ERRORS[code].status);
  const content = { 'application/json': { schema: jsonSchema(errorBody, 'output') } };
  return Object.fromEntries([...byStatus].map(([status, of]) => [status, { description: of.join(', '), content }]));
}

/** What coercion takes in cannot be said as a schema: it is left open. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
