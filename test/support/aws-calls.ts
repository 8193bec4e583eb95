import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';

const LAMBDA: readonly (readonly [string, RegExp, string])[] = [
  ['POST', /^\/2015-03-31\/functions\/?$/, 'CreateFunction'],
  ['POST', /\/invocations$/, 'InvokeFunction'],
  ['POST', /\/functions\/[^/]+\/policy$/, 'AddPermission'],
  ['GET', /\/functions\/[^/]+\/policy$/, 'GetPolicy'],
  ['DELETE', /\/functions\/[^/]+\/policy\/[^/]+$/, 'RemovePermission'],
  ['GET', /\/event-invoke-config$/, 'GetFunctionEventInvokeConfig'],
  ['PUT', /\/event-invoke-config$/, 'PutFunctionEventInvokeConfig'],
  ['PUT', /\/functions\/[^/]+\/code$/, 'UpdateFunctionCode'],
  ['PUT', /\/functions\/[^/]+\/configuration$/, 'UpdateFunctionConfiguration'],
  ['GET', /\/functions\/[^/]+$/, 'GetFunction'],
  ['DELETE', /\/functions\/[^/]+$/, 'DeleteFunction'],
  ['GET', /\/layers\/[^/]+\/versions$/, 'ListLayerVersions'],
  ['POST', /\/layers\/[^/]+\/versions$/, 'PublishLayerVersion'],
  ['DELETE', /\/layers\/[^/]+\/versions\/\d+$/, 'DeleteLayerVersion'],
  ['POST', /\/tags\//, 'TagResource'],
];

/** A call as IAM names its action: `lambda:GetFunction`. */
export function nameOf({ headers, method, url = '' }: IncomingMessage, body: Buffer): string {
  const [, service = ''] = /\/[^/]+\/([a-z]+)\/aws4_request/.exec(headers.authorization ?? '') ?? [];
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return `${service}:${target.split('.').at(-1)}`;
  const [, action] = /(?:^|&)Action=(\w+)/.exec(String(body)) ?? [];
  const path = decodeURIComponent(url.split('?')[0] ?? '');
  const rest = LAMBDA.find(([verb, pattern]) => verb === method && pattern.test(path));
  return `${service}:${action ?? rest?.[2] ?? `${method} ${path}`}`;
}

const Upload = v.object({
  ZipFile: v.optional(v.string()),
  Code: v.optional(v.object({ ZipFile: v.string() })),
  Content: v.optional(v.object({ ZipFile: v.string() })),
});

/** What is uploaded with a call. */
export function zipsIn(call: string, body: Buffer): readonly Buffer[] {
  if (!/:(CreateFunction|UpdateFunctionCode|PublishLayerVersion)$/.test(call)) return [];
  const { ZipFile, Code, Content } = v.parse(Upload, JSON.parse(String(body)));
  return [ZipFile ?? Code?.ZipFile ?? Content?.ZipFile ?? ''].map((base64) => Buffer.from(base64, 'base64'));
}
