import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createOpenApiDocument } from './openapi-document';

const document = createOpenApiDocument();

describe('the description of the API', () => {
  it('has every route file, and a route file for every path', () => {
    const routes = readdirSync('app/api/v1', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('/route.ts'))
      .map((file) => `/api/v1/${file}`.replace(/\/route\.ts$/, '').replace(/\[(\w+)\]/g, '{$1}'));
    expect(Object.keys(document.paths ?? {}).sort()).toEqual(routes.sort());
  });

  it('names every operation once', () => {
    const ids = Object.values(document.paths ?? {})
      .flatMap((path) => [path.get?.operationId, path.post?.operationId, path.patch?.operationId])
      .filter(Boolean);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(21);
  });

  it('describes the filter of events and the numbers of lists', () => {
    const parameters = document.paths?.['/api/v1/events']?.get?.parameters ?? [];
    const names = parameters.map((parameter) => ('name' in parameter ? parameter.name : ''));
    expect(names).toEqual(expect.arrayContaining(['limit', 'cursor', 'user', '-user', 'code', 'from', 'to', 'text']));
    expect(parameters).toContainEqual(
      expect.objectContaining({
        name: 'limit',
        in: 'query',
        schema: expect.objectContaining({ type: 'integer', maximum: 1000 }),
      }),
    );
  });
});
