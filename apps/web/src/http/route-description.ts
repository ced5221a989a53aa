import { z } from 'zod';
import type { PolicyName } from './policy.js';

/** One operation of the API. Schemas are those that validate: `/api/v1/openapi.json` is made of them. */
export interface RouteDescription {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api/v1`, with parameters in braces: `/shops/{slug}/slots`. */
  path: string;
  summary: string;
  policy: PolicyName;
  /** Object schemas of path, query and header parameters. */
  params?: z.ZodObject;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** Schema of each success status; null: no content. */
  answers: Record<number, { description: string; schema: z.ZodType | null }>;
  /** Error statuses a caller should expect, with their codes: `{ 409: ['orders.slot_full'] }`. */
  problems?: Record<number, string[]>;
}

const routes = new Map<string, RouteDescription>();

/** Adds an operation to the API's description, beside its controller. A second one of the same name replaces the first. */
export function describeRoute(route: RouteDescription): RouteDescription {
  routes.set(`${route.method} ${route.path}`, route);
  return route;
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'detail'],
        properties: { path: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};

/** OpenAPI 3.1 of every described route. `server` is the portal's origin. */
export function openApiDocument(server: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of [...routes.values()].sort((a, b) => a.path.localeCompare(b.path))) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Devanture', version: '1', description: 'Amounts are integer cents of euro, instants ISO 8601.' },
    servers: [{ url: `${server}/api/v1` }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: problemSchema },
    },
  };
}

function operation(route: RouteDescription): object {
  const isOpen = route.policy === 'public' || route.policy === 'customer_link';
  return {
    operationId: `${route.method}${route.path.replace(/[^a-z]+(.)?/gi, (_, next?: string) => next?.toUpperCase() ?? '')}`,
    summary: route.summary,
    ...(isOpen ? {} : { security: [{ token: [] }] }),
    parameters: [
      ...parameters(route.params, 'path'),
      ...parameters(route.query, 'query'),
      ...parameters(route.headers, 'header'),
    ],
    ...(route.body
      ? {
          requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(route.body, 'input') } } },
        }
      : {}),
    responses: { ...answers(route), ...problems(route) },
  };
}

function parameters(schema: z.ZodObject | undefined, where: 'path' | 'query' | 'header'): object[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, inner]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: inner,
  }));
}

function answers({ answers }: RouteDescription): Record<string, object> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, schema }]) => [
      status,
      schema
        ? { description, content: { 'application/json': { schema: jsonSchema(schema, 'output') } } }
        : { description },
    ]),
  );
}

function problems({ problems = {} }: RouteDescription): Record<string, object> {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const known = Object.entries(problems).map(([status, codes]) => [status, { description: codes.join(', '), content }]);
  return Object.fromEntries([...known, ['default', { description: 'Any other refusal', content }]]) as Record<
    string,
    object
  >;
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return rest;
}
